"""Records in one line, for tests that need some."""

from __future__ import annotations

from lxml import etree

from harvester.record_xml import raw_record
from index.record import Document, Incoming, Text, Tombstone

DC = "http://purl.org/dc/elements/1.1/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def article(
    n: int,
    *,
    title: str | None = None,
    lang: str | None = None,
    sets: tuple[str, ...] = (),
    source: str = "s",
    datestamp: str = "2024-01-01T00:00:00Z",
) -> Incoming:
    """The n-th article: an oai_dc record with a title, and its document."""
    title = f"Article {n}" if title is None else title
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC})
    element = etree.SubElement(root, f"{{{DC}}}title")
    element.text = title
    if lang:
        element.set(XML_LANG, lang)
    raw = raw_record(root, identifier(n), datestamp, sets)
    document = Document(source, raw.identifier, sets=sets, titles=(Text(title, lang),))
    return Incoming(raw, document, normaliser=1)


def identifier(n: int) -> str:
    """The OAI identifier of the n-th article."""
    return f"oai:test.example.org:{n}"


def gone(
    n: int, *, sets: tuple[str, ...] = (), datestamp: str = "2025-01-01T00:00:00Z"
) -> Tombstone:
    """The header that says that the n-th article is deleted."""
    return Tombstone(identifier(n), datestamp, sets)
