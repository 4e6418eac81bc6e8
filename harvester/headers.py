"""What lists say beside records: headers of ListIdentifiers, setSpecs, words of Identify."""

from __future__ import annotations

from lxml import etree

from harvester.record_xml import text_of
from index.record import Named


def headers_of(verb: str | None, listing: etree._Element | None) -> tuple[Named, ...]:
    """The headers of a ListIdentifiers; one without an identifier names nothing."""
    if verb != "ListIdentifiers" or listing is None:
        return ()
    found = []
    for header in _children(listing, "header"):
        name = _said(header, "identifier")
        if name:
            dead = header.get("status", "").strip() == "deleted"
            found.append(Named(name, _said(header, "datestamp") or "", dead))
    return tuple(found)


def sets_of(verb: str | None, listing: etree._Element | None) -> tuple[str, ...]:
    """The setSpecs of a ListSets."""
    if verb != "ListSets" or listing is None:
        return ()
    specs = (_said(element, "setSpec") for element in _children(listing, "set"))
    return tuple(spec for spec in specs if spec)


def identity_of(verb: str | None, listing: etree._Element | None, name: str) -> str | None:
    """A word that Identify says of the server: `granularity`, `earliestDatestamp`, …"""
    return _said(listing, name) if verb == "Identify" and listing is not None else None


def _said(element: etree._Element, name: str) -> str | None:
    return next((text_of(child) for child in _children(element, name)), None)


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    return [
        child
        for child in element.iterchildren(tag=etree.Element)
        if etree.QName(child).localname == name
    ]
