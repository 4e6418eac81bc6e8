"""What a store promises of reading: records, their history, lists, keys, days."""

from __future__ import annotations

from datetime import timedelta

from index.record import Key, Tombstone
from index.store.base import Store
from index.testing.samples import NOW, make_batch, make_incoming
from index.testing.store_herald import (
    KEY,
    LATER,
    MUCH_LATER,
    NEWER,
    ONE,
    TWO,
    HeraldContract,
    listed,
)


class ReadingContract(HeraldContract):
    """`index.store.base.RecordStore`: reading."""

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

    def test_days_on_which_live_records_came_first(self, store: Store) -> None:
        assert store.came() == []
        store.apply("herald", make_batch(make_incoming(), make_incoming(identifier=TWO)), None, NOW)
        store.apply("herald", make_batch(make_incoming(identifier="z")), None, MUCH_LATER)
        assert store.came() == [(NOW.date(), 2), (MUCH_LATER.date(), 1)]
        gone = Tombstone(TWO, "2030-01-01")
        store.apply("herald", make_batch(gone), None, MUCH_LATER)
        assert store.came() == [(NOW.date(), 1), (MUCH_LATER.date(), 1)]

    def test_keys_are_read_while_others_write(self, store: Store) -> None:
        store.apply("herald", make_batch(make_incoming(), make_incoming(identifier=TWO)), None, NOW)
        keys = store.keys()
        assert next(keys) == KEY
        store.apply("herald", make_batch(make_incoming(identifier="z")), None, NOW)
        assert Key("herald", TWO) in set(keys)
