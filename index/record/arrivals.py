"""What comes from a server, on its way to the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from index.record.documents import Document
from index.record.quarantine import Unreadable

# suppressed: the server has it; an operator hides it.
DeletedHow = Literal["header", "sweep", "suppressed"]


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record as harvested: its header, and its metadata as XML.

    `xml` is the child of `<metadata>`, UTF-8, with every namespace that it uses declared.
    `content_hash` is of the metadata alone (exclusive C14N), so that neither a header's datestamp
    nor a prefix declared elsewhere makes a record look changed. `sets` are raw setSpecs.
    `about` holds each `<about>` child as XML.
    """

    identifier: str
    datestamp: str
    sets: tuple[str, ...]
    namespace: str
    xml: bytes
    content_hash: str
    about: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A header that says that its record is deleted."""

    identifier: str
    datestamp: str
    sets: tuple[str, ...] = ()
    how: DeletedHow = "header"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record ready to be stored: raw and normalised, and which normaliser made the document."""

    raw: RawRecord
    document: Document
    normaliser: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What one page brings to the store, with where and when it was said.

    `response_date` and `base_url` are the server's own words (for provenance); `prefix` the
    metadataPrefix that was asked for. With `overrides` (`harvest --full`) an older datestamp wins
    over a newer one that was last seen before that time.
    """

    records: tuple[Incoming, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()
    quarantined: tuple[Unreadable, ...] = ()
    prefix: str = "oai_dc"
    response_date: str | None = None
    base_url: str | None = None
    overrides: datetime | None = None
