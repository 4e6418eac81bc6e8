"""Identifiers in a query, before anything in it is taken for syntax. Pure; never raises.

`identified` claims what is certain. What is only likely (`may_be`), or stands among the words of a
title (`is_doubtful`), is looked for as both.
"""

from __future__ import annotations

import re

from index import identifiers
from index.fields import keyword
from index.persistent import arxiv
from index.query_limits import MAX_IDENTIFIER
from index.tree import Exact, Node
from index.words import words

# `https://…` in brackets or quotes, as mails and reference lists have it.
_WRAPS = {"(": ")", "[": "]", "{": "}", "<": ">", "（": "）", '"': '"', "“": "”", "„": "“",
          "«": "»", "'": "'", "‘": "’", "「": "」"}  # fmt: skip
_BEHIND = ".,;:"  # ends the sentence around an identifier, which never ends so
# Labels that say nothing that the identifier itself does not say.
_SAYS_NOTHING = re.compile(
    r"(?:(?:ur[li]|link|available (?:at|from)|ссылка)\s*[:：]?\s*(?=(?:https?|ftp)://)"
    r"|oai(?:[\s-]?id(?:entifier)?)?\s*[:：]?\s*(?=oai:[^/]))",
    re.I,
)
# A label, perhaps its own blank and colon, and what it is the label of.
_LABELLED = re.compile(
    r"(?:doi|(?:[ep]-?)?issn(?:-l)?|orcid(?:\s+id)?|edn|arxiv|pmc?id|isbn(?:-1[03])?|hdl|ur[li]|oai)"
    r"\s*[:：.]?\s*(\S+)",
    re.I,
)
_EDN = re.compile(r"[A-Z]{6}")
_ARXIV = re.compile(r"[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?")
_ADDRESS = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,24}/[^\s]*", re.I | re.ASCII)
_WEB = re.compile(r"https?://", re.I)


def identified(text: str) -> Exact | None:
    """An identifier, where the whole text is one beyond doubt and more than a bare word."""
    # A dash in front denies: "-issn:…" is no label of an ISSN.
    if text[:1] in ("", "-") or len(text) > MAX_IDENTIFIER:
        return None
    bare = _undressed(text)
    if words(bare) == [(bare.lower(),)]:
        return None
    person = identifiers.orcid(bare)
    if person:
        return Exact("orcid", person)
    known = identifiers.recognise(bare)
    if not known:
        return None
    field = {"doi": "doi", "issn": "issn", "eissn": "issn"}.get(known.scheme, "id")
    return Exact(field, keyword(field, known.value))


def labelled(text: str, at: int) -> tuple[Exact, int] | None:
    """An identifier with its label in front, and where it ends: `DOI: 10.…`, `EDN ABCDEF`."""
    found = _LABELLED.match(text, at)
    if not found or found.end() - at > MAX_IDENTIFIER:
        return None
    node = identified(found.group())
    return (node, found.end()) if node else None


def may_be(text: str, *, alone: bool) -> Exact | None:
    """What a piece without blanks may be beside its words; `alone`: it is the whole query."""
    if alone and _EDN.fullmatch(text):
        return Exact("id", text)
    if alone and _ARXIV.fullmatch(text):
        return Exact("id", arxiv(f"arxiv:{text}") or text)
    if len(text) <= MAX_IDENTIFIER and _ADDRESS.fullmatch(text):
        return Exact("id", keyword("id", f"https://{text.rstrip(_BEHIND)}"))
    return None


def number(token: str) -> Exact | None:
    """A bare number that can be an identifier: an ISBN of 13 digits, an ORCID iD of 16."""
    person = identifiers.orcid(token) if token[0].isdigit() else None
    if person:
        return Exact("orcid", person)
    known = identifiers.recognise(token)
    if not known:
        return None
    field = "issn" if known.scheme == "issn" else "id"
    return Exact(field, keyword(field, known.value))


def is_doubtful(node: Exact) -> bool:
    """Whether an identifier without a label can be a part of a title: a number, an address."""
    return isinstance(node, Exact) and (node.field == "issn" or _is_web(node.value))


def names_one(node: Node) -> bool:
    """Whether a node names one record: two such nodes are a list, and never both of one record."""
    return isinstance(node, Exact) and node.field in ("doi", "id")


def _undressed(text: str) -> str:
    bare = _unwrapped(text)
    label = _SAYS_NOTHING.match(bare)
    return (bare[label.end() :] if label else bare).rstrip(_BEHIND)


def _unwrapped(text: str) -> str:
    bare = text.strip()
    ended = bare.rstrip(_BEHIND)
    while len(ended) > 2 and _WRAPS.get(ended[0]) == ended[-1]:
        bare = ended[1:-1].strip()
        ended = bare.rstrip(_BEHIND)
    return bare


def _is_web(text: str) -> bool:
    return _WEB.match(text) is not None
