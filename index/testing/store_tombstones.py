"""What a store promises of records that are deleted, and come back."""

from __future__ import annotations

from dataclasses import replace

from index.record import Change, Counts, Deleted, Tombstone
from index.store.base import Store
from index.testing.samples import NOW, make_batch, make_incoming
from index.testing.store_herald import (
    KEY,
    LATER,
    MUCH_LATER,
    NEWER,
    OLDER,
    ONE,
    HeraldContract,
    drain,
    held,
    listed,
)


class TombstoneContract(HeraldContract):
    """`index.store.base.RecordStore`: tombstones."""

    def test_tombstone_deletes_and_keeps_the_document(self, store: Store) -> None:
        item = make_incoming()
        store.apply("herald", make_batch(item), None, NOW)
        before = held(store)
        drain(store)
        grave = make_batch(Tombstone(ONE, NEWER))
        assert store.apply("herald", grave, None, LATER) == Counts(deleted=1)
        after = held(store)
        assert after.deleted == Deleted(LATER, "header")
        assert after.document == item.document
        assert (after.datestamp, after.sets) == (NEWER, item.raw.sets)
        assert after.last_changed == LATER
        assert after.revision > before.revision
        assert store.changes(9) == [Change(KEY, after.revision, None, after.first_seen)]
        assert store.count() == 0

    def test_second_tombstone_is_unchanged(self, store: Store) -> None:
        store.apply("herald", make_batch(make_incoming()), None, NOW)
        store.apply("herald", make_batch(Tombstone(ONE, NEWER)), None, LATER)
        before = held(store)
        drain(store)
        grave = make_batch(Tombstone(ONE, NEWER))
        assert store.apply("herald", grave, None, MUCH_LATER) == Counts(unchanged=1)
        assert held(store) == replace(before, last_seen=MUCH_LATER)
        assert store.pending() == 0

    def test_tombstone_of_what_we_never_had(self, store: Store) -> None:
        grave = make_batch(Tombstone(ONE, NEWER, ("jrn",)))
        assert store.apply("herald", grave, None, NOW) == Counts(deleted=1, unknown=1)
        assert store.apply("herald", grave, None, LATER) == Counts(unchanged=1)
        record = held(store)
        assert (record.revision, record.document, record.content_hash) == (0, None, None)
        assert record.deleted == Deleted(NOW, "header")
        assert store.history(KEY) == []
        assert listed(store, set_spec="jrn") == [ONE]
        assert store.pending() == 0

    def test_record_behind_an_unknown_tombstone_is_new(self, store: Store) -> None:
        store.apply("herald", make_batch(Tombstone(ONE, OLDER)), None, NOW)
        item = make_incoming()
        assert store.apply("herald", make_batch(item), None, LATER) == Counts(new=1)
        record = held(store)
        assert (record.deleted, record.first_seen) == (None, NOW)
        assert record.document == item.document
        assert store.pending() == 1

    def test_record_comes_back_as_changed(self, store: Store) -> None:
        item = make_incoming()
        store.apply("herald", make_batch(item), None, NOW)
        store.apply("herald", make_batch(Tombstone(ONE, item.raw.datestamp)), None, NOW)
        before = held(store)
        assert store.apply("herald", make_batch(item), None, LATER) == Counts(changed=1)
        after = held(store)
        assert after.deleted is None
        assert (after.last_changed, after.revision > before.revision) == (LATER, True)
        assert store.count() == 1
        assert len(store.history(KEY)) == 1

    def test_sweep_leaves_the_header_and_the_way_back(self, store: Store) -> None:
        item = make_incoming()
        store.apply("herald", make_batch(item), None, NOW)
        sweep = make_batch(Tombstone(ONE, "2026-11-22T10:00:00Z", how="sweep"))
        assert store.apply("herald", sweep, None, LATER) == Counts(deleted=1)
        assert held(store).deleted == Deleted(LATER, "sweep")
        assert held(store).datestamp == item.raw.datestamp
        assert store.apply("herald", make_batch(item), None, MUCH_LATER) == Counts(changed=1)

    def test_header_confirms_a_sweep_and_not_the_other_way(self, store: Store) -> None:
        store.apply("herald", make_batch(make_incoming()), None, NOW)
        for how in ("sweep", "header", "sweep"):
            store.apply("herald", make_batch(Tombstone(ONE, NEWER, how=how)), None, NOW)
        assert held(store).deleted == Deleted(NOW, "header")

    def test_tombstone_stays_in_the_sets_of_its_record(self, store: Store) -> None:
        store.apply("herald", make_batch(make_incoming(sets=("a",))), None, NOW)
        store.apply("herald", make_batch(Tombstone(ONE, NEWER)), None, NOW)
        assert listed(store, set_spec="a") == [ONE]
        store.apply("herald", make_batch(Tombstone(ONE, NEWER, ("b",))), None, NOW)
        assert listed(store, set_spec="a") == []
        assert store.set_specs("herald") == ["b"]
