"""The part of the store's contract by which one store becomes the copy of another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from index.record import Copied, Counts, Key, Record


class CopyStore(Protocol):
    """To be followed (`RecordStore.since` has the changes), and to follow."""

    def origin(self) -> str:
        """The name of this store, made when it is first asked for.

        Its revisions mean something beside this name only. A database that goes back in time
        (restored from a backup) has to forget it, with `forget_origin`.
        """
        ...

    def forget_origin(self) -> None:
        """Take another name, and go on behind every revision that may have been given before.

        Whoever follows has to begin afresh.
        """
        ...

    def floor(self) -> int:
        """The revision at which something went without leaving a tombstone.

        Who followed less far than that has to compare everything.
        """
        ...

    def whole(self, after: Key | None, limit: int) -> list[Record]:
        """Every record and tombstone by key, from behind `after`; what we never had is left out.

        What is suppressed comes as a tombstone.
        """
        ...

    def raws(self, hashes: Sequence[str]) -> dict[str, bytes]:
        """The XML of those hashes that are held."""
        ...

    def follow(self, origin: str, sources: Mapping[str, tuple[str, str]], now: datetime) -> None:
        """Make these sources (name -> URL, prefix) copies of that store's.

        Raises `UsageError` where one is harvested here, or copied from elsewhere.
        """
        ...

    def followed(self, origin: str) -> tuple[int | None, tuple[str, ...]]:
        """Up to which revision of that store we have everything (None: never), and its sources."""
        ...

    def copy(
        self, origin: str, copied: Sequence[Copied], revision: int | None, now: datetime
    ) -> dict[str, Counts]:
        """Take records as another store holds them, and how far we are then; one transaction.

        Counts by source. Times, datestamps and tombstones are those of the origin, revisions and
        history our own. What is the same already counts as unchanged and is no change. A record
        without a document loses the one that was held. `revision` None leaves the place as it is.
        """
        ...

    def drop(self, source: str, after: str, until: str | None, but: Collection[str] = ()) -> int:
        """Forget the records of a source behind one identifier up to and with another.

        `until` None: to the last one; those named by `but` stay. Gives how many live ones are gone;
        the engine is told, and the floor rises.
        """
        ...
