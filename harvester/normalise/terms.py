"""A list of terms in one value -> its terms, by the separator that the value really uses."""

from __future__ import annotations

import re
from collections.abc import Sequence

# A semicolon that ends an entity escaped twice (`R&amp;amp;D`) separates nothing.
_SEPARATED = re.compile(r"[;；؛|/•·¤\r\n]")
_SEMICOLONS = re.compile(r"(?:&#?\w{2,8};|[^;；؛])+")
# `|` beside one blank is a click: `Lucy Lloyd |xam notebooks`. `//` behind a colon is an address's.
_BARS = re.compile(r"\s+\|\s+|(?<=\w)\|(?=\w)|(?<=\))\|(?=\w)")
_SLASHES = re.compile(r"\s*(?<!:)//\s*")
_BULLETS = re.compile(r"\s*•\s*|\s+[·¤]\s+")
_LINES = re.compile(r"\r\n?|\n")
_WIDTH = 60  # characters; a longer line is prose that was wrapped
_ENUMERATION = re.compile("、")
_TIGHT = re.compile(r"(?<!\d),(?=\S)|,(?=[^\s\d])")
_LOOSE = re.compile(r"\s*(?:(?<!\d),(?!\d)|,\s|[，،])\s*")
# The last part of one heading: `Aging, Elder Care, and Social Issues`.
_JOINED = re.compile(
    r"\b(?:and|or|und|oder|et|ou|y|e|i|и|или|або|та|و|ve|en|of|och|og|ja|és|a)\b|&|и др", re.I
)
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "”": "”", "‘": "’", "'": "'"}
_WITH_DOT = (
    "al co corp dept dr ed eds etc inc jr lat ltd no prof spp sp sr st subsp univ var vol в "
    "вв г гг др им пр проф см стр т тыс"
)
_ABBREVIATIONS = frozenset(_WITH_DOT.split())


def split(text: str) -> Sequence[str]:
    """The parts of a value; one part where nothing surely separates them."""
    if not _SEPARATED.search(text):
        return (text,)
    parts: Sequence[str] = _SEMICOLONS.findall(text)
    for separator in (_BARS, _SLASHES, _BULLETS):
        parts = [piece for part in parts for piece in separator.split(part)]
    if len(parts) > 1:
        return parts
    lines = _LINES.split(text.strip())
    return lines if len(lines) > 1 and _is_list(lines) else [text]


def split_at_commas(text: str) -> Sequence[str]:
    """The parts of what is the only subject of a record, where its commas are safe to part it."""
    if "、" in text:
        return _ENUMERATION.split(text)
    if ":" in text or not any(comma in text for comma in ",，،"):
        return [text]
    tight = _TIGHT.split(text)
    if ", " not in text and len(tight) > 2 and all(len(part) > 2 for part in tight):
        return tight
    parts = _LOOSE.split(text)
    return parts if _are_terms(parts) else [text]


def trim(term: str) -> str:
    """Without what surrounds a term: bullets, quotes, the dot or comma that ends the list."""
    while not (term[:1].isalnum() and term[-1:].isalnum()):
        bare = term.strip(" \t,;:，；、").lstrip("•*·").strip()
        bare = _without_quotes(_without_dot(bare))
        if bare == term:
            break
        term = bare
    return term


def _is_list(lines: Sequence[str]) -> bool:
    """A term a line. A line that is indented or long, or ends in a comma, is wrapped text."""
    return all(
        line == line.lstrip() and len(line) < _WIDTH and not line.rstrip().endswith((",", "-"))
        for line in lines
        if line.strip()
    )


def _are_terms(parts: Sequence[str]) -> bool:
    """Whether commas part terms: no heading, no name with years, no `A, B and C`."""
    if len(parts) < 3 or any(re.fullmatch(r"[\d\W]*", part) for part in parts):
        return False
    if any(len(part.split()) > 4 or re.search(r"\d{4}", part) for part in parts):
        return False
    if _JOINED.search(parts[-1]):
        return False
    return len(parts) > 3 or not any(part[:1].isupper() for part in parts)


def _without_dot(term: str) -> str:
    """The dot that ends the list goes; that of `U.S.`, `et al. (ed.)` and `Inc.` stays."""
    if not term.endswith(".") or "." in term[:-1]:
        return term
    last = term[:-1].rpartition(" ")[2].casefold()
    return term if last in _ABBREVIATIONS else term[:-1].rstrip()


def _without_quotes(term: str) -> str:
    closing = _QUOTES.get(term[:1])
    inside = term[1:-1]
    if closing and len(term) > 2 and term.endswith(closing) and closing not in inside:
        return inside.strip()
    return term
