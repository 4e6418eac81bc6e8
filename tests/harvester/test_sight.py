"""How every source is at one moment, from a real store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from harvester.monitor import Health
from harvester.settings import Settings, SourceSettings
from harvester.sight import RUNS, Held, advised, healths_of, held_by
from index.record import Run, RunError, RunStatus, Sweep, SweepStatus
from index.store import open_store
from index.store.base import Store
from tests.world import START

NOW = START + timedelta(hours=1)
SETTINGS = Settings(source=(SourceSettings(name="s", url="http://x.example/oai"),))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(tmp_path / "x.db", create=True)
    made.declare("s", "http://x.example/oai", "oai_dc", declared=True, now=START)
    yield made
    made.close()


def ran(store: Store, status: RunStatus, *, requests: int = 1, error: str | None = None) -> None:
    run = Run(store.start_run("s", (None, None), START), "s", status, (None, None), START, START)
    said = RunError("x", error, "do this") if error else None
    store.finish_run(replace(run, requests=requests, error=said))


def swept(store: Store, status: SweepStatus, why: str | None = None) -> None:
    number = store.start_sweep("s", START)
    store.finish_sweep(Sweep(number, "s", status, START, START, why=why))


def seen(store: Store) -> Health:
    (one,) = healths_of(SETTINGS, held_by(store), NOW)
    return one


def test_without_a_store_a_source_of_the_settings_is_new() -> None:
    (one,) = healths_of(SETTINGS, Held(), NOW)
    assert (one.state, one.source.url) == ("new", "http://x.example/oai")


def test_what_failed_before_it_asked_anybody_tells_of_the_source(store: Store) -> None:
    ran(store, "ok")
    ran(store, "failed", requests=0, error="the secret is not there")
    ((one, advice),) = advised(SETTINGS, held_by(store), NOW, served=True)
    assert (one.state, advice.reason, advice.todo) == (
        "failing", "the secret is not there", "do this",
    )  # fmt: skip


def test_loads_say_nothing_of_how_a_server_is_however_many(store: Store) -> None:
    ran(store, "partial", error="a part")
    for _ in range(RUNS - 1):
        ran(store, "ok", requests=0)
    assert seen(store).state == "degraded"
    ran(store, "ok", requests=0)  # one more than are looked at
    assert seen(store).state == "healthy"


def test_of_a_source_that_is_only_loaded_the_loads_tell(store: Store) -> None:
    ran(store, "ok", requests=0)
    assert seen(store).state == "healthy"


def test_the_newest_sweep_that_came_to_an_end_tells_of_drift(store: Store) -> None:
    ran(store, "ok")
    swept(store, "stopped", "nearly all are gone")
    swept(store, "failed")
    swept(store, "running")
    ((one, advice),) = advised(SETTINGS, held_by(store), NOW, served=True)
    assert (one.state, one.drifts) == ("degraded", True)
    assert advice.todo == "harvester sweep s --accept"
    swept(store, "complete")
    assert (seen(store).state, seen(store).drifts) == ("healthy", False)
