"""A record as held, and what of it goes to the engine, to a copy or to the normaliser again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from index.record.arrivals import DeletedHow
from index.record.documents import Document, Key


@dataclass(frozen=True, slots=True)
class Deleted:
    """When a record went, and how we know."""

    at: datetime
    how: DeletedHow


@dataclass(frozen=True, slots=True)
class Format:
    """A metadata format: the prefix that was asked for, the namespace that came."""

    prefix: str
    namespace: str


@dataclass(frozen=True, slots=True)
class Record:
    """A record as held: header, provenance, times, document. Its XML is `Store.raw(content_hash)`.

    Times are UTC with whole seconds. `last_changed` is our own datestamp when we serve the record
    on. `revision` grows with every change of any record; 0 for a tombstone of something that we
    never had, because that is no change. `document` is None where we never had the record.
    """

    source: str
    identifier: str
    datestamp: str
    sets: tuple[str, ...]
    format: Format
    content_hash: str | None
    about: tuple[bytes, ...]
    response_date: str | None
    base_url: str | None
    first_seen: datetime
    last_changed: datetime
    last_seen: datetime
    revision: int
    deleted: Deleted | None
    normaliser: int
    document: Document | None

    @property
    def key(self) -> Key:
        return Key(self.source, self.identifier)


@dataclass(frozen=True, slots=True)
class Copied:
    """A record as another store holds it, with its XML where that came along."""

    record: Record
    xml: bytes | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What a document is made from, as it is held, and the document that was made from it."""

    identifier: str
    sets: tuple[str, ...]
    namespace: str
    content_hash: str
    normaliser: int
    xml: bytes
    document: Document


@dataclass(frozen=True, slots=True)
class Renewed:
    """A record that was normalised again; `document` None: it came out as it was.

    `content_hash` and `sets` are those that it was made from.
    """

    identifier: str
    content_hash: str
    sets: tuple[str, ...]
    normaliser: int
    document: Document | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A document, and when its record came first (None: not known): what an index is made of."""

    document: Document
    first_seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A record that the engine has not taken yet. `document` None: take it out of the engine."""

    key: Key
    number: int
    document: Document | None
    first_seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A record that an operator hides from everybody: why, and since when."""

    source: str
    identifier: str
    why: str
    since: datetime

    @property
    def key(self) -> Key:
        return Key(self.source, self.identifier)
