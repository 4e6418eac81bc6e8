"""The part of the store's contract that compares the server's list of identifiers with ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from index.record import Compared, Named, Sweep


class SweepStore(Protocol):
    """Sweeps: a list collected page by page, compared in the database, and its strikes."""

    def start_sweep(self, source: str, now: datetime) -> int:
        """Begin a sweep with an empty list; one that was cut off is `interrupted`. Gives its id.

        Raises `NotFound`.
        """
        ...

    def note_named(self, source: str, names: Sequence[Named]) -> None:
        """Add a page of the server's list.

        A record that is named twice lives where one of the two says so (what has left a set is
        deleted there, and lives in another); else the last word counts.
        """
        ...

    def compared(self, source: str) -> Compared:
        """The list against the live records. What quarantine names is not missing."""
        ...

    def missing(self, source: str) -> Iterator[Named]:
        """What the list names and we lack, by identifier; it may be stored on the way."""
        ...

    def gone(self, source: str) -> Iterator[str]:
        """Live records that the list lacks and that bear a strike; may be buried on the way."""
        ...

    def buried(self, source: str) -> Iterator[Named]:
        """Live records that the list says are deleted."""
        ...

    def strike(self, source: str, *, stopped: bool) -> None:
        """Put a strike on every live record that the list lacks, and on no other.

        `stopped`: the sweep waits for a person; its strikes do not make the next one bolder.
        """
        ...

    def let_unread_go(self, source: str) -> int:
        """Take records out of quarantine that the list lacks, or calls deleted; gives how many.

        What a file held that was loaded stays: no server has to know it.
        """
        ...

    def finish_sweep(self, sweep: Sweep) -> None:
        """Write a sweep as it ended, and forget its list."""
        ...

    def sweeps(self, source: str | None = None, limit: int = 1) -> list[Sweep]:
        """The newest sweeps, newest first; with no source, `limit` for each source."""
        ...
