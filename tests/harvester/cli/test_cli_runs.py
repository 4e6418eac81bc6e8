"""A run as a line and as an exit code."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from harvester.cli.runs import error_lines, exit_code, run_line
from index.record import Counts, Run, RunError, RunStatus
from tests.world import START

RUN = Run(1, "s", "ok", (None, None), START, START + timedelta(seconds=2.34), pages=4)

CODES = {
    "running": 0,
    "ok": 0,
    "unchanged": 0,
    "partial": 3,
    "failed": 1,
    "blocked": 1,
    "interrupted": 130,
}


@pytest.mark.parametrize("status", get_args(RunStatus))
def test_each_status_has_its_exit_code(status: RunStatus) -> None:
    assert exit_code([replace(RUN, status=status)]) == CODES[status]


def test_the_worst_of_several_runs_counts() -> None:
    runs = [replace(RUN, status=status) for status in ("ok", "partial", "failed")]
    assert exit_code(runs) == 1
    assert exit_code(runs[:2]) == 3
    assert exit_code([]) == 0


def test_a_line_says_status_counts_pages_received_of_promised_and_time() -> None:
    run = replace(RUN, counts=Counts(1200, 2, 3, 4, 5), promised=1300)
    assert run_line(run) == (
        "s: ok, 1,200 new, 2 changed, 3 unchanged, 4 deleted, 5 quarantined, 4 pages,"
        " 1,214 of 1,300 records, 2.3 s"
    )


def test_one_is_not_many_and_nothing_promised_is_not_said() -> None:
    line = run_line(replace(RUN, counts=Counts(new=1), pages=1, ended=None))
    assert line.endswith(", 1 page, 1 record")


def test_why_a_run_ended_badly_is_told_with_the_hint() -> None:
    assert error_lines(RUN) == []
    run = replace(RUN, error=RunError("x", "it broke\ntwice", "mend it"))
    assert error_lines(run) == ["  it broke", "  twice", "  mend it"]
    assert error_lines(replace(RUN, error=RunError("x", "it broke"))) == ["  it broke"]
