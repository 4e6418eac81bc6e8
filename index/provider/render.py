"""Values -> OAI-PMH XML. Everything is escaped; stored XML goes in as it was harvested."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from index.provider.arguments import FORBIDDEN, Granularity, stamp
from index.record import Record

XSI = "http://www.w3.org/2001/XMLSchema-instance"
_OAI = "http://www.openarchives.org/OAI/2.0/"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<OAI-PMH xmlns="{_OAI}" xmlns:xsi="{XSI}" '
    f'xsi:schemaLocation="{_OAI} {_OAI}OAI-PMH.xsd">\n'
)
_START = re.compile(rb"\s*<[^\s/>]+")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def text(value: str) -> str:
    """A value as XML text. What XML cannot hold becomes U+FFFD; a bare CR would be read as LF."""
    return escape(FORBIDDEN.sub("\ufffd", value), {"\r": "&#13;"})


def tag(name: str, value: str, attributes: Mapping[str, str] | None = None) -> bytes:
    """An element that holds a text only; without one an empty element."""
    start = "".join(f" {key}={_attribute(held)}" for key, held in (attributes or {}).items())
    body = f"<{name}{start}>{text(value)}</{name}>" if value else f"<{name}{start}/>"
    return body.encode()


def _attribute(value: str) -> str:
    return quoteattr(FORBIDDEN.sub("\ufffd", value))


def wrap(name: str, parts: Iterable[bytes]) -> bytes:
    """An element that holds other elements."""
    opening = name.encode()
    return b"<" + opening + b">" + b"".join(parts) + b"</" + opening + b">\n"


def response(now: datetime, base_url: str, given: Mapping[str, str], body: bytes) -> bytes:
    """The whole answer; `given` is what the request element repeats."""
    return told(stamp(now, "second"), base_url, given, body)


def told(date: str, base_url: str, given: Mapping[str, str], body: bytes) -> bytes:
    """The same of a moment as a server wrote it."""
    start = tag("responseDate", date) + b"\n" + tag("request", base_url, given)
    return _HEAD.encode() + start + b"\n" + body + b"</OAI-PMH>\n"


def header(record: Record, granularity: Granularity) -> bytes:
    """The header of a record; its datestamp is our own, since we serve it on."""
    return headed(record, stamp(record.last_changed, granularity))


def headed(record: Record, datestamp: str) -> bytes:
    """The header of a record with that datestamp."""
    start = b'<header status="deleted">' if record.deleted else b"<header>"
    parts = (
        tag("identifier", record.identifier),
        tag("datestamp", datestamp),
        *(tag("setSpec", spec) for spec in record.sets),
    )
    return start + b"".join(parts) + b"</header>\n"


def item(record: Record, xml: bytes | None, granularity: Granularity) -> bytes:
    """A record with its stored XML and its `about` parts; only the header where `xml` is None."""
    return whole(header(record, granularity), record, xml)


def whole(header: bytes, record: Record, xml: bytes | None) -> bytes:
    """The same with a header that is written already."""
    parts = [header]
    if xml is not None:
        parts.append(wrap("metadata", [embed(xml)]))
        parts += [wrap("about", [embed(about)]) for about in record.about]
    return wrap("record", parts)


def embed(xml: bytes) -> bytes:
    """Stored XML, fit to stand below our default namespace without falling into it.

    Elements in no namespace need `xmlns=""` here, and did not need it where they were stored.
    Exclusive C14N is the same with and without, so a harvester of ours sees no change.
    """
    root = etree.fromstring(xml, _PARSER)
    if None in root.nsmap or next(root.iter("{}*"), None) is None:
        return xml
    return _START.sub(rb'\g<0> xmlns=""', xml, count=1)


def schema_of(xml: bytes, namespace: str) -> str | None:
    """Where the schema of a namespace lies, as a record of it says; None where it does not say."""
    words = etree.fromstring(xml, _PARSER).get(f"{{{XSI}}}schemaLocation", "").split()
    return dict(zip(words[::2], words[1::2], strict=False)).get(namespace)
