"""What a store promises of sweeps: the server's list of identifiers against ours."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.errors import NotFound
from index.record import Compared, Named, Sweep, Tombstone
from index.store.base import Store
from index.testing.samples import NOW, make_batch, make_incoming, make_unreadable

DAY = "2026-01-01"


class SweepContract:
    """`index.store.sweep_base.SweepStore`."""

    @pytest.fixture(autouse=True)
    def _swept_source(self, store: Store) -> None:
        store.declare("paper", "https://paper.example.org/oai", "oai_dc", True, NOW)

    def _hold(self, store: Store, *names: str) -> None:
        items = [make_incoming("paper", name) for name in names]
        store.apply("paper", make_batch(*items), None, NOW)

    def _list(self, store: Store, *names: str) -> int:
        number = store.start_sweep("paper", NOW)
        store.note_named("paper", [Named(name, DAY) for name in names])
        return number

    def test_two_lists_are_compared(self, store: Store) -> None:
        self._hold(store, "a", "b", "c", "d")
        store.apply("paper", make_batch(Tombstone("d", DAY)), None, NOW)
        self._list(store, "b", "c", "c", "d", "new")
        store.note_named("paper", [Named("b", DAY), Named("grave", DAY, True)])
        assert store.compared("paper") == Compared(theirs=4, ours=3, missing=2, extra=1, fresh=1)
        assert list(store.missing("paper")) == [Named("d", DAY), Named("new", DAY)]
        assert list(store.gone("paper")) == []

    def test_what_quarantine_names_is_not_missing(self, store: Store) -> None:
        store.apply("paper", make_batch(make_unreadable(b"<x/>", "broken")), None, NOW)
        self._list(store, "broken")
        assert store.compared("paper").missing == 0

    def test_what_the_list_lacks_or_calls_deleted_leaves_quarantine(self, store: Store) -> None:
        files = replace(make_unreadable(b"f", "file"), url="folder/record.xml")
        pages = make_unreadable(b"p", None, kind="page")
        names = [make_unreadable(name.encode(), name) for name in ("held", "lost", "dead")]
        store.apply(
            "paper", make_batch(*names, files, pages, make_unreadable(b"?", None)), None, NOW
        )
        self._list(store, "held")
        store.note_named("paper", [Named("dead", DAY, True)])
        assert store.let_unread_go("paper") == 2
        left = {entry.identifier for entry in store.quarantine_list("paper")}
        assert left == {"held", "file", None}

    def test_missing_once_is_a_strike_and_twice_is_gone(self, store: Store) -> None:
        self._hold(store, "a", "b")
        self._list(store, "b")
        assert list(store.gone("paper")) == []
        store.strike("paper", stopped=False)
        assert list(store.gone("paper")) == ["a"]
        assert store.compared("paper").fresh == 0
        self._list(store, "a", "b")
        assert list(store.gone("paper")) == []
        store.strike("paper", stopped=False)
        self._list(store, "b")
        assert list(store.gone("paper")) == []

    def test_strikes_of_a_sweep_that_stopped_do_not_make_bolder(self, store: Store) -> None:
        self._hold(store, "a", "b")
        self._list(store, "b")
        store.strike("paper", stopped=True)
        assert store.compared("paper").fresh == 1
        assert list(store.gone("paper")) == ["a"]

    def test_a_deleted_header_is_no_strike(self, store: Store) -> None:
        self._hold(store, "a", "b")
        self._list(store, "b")
        store.note_named("paper", [Named("a", DAY, True), Named("never", DAY, True)])
        assert store.compared("paper") == Compared(1, 2, 0, 0, 0)
        assert list(store.buried("paper")) == [Named("a", DAY, True)]

    def test_long_lists_are_walked_while_they_change(self, store: Store) -> None:
        names = [f"{number:04}" for number in range(1203)]
        self._list(store, *names)
        seen = []
        for name in store.missing("paper"):
            self._hold(store, name.identifier)
            seen.append(name.identifier)
        assert seen == names

    def test_a_sweep_is_kept_as_it_ended(self, store: Store) -> None:
        number = self._list(store, "a")
        sweep = Sweep(number, "paper", "stopped", NOW, NOW, 1, 2, 3, 4, 5, 6, "shrank")
        store.finish_sweep(sweep)
        assert store.sweeps("paper") == [sweep]
        assert sweep.drift == -1
        assert store.compared("paper").theirs == 0

    def test_a_sweep_that_was_cut_off_is_interrupted(self, store: Store) -> None:
        first, second = self._list(store, "a"), self._list(store, "b")
        newest, oldest = store.sweeps("paper", 5)
        assert oldest == Sweep(first, "paper", "interrupted", NOW, NOW)
        assert newest == Sweep(second, "paper", "running", NOW)
        assert [name.identifier for name in store.missing("paper")] == ["b"]
        assert store.sweeps() == [newest]
        with pytest.raises(NotFound):
            store.start_sweep("nobody", NOW)

    def test_another_address_has_no_sweeps(self, store: Store) -> None:
        self._hold(store, "a")
        store.finish_sweep(Sweep(self._list(store), "paper", "complete", NOW))
        self._list(store)
        store.strike("paper", stopped=False)
        store.declare("paper", "https://new.example.org/oai", "oai_dc", True, NOW)
        assert store.sweeps("paper") == []
        self._list(store)
        assert list(store.gone("paper")) == []

    def test_bytes_that_several_records_share_are_an_entry_each(self, store: Store) -> None:
        items = [make_unreadable(b"busy", name) for name in ("a", "b")]
        for _ in range(2):
            store.apply("paper", make_batch(*items), None, NOW)
        names = [entry.identifier for entry in store.quarantine_list("paper")]
        assert sorted(str(name) for name in names) == ["a", "b"]

    def test_a_deleted_record_leaves_quarantine(self, store: Store) -> None:
        store.apply("paper", make_batch(make_unreadable(b"<x/>", "a")), None, NOW)
        store.apply("paper", make_batch(Tombstone("a", DAY)), None, NOW)
        assert store.quarantine_list("paper") == []

    def test_a_datestamp_in_the_future_freezes_nothing(self, store: Store) -> None:
        """It says nothing of age: the later response wins, and an earlier one does not."""
        said = "2026-01-02T00:00:00Z"
        ahead = make_incoming("paper", "a", "one", datestamp="2031-01-01T00:00:00Z")
        store.apply("paper", make_batch(ahead, response_date=said), None, NOW)
        right = make_incoming("paper", "a", "two", datestamp="2026-01-03T00:00:00Z")
        early = make_batch(right, response_date="2026-01-01T00:00:00Z")
        assert store.apply("paper", early, None, NOW).unchanged == 1
        late = make_batch(right, response_date="2026-01-04T00:00:00Z")
        assert store.apply("paper", late, None, NOW).changed == 1

    def test_everything_asked_for_again_overrides_what_is_newer(self, store: Store) -> None:
        self._hold(store, "a")
        old = make_incoming("paper", "a", "old", datestamp="2020-01-01T00:00:00Z")
        batch = replace(make_batch(old), overrides=NOW)
        assert store.apply("paper", batch, None, NOW).unchanged == 1  # seen at that time itself
        later = replace(batch, overrides=NOW.replace(year=2027))
        assert store.apply("paper", later, None, NOW).changed == 1
