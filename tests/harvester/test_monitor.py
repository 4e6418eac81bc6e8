"""The state of a source, decided from what the store knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.advice import Advice
from harvester.monitor import STALE_AFTER, State, health_of, status_shape
from index.record import Run, RunStatus, SourceState
from tests.world import START

DAY = timedelta(days=1)
SOURCE = SourceState("s", "http://x/", "oai_dc", True, 5, 1, 0, START, START, START + DAY)
RUN = Run(1, "s", "ok", (None, None), START, START)


def state(
    status: RunStatus | None,
    *,
    success: datetime | None = START,
    quarantined: int = 0,
    interval: timedelta | None = DAY,
    later: timedelta = DAY,
) -> State:
    source = replace(SOURCE, last_success=success, quarantined=quarantined)
    run = None if status is None else replace(RUN, status=status)
    return health_of(source, run, interval, START + later).state


def test_what_never_ran_is_new() -> None:
    assert state(None, success=None) == "new"


def test_a_first_run_that_runs_is_new() -> None:
    assert state("running", success=None) == "new"
    assert state("running") == "healthy"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("ok", "healthy"),
        ("unchanged", "healthy"),
        ("partial", "degraded"),
        ("interrupted", "degraded"),
        ("failed", "failing"),
        ("blocked", "blocked"),
    ],
)
def test_the_last_run_decides(status: RunStatus, expected: State) -> None:
    assert state(status) == expected


def test_with_something_in_quarantine_a_good_run_is_degraded() -> None:
    assert state("ok", quarantined=1) == "degraded"
    assert state("failed", quarantined=1) == "failing"


def test_a_success_of_long_ago_is_stale_to_the_second() -> None:
    limit = STALE_AFTER * DAY
    assert state("ok", later=limit) == "healthy"
    assert state("ok", later=limit + timedelta(seconds=1)) == "stale"
    assert state("partial", success=None, later=limit + timedelta(seconds=1)) == "stale"


def test_what_is_not_harvested_by_the_clock_is_never_stale() -> None:
    assert state("ok", interval=None, later=1000 * DAY) == "healthy"


def test_a_failure_is_told_before_staleness() -> None:
    assert state("blocked", later=100 * DAY) == "blocked"


@given(
    st.sampled_from([None, *get_args(RunStatus)]),
    st.sampled_from([None, START]),
    st.integers(0, 2),
    st.sampled_from([None, DAY]),
    st.timedeltas(timedelta(0), timedelta(days=9)),
)
def test_healthy_means_a_good_last_run_and_nothing_in_quarantine(
    status: RunStatus | None,
    success: datetime | None,
    quarantined: int,
    interval: timedelta | None,
    later: timedelta,
) -> None:
    found = state(status, success=success, quarantined=quarantined, interval=interval, later=later)
    assert found in get_args(State)
    if found == "healthy":
        assert status in ("ok", "unchanged", "running")
        assert quarantined == 0


def test_the_shape_of_status() -> None:
    new = replace(SOURCE, name="n", url="", last_success=None, next_at=None)
    healths = [health_of(SOURCE, RUN, DAY, START), health_of(new, None, DAY, START)]
    first, second = status_shape([(health, Advice()) for health in healths])["sources"]
    assert (first["state"], first["next"]) == ("healthy", "2026-01-02T00:00:00Z")
    assert first["last_run"]["status"] == "ok"
    assert (second["state"], second["last_run"], second["url"]) == ("new", None, None)
