"""What a store promises of records, their history and the queue of changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from index.errors import NotFound, StoreError
from index.record import Change, Checkpoint, Counts, Deleted, Format, Key, Record, Tombstone
from index.store.base import Store
from index.testing.samples import DC, NOW, make_batch, make_incoming, make_unreadable

ONE = "oai:journal.example.org:article/1"
TWO = "oai:journal.example.org:article/2"
KEY = Key("herald", ONE)
LATER = NOW + timedelta(days=1)
MUCH_LATER = NOW + timedelta(days=2)
NEWER = "2026-02-01T00:00:00Z"
OLDER = "2025-12-31T23:59:59Z"


def held(store: Store, key: Key = KEY) -> Record:
    """The record, which has to be there."""
    record = store.get(key)
    assert record is not None
    return record


def drain(store: Store) -> list[Change]:
    """Take every change out of the queue."""
    changes = store.changes(1000)
    store.done(changes)
    return changes


def listed(store: Store, **options: object) -> list[str]:
    """The identifiers of a listing of the source."""
    found = store.listing("herald", **options)  # type: ignore[arg-type]
    return [record.identifier for _, record in found]


class RecordContract:
    """`index.store.base.RecordStore`."""

    @pytest.fixture(autouse=True)
    def _known_sources(self, store: Store) -> None:
        for name in ("herald", "other"):
            store.declare(name, f"https://{name}.example.org/oai", "oai_dc", True, NOW)

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

    def test_history_has_every_content_oldest_first(self, store: Store) -> None:
        times = (NOW, LATER, MUCH_LATER)
        items = [
            make_incoming(title=title, datestamp=f"2026-0{month}-01T00:00:00Z")
            for month, title in enumerate(("one", "two", "one"), start=1)
        ]
        for item, time in zip(items, times, strict=True):
            store.apply("herald", make_batch(item), None, time)
        assert store.history(KEY) == [
            (item.raw.content_hash, item.raw.datestamp, time)
            for item, time in zip(items, times, strict=True)
        ]
        assert {store.raw(item.raw.content_hash) for item in items} == {
            item.raw.xml for item in items
        }

    def test_what_is_not_there(self, store: Store) -> None:
        assert store.get(KEY) is None
        assert store.get_many([KEY]) == {}
        assert store.get_many([]) == {}
        assert store.find(ONE) == []
        assert store.raw("none") is None
        assert store.history(KEY) == []

    def test_find_gives_the_keys_of_every_source(self, store: Store) -> None:
        for source in ("other", "herald"):
            store.apply(source, make_batch(make_incoming(source)), None, NOW)
        assert store.find(ONE) == [Key("herald", ONE), Key("other", ONE)]

    def test_listing_goes_by_change_then_row_in_pages(self, store: Store) -> None:
        for day, names in enumerate((("c", "a"), ("b",), ("a",))):
            items = [make_incoming(identifier=n, title=f"{n}{day}") for n in names]
            store.apply("herald", make_batch(*items), None, NOW + timedelta(days=day))
        store.apply("other", make_batch(make_incoming("other")), None, NOW)
        assert listed(store) == ["c", "b", "a"]
        after, taken = None, []
        while page := store.listing("herald", after=after, limit=1):
            [(row, record)] = page
            taken.append(record)
            after = (record.last_changed, row)
        assert [record.identifier for record in taken] == ["c", "b", "a"]
        assert taken[0] == store.get(Key("herald", "c"))

    def test_listing_includes_both_ends_of_its_dates(self, store: Store) -> None:
        for day, name in enumerate("abcd"):
            item = make_incoming(identifier=name, title=name)
            store.apply("herald", make_batch(item), None, NOW + timedelta(days=day))
        since, until = NOW + timedelta(days=1), NOW + timedelta(days=2)
        assert listed(store, since=since, until=until) == ["b", "c"]
        assert store.listing_size("herald", since=since, until=until) == 2
        assert store.listing_size("herald") == 4
        assert store.listing_size("other") == 0

    def test_listing_of_a_set_holds_its_descendants(self, store: Store) -> None:
        specs = {
            "1": ("a",),
            "2": ("a:b",),
            "3": ("ab",),
            "4": ("a:b:c", "a"),
            "5": ("A",),
            "6": (),
        }
        items = [make_incoming(identifier=n, title=n, sets=sets) for n, sets in specs.items()]
        store.apply("herald", make_batch(*items), None, NOW)
        assert listed(store, set_spec="a") == ["1", "2", "4"]
        assert listed(store, set_spec="a:b") == ["2", "4"]
        assert listed(store, set_spec="b") == []
        assert store.listing_size("herald", set_spec="a") == 3
        assert store.set_specs("herald") == ["A", "a", "a:b", "a:b:c", "ab"]
        assert store.set_specs("other") == []

    def test_tombstone_stays_in_the_sets_of_its_record(self, store: Store) -> None:
        store.apply("herald", make_batch(make_incoming(sets=("a",))), None, NOW)
        store.apply("herald", make_batch(Tombstone(ONE, NEWER)), None, NOW)
        assert listed(store, set_spec="a") == [ONE]
        store.apply("herald", make_batch(Tombstone(ONE, NEWER, ("b",))), None, NOW)
        assert listed(store, set_spec="a") == []
        assert store.set_specs("herald") == ["b"]

    def test_keys_count_and_documents_are_of_live_records(self, store: Store) -> None:
        for source in ("other", "herald"):
            items = [make_incoming(source, name, title=name) for name in ("z", "я", "Z", "b")]
            store.apply(source, make_batch(*items, Tombstone("z", NEWER)), None, NOW)
        store.apply("herald", make_batch(Tombstone("never", NEWER)), None, NOW)
        live = sorted(Key(s, i) for s in ("herald", "other") for i in ("Z", "b", "я"))
        assert list(store.keys()) == live
        assert list(store.keys("other")) == live[3:]
        assert (store.count(), store.count("other"), store.count("nobody")) == (6, 3, 0)
        documents = store.documents(None, 4)
        assert [document.key for document in documents] == live[:4]
        documents = store.documents(live[3], 4)
        assert [document.key for document in documents] == live[4:]

    def test_changes_come_oldest_first_and_stay_until_done(self, store: Store) -> None:
        items = [make_incoming(identifier=n, title=n) for n in ("b", "a", "c")]
        store.apply("herald", make_batch(*items), None, NOW)
        changes = store.changes(2)
        assert [change.key.identifier for change in changes] == ["b", "a"]
        assert [change.document for change in changes] == [i.document for i in items[:2]]
        assert store.changes(2) == changes
        store.done(changes)
        assert [change.key.identifier for change in store.changes(9)] == ["c"]
        assert store.pending() == 1

    def test_done_leaves_a_change_that_came_meanwhile(self, store: Store) -> None:
        store.apply("herald", make_batch(make_incoming(title="one")), None, NOW)
        taken = store.changes(9)
        store.apply("herald", make_batch(make_incoming(title="two")), None, NOW)
        store.done(taken)
        [left] = store.changes(9)
        assert left.number > taken[0].number
        assert left.document == held(store).document
        store.done([])
        store.done([left, left])
        assert store.pending() == 0

    def test_days_on_which_live_records_came_first(self, store: Store) -> None:
        assert store.came() == []
        store.apply("herald", make_batch(make_incoming(), make_incoming(identifier=TWO)), None, NOW)
        store.apply("herald", make_batch(make_incoming(identifier="z")), None, MUCH_LATER)
        assert store.came() == [(NOW.date(), 2), (MUCH_LATER.date(), 1)]
        gone = Tombstone(TWO, "2030-01-01")
        store.apply("herald", make_batch(gone), None, MUCH_LATER)
        assert store.came() == [(NOW.date(), 1), (MUCH_LATER.date(), 1)]

    def test_enqueue_puts_any_key_in_the_queue_once(self, store: Store) -> None:
        store.apply("herald", make_batch(make_incoming()), None, NOW)
        before = held(store)
        [first] = drain(store)
        unknown = Key("nobody", "nothing")
        store.enqueue([KEY, unknown, KEY])
        store.enqueue([])
        again = store.changes(9)
        assert [(change.key, change.document) for change in again] == [
            (KEY, before.document),
            (unknown, None),
        ]
        assert all(change.number > first.number for change in again)
        assert held(store) == before

    def test_done_until_leaves_what_came_later(self, store: Store) -> None:
        assert store.revision() == 0
        store.apply("herald", make_batch(make_incoming()), None, NOW)
        store.enqueue([Key("other", ONE)])
        walked = store.revision()
        assert [change.number for change in store.changes(9)][-1] == walked
        store.apply("herald", make_batch(make_incoming(identifier=TWO)), None, NOW)
        store.done_until(walked)
        assert [change.key for change in store.changes(9)] == [Key("herald", TWO)]
        assert store.revision() == store.changes(9)[0].number

    def test_every_number_of_the_queue_is_given_once(self, store: Store) -> None:
        store.enqueue([KEY])
        [queued] = store.changes(9)
        store.apply("herald", make_batch(make_incoming()), None, NOW)
        [applied] = store.changes(9)
        assert applied.number > queued.number

    def test_keys_are_read_while_others_write(self, store: Store) -> None:
        store.apply("herald", make_batch(make_incoming(), make_incoming(identifier=TWO)), None, NOW)
        keys = store.keys()
        assert next(keys) == KEY
        store.apply("herald", make_batch(make_incoming(identifier="z")), None, NOW)
        assert Key("herald", TWO) in set(keys)
