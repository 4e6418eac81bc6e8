"""Which metadata formats a repository gives, and how it describes them."""

from __future__ import annotations

from collections.abc import Iterable

from index.provider import render
from index.record import Format, Record

OAI_DC = Format("oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc/")
_OAI_DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"


def formats_of(records: Iterable[Record]) -> dict[str, Record]:
    """A record for each prefix, a live one where there is one."""
    return {record.format.prefix: record for record in sorted(records, key=_live)}


def _live(record: Record) -> bool:
    return record.deleted is None


def describe(kind: Format, xml: bytes | None) -> bytes:
    """The metadataFormat element. `xml` is a record of that format: it may say where its schema is.

    OAI-PMH wants a schema; where nobody says one, the namespace stands there.
    """
    if kind.prefix == OAI_DC.prefix:
        namespace, schema = OAI_DC.namespace, _OAI_DC_SCHEMA
    else:
        namespace = kind.namespace
        schema = (xml and render.schema_of(xml, namespace)) or namespace
    parts = (
        ("metadataPrefix", kind.prefix),
        ("schema", schema),
        ("metadataNamespace", namespace),
    )
    return render.wrap("metadataFormat", [render.tag(*part) for part in parts])
