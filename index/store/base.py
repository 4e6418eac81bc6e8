"""The contract of a store: the truth about every record, its origin and its history.

Threads and processes: a `Store` may be shared by threads; any number of processes may read; writers
wait for one another (at most the busy timeout, then `StoreBusy`). Every method that writes is one
transaction: after a crash it has happened wholly or not at all. Any method can raise `StoreError`.
Times are arguments (aware UTC; stored with whole seconds).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Protocol

from index.record import (
    Batch,
    Change,
    Checkpoint,
    Counts,
    Document,
    Kept,
    Key,
    Quarantined,
    Record,
    Renewed,
    Run,
    Seen,
    SourceState,
    Window,
    WindowKind,
)
from index.store.copy_base import CopyStore
from index.store.keep_base import KeepStore
from index.store.sweep_base import SweepStore
from index.store.turn_base import TurnStore


class RecordStore(Protocol):
    """Records, their raw XML by content hash, their history, and the queue of changes."""

    def apply(
        self,
        source: str,
        batch: Batch,
        checkpoint: Checkpoint | None,
        now: datetime,
        run: int | None = None,
    ) -> Counts:
        """Store a page's records and the place reached, in one transaction.

        A record is changed when its content hash, its setSpecs (in whatever order) or its being
        deleted changes, not when its datestamp does. With the content unchanged, the rest of the
        header is brought up to date; a document of a newer normaliser replaces the old one and is
        queued under a new revision, with `last_changed` as it was.
        An older datestamp never overwrites a newer one: the record is seen, counts as unchanged,
        and nothing else moves. Day and second granularity are compared by day; what is no
        datestamp is never older. One that lay in the future when it was given (later than the
        responseDate of its page) says nothing of age: then the later responseDate wins. What was
        last seen before `Batch.overrides` is overwritten by any datestamp.
        A tombstone keeps the document, and keeps the sets where it names none. One of what we
        never had is kept, counted as deleted and unknown the first time, and is no change
        (revision 0); the
        record counts as new when it comes. One that a sweep found leaves the header's datestamp.
        Items of one batch are applied in order: records, tombstones, quarantine; the same
        identifier may come twice. An item in quarantine (kind record) counts as quarantined; the
        entry goes when a record with its identifier is taken. The counts are also added to `run`,
        so that one that is killed still says what it stored.
        A checkpoint that closes its window moves the cursor where no other regular window of the
        (source, set) is open, to that of the newest one without an end; one by hand never does.
        `cursor` None keeps the one that an earlier checkpoint gave. With the last window of a span
        its pages leave the quarantine. Raises `NotFound` for a source that was not declared,
        `StoreError` where the window was replaced or closed; then nothing is stored.
        """
        ...

    def get(self, key: Key) -> Record | None:
        """The record, tombstones too; None where there is none."""
        ...

    def get_many(self, keys: Sequence[Key]) -> dict[Key, Record]:
        """The records of those keys that exist."""
        ...

    def find(self, identifier: str) -> list[Key]:
        """The keys, in any source, of an OAI identifier."""
        ...

    def raw(self, content_hash: str) -> bytes | None:
        """The XML with that hash, as it was harvested."""
        ...

    def history(self, key: Key) -> list[tuple[str, str, datetime]]:
        """Earlier and present contents, oldest first: (content hash, datestamp, first seen)."""
        ...

    def listing(
        self,
        source: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        set_spec: str | None = None,
        after: tuple[datetime, int] | None = None,
        limit: int = 100,
    ) -> list[tuple[int, Record]]:
        """Records and tombstones by (last_changed, row number), both ends of the dates included.

        `after` is the (last_changed, row number) of the last one that was taken. A set holds its
        descendants too (`a` holds `a:b`).
        """
        ...

    def listing_size(
        self,
        source: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        set_spec: str | None = None,
    ) -> int:
        """How many `listing` would give in all."""
        ...

    def since(self, revision: int, limit: int) -> list[Record]:
        """Records and tombstones whose last change has a higher number, by that number.

        Read page by page, each from the number of the last one, this loses no change: numbers
        become visible in their order (`revision`). A record that changes meanwhile comes again.
        What is suppressed comes as a tombstone. A source that was purged leaves none.
        """
        ...

    def set_specs(self, source: str) -> list[str]:
        """Every setSpec that a record or tombstone of the source carries, sorted."""
        ...

    def keys(self, source: str | None = None) -> Iterator[Key]:
        """The keys of all live (not deleted) records, sorted; memory stays flat."""
        ...

    def count(self, source: str | None = None) -> int:
        """How many live records there are."""
        ...

    def came(self) -> list[tuple[date, int]]:
        """How many of the live records came first on each day (UTC), by day."""
        ...

    def changes(self, limit: int) -> list[Change]:
        """The oldest changes that the engine has not taken. Taking does not remove them."""
        ...

    def done(self, changes: Sequence[Change]) -> None:
        """Forget exactly those changes whose number still stands; a newer one stays."""
        ...

    def revision(self) -> int:
        """The newest number that was given to a change.

        Numbers become visible in their order: who draws one holds the counter until the end of
        the transaction. So what is read after this call holds every change up to it.
        """
        ...

    def done_until(self, revision: int) -> None:
        """Forget every change up to that number: a rebuild that began behind it has them all."""
        ...

    def pending(self) -> int:
        """How many changes wait."""
        ...

    def enqueue(self, keys: Sequence[Key]) -> None:
        """Put those records in the queue again (also keys that the store does not hold)."""
        ...

    def documents(self, after: Key | None, limit: int) -> list[Document]:
        """Live documents by key, from behind `after`."""
        ...

    def seen(self, after: Key | None, limit: int) -> list[Seen]:
        """The same with the times when they came first: what a rebuild walks through."""
        ...

    def kept(self, source: str, after: str, until: str | None) -> list[Kept]:
        """Every record of the source that has a document, tombstones too, with its XML.

        By identifier, from behind `after` up to and with `until` (None: to the last).
        """
        ...

    def renew(self, source: str, renewed: Sequence[Renewed]) -> int:
        """Take documents that were made again from the XML held; gives how many were taken.

        One whose content hash is another by now is left alone: it was normalised as it came. A
        document that differs is queued under a new revision; `last_changed` stays as it was.
        """
        ...


class HarvestStore(Protocol):
    """Sources, claims, windows, cursors, runs and quarantine."""

    def declare(self, name: str, url: str, prefix: str, declared: bool, now: datetime) -> None:
        """Make the source known, or bring its address up to date.

        A declared one stays so, and keeps its address when `declared` is False (`load`). With
        another address (http or https is the same one) or prefix its windows and cursors go: a
        token or a date of one server or format says nothing of another, whose records would be
        skipped.
        """
        ...

    def sources(self) -> list[SourceState]:
        """Every source that the store knows, by name."""
        ...

    def set_next(self, source: str, next_at: datetime | None) -> None:
        """When the source is due again. Raises `NotFound`."""
        ...

    def remove_source(self, source: str, *, purge: bool) -> int:
        """Forget the source: with `purge` its records too (the engine is told by changes).

        Without, the records stay and the source is no longer declared. Its windows and cursors go
        either way. Returns how many live records are gone. Raises `NotFound`.
        """
        ...

    def claim(self, source: str, owner: str, now: datetime, until: datetime) -> str | None:
        """Take the lease of the source, or renew it. None: it is ours; else who holds it.

        A lease that ran out is free. Not for nesting: the same owner renews.
        """
        ...

    def release(self, source: str, owner: str) -> None:
        """Give the lease back; nothing happens where it is not ours."""
        ...

    def break_claim(self, source: str, owner: str) -> None:
        """Take the lease from a holder that is known to be dead."""
        ...

    def cursor(self, source: str, set_spec: str) -> str | None:
        """The server's clock at the first page of the last window that closed."""
        ...

    def windows(self, source: str, set_spec: str) -> list[Window]:
        """Every window of the (source, set) with its last checkpoint, by their beginnings.

        Closed ones stay until the (source, set) begins afresh.
        """
        ...

    def open_window(
        self,
        source: str,
        set_spec: str,
        start: str | None,
        end: str | None,
        kind: WindowKind = "regular",
    ) -> Window:
        """Begin afresh: earlier windows of the (source, set) are replaced, their ids never used
        again; those by hand by one by hand, all others by one of the others. Raises `NotFound` for
        a source that was not declared.
        """
        ...

    def follow_window(self, source: str, set_spec: str, start: str | None) -> Window:
        """A regular window without an end beside those that are still open. Raises `NotFound`."""
        ...

    def split_window(
        self, window: int, pieces: Sequence[tuple[str | None, str | None]], cursor: str | None
    ) -> list[Window]:
        """Replace an open window by pieces of it (start, end), pending, of the same span.

        One piece begins it again. `cursor`: the server's clock, where the window's first page has
        not said it. Raises `StoreError` where the window was replaced or closed.
        """
        ...

    def fail_window(self, window: int, reason: str) -> None:
        """Say why a window stays open, and count the try. A closed one is left as it is."""
        ...

    def start_run(self, source: str, window: tuple[str | None, str | None], now: datetime) -> int:
        """Open a run (status running); gives its id. It is the source's last attempt.

        Raises `NotFound` for a source that was not declared.
        """
        ...

    def finish_run(self, run: Run) -> None:
        """Write a run as it ended. `ok` and `unchanged` count as the source's last success, but
        not where no server was asked (`load`).

        Raises `NotFound` where the run is gone with its source.
        """
        ...

    def interrupt_runs(self, source: str, now: datetime) -> int:
        """Mark runs of the source that are still `running` as interrupted (their process died)."""
        ...

    def runs(self, source: str | None = None, limit: int = 1) -> list[Run]:
        """The newest runs, newest first; with no source, `limit` for each source."""
        ...

    def quarantine_list(self, source: str | None = None) -> list[Quarantined]:
        """What could not be read, newest first. The same bytes of a source are one entry."""
        ...

    def quarantine_body(self, entry: int) -> bytes | None:
        """The bytes of an entry."""
        ...

    def quarantine_drop(self, entry: int) -> None:
        """Take an entry out: it has been read after all."""
        ...


class Store(RecordStore, HarvestStore, SweepStore, TurnStore, KeepStore, CopyStore, Protocol):
    """All of it."""

    def close(self) -> None:
        """Give everything back. The store is not usable afterwards."""
        ...
