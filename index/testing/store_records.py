"""What a store promises of records as they come: new, changed, unchanged, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from index.errors import NotFound, StoreError
from index.record import Change, Checkpoint, Counts, Deleted, Format, Key, Record, Tombstone
from index.store.base import Store
from index.testing.samples import DC, NOW, make_batch, make_incoming, make_unreadable
from index.testing.store_herald import KEY, LATER, NEWER, OLDER, ONE, HeraldContract, drain, held


class RecordContract(HeraldContract):
    """`index.store.base.RecordStore`: records as they come."""

    def test_new_record_comes_back_as_it_came(self, store: Store) -> None:
        item = make_incoming(about=(b"<a/>", b"<b/>"), normaliser=7)
        assert store.apply("herald", make_batch(item), None, NOW) == Counts(new=1)
        assert store.get(KEY) == Record(
            source="herald",
            identifier=ONE,
            datestamp=item.raw.datestamp,
            sets=item.raw.sets,
            format=Format("oai_dc", DC),
            content_hash=item.raw.content_hash,
            about=(b"<a/>", b"<b/>"),
            response_date="2026-11-22T09:59:58Z",
            base_url="https://journal.example.org/oai",
            first_seen=NOW,
            last_changed=NOW,
            last_seen=NOW,
            revision=held(store).revision,
            deleted=None,
            normaliser=7,
            document=item.document,
        )
        assert store.raw(item.raw.content_hash) == item.raw.xml

    def test_times_are_kept_in_whole_seconds(self, store: Store) -> None:
        store.apply("herald", make_batch(make_incoming()), None, NOW + timedelta(microseconds=999))
        assert held(store).last_changed == NOW

    def test_undeclared_source_is_refused(self, store: Store) -> None:
        with pytest.raises(NotFound, match="nobody"):
            store.apply("nobody", make_batch(make_incoming("nobody")), None, NOW)
        assert store.count() == 0

    def test_same_content_is_unchanged_and_only_seen(self, store: Store) -> None:
        store.apply("herald", make_batch(make_incoming()), None, NOW)
        before = held(store)
        drain(store)
        again = replace(make_batch(make_incoming()), response_date="2026-11-23T00:00:00Z")
        assert store.apply("herald", again, None, LATER) == Counts(unchanged=1)
        assert held(store) == replace(before, last_seen=LATER)
        assert store.pending() == 0

    def test_other_content_is_changed(self, store: Store) -> None:
        store.apply("herald", make_batch(make_incoming()), None, NOW)
        before = held(store)
        drain(store)
        item = make_incoming(title="О цвете", datestamp=NEWER)
        assert store.apply("herald", make_batch(item), None, LATER) == Counts(changed=1)
        after = held(store)
        assert after.document == item.document
        assert (after.first_seen, after.last_changed, after.last_seen) == (NOW, LATER, LATER)
        assert after.revision > before.revision
        assert store.changes(9) == [Change(KEY, after.revision, item.document, after.first_seen)]

    @pytest.mark.parametrize("stamp", [OLDER, "2025-12-31", "2020-01-01T00:00:00Z"])
    def test_older_datestamp_never_overwrites(self, store: Store, stamp: str) -> None:
        store.apply("herald", make_batch(make_incoming()), None, NOW)
        before = held(store)
        items = make_batch(
            make_incoming(title="old", datestamp=stamp, sets=("x",), about=(b"<a/>",)),
            Tombstone(ONE, stamp),
        )
        assert store.apply("herald", items, None, LATER) == Counts(unchanged=2)
        assert held(store) == replace(before, last_seen=LATER)

    @pytest.mark.parametrize("stamp", ["2026-01-01", "01.01.1999", ""])
    def test_datestamp_that_is_not_surely_older_overwrites(self, store: Store, stamp: str) -> None:
        store.apply("herald", make_batch(make_incoming()), None, NOW)
        item = make_incoming(title="О цвете", datestamp=stamp)
        assert store.apply("herald", make_batch(item), None, LATER) == Counts(changed=1)
        assert held(store).datestamp == stamp

    def test_new_datestamp_alone_is_no_change(self, store: Store) -> None:
        store.apply("herald", make_batch(make_incoming()), None, NOW)
        before = held(store)
        drain(store)
        items = make_batch(make_incoming(datestamp=NEWER), response_date="2026-11-23T00:00:00Z")
        assert store.apply("herald", items, None, LATER) == Counts(unchanged=1)
        assert held(store) == replace(
            before, datestamp=NEWER, last_seen=LATER, response_date="2026-11-23T00:00:00Z"
        )
        assert store.pending() == 0

    def test_about_follows_the_header(self, store: Store) -> None:
        for about in ((b"<a/>",), (b"<b/>", b"<c/>"), ()):
            items = make_batch(make_incoming(about=about))
            store.apply("herald", items, None, NOW)
            assert held(store).about == about

    def test_other_sets_are_a_change_of_record_and_document(self, store: Store) -> None:
        store.apply("herald", make_batch(make_incoming()), None, NOW)
        item = make_incoming(sets=("jrn", "new"))
        assert store.apply("herald", make_batch(item), None, LATER) == Counts(changed=1)
        assert held(store).sets == ("jrn", "new")
        assert held(store).document == item.document
        assert store.set_specs("herald") == ["jrn", "new"]
        assert len(store.history(KEY)) == 1

    def test_sets_in_another_order_are_no_change(self, store: Store) -> None:
        store.apply("herald", make_batch(make_incoming(sets=("a", "b"))), None, NOW)
        items = make_batch(make_incoming(sets=("b", "a")))
        assert store.apply("herald", items, None, LATER) == Counts(unchanged=1)
        assert held(store).sets == ("a", "b")

    def test_newer_normaliser_replaces_the_document(self, store: Store) -> None:
        store.apply("herald", make_batch(make_incoming()), None, NOW)
        before = held(store)
        drain(store)
        item = make_incoming(normaliser=2)
        better = replace(item, document=replace(item.document, completeness=80))
        assert store.apply("herald", make_batch(better), None, LATER) == Counts(unchanged=1)
        after = held(store)
        assert (after.document, after.normaliser) == (better.document, 2)
        assert after.last_changed == NOW
        assert after.revision > before.revision
        assert [change.number for change in store.changes(9)] == [after.revision]

    def test_same_or_older_normaliser_leaves_the_document(self, store: Store) -> None:
        store.apply("herald", make_batch(make_incoming(normaliser=2)), None, NOW)
        before = held(store)
        for version in (2, 1):
            item = make_incoming(normaliser=version)
            other = replace(item, document=replace(item.document, completeness=80))
            store.apply("herald", make_batch(other), None, NOW)
        assert held(store) == before

    def test_same_identifier_twice_in_one_batch(self, store: Store) -> None:
        first, second = make_incoming(title="one"), make_incoming(title="two", datestamp=NEWER)
        counts = store.apply("herald", make_batch(first, second, second), None, NOW)
        assert counts == Counts(new=1, changed=1, unchanged=1)
        assert held(store).document == second.document
        hashes = [version[0] for version in store.history(KEY)]
        assert hashes == [first.raw.content_hash, second.raw.content_hash]
        assert store.raw(first.raw.content_hash) == first.raw.xml
        assert len(store.changes(9)) == 1

    def test_record_and_tombstone_in_one_batch(self, store: Store) -> None:
        counts = store.apply(
            "herald", make_batch(make_incoming(), Tombstone(ONE, NEWER)), None, NOW
        )
        assert counts == Counts(new=1, deleted=1)
        assert held(store).deleted == Deleted(NOW, "header")
        assert [change.document for change in store.changes(9)] == [None]

    def test_large_batch_is_one_page(self, store: Store) -> None:
        items = [make_incoming(identifier=f"oai:x:{number}") for number in range(1201)]
        assert store.apply("herald", make_batch(*items), None, NOW) == Counts(new=1201)
        assert store.apply("herald", make_batch(*items), None, NOW) == Counts(unchanged=1201)
        keys = [Key("herald", item.raw.identifier) for item in items]
        assert store.get_many(keys).keys() == set(keys)
        assert list(store.keys()) == sorted(keys)

    def test_counts_of_quarantine_are_of_records(self, store: Store) -> None:
        page = make_unreadable(b"<html>", None, kind="page")
        counts = store.apply("herald", make_batch(make_unreadable(), page), None, NOW)
        assert counts == Counts(quarantined=1)

    def test_failure_stores_nothing_of_the_page(self, store: Store) -> None:
        wrong = Checkpoint("herald", "", window=404)
        with pytest.raises(StoreError):
            store.apply("herald", make_batch(make_incoming(), make_unreadable()), wrong, NOW)
        assert store.get(KEY) is None
        assert store.raw(make_incoming().raw.content_hash) is None
        assert (store.pending(), store.quarantine_list()) == (0, [])

    def test_revisions_grow_over_all_records_without_repeats(self, store: Store) -> None:
        seen = []
        for number in range(3):
            for source in ("herald", "other"):
                item = make_incoming(source, title=f"v{number}")
                store.apply(source, make_batch(item), None, NOW)
                seen.append(held(store, Key(source, ONE)).revision)
        assert seen == sorted(set(seen))
        assert seen[0] > 0
