"""Small records to test with; every value can be given, everything else is plausible."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Literal

from index.record import Batch, Document, Incoming, RawRecord, Text, Tombstone, Unreadable

NOW = datetime(2026, 11, 22, 10, 0, 0, tzinfo=UTC)
DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"


def make_raw(
    identifier: str = "oai:journal.example.org:article/1",
    title: str = "О природе света",
    *,
    datestamp: str = "2026-01-01T00:00:00Z",
    sets: tuple[str, ...] = ("jrn", "jrn:ART"),
    about: tuple[bytes, ...] = (),
) -> RawRecord:
    """A record as harvested; its content is the title alone."""
    xml = (
        f'<oai_dc:dc xmlns:oai_dc="{DC}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title></oai_dc:dc>"
    ).encode()
    digest = hashlib.sha256(xml).hexdigest()
    return RawRecord(identifier, datestamp, sets, DC, xml, digest, about)


def make_document(source: str, raw: RawRecord, title: str = "О природе света") -> Document:
    """The document of a raw record: key, sets and one title."""
    return Document(source, raw.identifier, sets=raw.sets, titles=(Text(title, "ru"),))


def make_incoming(
    source: str = "herald",
    identifier: str = "oai:journal.example.org:article/1",
    title: str = "О природе света",
    *,
    datestamp: str = "2026-01-01T00:00:00Z",
    sets: tuple[str, ...] = ("jrn", "jrn:ART"),
    about: tuple[bytes, ...] = (),
    normaliser: int = 1,
) -> Incoming:
    """A record ready to be stored."""
    raw = make_raw(identifier, title, datestamp=datestamp, sets=sets, about=about)
    return Incoming(raw, make_document(source, raw, title), normaliser)


def make_unreadable(
    body: bytes = b"<record><broken></record>",
    identifier: str | None = "oai:journal.example.org:article/9",
    *,
    kind: Literal["record", "page"] = "record",
    reason: str = "a tag is not closed",
) -> Unreadable:
    """One item of a list, or a whole page, that could not be read."""
    url = "https://journal.example.org/oai?verb=ListRecords"
    return Unreadable(kind, "bad-xml", reason, body, url, identifier)


def make_batch(
    *items: Incoming | Tombstone | Unreadable,
    response_date: str | None = "2026-11-22T09:59:58Z",
    base_url: str | None = "https://journal.example.org/oai",
) -> Batch:
    """A page with these items."""
    return Batch(
        records=tuple(item for item in items if isinstance(item, Incoming)),
        tombstones=tuple(item for item in items if isinstance(item, Tombstone)),
        quarantined=tuple(item for item in items if isinstance(item, Unreadable)),
        response_date=response_date,
        base_url=base_url,
    )
