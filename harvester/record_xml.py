"""One `<record>` element -> a record, a tombstone, or something for quarantine.

Names are compared without their namespace: tools that store records drop or change it
(metha-cat, the DLTN and SHARE collections), and inside a checked page there is only one.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TypeAlias

from lxml import etree

from harvester import sayings
from harvester.bounds import BOUNDS, Bounds, excess
from index.record import RawRecord, Tombstone, Unreadable

Item: TypeAlias = RawRecord | Tombstone | Unreadable


def content_hash(payload: etree._Element) -> str:
    """What names a record's metadata: 128 bits of BLAKE2b over its exclusive C14N, in hexadecimal.

    Canonical, so that a prefix declared on another element changes nothing.
    """
    return blake2b(_canonical(payload), digest_size=16).hexdigest()


def _canonical(payload: etree._Element) -> bytes:
    try:
        return etree.tostring(payload, method="c14n", exclusive=True, with_comments=True)
    except etree.C14NError:  # a relative namespace URI: C14N refuses what XML allows
        return etree.tostring(payload, encoding="utf-8", with_tail=False)


def xml_of(element: etree._Element) -> bytes:
    """The element as UTF-8, with the namespaces that its ancestors declare."""
    return etree.tostring(element, encoding="utf-8", with_tail=False)


def text_of(element: etree._Element | None) -> str:
    """All text below an element, trimmed; "" for none. Comments and instructions are no text."""
    if element is None:
        return ""
    if len(element) == 0:
        return (element.text or "").strip()
    return "".join(map(str, element.itertext(etree.Element))).strip()


def read_record(element: etree._Element, url: str, bounds: Bounds = BOUNDS) -> Item:
    """Read a `<record>`: `url` says where it stood. One beyond the bounds is unreadable."""
    parts = _parts(element)
    header = parts.get("header", [None])[0]
    if header is None:
        return _unreadable(element, url, "no-header", "a record without a header")
    fields = _parts(header)
    identifier = text_of(fields.get("identifier", [None])[0])
    if not identifier:
        return _unreadable(element, url, "no-identifier", "a record without an identifier")
    datestamp = text_of(fields.get("datestamp", [None])[0])
    sets = tuple(spec for spec in map(text_of, fields.get("setSpec", ())) if spec)
    if header.get("status", "").strip() == "deleted":
        return Tombstone(identifier, datestamp, sets)
    payloads = [
        child
        for part in parts.get("metadata", ())
        for child in part.iterchildren(tag=etree.Element)
    ]
    if too_much := excess(element, bounds):
        return _unreadable(element, url, "beyond-limits", too_much, identifier)
    if len(payloads) != 1:
        reason = sayings.NO_METADATA if not payloads else sayings.MUCH_METADATA
        code = "no-metadata" if not payloads else "several-metadata"
        return _unreadable(element, url, code, reason, identifier)
    about = tuple(
        xml_of(child)
        for part in parts.get("about", ())
        for child in part.iterchildren(tag=etree.Element)
    )
    return raw_record(payloads[0], identifier, datestamp, sets, about)


def raw_record(
    payload: etree._Element,
    identifier: str,
    datestamp: str = "",
    sets: tuple[str, ...] = (),
    about: tuple[bytes, ...] = (),
) -> RawRecord:
    """The record with this metadata element."""
    return RawRecord(
        identifier=identifier,
        datestamp=datestamp,
        sets=sets,
        namespace=etree.QName(payload).namespace or "",
        xml=xml_of(payload),
        content_hash=content_hash(payload),
        about=about,
    )


def _parts(element: etree._Element) -> dict[str, list[etree._Element]]:
    found: dict[str, list[etree._Element]] = {}
    for child in element.iterchildren(tag=etree.Element):
        found.setdefault(etree.QName(child).localname, []).append(child)
    return found


def _unreadable(
    element: etree._Element, url: str, code: str, reason: str, identifier: str | None = None
) -> Unreadable:
    return Unreadable("record", code, reason, xml_of(element), url, identifier)


def sort_items(
    items: list[Item],
) -> tuple[tuple[RawRecord, ...], tuple[Tombstone, ...], tuple[Unreadable, ...]]:
    """Records, tombstones and what is unreadable, each in their order."""
    return (
        tuple(item for item in items if isinstance(item, RawRecord)),
        tuple(item for item in items if isinstance(item, Tombstone)),
        tuple(item for item in items if isinstance(item, Unreadable)),
    )
