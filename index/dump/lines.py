"""Lines of a dump: a record as `harvester show --json` gives it, with its XML. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from index.record import Copied, Deleted, Document, Format, Record
from index.shapes import record_shape

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line holds; what a newer version adds is not read."""

    source: str
    identifier: str
    deleted: Deleted | None
    datestamp: str
    sets: tuple[str, ...]
    first_seen: datetime
    last_changed: datetime
    last_seen: datetime
    revision: int
    format: Format
    base_url: str | None
    response_date: str | None
    content_hash: str | None
    normaliser: int
    document: Document | None
    about: tuple[str, ...] = ()
    xml: str | None = None


_decode = msgspec.json.Decoder(_Line).decode


def line_of(record: Record, xml: bytes | None) -> bytes:
    """A record as a line; XML is UTF-8, and goes into a string as it is."""
    about = [one.decode() for one in record.about]
    said = {"about": about, "xml": None if xml is None else xml.decode()}
    return _encode(record_shape(record) | said) + b"\n"


def copied_of(line: bytes) -> Copied:
    """What `line_of` was given. Raises `msgspec.DecodeError`."""
    held = _decode(line)
    record = Record(
        source=held.source,
        identifier=held.identifier,
        datestamp=held.datestamp,
        sets=held.sets,
        format=held.format,
        content_hash=held.content_hash,
        about=tuple(one.encode() for one in held.about),
        response_date=held.response_date,
        base_url=held.base_url,
        first_seen=held.first_seen,
        last_changed=held.last_changed,
        last_seen=held.last_seen,
        revision=held.revision,
        deleted=held.deleted,
        normaliser=held.normaliser,
        document=held.document,
    )
    return Copied(record, None if held.xml is None else held.xml.encode())
