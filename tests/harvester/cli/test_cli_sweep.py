"""`harvester sweep` and `harvester harvest --dry-run`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import faults
from tests.door import Door, site, source_lines
from tests.faults import Fault
from tests.harvester.lists import hidden_from_lists, without
from tests.provider import ScriptedServer

KEYS = [
    "id", "source", "status", "theirs", "ours", "missing", "extra", "drift", "fetched", "deleted",
    "started", "ended", "why",
]  # fmt: skip


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ScriptedServer]:
    with site(tmp_path, numbers=range(10), page_size=100) as served:
        yield served


@pytest.fixture
def ready(door: Door, server: ScriptedServer) -> Door:
    """A config whose source `s` is the server."""
    door.config(source_lines(server.url))
    return door


def test_a_sweep_in_one_line(ready: Door) -> None:
    ready.right("harvest")
    said = ready.right("sweep")
    assert said.out == (
        "s: complete, 10 theirs, 10 ours, 0 missing (0 fetched), 0 extra (0 deleted), drift +0\n"
    )
    assert said.err == ""


def test_a_dry_run_of_what_was_never_harvested_makes_nothing(ready: Door) -> None:
    said = ready.right("sweep", "--dry-run")
    assert "dry-run, 10 theirs, 0 ours, 10 missing (0 fetched)" in said.out
    assert [path.name for path in ready.folder.iterdir()] == ["config.toml"]


def test_what_is_missing_comes_and_is_searchable(ready: Door, server: ScriptedServer) -> None:
    server.faults = (hidden_from_lists(3), Fault.always(faults.status(500), verb="GetRecord"))
    ready("harvest")
    server.faults = ()
    ready.right("sweep")
    assert ready.right("search", "article", "--json").json["total"] == 10


def test_json_is_a_list_of_sweeps_key_for_key(ready: Door) -> None:
    (done,) = ready.right("sweep", "s", "--json").json
    assert list(done) == KEYS
    assert (done["missing"], done["fetched"], done["drift"], done["why"]) == (10, 10, 10, None)


def test_a_list_that_shrank_stops_with_3_until_it_is_accepted(
    ready: Door, server: ScriptedServer
) -> None:
    ready.right("harvest")
    server.faults = (without(1, 2),)
    said = ready("sweep")
    assert said.code == 3
    assert "harvester sweep s --accept" in said.err
    said = ready.right("sweep", "--accept")
    assert "2 extra (2 deleted)" in said.out
    assert ready.right("search", "article", "--json").json["total"] == 8


def test_one_that_is_missing_once_is_told_to_wait(ready: Door, server: ScriptedServer) -> None:
    ready.right("harvest")
    server.faults = (without(1),)
    assert "1 that the list lacks are deleted where the next" in ready.right("sweep").err


def test_a_dry_run_changes_nothing(ready: Door, server: ScriptedServer) -> None:
    said = ready.right("sweep", "--dry-run")
    assert "s: dry-run, 10 theirs, 0 ours, 10 missing (0 fetched)" in said.out
    assert ready("sweep", "--dry-run", "--accept").code == 2


def test_a_server_that_fails_ends_with_1(ready: Door, server: ScriptedServer) -> None:
    server.faults = (Fault.always(faults.status(500)),)
    said = ready("sweep")
    assert said.code == 1
    assert "s: failed" in said.out
    assert "HTTP 500" in said.err


def test_a_dry_harvest_tells_and_stores_nothing(ready: Door, server: ScriptedServer) -> None:
    assert ready.right("harvest", "--dry-run").out == (
        "s: would ask for records from the beginning: 10 records and 1 deletions on the first page,"
        " no more\n"
    )
    assert not (ready.folder / "data").exists()
    assert ready.right("status", "--json").json["sources"][0]["records"] == 0
    ready.right("harvest")
    (one,) = ready.right("harvest", "--dry-run", "--json").json
    assert one["window"]["from"]
    assert (one["resumes"], one["records"], one["error"]) == (False, 0, None)


def test_a_dry_harvest_of_an_interrupted_list_goes_on(door: Door, tmp_path: Path) -> None:
    with site(tmp_path) as server:
        door.config(source_lines(server.url))
        door("harvest", "--stop-after", 3)
        (one,) = door.right("harvest", "--dry-run", "--json").json
        assert (one["resumes"], one["records"], one["more"]) == (True, 3, True)
        server.faults = (Fault.always(faults.status(403)),)
        said = door("harvest", "--dry-run", "--full", "--from", "2026-01-01")
        assert said.code == 2
        said = door("harvest", "--dry-run")
        assert said.code == 1
        assert "HTTP 403" in said.err
