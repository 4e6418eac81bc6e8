"""Addresses that lead to the work: landing page, full texts, supplements."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.record import Identifier, Link, LinkRole

_ADDRESS = re.compile(r"https?://\S+", re.I)
_PDF = re.compile(r"\.pdf(?:[?#]|$)", re.I)
# OJS: /article/view/ID/GALLEY (the galley inside a page), /article/download/ID/GALLEY (the file).
_SUPPLEMENT = re.compile(r"/article/downloadSuppFile/", re.I)
_GALLEY = re.compile(r"/article/(?:view|viewFile|download)/[^/?#]+/[^/?#]+", re.I)
_OJS = re.compile(r"/article/view/[^/?#]+", re.I)


def is_ojs(identifiers: Sequence[Identifier]) -> bool:
    """Whether the landing page is one of Open Journal Systems."""
    return any(_OJS.search(identifier.raw) for identifier in identifiers)


def landing(identifiers: Sequence[Identifier]) -> tuple[Link, ...]:
    """A link for each identifier that came as a web address."""
    links = []
    for identifier in identifiers:
        if _ADDRESS.fullmatch(identifier.raw):
            role = _role(identifier.raw) or "landing"
            links.append(Link(identifier.raw, role, _media_type(identifier.raw)))
    return tuple(links)


def galleys(addresses: Sequence[str], formats: Sequence[str]) -> tuple[Link, ...]:
    """A link for each address of dc:relation that leads to a file of the work itself.

    OJS writes dc:format and the galleys from one list, so they pair where they are as many.
    """
    roles = [(address, role) for address in addresses if (role := _role(address))]
    texts = [address for address, role in roles if role == "fulltext"]
    paired = dict(zip(texts, formats, strict=True)) if len(texts) == len(formats) else {}
    return tuple(Link(url, role, paired.get(url) or _media_type(url)) for url, role in roles)


def _role(address: str) -> LinkRole | None:
    if not _ADDRESS.fullmatch(address):
        return None
    if _SUPPLEMENT.search(address):
        return "supplement"
    return "fulltext" if _GALLEY.search(address) or _PDF.search(address) else None


def _media_type(address: str) -> str | None:
    return "application/pdf" if _PDF.search(address) else None
