"""Two stores, a folder for a dump between them, and what both hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from index.record import Record
from index.store import Store, open_store

Held = list[tuple[Record, bytes | None]]


@pytest.fixture
def new_store(tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    """Makes stores by name; all are closed at the end."""
    with ExitStack() as stack:

        def make(name: str) -> Store:
            store = open_store(tmp_path / f"{name}.db", create=True)
            stack.callback(store.close)
            return store

        yield make


@pytest.fixture
def first(new_store: Callable[[str], Store]) -> Store:
    """The origin."""
    return new_store("first")


@pytest.fixture
def second(new_store: Callable[[str], Store]) -> Store:
    """The copy."""
    return new_store("second")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the dump is."""
    return tmp_path / "dump"


def held(store: Store, *, looks: bool = True) -> Held:
    """Everything that a store shows, with the XML: all but its own revisions.

    Without `looks` not what a look at the server moves that brings no change: the time of the last
    one, and the header and provenance that it gave.
    """
    records = store.whole(None, 100_000)
    bodies = store.raws([record.content_hash for record in records if record.content_hash])
    plain = [replace(record, revision=0) for record in records]
    if not looks:
        plain = [
            replace(one, last_seen=one.first_seen, datestamp="", response_date=None, sets=())
            for one in plain
        ]
    return [(one, bodies.get(one.content_hash or "")) for one in plain]
