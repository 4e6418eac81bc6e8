"""What a store promises of runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from index.errors import NotFound
from index.record import Counts, Run, RunError, RunStatus
from index.store.base import Store
from index.testing.samples import NOW, make_batch, make_incoming, make_unreadable
from index.testing.store_paper import ALL, HOUR, LATER, PaperContract, running, state


class RunContract(PaperContract):
    """`index.store.base.HarvestStore`: runs."""

    @pytest.mark.parametrize("status", get_args(RunStatus))
    def test_every_field_of_a_run_comes_back(self, store: Store, status: RunStatus) -> None:
        number = store.start_run("paper", ("2026-01-01", "2026-02-01"), NOW)
        run = Run(
            id=number,
            source="paper",
            status=status,
            window=("2026-01-02", None),
            started=NOW + HOUR,
            ended=LATER,
            requests=3,
            retries=1,
            bytes=2**40,
            pages=2,
            promised=120,
            counts=Counts(1, 2, 3, 4, 5, 1),
            repairs=(("amp", 2), ("bom", 1)),
            error=RunError("timeout", "no answer in 60 s", "Try later."),
            skew=-7200,
            remarks=(("outside-dates", 3),),
            warnings=("the set is gone",),
        )
        store.finish_run(run)
        assert store.runs("paper") == [run]
        bare = Run(number, "paper", status, ALL, NOW)
        store.finish_run(bare)
        assert store.runs("paper") == [bare]

    def test_run_starts_running_and_is_the_last_attempt(self, store: Store) -> None:
        number = store.start_run("paper", ("2026-01-01", None), NOW)
        assert store.runs() == [Run(number, "paper", "running", ("2026-01-01", None), NOW)]
        assert state(store, "paper").last_attempt == NOW
        assert state(store, "paper").last_success is None
        with pytest.raises(NotFound):
            store.start_run("nobody", ALL, NOW)

    @pytest.mark.parametrize("status", get_args(RunStatus))
    def test_only_ok_and_unchanged_are_success(self, store: Store, status: RunStatus) -> None:
        store.finish_run(replace(running(store), status=status, ended=LATER, requests=1))
        success = LATER if status in ("ok", "unchanged") else None
        assert state(store, "paper").last_success == success

    def test_files_that_were_loaded_are_no_word_from_the_server(self, store: Store) -> None:
        store.finish_run(replace(running(store), status="ok", ended=LATER, requests=1))
        store.finish_run(replace(running(store), status="ok", ended=LATER + timedelta(days=9)))
        assert state(store, "paper").last_success == LATER

    def test_run_that_is_gone_cannot_finish(self, store: Store) -> None:
        run = running(store)
        store.remove_source("paper", purge=True)
        with pytest.raises(NotFound):
            store.finish_run(run)

    def test_running_runs_of_the_source_are_interrupted(self, store: Store) -> None:
        store.declare("twin", "https://twin.example.org/oai", "oai_dc", True, NOW)
        twin = store.start_run("twin", ALL, NOW)
        store.finish_run(replace(running(store), status="ok", ended=NOW))
        dead = running(store)
        assert store.interrupt_runs("paper", LATER) == 1
        assert store.interrupt_runs("paper", LATER) == 0
        newest, oldest = store.runs("paper", 9)
        assert newest == replace(dead, status="interrupted", ended=LATER)
        assert (oldest.status, oldest.ended) == ("ok", NOW)
        assert store.runs("twin")[0] == Run(twin, "twin", "running", ALL, NOW)

    def test_killed_run_says_what_it_stored(self, store: Store) -> None:
        run = running(store)
        items = make_batch(make_incoming("paper"), make_unreadable())
        for _ in range(2):
            store.apply("paper", items, None, NOW, run.id)
        store.interrupt_runs("paper", LATER)
        counts = store.runs("paper")[0].counts
        assert counts == Counts(new=1, unchanged=1, quarantined=2)

    def test_runs_are_limited_for_each_source_newest_first(self, store: Store) -> None:
        store.declare("twin", "https://twin.example.org/oai", "oai_dc", True, NOW)
        made = [store.start_run(name, ALL, NOW) for name in ("paper", "twin", "paper", "paper")]
        assert [run.id for run in store.runs()] == [made[3], made[1]]
        assert [run.id for run in store.runs(limit=2)] == [made[3], made[2], made[1]]
        assert [run.id for run in store.runs("paper", 2)] == [made[3], made[2]]
