"""Records as Dublin Core, listed as an OAI-PMH server lists them: `harvester load` reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from index.export.oai_dc import write as dublin_core
from index.provider.render import item
from index.record import Record

_START = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<ListRecords xmlns="http://www.openarchives.org/OAI/2.0/">\n'
)


def write(records: Iterable[Record]) -> Iterator[bytes]:
    """A `record` element for each (OAI-PMH 2.0), tombstones as headers; UTF-8."""
    yield _START
    for record in records:
        live = record.document if record.deleted is None else None
        yield item(record, dublin_core(live) if live else None, "second")
    yield b"</ListRecords>\n"
