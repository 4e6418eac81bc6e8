"""The sources `herald` and `other`, that contracts of records begin with, and what they ask."""

from __future__ import annotations

from datetime import timedelta

import pytest

from index.record import Change, Key, Record
from index.store.base import Store
from index.testing.samples import NOW

ONE = "oai:journal.example.org:article/1"
TWO = "oai:journal.example.org:article/2"
KEY = Key("herald", ONE)
LATER = NOW + timedelta(days=1)
MUCH_LATER = NOW + timedelta(days=2)
NEWER = "2026-02-01T00:00:00Z"
OLDER = "2025-12-31T23:59:59Z"


class HeraldContract:
    """A contract that begins with two declared sources."""

    @pytest.fixture(autouse=True)
    def _known_sources(self, store: Store) -> None:
        for name in ("herald", "other"):
            store.declare(name, f"https://{name}.example.org/oai", "oai_dc", True, NOW)


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
