"""What every store says of following it: all changes behind a number, in their order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from index.record import Key, Record, Tombstone
from index.store.base import Store
from index.testing.samples import NOW, make_batch, make_incoming

LATER = NOW + timedelta(days=1)


def told(records: list[Record]) -> list[tuple[str, bool]]:
    """The identifiers, and whether each is gone."""
    return [(record.identifier, record.deleted is not None) for record in records]


class FollowContract:
    """`index.store.base.RecordStore.since`."""

    @pytest.fixture(autouse=True)
    def _followed_source(self, store: Store) -> None:
        store.declare("herald", "https://journal.example.org/oai", "oai_dc", True, NOW)

    def test_changes_come_by_their_numbers_and_each_record_once(self, store: Store) -> None:
        items = [make_incoming("herald", str(n), f"T{n}") for n in (1, 2, 3)]
        store.apply("herald", make_batch(*items), None, NOW)
        first = store.since(0, 2)
        assert told(first) == [("1", False), ("2", False)]
        assert told(store.since(first[-1].revision, 9)) == [("3", False)]
        before = store.revision()
        again = make_incoming("herald", "1", "other")
        store.apply("herald", make_batch(again), None, LATER)
        assert told(store.since(before, 9)) == [("1", False)]
        assert told(store.since(0, 9)) == [("2", False), ("3", False), ("1", False)]
        assert store.since(store.revision(), 9) == []

    def test_tombstones_come_too_but_not_of_what_we_never_had(self, store: Store) -> None:
        store.apply("herald", make_batch(make_incoming("herald", "1", "A")), None, NOW)
        before = store.revision()
        gone = [Tombstone(name, "2026-02-01T00:00:00Z") for name in ("1", "never")]
        store.apply("herald", make_batch(*gone), None, LATER)
        assert told(store.since(before, 9)) == [("1", True)]

    def test_what_is_suppressed_comes_as_a_bare_tombstone(self, store: Store) -> None:
        store.apply("herald", make_batch(make_incoming("herald", "1", "A")), None, NOW)
        before = store.revision()
        store.suppress(Key("herald", "1"), "a wish of its author", LATER)
        (record,) = store.since(before, 9)
        assert (told([record]), record.document) == ([("1", True)], None)
