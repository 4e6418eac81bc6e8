"""FAIR Signposting: typed links by which a machine finds its way from a record page. Pure.

Level 1 of signposting.org/FAIR: the same links in the header `Link` (RFC 8288) and in the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.record import Document
from index.web.pages.drawing import doi_url, web
from index.web.pages.jsonld import kind_of

_MOST = 20  # of a kind
# Letters of the header: nginx answers 502 where all headers together have more than 4 kB
# (proxy_buffer_size).
_HEADER = 2500
# Where a URL ends in the header; with anything else in it, it is left to the page.
_PLAIN = re.compile(r"[!#-;=?-~]{1,1000}")
_MEDIA = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100}")


@dataclass(frozen=True, slots=True)
class Signpost:
    """A link: where to, in what relation, and the media type where it is known."""

    href: str
    rel: str
    type: str | None = None


def signposts(document: Document, canonical: str) -> list[Signpost]:
    """The links of a record, those that tell most first."""
    return [
        one
        for one in _signposts(document, canonical)
        if web(one.href) and _PLAIN.fullmatch(one.href)
    ]


def link_header(links: list[Signpost]) -> str:
    """The links as the value of the header: as many as fit, all of them stand in the page."""
    told: list[str] = []
    room = _HEADER
    for one in links:
        said = f'<{one.href}>; rel="{one.rel}"' + (f'; type="{one.type}"' if one.type else "")
        room -= len(said) + 2
        if room < 0:
            break
        told.append(said)
    return ", ".join(told)


def _signposts(document: Document, canonical: str) -> Iterator[Signpost]:
    dois = [one.value for one in document.identifiers if one.scheme == "doi"]
    yield Signpost(doi_url(dois[0]) if dois else canonical, "cite-as")
    yield Signpost("https://schema.org/AboutPage", "type")
    yield Signpost(f"https://schema.org/{kind_of(document)}", "type")
    orcids = [agent.orcid for agent in document.creators if agent.orcid]
    yield from (Signpost(f"https://orcid.org/{orcid}", "author") for orcid in orcids[:_MOST])
    if document.licence:
        yield Signpost(document.licence.uri, "license")
    for link in document.links[:_MOST]:
        if link.role != "landing" and web(link.url):
            plain = link.media_type and _MEDIA.fullmatch(link.media_type)
            yield Signpost(link.url, "item", link.media_type if plain else None)
