"""Addresses that lead to the work: landing page, full texts, supplements."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harvester.normalise.roles import is_address, is_galley, is_ojs_page, media_type, role
from index.record import Identifier, Link

_HOST = re.compile(r"https?://([^/?#]+)", re.I)


def is_ojs(identifiers: Sequence[Identifier]) -> bool:
    """Whether the landing page is one of Open Journal Systems."""
    return any(is_ojs_page(identifier.raw) for identifier in identifiers)


def landing(identifiers: Sequence[Identifier]) -> tuple[Link, ...]:
    """A link for each identifier that came as a web address."""
    addresses = filter(None, map(address, identifiers))
    return tuple(Link(url, role(url), media_type(url)) for url in dict.fromkeys(addresses))


def address(identifier: Identifier) -> str | None:
    """The web address that an identifier came as, in a form that can be followed."""
    if is_address(identifier.raw):
        return identifier.raw
    return identifier.value if identifier.scheme == "url" else None


def galleys(
    addresses: Sequence[str], formats: Sequence[str], named: Sequence[Identifier] = ()
) -> tuple[Link, ...]:
    """A link for each address of dc:relation that leads to a file of the work itself.

    That is a galley of OJS, or a file that lies on the host of one of the identifiers `named`;
    a PDF elsewhere is another work (finding aids in the collections of Tennessee). OJS writes
    dc:format and the galleys from one list, so they pair where they are as many.
    """
    hosts = {_host(url) for url in map(address, named) if url}
    roles = [(url, role(url)) for url in addresses if is_galley(url) or _on(url, hosts)]
    files = [(url, kind) for url, kind in roles if kind != "landing"]
    texts = [url for url, kind in files if kind == "fulltext"]
    paired = dict(zip(texts, formats, strict=True)) if len(texts) == len(formats) else {}
    return tuple(Link(url, kind, paired.get(url) or media_type(url)) for url, kind in files)


def _on(url: str, hosts: set[str]) -> bool:
    return bool(hosts) and is_address(url) and _host(url) in hosts


def _host(url: str) -> str:
    found = _HOST.match(url)
    return found[1].lower() if found else ""
