"""DOIs in every dress, brought to one normal form. Pure; never raises."""

from __future__ import annotations

import re
from urllib.parse import unquote

LONGEST = 4096  # characters; nothing longer is an identifier, and trimming stays cheap

# Publishers run resolvers of their own (doi.pangaea.de); a DOI is a handle of prefix 10.NNNN, too.
# The colon or a slash behind `http` is lost in real records.
_RESOLVER = (
    r"(?:https?:?/{1,3})*(?:(?:dx[.-]|www\.)?doi(?:[.-][a-z0-9-]+)*[.-][a-z][a-z0-9-]*[/:]+"
    r"|hdl\.handle\.net/(?=10\.[0-9]{4}))"
)
_LABEL = r"info:doi/|urn:doi:|(?:info:hdl/|hdl:)(?=10\.[0-9]{4})|\(?doi\)?\s*[.:=：]?\s*"
_DRESS = re.compile(rf"(?:{_RESOLVER}|{_LABEL})+", re.I)
_IS_RESOLVER = re.compile(_RESOLVER, re.I)
_LABEL_BEHIND = re.compile(r"\s*[\[(]\s*doi\s*[\])]$", re.I)  # PubMed: `10.1000/182 [doi]`
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\ufffd]+")
# As most come, and as all are held: nothing to take off, to decode or to trim.
_NORMAL = re.compile(r"10\.[0-9]{4,9}/[a-z0-9._()/-]*[a-z0-9]")
_ENCODED = re.compile(r"10\.[0-9.]+%2f", re.I)
# What a DOI holds as it is, so that its encoding can only be a transport's; not the slash.
_ENCODED_MARK = re.compile(r"%(?:28|29|3a|3b|3c|3e|5b|5d)", re.I)
_SECOND = re.compile(r"[;,|]\s*(?:https?://|doi\b|10\.[0-9]{4,9}/)", re.I)
_INSIDE = re.compile(r"(?<![0-9./])10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s]+")
_IN_ADDRESS = re.compile(
    r"(?:/doi/(?:[a-z]+/)?|doi\.org/|[?&](?:doi|id)=)(10\.[0-9]{4,9}/[^\s?#&]+)", re.I
)
_VIEW = re.compile(r"(?:/(?:abstract|epdf|full|fulltext|pdf|summary)|\.pdf)$", re.I)

_OPENING = {")": "(", "]": "[", "}": "{", ">": "<"}
_BEFORE = "(<[{\"'“„‘«"
_BEHIND = ".,;:'\"”“’»"
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_PLAIN = _INVISIBLE | dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-") | {ord("\u00a0"): " "}


def doi(text: str) -> str | None:
    """Give the DOI of `text` in lower case without resolver or label, or None.

    Percent-encoding is undone, any dash is the keyboard's, invisible characters and sentence marks
    at the end go, and closing brackets only where nothing opens them:
    `10.1016/0020-7519(75)90103-4` is a DOI, and so are the old `10.1002/(SICI)…<1::AID-…>…`.
    """
    if len(text) > LONGEST:
        return None
    return text if _NORMAL.fullmatch(text) else _undressed(text)


def _undressed(text: str) -> str | None:
    bare = _LABEL_BEHIND.sub("", _plain(text).strip().lstrip(_BEFORE))
    dress = _DRESS.match(bare)
    if dress:
        bare = bare[dress.end() :].lstrip()
        if _IS_RESOLVER.search(dress.group()):
            bare = unquote(bare if "(sici)" in bare.lower() else re.split(r"[?#]", bare)[0])
    bare = _trim(_decoded(bare))
    return bare.lower() if _DOI.fullmatch(bare) and not _SECOND.search(bare) else None


def doi_inside(text: str) -> str | None:
    """Give the one DOI that a citation or the address of a publisher's page holds, or None."""
    if len(text) > LONGEST or "10." not in text:
        return None
    if "://" in text and not any(map(str.isspace, text)):
        found = _IN_ADDRESS.search(unquote(text))
        return doi(_VIEW.sub("", found[1])) if found else None
    several = {doi(piece) for piece in _INSIDE.findall(text)} - {None}
    return several.pop() if len(several) == 1 else None


def _plain(text: str) -> str:
    plain = text if text.isascii() else text.translate(_PLAIN)
    if "&" in plain:  # `&lt;1::AID` of a SICI that was escaped twice
        plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return plain


def _decoded(text: str) -> str:
    if "%" not in text:
        return text
    if _ENCODED.match(text):
        return unquote(text)
    return _ENCODED_MARK.sub(lambda found: unquote(found.group()), text)


def _trim(text: str) -> str:
    while text:
        last = text[-1]
        opening = _OPENING.get(last)
        unbalanced = opening is not None and text.count(opening) < text.count(last)
        if not unbalanced and last not in _BEHIND:
            break
        text = text[:-1]
    return text
