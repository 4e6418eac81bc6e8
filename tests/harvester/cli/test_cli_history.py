"""`harvester runs`: the history of a source."""

from __future__ import annotations

from pathlib import Path

from tests import faults
from tests.door import Door, site, source_lines
from tests.faults import Fault
from tests.harvester.cli.test_cli_harvest import RUN_KEYS


def test_the_newest_run_comes_first_with_what_was_asked_and_repaired(
    door: Door, tmp_path: Path
) -> None:
    with site(tmp_path) as server:
        door.config(source_lines(server.url))
        server.faults = (Fault.once(faults.junk(before=b"Notice\n"), at=1),)
        door.right("harvest")
        door.right("harvest")
        server.faults = (Fault.always(faults.status(403)),)
        door("harvest")
    lines = door.right("runs", "s").out.splitlines()
    assert "s: blocked, " in lines[0]
    assert lines[1].startswith("  from 20")
    assert "HTTP 403" in lines[2]
    assert "s: unchanged, " in lines[4]
    assert "s: ok, " in lines[6]
    assert (
        lines[7] == "  from the beginning, repairs: surrounding-text 1, 1 of the deletions unknown"
    )
    shown = door.right("runs", "s", "--limit", "2", "--json").json
    assert [run["status"] for run in shown] == ["blocked", "unchanged"]
    assert list(shown[0]) == RUN_KEYS


def test_a_source_without_runs_and_one_that_is_unknown_are_told_apart(
    door: Door, tmp_path: Path
) -> None:
    with site(tmp_path) as server:
        later = source_lines(server.url, "later").partition("[[source]]")
        door.config(source_lines(server.url) + "".join(later[1:]))
        door.right("harvest", "s")
    assert "later: no run yet: harvester harvest later" in door.right("runs", "later").err
    said = door("runs", "nobody")
    assert said.code == 2
    assert "no source 'nobody'" in said.err
