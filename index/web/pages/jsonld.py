"""A record as JSON-LD in the words of schema.org. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from index.record import Agent, Date, Document, Identifier, Journal, Text
from index.web.pages.drawing import doi_url, web

Node = dict[str, Any]

_TYPES = (
    ("thesis", "Thesis"), ("report", "Report"), ("book part", "Chapter"), ("book review", "Review"),
    ("book", "Book"), ("dataset", "Dataset"), ("software", "SoftwareSourceCode"),
    ("lecture", "CreativeWork"), ("image", "ImageObject"), ("video", "VideoObject"),
    ("sound", "AudioObject"), ("map", "Map"),
)  # fmt: skip
_ARTICLES = ("article", "paper", "preprint", "review", "editorial", "letter", "commentary",
             "corrigendum", "contribution")  # fmt: skip
_PLAIN = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")  # what schema.org takes as a date


def json_ld(document: Document, canonical: str) -> Node:
    """The record as a node of schema.org; its identifier is the address of our page."""
    node = {
        "@context": "https://schema.org",
        "@type": kind_of(document),
        "@id": canonical,
        "url": canonical,
        "name": document.titles[0].value if document.titles else None,
        "alternateName": _texts(document.titles[1:]),
        "author": [_agent(agent) for agent in document.creators],
        "contributor": [_agent(agent) for agent in document.contributors],
        "funder": [{"@type": "Organization", "name": one.value} for one in document.funders],
        "publisher": [{"@type": "Organization", "name": one.value} for one in document.publishers],
        "datePublished": _date(document.date),
        "inLanguage": list(document.languages),
        "abstract": _texts(document.abstracts),
        "keywords": _texts(document.subjects),
        "license": document.licence.uri if document.licence else None,
        "identifier": [_identifier(one) for one in document.identifiers],
        "sameAs": [doi_url(one.value) for one in document.identifiers if one.scheme == "doi"],
        "isAccessibleForFree": _free(document),
        "encoding": _files(document),
        "isPartOf": _issue(document.journal) if document.journal else None,
        **(_pages(document.journal) if document.journal else {}),
    }
    return _known(node)


def kind_of(document: Document) -> str:
    """The type of schema.org."""
    label = ((document.type.label or document.type.raw) if document.type else "").lower()
    found = next((kind for word, kind in _TYPES if word in label), None)
    if found and label != "review article":
        return found
    article = document.journal is not None or any(word in label for word in _ARTICLES)
    return "ScholarlyArticle" if article else "CreativeWork"


def as_script(node: Node) -> Markup:
    """The node for `<script type="application/ld+json">`: nothing in it can end the element."""
    text = json.dumps(node, ensure_ascii=False, indent=1)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704  # no sign of HTML is left


def _known(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in (None, [], {})}


def _texts(texts: Iterable[Text]) -> list[Any]:
    return [
        {"@value": one.value, "@language": one.lang} if one.lang else one.value for one in texts
    ]


def _agent(agent: Agent) -> Node:
    body = {"@type": "Organization", "name": agent.affiliation}
    return _known({
        "@type": "Organization" if agent.kind == "organisation" else "Person",
        "@id": f"https://orcid.org/{agent.orcid}" if agent.orcid else None,
        "name": agent.name,
        "familyName": agent.family,
        "givenName": agent.given,
        "alternateName": [one.value for one in agent.variants if one.value != agent.name],
        "affiliation": body if agent.affiliation else None,
    })  # fmt: skip


def _date(date: Date | None) -> str | None:
    if date is None:
        return None
    plain = date.edtf if date.edtf and _PLAIN.fullmatch(date.edtf) else None
    return plain or (f"{date.year:04}" if date.year else None)


def _identifier(one: Identifier) -> Node:
    return {"@type": "PropertyValue", "propertyID": one.scheme, "value": one.value}


def _free(document: Document) -> bool | None:
    label = document.access.label if document.access else None
    return True if label == "open access" else None


def _files(document: Document) -> list[Node]:
    return [
        _known({"@type": "MediaObject", "contentUrl": link.url, "encodingFormat": link.media_type})
        for link in document.links
        if link.role == "fulltext" and web(link.url)
    ]


def _issue(journal: Journal) -> Node:
    """The journal, within a volume and an issue where these are known."""
    node = _known({
        "@type": "Periodical",
        "name": _texts(journal.titles),
        "issn": list(dict.fromkeys(filter(None, (journal.issn, journal.eissn, *journal.issns)))),
    })  # fmt: skip
    if journal.volume:
        node = {"@type": "PublicationVolume", "volumeNumber": journal.volume, "isPartOf": node}
    if journal.issue:
        node = _known({
            "@type": "PublicationIssue",
            "issueNumber": journal.issue,
            "name": journal.issue_title,
            "isPartOf": node,
        })  # fmt: skip
    return node


def _pages(journal: Journal) -> Node:
    return {
        "pagination": journal.pages,
        "pageStart": journal.first_page,
        "pageEnd": journal.last_page,
    }
