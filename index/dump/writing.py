"""A store into a dump: everything the first time, then what changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.dump.manifest import (
    NAME,
    VERSION,
    DumpedSource,
    Manifest,
    Part,
    is_dump,
    read_manifest,
    write_manifest,
)
from index.dump.parts import write_parts
from index.errors import FileUnwritable, UsageError
from index.record import Copied, Key, Record
from index.store.base import Store

PART = 50_000  # records a file
_TOGETHER = 500  # records read at a time
_LOCK = ".lock"

# Told how many records have been written.
Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Dumped:
    """The manifest of all that is there now, and which of its parts this dump wrote."""

    manifest: Manifest
    written: tuple[Part, ...]


def dump(
    store: Store,
    folder: Path,
    now: datetime,
    *,
    full: bool = False,
    xml: bool = True,
    size: int = PART,
    told: Told = lambda done: None,
) -> Dumped:
    """Write what the folder lacks of the store, and tell what is there then.

    Everything, where the folder has no dump of this store, where something went without leaving a
    tombstone (a source that was purged), or with `full`; then earlier parts go. `xml`: with the XML
    as it was harvested. `size`: records a file. What changes meanwhile comes with the next dump.
    Killed at any moment, it leaves the dump as it was. Raises `FileUnwritable`, `StoreError`,
    `DumpUnreadable` where the folder holds a broken one, `UsageError` where it holds other files.
    """
    with _held(folder):
        old = read_manifest(folder)
        # In this order: what has a number up to this one is there to be read by now.
        until, before = store.revision(), _sources(store)
        base = old if old and not full and _continues(old, store, xml) else None
        since = base.revision if base else 0
        records = _changed(store, since, until) if base else _everything(store)
        parts = tuple(
            write_parts(folder, _told(_copied(store, records, xml), told), since, until, size)
        )
        made = Manifest(
            VERSION,
            store.origin(),
            until,
            now.replace(microsecond=0),
            xml,
            # Before and after: sources come and go while their records are read.
            tuple({one.name: one for one in (*before, *_sources(store))}.values()),
            (*(base.parts if base else ()), *parts),
        )
        write_manifest(folder, made)
        _clean(folder, made)
    return Dumped(made, parts)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """The folder, made where it is missing, for us alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        others = [path for path in folder.iterdir() if path.name != _LOCK]
    except OSError as error:
        raise FileUnwritable(
            f"{folder} cannot be used: {error.strerror}", "Choose another folder."
        ) from error
    if others and not is_dump(folder) and not all(map(_ours, others)):
        raise UsageError(f"{folder} holds other files", "Name an empty folder, or one of a dump.")
    lock = FileLock(folder / _LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise FileUnwritable(
            f"another process writes a dump into {folder}", "Wait until it is done."
        ) from error
    except OSError as error:
        raise FileUnwritable(f"{folder} cannot be written: {error.strerror}") from error
    try:
        yield
    finally:
        lock.release()


def _continues(old: Manifest, store: Store, xml: bool) -> bool:
    same = (old.origin, old.xml) == (store.origin(), xml)
    # Behind 0 is everything, which is written by key.
    return same and max(1, store.floor()) <= old.revision <= store.revision()


def _everything(store: Store) -> Iterator[Record]:
    after: Key | None = None
    while some := store.whole(after, _TOGETHER):
        yield from some
        after = some[-1].key


def _changed(store: Store, since: int, until: int) -> Iterator[Record]:
    while some := store.since(since, _TOGETHER):
        for record in some:
            if record.revision > until:
                return
            yield record
        since = some[-1].revision


def _copied(store: Store, records: Iterator[Record], xml: bool) -> Iterator[Copied]:
    """The records with their XML, read some at a time."""
    some: list[Record] = []
    for record in records:
        some.append(record)
        if len(some) == _TOGETHER:
            yield from _with_xml(store, some, xml)
            some = []
    yield from _with_xml(store, some, xml)


def _with_xml(store: Store, some: Sequence[Record], xml: bool) -> Iterator[Copied]:
    hashes = [record.content_hash for record in some if record.content_hash]
    bodies = store.raws(hashes) if xml else {}
    return (Copied(record, bodies.get(record.content_hash or "")) for record in some)


def _told(records: Iterator[Copied], told: Told) -> Iterator[Copied]:
    for done, one in enumerate(records, 1):
        yield one
        told(done)


def _sources(store: Store) -> tuple[DumpedSource, ...]:
    return tuple(
        DumpedSource(one.name, one.url, one.prefix, one.records, one.deleted)
        for one in store.sources()
    )


def _ours(path: Path) -> bool:
    return path.name.endswith((".jsonl.zst", ".part"))


def _clean(folder: Path, made: Manifest) -> None:
    """Take away what no manifest names: parts of a dump that was cut off, or is replaced."""
    named = {NAME, *(part.file for part in made.parts)}
    for path in folder.iterdir():
        if path.name not in named and _ours(path):
            path.unlink(missing_ok=True)
