"""A dump into a store: the copy takes what it lacks, and is what the origin was then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby, islice
from pathlib import Path

from index.dump.manifest import NAME, Manifest, Part, read_manifest
from index.dump.parts import check_part, read_part
from index.errors import DumpUnreadable, UsageError
from index.record import Copied, Counts
from index.store.base import Store

_TOGETHER = 500  # records taken in one transaction

# Told how many records have been taken.
Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: up to which revision of the origin this store is a copy now, and counts.

    `counts` by source; what the origin holds no more counts as deleted.
    """

    origin: str
    revision: int
    counts: dict[str, Counts]


def take_dump(store: Store, folder: Path, now: datetime, told: Told = lambda done: None) -> Taken:
    """Bring this store to where the dump is; what it has already is not read again.

    Each transaction holds records and the place reached, so that it may be killed at any moment and
    goes on from there. Every file is compared with the manifest before anything of it is taken.
    Raises `DumpUnreadable`, `StoreError`, `UsageError` where the dump is our own, or would
    overwrite sources that are not copies from there.
    """
    manifest = _manifest(folder)
    if manifest.origin == store.origin():
        raise UsageError(f"the dump {folder} was made from this store", "Name another data folder.")
    named = {one.name: (one.url, one.prefix) for one in manifest.sources}
    store.follow(manifest.origin, named, now)
    return _Taking(store, folder, manifest, now, told).run()


def _manifest(folder: Path) -> Manifest:
    manifest = read_manifest(folder)
    if manifest is None:
        raise DumpUnreadable(f"{folder} holds no {NAME}", "Name the folder of a dump.")
    return manifest


class _Taking:
    """The state that the loop carries."""

    def __init__(
        self, store: Store, folder: Path, manifest: Manifest, now: datetime, told: Told
    ) -> None:
        self._store, self._folder, self._manifest = store, folder, manifest
        self._now, self._told = now, told
        self._counts = {one.name: Counts() for one in manifest.sources}
        self._done = 0

    def run(self) -> Taken:
        place, _ = self._store.followed(self._manifest.origin)
        for group in self._manifest.groups:
            if place is not None and group[0].until <= place:
                continue
            for part in group:
                check_part(self._folder, part)
            if group[0].since == 0:
                self._whole(group)
            else:
                self._changes(group, place or 0)
            place = group[0].until
            self._reach(place)
        if place is None or place < self._manifest.revision:
            place = self._manifest.revision
            self._reach(place)
        return Taken(self._manifest.origin, place, self._counts)

    def _changes(self, group: Sequence[Part], place: int) -> None:
        """Changes by their revisions: each transaction ends at one."""
        behind = (one for one in self._read(group) if one.record.revision > place)
        while some := tuple(islice(behind, _TOGETHER)):
            self._take(some, some[-1].record.revision)

    def _whole(self, group: Sequence[Part]) -> None:
        """Everything by key: what lies between two keys here is not there any more."""
        empty = set(self._counts)
        by_source = groupby(self._read(group), key=lambda one: one.record.source)
        for source, records in by_source:
            after = ""
            while some := tuple(islice(records, _TOGETHER)):
                names = [one.record.identifier for one in some]
                self._drop(source, after, names[-1], names)
                self._take(some, None)
                after = names[-1]
            self._drop(source, after, None)
            empty.discard(source)
        for source in empty:
            self._drop(source, "", None)
        _, ours = self._store.followed(self._manifest.origin)
        for source in set(ours) - set(self._counts):
            gone = self._store.remove_source(source, purge=True)
            self._counts[source] = Counts(deleted=gone)

    def _read(self, group: Sequence[Part]) -> Iterator[Copied]:
        return chain.from_iterable(read_part(self._folder, part) for part in group)

    def _take(self, some: Sequence[Copied], revision: int | None) -> None:
        counts = self._store.copy(self._manifest.origin, some, revision, self._now)
        for source, count in counts.items():
            self._counts[source] = self._counts.get(source, Counts()) + count
        self._done += len(some)
        self._told(self._done)

    def _drop(self, source: str, after: str, until: str | None, but: Sequence[str] = ()) -> None:
        gone = self._store.drop(source, after, until, frozenset(but))
        self._counts[source] += Counts(deleted=gone)

    def _reach(self, revision: int) -> None:
        self._store.copy(self._manifest.origin, (), revision, self._now)
