"""What every store says of turns: the schedule, how runs went, and what operators want."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from index.record import Order, Run, RunStatus, Standing
from index.store.base import Store
from index.testing.samples import NOW

MINUTE = timedelta(minutes=1)


def ran(store: Store, name: str, status: RunStatus, at: datetime, *, requests: int = 1) -> int:
    """A run of the source that ended so, a minute later."""
    number = store.start_run(name, (None, None), at)
    if status != "running":
        run = Run(number, name, status, (None, None), at, at + MINUTE, requests=requests)
        store.finish_run(run)
    return number


def standing(store: Store, name: str = "paper") -> Standing:
    (found,) = store.standings(name)
    return found


class TurnContract:
    """`index.store.turn_base.TurnStore`."""

    @pytest.fixture(autouse=True)
    def _turning_source(self, store: Store) -> None:
        store.declare("paper", "https://paper.example.org/oai", "oai_dc", True, NOW)

    def test_enrolling_makes_known_and_changes_nothing_that_is(self, store: Store) -> None:
        store.enrol([("paper", "https://x/", "marcxml"), ("new", "https://y/", "oai_dc")], NOW)
        found = {state.name: state for state in store.sources()}
        assert (found["paper"].url, found["paper"].prefix) == (
            "https://paper.example.org/oai",
            "oai_dc",
        )
        assert (found["new"].url, found["new"].declared) == ("https://y/", True)
        store.enrol([], NOW)

    def test_due_are_those_whose_time_has_come_the_longest_overdue_first(
        self, store: Store
    ) -> None:
        for name in ("b", "c", "d", "e"):
            store.declare(name, "https://x/", "oai_dc", True, NOW)
        store.plan({"b": NOW, "c": NOW - MINUTE, "d": NOW + MINUTE, "paper": None, "nobody": NOW})
        assert store.due(NOW) == [("c", NOW - MINUTE), ("b", NOW)]
        store.plan({})
        store.plan({"c": None})
        assert store.due(NOW) == [("b", NOW)]

    def test_a_source_that_never_ran_has_no_past(self, store: Store) -> None:
        store.plan({"paper": NOW})
        assert standing(store) == Standing("paper", next_at=NOW)
        assert store.standings("nobody") == []

    def test_failures_are_counted_from_the_last_run_that_brought_something(
        self, store: Store
    ) -> None:
        ran(store, "paper", "ok", NOW)
        for number, status in enumerate(("failed", "partial", "blocked", "failed"), 1):
            ran(store, "paper", status, NOW + number * MINUTE)  # type: ignore[arg-type]
        found = standing(store)
        assert (found.status, found.failures, found.tries) == ("failed", 2, 4)
        assert found.since == NOW + MINUTE
        assert (found.began, found.took) == (NOW + 4 * MINUTE, MINUTE)
        assert (found.last_attempt, found.last_success) == (NOW + 4 * MINUTE, NOW + MINUTE)
        ran(store, "paper", "unchanged", NOW + 9 * MINUTE)
        found = standing(store)
        assert (found.failures, found.tries, found.cut, found.since) == (0, 0, 0, None)

    def test_what_was_interrupted_is_counted_and_forgives_no_failure(self, store: Store) -> None:
        for number, status in enumerate(("failed", "interrupted", "running")):
            ran(store, "paper", status, NOW + number * MINUTE)  # type: ignore[arg-type]
        found = standing(store)
        assert (found.status, found.failures, found.cut, found.took) == ("running", 1, 2, None)

    def test_a_load_says_nothing_of_the_server(self, store: Store) -> None:
        ran(store, "paper", "failed", NOW)
        ran(store, "paper", "ok", NOW + MINUTE, requests=0)
        found = standing(store)
        assert (found.status, found.failures) == ("failed", 1)

    def test_runs_of_one_source_are_not_those_of_another(self, store: Store) -> None:
        store.declare("other", "https://x/", "oai_dc", True, NOW)
        ran(store, "other", "failed", NOW)
        ran(store, "paper", "ok", NOW)
        found = {one.source: one.failures for one in store.standings()}
        assert (found["other"], found["paper"]) == (1, 0)

    def test_pausing_keeps_its_date_and_its_reason(self, store: Store) -> None:
        store.pause(["paper", "never-ran"], "they asked us", NOW)
        store.pause(["paper"], None, NOW + MINUTE)
        assert store.orders() == {
            "never-ran": Order("never-ran", NOW, "they asked us"),
            "paper": Order("paper", NOW, "they asked us"),
        }
        store.resume(["paper", "never-ran", "nobody"])
        assert store.orders() == {}

    def test_what_is_wanted_is_wanted_until_it_was_granted(self, store: Store) -> None:
        store.pause(["paper"], None, NOW)
        store.want(["paper"], NOW + MINUTE)
        store.grant("paper", NOW)
        assert store.orders()["paper"].wanted_at == NOW + MINUTE
        store.grant("paper", NOW + MINUTE)
        assert store.orders() == {"paper": Order("paper", NOW)}
        store.want(["paper"], NOW)
        store.resume(["paper"])
        assert store.orders() == {"paper": Order("paper", wanted_at=NOW)}

    def test_a_source_that_is_removed_takes_its_orders_along(self, store: Store) -> None:
        store.pause(["paper"], None, NOW)
        store.remove_source("paper", purge=False)
        assert store.orders() == {}

    def test_who_runs_is_told_with_who_holds_it(self, store: Store) -> None:
        for name in ("held", "free", "done"):
            store.declare(name, "https://x/", "oai_dc", True, NOW)
            ran(store, name, "ok" if name == "done" else "running", NOW)
        store.claim("held", "me", NOW, NOW + MINUTE)
        assert store.running() == [("free", None, None), ("held", "me", NOW + MINUTE)]

    def test_old_runs_go_but_not_the_last_success(self, store: Store) -> None:
        whole = ran(store, "paper", "ok", NOW)
        failed = [ran(store, "paper", "failed", NOW + n * MINUTE) for n in range(1, 6)]
        assert store.prune_runs(2) == 3
        left = [run.id for run in store.runs("paper", 10)]
        assert left == [failed[4], failed[3], whole]
        assert store.prune_runs(2) == 0
        assert standing(store).failures == 2
