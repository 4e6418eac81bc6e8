"""Pages and article numbers: `1095-1100`, `S1–S9`, `e123`, `pp. 5-10`, `Article 15`."""

from __future__ import annotations

import re
from typing import NamedTuple

from harvester.normalise.places.labels import FRONT
from harvester.normalise.places.numerals import western

# `A12`, `S1`, `12a`, `064507`, `xii`.
PAGE = (
    r"(?:(?!(?i:pp?\d))[A-Za-zА-Яа-я]{1,3}-?)?\d+[A-Za-zА-Яа-я]?(?![^\W\d_頁页쪽])"
    r"|(?i:[ivxlcdm]+)(?![^\W_])"
)
DASH = r"(?:\s*(?:--|[-‐-―−~])\s*|\s+(?:to|a|à|al|bis|до|по)\s+)"
# `12:1-12:20`: LIPIcs counts pages within articles.
_LOCAL = rf"\d+[:.]\d+{DASH}\d+[:.]\d+"
_RANGE = rf"(?:{_LOCAL}|(?:{PAGE})(?:{DASH}(?:{PAGE}))?)"
_LABEL = r"[^\W\d_]+"
_PAGES = re.compile(
    rf"\[?第?(?:(?P<front>{_LABEL}(?:['’׳]|\.\s?ID)?)\s*[.:]?\s*)??(?P<ranges>{_RANGE}"
    rf"(?:\s*(?:[,;+&]|and|и|y|e)\s*(?:{_RANGE}))*)\]?\+?(?:\s*(?P<back>{_LABEL})\.?)?\.?"
)
_USUAL = re.compile(r"([0-9]{1,5})[-–]([0-9]{1,5})")
_ONE = re.compile(rf"(\d+[:.]\d+|{PAGE})(?:{DASH}(\d+[:.]\d+|{PAGE}))?")
_LABEL_AGAIN = re.compile(r"(?<=[-–])\s*(?:pp?|[cсs])\.\s*(?=\d)", re.I)  # `p. 1-p. 9`
_ARTICLE = re.compile(
    r"(?:articles?\s*(?:id|no\.?|number|nr\.?)?|art\.?\s*(?:id|no\.?|nr\.?|n\.?[º°]?)?|art[íi]culo|artigo"
    r"|articolo|artikel(?:nr\.?)?|статья|eid|id|paper|#)[\s:.]*№?\s*"
    r"(?P<number>[^\W\d_]{0,4}[.\-]?\d[\w.\-]*)",
    re.I,
)
_ELECTRONIC = re.compile(r"[eе][-.]?\d+|\d{6,}|[a-z]{2,3}\d{4,}", re.I)


class Pages(NamedTuple):
    """First and last page, or the number of an article that has no pages of the issue."""

    first: str | None = None
    last: str | None = None
    article: str | None = None


def read(text: str) -> Pages | None:
    """Read pages as an editor wrote them, None where they are something else.

    A single `e123`, and six digits or more, number the article: no journal has so many pages.
    """
    usual = _USUAL.fullmatch(text)
    if usual:
        return Pages(usual[1], usual[2])
    found = _PAGES.fullmatch(_LABEL_AGAIN.sub("", text) if "." in text else text)
    if found and _labelled(found["front"]) and _labelled(found["back"]):
        return span(found["ranges"])
    article = _ARTICLE.fullmatch(text)
    return Pages(article=western(article["number"].rstrip("."))) if article else None


def span(ranges: str) -> Pages:
    """The first page of the first range and the last of the last one."""
    parts = _ONE.findall(ranges)
    first, alone = western(parts[0][0]), len(parts) == 1 and not parts[0][1]
    if alone:
        return Pages(first, None, first if _ELECTRONIC.fullmatch(first) else None)
    return Pages(first, western(parts[-1][1] or parts[-1][0]))


def _labelled(word: str | None) -> bool:
    return word is None or FRONT.get(word.casefold().rstrip("'’׳")) == "pages"
