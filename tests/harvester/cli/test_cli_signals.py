"""Real processes: Ctrl-C while a server holds its answer, and two harvests at the same time."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import open_index
from tests import faults
from tests.door import Door, command, site, source_lines
from tests.faults import Fault
from tests.provider import ScriptedServer


@pytest.fixture
def slow(door: Door, tmp_path: Path) -> Iterator[ScriptedServer]:
    """A server that holds its second page; the config's source `s` is it."""
    with site(tmp_path, [Fault.once(faults.held(200), at=2)]) as server:
        door.config(source_lines(server.url))
        yield server


@contextmanager
def harvesting(door: Door) -> Iterator[subprocess.Popen[str]]:
    """A harvest in a process of its own that has stored its first page and waits for the next."""
    with subprocess.Popen(
        command("-v", "harvest", "--json"),
        cwd=door.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr
            assert process.stderr.readline() == "s: page 1, 3 records\n"
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_kill_end_with_130_and_the_next_harvest_goes_on(
    door: Door, slow: ScriptedServer, number: signal.Signals
) -> None:
    with harvesting(door) as process:
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert "interrupted" in err
    assert '"code":"interrupted"' in out
    with open_index(door.folder / "data") as index:
        (run,) = index.store.runs("s")
        [window] = index.store.windows("s", "")
    assert (run.status, run.counts.received) == ("interrupted", 3)
    assert window.token
    slow.let_go()
    (again,) = door.right("harvest", "--json").json
    assert (again["status"], again["received"]) == ("ok", 8)
    assert door.right("search", "article", "--json").json["total"] == 10
    assert slow.seen[-1].args.keys() == {"verb", "resumptionToken"}


def test_a_run_that_was_killed_does_not_look_as_if_it_went_on(
    door: Door, slow: ScriptedServer
) -> None:
    with harvesting(door) as process:
        (source,) = door.right("status", "--json").json["sources"]
        assert source["last_run"]["status"] == "running"
        process.kill()
        process.communicate(timeout=30)
    (source,) = door.right("status", "--json").json["sources"]
    assert source["last_run"]["status"] == "interrupted"
    (run,) = door.right("runs", "s", "--json").json
    assert run["status"] == "interrupted"


def test_a_second_harvest_of_the_same_source_is_told_who_holds_it(
    door: Door, slow: ScriptedServer
) -> None:
    with harvesting(door) as process:
        said = door("harvest", "--json")
        running = door.right("status", "--json").json["sources"][0]
        slow.let_go()
        out, _ = process.communicate(timeout=30)
    assert said.code == 1
    assert said.json[0]["error"]["code"] == "claim-held"
    assert f"process {process.pid} on " in said.err
    assert (running["state"], running["last_run"]["status"]) == ("new", "running")
    assert process.returncode == 0
    assert '"status":"ok"' in out
    assert door.right("search", "article", "--json").json["total"] == 10


def test_what_a_killed_harvest_held_is_free_at_once(door: Door, slow: ScriptedServer) -> None:
    with harvesting(door) as process:
        process.kill()
        process.wait(timeout=30)
        slow.let_go()
        (run,) = door.right("harvest", "--json").json
    assert run["received"] == 8
    with open_index(door.folder / "data") as index:
        statuses = [run.status for run in index.store.runs("s", limit=5)]
    assert statuses == ["ok", "interrupted"]


def test_ctrl_c_ends_several_sources_at_once(door: Door, tmp_path: Path) -> None:
    """One waits for a server that says nothing, one for its next try."""
    held, busy = [Fault.once(faults.held(200), at=2)], [Fault.always(faults.status(503))]
    (tmp_path / "other").mkdir()
    with (
        site(tmp_path, held) as one,
        site(tmp_path / "other", busy, host="127.0.0.2") as other,
    ):
        lines = source_lines(one.url).replace("retries = 0", "retries = 9\nretry_wait = '9m'")
        door.config(f'{lines}[[source]]\nname = "t"\nurl = "{other.url}"\n')
        with subprocess.Popen(
            command("-v", "harvest", "--json"),
            cwd=door.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stderr
            said = sorted(process.stderr.readline() for _ in range(2))
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert '"code":"interrupted"' in out
    assert said[0] == "s: page 1, 3 records\n"
    assert said[1].startswith("t: ")
