"""What every store says of keeping: what is hidden, and what is forgotten with time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from index.record import Deleted, Key, Suppressed, Tombstone
from index.store.base import Store
from index.testing.samples import NOW, make_batch, make_incoming, make_unreadable

LATER = NOW + timedelta(days=1)
ONE, TWO = Key("herald", "1"), Key("herald", "2")


def bring(store: Store, *titles: str) -> None:
    """A page of the herald's records 1, 2, … with these titles."""
    items = [make_incoming("herald", str(n), title) for n, title in enumerate(titles, 1)]
    store.apply("herald", make_batch(*items), None, NOW)


class KeepContract:
    """`index.store.keep_base.KeepStore`."""

    @pytest.fixture(autouse=True)
    def _kept_source(self, store: Store) -> None:
        store.declare("herald", "https://journal.example.org/oai", "oai_dc", True, NOW)

    def test_what_is_suppressed_is_found_by_nobody(self, store: Store) -> None:
        bring(store, "A", "B")
        store.done(store.changes(10))
        assert store.suppress(ONE, "a wish of its author", LATER)
        assert store.get(ONE) is None
        assert store.get_many([ONE, TWO]).keys() == {TWO}
        assert store.find("1") == []
        assert store.history(ONE) == []
        assert list(store.keys()) == list(store.keys("herald")) == [TWO]
        assert [one.identifier for one in store.documents(None, 9)] == ["2"]
        assert (store.count(), store.count("herald"), store.count("other")) == (1, 1, 0)
        (state,) = (one for one in store.sources() if one.name == "herald")
        assert (state.records, state.deleted) == (1, 0)
        (change,) = store.changes(10)
        assert (change.key, change.document) == (ONE, None)

    def test_a_listing_has_a_tombstone_in_its_place(self, store: Store) -> None:
        bring(store, "A", "B")
        store.suppress(ONE, "why", LATER)
        (_, two), (_, one) = store.listing("herald")
        assert (two.key, two.deleted) == (TWO, None)
        assert (one.key, one.deleted) == (ONE, Deleted(LATER, "suppressed"))
        assert (one.document, one.content_hash, one.about) == (None, None, ())
        assert (one.last_changed, one.revision) == (LATER, store.revision())
        assert store.listing_size("herald", since=LATER) == 1

    def test_it_stays_suppressed_whatever_comes(self, store: Store) -> None:
        store.suppress(ONE, "before it came", NOW)
        bring(store, "A", "B")
        bring(store, "A again", "B")
        assert list(store.keys()) == [TWO]
        assert {one.key: one.document is None for one in store.changes(9)} == {
            ONE: True,
            TWO: False,
        }
        store.remove_source("herald", purge=True)
        store.declare("herald", "https://journal.example.org/oai", "oai_dc", True, NOW)
        bring(store, "A", "B")
        assert store.get(ONE) is None

    def test_suppressed_again_it_has_another_reason(self, store: Store) -> None:
        assert not store.suppress(ONE, "why", NOW)
        bring(store, "A")
        revision = store.revision()
        assert store.suppress(ONE, "better", LATER)
        assert store.suppressed() == [Suppressed("herald", "1", "better", NOW)]
        assert store.revision() == revision

    def test_undone_it_is_there_as_it_is_by_then(self, store: Store) -> None:
        bring(store, "A")
        store.suppress(ONE, "why", NOW)
        store.suppress(Key("other", "1"), "why", NOW)
        bring(store, "A again")
        store.done(store.changes(10))
        assert store.unsuppress(ONE, LATER)
        record = store.get(ONE)
        assert record
        assert record.document
        assert record.document.titles[0].value == "A again"
        assert (record.last_changed, record.deleted) == (LATER, None)
        (change,) = store.changes(10)
        assert change.document == record.document
        assert store.suppressed("herald") == []
        assert [one.key for one in store.suppressed()] == [Key("other", "1")]

    def test_what_is_not_suppressed_cannot_be_undone(self, store: Store) -> None:
        bring(store, "A")
        revision = store.revision()
        assert not store.unsuppress(ONE, LATER)
        assert store.revision() == revision

    def test_only_the_newest_contents_are_kept(self, store: Store) -> None:
        for title in ("A", "B", "A", "C"):
            bring(store, title, "B")
        hashes = [each[0] for each in store.history(ONE)]
        assert store.prune_versions(4) == 0
        assert store.prune_versions(3) == 1
        assert [each[0] for each in store.history(ONE)] == hashes[1:]
        assert store.prune_versions(1) == 2
        (kept,) = store.history(ONE)
        record = store.get(ONE)
        assert record
        assert kept[0] == record.content_hash == hashes[3]
        # Of the others only what another record has is held still.
        assert [store.raw(each) is not None for each in hashes] == [False, True, False, True]
        assert len(store.history(TWO)) == 1

    def test_what_was_not_met_for_long_leaves_the_quarantine(self, store: Store) -> None:
        old, new = make_unreadable(b"<old"), make_unreadable(b"<new")
        store.apply("herald", make_batch(old, new), None, NOW)
        store.apply("herald", make_batch(new), None, LATER)
        assert store.prune_quarantine(LATER) == 1
        (entry,) = store.quarantine_list()
        assert store.quarantine_body(entry.id) == b"<new"

    def test_documents_of_an_older_normaliser_are_counted(self, store: Store) -> None:
        bring(store, "A", "B")
        store.apply("herald", make_batch(Tombstone("gone", "2026-01-01")), None, NOW)
        store.apply("herald", make_batch(make_incoming("herald", "3", normaliser=2)), None, NOW)
        assert store.outdated(1) == {}
        assert store.outdated(2) == {"herald": 2}
        assert store.outdated(3) == {"herald": 3}
