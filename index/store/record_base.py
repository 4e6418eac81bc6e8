"""What a store promises of records, their history and the queue of changes."""

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
    Record,
    Renewed,
    Seen,
)


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
