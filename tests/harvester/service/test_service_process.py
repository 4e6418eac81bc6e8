"""`harvester run` as a process: signals, kill -9, the fight for the lock, a full disk."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import open_index
from index.record import Run
from tests import faults
from tests.door import Door, Said, called, site, source_lines
from tests.doors import door
from tests.faults import Fault
from tests.harvester.cli.test_cli_disk import Disk, disk
from tests.provider import ScriptedServer
from tests.serving import started, until

__all__ = ["disk", "door"]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ScriptedServer]:
    (tmp_path / "server").mkdir()
    with site(tmp_path / "server") as made:
        yield made


@pytest.fixture
def slow(door: Door, tmp_path: Path) -> Iterator[ScriptedServer]:
    """A server that holds its second page; the config's source `s` is it."""
    (tmp_path / "slow").mkdir()
    with site(tmp_path / "slow", [Fault.once(faults.held(200), at=2)]) as made:
        door.config(source_lines(made.url))
        yield made


def runs(door: Door, limit: int = 5) -> list[Run]:
    with open_index(door.folder / "data") as index:
        return index.store.runs("s", limit)


def here(door: Door, *arguments: object) -> Said:
    return called(*arguments, cwd=door.folder)


def test_it_serves_beside_other_commands_and_ends_when_it_is_told(
    door: Door, server: ScriptedServer
) -> None:
    door.config(source_lines(server.url, more='every = "1s"'))
    with started(door.folder) as service:
        begun = service.log.until("service begins")
        assert (begun["pid"], begun["sources"]) == (service.pid, 1)
        service.log.until("harvested", count=2, source="s")
        # The service may have just begun it: then the command says so, and leaves.
        until(lambda: here(door, "harvest", "s").code == 0)
        assert here(door, "status", "--json").json["sources"][0]["records"] == 10
        until(lambda: here(door, "search", "article", "--json").json["total"] == 10)
        service.signal(signal.SIGTERM)
        assert service.ended() == 0
    assert service.log.lines[-1]["event"] == "service ends"
    assert not (door.folder / "data" / "service.json").exists()


def test_the_second_service_says_who_the_first_is_and_leaves(
    door: Door, server: ScriptedServer
) -> None:
    door.config(source_lines(server.url))
    with started(door.folder) as first:
        first.log.until("harvested")
        second = here(door, "run")
        assert second.code == 1
        assert f"already: process {first.pid} on " in second.err
        first.signal(signal.SIGKILL)
        first.ended()
        with started(door.folder) as third:
            third.log.until("service begins")
            third.signal(signal.SIGINT)
            assert third.ended() == 0


def test_a_server_that_says_nothing_does_not_hold_up_the_end(
    door: Door, slow: ScriptedServer
) -> None:
    with started(door.folder) as service:
        until(lambda: len(slow.seen) == 2)
        service.signal(signal.SIGTERM)
        began = time.monotonic()
        assert service.ended() == 0
        assert time.monotonic() - began < 10
    assert service.log.find("left behind", source="s")
    slow.let_go()
    with started(door.folder) as service:
        service.log.until("a run that a dead process left", source="s")
        service.log.until("harvested", status="ok")
    later, before = runs(door)
    assert (before.status, before.counts.received, later.counts.received) == ("interrupted", 3, 8)
    assert slow.seen[2].args.keys() == {"verb", "resumptionToken"}


def test_a_second_signal_ends_it_at_once(door: Door, slow: ScriptedServer) -> None:
    with started(door.folder) as service:
        until(lambda: len(slow.seen) == 2)
        service.signal(signal.SIGTERM)
        time.sleep(0.1)  # two signals at once are one to the kernel
        service.signal(signal.SIGTERM)
        began = time.monotonic()
        assert service.ended() == 130
        assert time.monotonic() - began < 3


def test_a_page_that_comes_while_it_ends_is_stored(door: Door, slow: ScriptedServer) -> None:
    with started(door.folder) as service:
        until(lambda: len(slow.seen) == 2)
        service.signal(signal.SIGTERM)
        time.sleep(0.1)
        slow.let_go()
        assert service.ended() == 0
    (run,) = runs(door)
    assert (run.status, run.counts.received) == ("interrupted", 6)
    assert service.log.find("stopped", source="s", run=run.id)


def test_what_a_killed_service_left_is_taken_up_by_the_next(
    door: Door, slow: ScriptedServer
) -> None:
    with started(door.folder) as service:
        until(lambda: len(slow.seen) == 2)
        service.signal(signal.SIGKILL)
        service.ended()
    slow.let_go()
    with started(door.folder) as service:
        service.log.until("harvested", status="ok")
        until(lambda: here(door, "search", "article", "--json").json["total"] == 10)
    assert [run.status for run in runs(door)] == ["ok", "interrupted"]


def test_reload_by_command_and_by_signal(door: Door, server: ScriptedServer) -> None:
    door.config(source_lines(server.url, "a"))
    said = here(door, "reload")
    assert (said.code, "no service runs on" in said.err) == (1, True)
    with started(door.folder) as service:
        service.log.until("harvested", source="a")
        door.config(source_lines(server.url, "b"))
        said = here(door, "reload")
        assert f"the service (process {service.pid}) reads" in said.out
        service.log.until("harvested", source="b")
        door.config("[[source]]\n")
        assert here(door, "reload").code == 2
        service.signal(signal.SIGHUP)
        service.log.until("the settings are wrong")
        door.config(source_lines(server.url, "c"))
        service.signal(signal.SIGHUP)
        service.log.until("harvested", source="c")


def test_what_is_wrong_at_the_start_is_told_and_nothing_runs(door: Door) -> None:
    door.config(source_lines("http://x.example/oai", more='cron = "61 * * * *"\n'))
    wrong = here(door, "run")
    assert wrong.code == 2
    assert wrong.err.startswith('harvester: config.toml:6: [[source]] s cron = "61 * * * *":')


def test_a_full_disk_pauses_it_and_room_lets_it_go_on(
    disk: Disk, door: Door, tmp_path: Path
) -> None:
    words = " ".join(f"word{number}" for number in range(300))
    (tmp_path / "big").mkdir()
    with site(tmp_path / "big", numbers=range(60), page_size=20, words=words) as server:
        lines = source_lines(server.url, more='every = "2s"\n')
        config = door.config(f'[service]\nmin_free = "1MB"\nsync_every = 1\n{lines}')
        disk.fill(500_000)
        options = ("--config", config, "--data", disk.folder / "data")
        with started(Path("/"), *options, before=disk.enter) as service:
            service.log.until("no harvest begins")
            assert server.seen == []
            disk.make_room()
            service.log.until("over: no harvest begins")
            service.log.until("harvested", status="ok")
            disk.fill(500_000)
            service.log.until("no harvest begins", count=2)
            disk.make_room()
            service.log.until("harvested", status="unchanged")
            service.signal(signal.SIGTERM)
