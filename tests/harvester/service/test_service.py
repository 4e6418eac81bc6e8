"""The service in a thread: real servers, real store, real index."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from harvester.clock import SystemClock
from harvester.open import Harvester
from harvester.settings import SourceSettings
from harvester.task import Plan
from index.engines.folder import index_lock
from index.record import Run
from index.store import open_store
from index.store.base import Store
from tests import faults
from tests.door import site
from tests.faults import Fault
from tests.provider import ScriptedServer
from tests.serving import serving, until
from tests.world import START

HEAD = "[harvest]\nretries = 0\n[service]\nsync_every = 1\n"


def source(url: str, name: str = "s", more: str = 'every = "1h"') -> str:
    return f'[[source]]\nname = "{name}"\nurl = "{url}"\n{more}\n'


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ScriptedServer]:
    (tmp_path / "server").mkdir()
    with site(tmp_path / "server") as made:
        yield made


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[ScriptedServer]:
    """A server that holds its second page."""
    (tmp_path / "slow").mkdir()
    with site(tmp_path / "slow", [Fault.once(faults.held(200), at=2)], host="127.0.0.2") as made:
        yield made


def test_what_is_due_is_harvested_again_and_again_and_found(
    config: Path, server: ScriptedServer
) -> None:
    config.write_text(HEAD + source(server.url, more='every = "1s"'))
    with serving(config) as here:
        first = here.log.until("harvested", status="ok", source="s")
        assert (first["new"], first["pages"], first["level"]) == (10, 4, "info")
        again = here.log.until("harvested", count=2)
        assert (again["status"], again["run"]) == ("unchanged", first["run"] + 1)
        here.log.until("indexed", documents=10)
        assert here.harvester.index.search("article").total == 10
    assert here.left == []


def test_a_source_that_fails_is_no_matter_for_others(config: Path, server: ScriptedServer) -> None:
    config.write_text(HEAD + source(server.url) + source("http://127.0.0.1:9/", "dead"))
    with serving(config) as here:
        failed = here.log.until("harvested", source="dead")
        here.log.until("harvested", source="s", status="ok")
        (past,) = here.harvester.store.standings("dead")
    assert (failed["status"], failed["error"], failed["level"]) == (
        "failed",
        "unreachable",
        "warning",
    )
    assert past.last_attempt
    assert past.next_at == past.last_attempt + timedelta(hours=1)


def test_one_that_never_began_is_a_failed_run_with_a_next_time(config: Path) -> None:
    secret = '[source.access]\nauth = "file:/nowhere"\n'
    config.write_text(HEAD + source("http://127.0.0.1:9/") + secret)
    with serving(config) as here:
        said = here.log.until("harvested", source="s")
        (run,) = here.harvester.store.runs("s")
        (past,) = here.harvester.store.standings("s")
    assert (said["status"], said["error"], run.status) == ("failed", "settings", "failed")
    assert "/nowhere" in said["why"]
    assert past.failures == 1
    assert past.next_at
    assert past.next_at > run.started


def test_stopping_ends_behind_the_page_in_hand_and_goes_on_later(
    config: Path, slow: ScriptedServer
) -> None:
    config.write_text(HEAD + source(slow.url))
    with serving(config) as here:
        until(lambda: len(slow.seen) == 2)
        here.asks.stop()
        slow.let_go()
    assert here.log.find("stopped", source="s")
    with serving(config) as here:
        store = here.harvester.store
        here.log.until("harvested", source="s", status="ok")
        later, before = store.runs("s", 2)
    assert (before.status, before.counts.received, later.counts.received) == ("interrupted", 6, 5)
    assert [list(seen.args) for seen in slow.seen[-2:]] == [["verb", "resumptionToken"]] * 2


def test_pausing_stops_a_harvest_and_resuming_takes_it_up(
    config: Path, slow: ScriptedServer
) -> None:
    config.write_text(HEAD + source(slow.url))
    with serving(config) as here:
        store = here.harvester.store
        until(lambda: len(slow.seen) == 2)
        store.pause(["s"], "they asked us", START)
        until(lambda: here.service._resting)
        slow.let_go()
        here.log.until("stopped", source="s")
        store.resume(["s"])
        here.log.until("harvested", status="ok")
        assert store.count("s") == 10
    assert store.orders() == {}


def test_what_an_operator_wants_is_done_once(config: Path, server: ScriptedServer) -> None:
    config.write_text(HEAD + source(server.url, more="manual = true"))
    with serving(config) as here:
        store = here.harvester.store
        store.want(["s"], datetime.fromisoformat("2026-01-01T00:00Z"))
        here.log.until("harvested", source="s")
        until(lambda: not store.orders())
        (past,) = store.standings("s")
    assert past.next_at is None
    assert len(here.log.find("harvested")) == 1


def test_settings_are_read_again(config: Path, server: ScriptedServer) -> None:
    config.write_text(HEAD + source(server.url, "old"))
    with serving(config) as here:
        here.log.until("harvested", source="old")
        config.write_text(HEAD + source(server.url, "old", 'every = "1s"\nquiet = "25:00"'))
        here.asks.reload()
        wrong = here.log.until("the settings are wrong")
        assert "config.toml:9: [[source]] old quiet" in wrong["event"]
        assert here.troubles[-1][0] == wrong["event"]
        config.write_text(HEAD + source(server.url, "new") + '[data]\ndir = "elsewhere"\n')
        here.asks.reload()
        read = here.log.until("settings read")
        assert (read["sources"], read["changed"], read["gone"]) == (1, 1, 1)
        here.log.until("harvested", source="new")
        assert here.log.find("[data] was changed")
    assert here.troubles[-1] == ()
    assert len(here.log.find("harvested", source="old")) == 1
    assert not (config.parent / "elsewhere").exists()


def test_more_workers_and_places_hold_at_once(config: Path, server: ScriptedServer) -> None:
    config.write_text(HEAD + source(server.url))
    with serving(config) as here:
        here.log.until("harvested")
        threads = len(here.service._crew.threads)
        more = HEAD.replace("retries = 0", "retries = 0\nworkers = 20\nper_host = 3")
        config.write_text(more + source(server.url))
        here.asks.reload()
        here.log.until("settings read")
        assert len(here.service._crew.threads) == threads + 2 * (20 - 8)


def test_without_room_nothing_begins_until_there_is(config: Path, server: ScriptedServer) -> None:
    config.write_text(HEAD + source(server.url))
    free = [1_000_000]
    with serving(config, room=lambda folder: free[0]) as here:
        said = here.log.until("no harvest begins")
        assert "1 MB left of the 200 MB" in said["event"]
        assert server.seen == []
        free[0] = 10**9
        here.log.until("over: no harvest begins")
        here.log.until("harvested", status="ok")
    assert len(here.log.find("no harvest begins")) == 1


@pytest.fixture
def impatient() -> Iterator[Callable[[Harvester], Harvester]]:
    """Gives a harvester a store that does not wait for other writers."""
    opened: list[Store] = []

    def change(made: Harvester) -> Harvester:
        opened.append(open_store(made.settings.database, create=False, busy_timeout=0.05))
        return replace(made, store=opened[-1])

    yield change
    for store in opened:
        store.close()


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Somebody writes to the database, for as long as the block lasts."""
    with closing(sqlite3.connect(folder / "data" / "harvest.db", isolation_level=None)) as other:
        other.execute("PRAGMA busy_timeout = 20000")
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_database_that_somebody_holds_is_waited_for(
    config: Path, server: ScriptedServer, impatient: Callable[[Harvester], Harvester]
) -> None:
    """Nothing is written meanwhile; the source is tried again, and nobody is blamed for it."""
    config.write_text(HEAD + source(server.url, more='every = "1s"'))
    with serving(config, change=impatient) as here:
        here.log.until("harvested", status="ok")
        with held(config.parent):
            here.log.until("broken off", source="s")
        here.service._later.clear()
        here.log.until("harvested", status="unchanged")
        (past,) = here.harvester.store.standings("s")
        assert past.failures == 0


def test_settings_that_cannot_be_planned_now_are_taken_over_when_they_can(
    config: Path, server: ScriptedServer, impatient: Callable[[Harvester], Harvester]
) -> None:
    config.write_text(HEAD + source(server.url, "old"))
    with serving(config, change=impatient) as here:
        here.log.until("harvested", source="old")
        with held(config.parent):
            config.write_text(HEAD + source(server.url, "new"))
            here.asks.reload()
            here.log.until("nothing can begin: the database")
        here.log.until("over: nothing can begin")
        here.log.until("harvested", source="new")


class Jumping(SystemClock):
    """The machine's clock, which somebody sets."""

    off = timedelta(0)

    def now(self) -> datetime:
        return super().now() + Jumping.off


def test_a_clock_that_is_set_back_keeps_nobody_from_its_turn(
    config: Path, server: ScriptedServer
) -> None:
    config.write_text(HEAD + source(server.url))
    Jumping.off = timedelta(days=1)
    try:
        with serving(config, Jumping()) as here:
            here.log.until("harvested")
            Jumping.off = timedelta(0)
            until(lambda: here.log.find("the clock jumped"))

            def planned() -> bool:  # the line stands in the log before it is done
                (past,) = here.harvester.store.standings("s")
                soon = SystemClock().now() + timedelta(hours=1)
                return past.next_at is not None and past.next_at <= soon

            until(planned)
    finally:
        Jumping.off = timedelta(0)


def test_a_run_that_a_dead_process_left_is_interrupted_and_one_that_lives_is_not(
    config: Path, server: ScriptedServer
) -> None:
    config.write_text(HEAD + source(server.url, more='every = "1s"') + source(server.url, "alive"))
    store = open_store(config.parent / "data" / "harvest.db", create=True)
    for name in ("s", "alive"):
        store.declare(name, server.url, "oai_dc", declared=True, now=START)
        store.start_run(name, (None, None), START)
    now = SystemClock().now()
    store.claim("alive", "elsewhere 1 1", now, now + timedelta(hours=1))
    store.close()
    with serving(config) as here:
        here.log.until("a run that a dead process left", source="s")
        here.log.until("harvested", source="s", status="ok")
        here.log.until("alive: is being harvested by process 1 on elsewhere")
        (run,) = here.harvester.store.runs("alive")
        assert run.status == "running"
        assert len(here.log.find("a run that a dead process left")) == 1
        here.log.until("harvested", count=3, source="s")
        # It is tried again, but not each second.
        assert len(here.log.find("alive: is being harvested")) == 1


def test_a_mistake_of_the_program_with_one_source_leaves_the_others_alone(
    config: Path, server: ScriptedServer
) -> None:
    config.write_text(HEAD + source(server.url, "bad") + source(server.url, "good"))

    @dataclass(frozen=True, slots=True)
    class Broken(Harvester):
        def harvest(self, source: SourceSettings, plan: Plan, watch: Callable[[Run], None]) -> Run:
            if source.name == "bad":
                raise ZeroDivisionError("nobody thought of this")
            return Harvester.harvest(self, source, plan, watch)

    def change(made: Harvester) -> Harvester:
        return Broken(**{field.name: getattr(made, field.name) for field in fields(made)})

    with serving(config, change=change) as here:
        said = here.log.until("harvested", source="bad")
        here.log.until("harvested", source="good", status="ok")
        (past,) = here.harvester.store.standings("bad")
    assert (said["status"], said["error"]) == ("failed", "bug")
    assert "ZeroDivisionError: nobody thought of this" in said["why"]
    assert "Traceback" in here.log.find("a mistake of this program")[0]["exception"]
    assert past.failures == 1


def test_a_source_that_is_purged_while_it_is_harvested_ends_no_thread(
    config: Path, slow: ScriptedServer
) -> None:
    config.write_text(HEAD + source(slow.url))
    with serving(config) as here:
        until(lambda: len(slow.seen) == 2)
        here.harvester.store.remove_source("s", purge=True)
        slow.let_go()
        here.log.until("broken off", source="s")
        assert all(thread.is_alive() for thread in here.service._crew.threads)


def test_the_index_that_another_process_writes_is_left_to_it(
    config: Path, server: ScriptedServer
) -> None:
    config.write_text(HEAD + source(server.url))
    with (
        index_lock(config.parent / "data" / "index"),
        serving(config) as here,
    ):
        here.log.until("another process indexes now")
        assert here.harvester.index.pending() == 10
    with serving(config) as here:
        here.log.until("indexed", documents=10)


def test_an_index_that_cannot_be_written_is_told_once_and_tried_again(
    config: Path, server: ScriptedServer
) -> None:
    config.write_text(HEAD + source(server.url))
    (config.parent / "data").mkdir()
    (config.parent / "data" / "index").write_text("in the way")
    with serving(config) as here:
        here.log.until("the index does not follow")
        (config.parent / "data" / "index").unlink()
        here.log.until("indexed")
        here.log.until("over: the index does not follow")
    assert len(here.log.find("the index does not follow")) == 1


def test_what_was_missed_is_spread_at_the_start(config: Path, server: ScriptedServer) -> None:
    """A day off: as many as there are workers begin at once, the others one after another."""
    many = "".join(source(server.url, f"s{n}") for n in range(12))
    config.write_text(HEAD.replace("retries = 0", "retries = 0\nworkers = 2") + many)
    store = open_store(config.parent / "data" / "harvest.db", create=True)
    for n in range(12):
        store.declare(f"s{n}", server.url, "oai_dc", declared=True, now=START)
        store.plan({f"s{n}": START})
    store.close()
    with serving(config) as here:
        said = here.log.until("what was missed is caught up")
        assert said["sources"] == 10
        here.log.until("harvested", count=2)
        later = [past.next_at for past in here.harvester.store.standings() if past.next_at]
        assert len(set(later)) > 8
