"""Text of a date -> tokens, each of a class; one that is in no class makes the text no date.

Classes: Y year, D one or two digits, R a Roman numeral, M month, S season, d decade, Z quarter, `!`
a month that could be two; and those of ../tables/date_words.tsv: C circa, Q and ? perhaps, A after,
B before, O or, - to, + and, F between, K century, X decade, H Hijri, J Jalali, T Buddhist, G ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from harvester.normalise.date_forms import word_tables as tables
from harvester.normalise.date_forms.roman import roman


class Token(NamedTuple):
    kind: str
    value: int = 0


@cache
def _scanner() -> re.Pattern[str]:
    phrases = "|".join(map(re.escape, tables.phrases()))
    return re.compile(
        rf"(?P<clock>[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?(?: ?[ap]\.?m\b\.?)?"
        rf"(?: ?(?:gmt|utc|z|[+-][0-9]{{4}}))?)"
        rf"|(?P<part>\b(?:early|mid|late)-(?=[0-9]))"
        rf"|(?P<decade>[0-9]{{3}}0(?:['’]?s\b|-?(?:[ея]\b|х\b|ті\b|тих\b)|er\b|-luku\b|-ih\b|-as\b))"
        rf"|(?P<quarter>\bq[1-4]\b|\b[1-4]q\b"
        rf"|\b[1-4](?:st|nd|rd|th|\.)? ?(?:quarter|quartal|trimestre|квартал\w?|кв\b))"
        rf"|(?P<phrase>{phrases})(?![^\W\d_])"
        rf"|(?P<year>(?<![0-9])[0-9]{{4}}(?![0-9]))"
        rf"|(?P<number>(?<![0-9])[0-9]{{1,2}}(?![0-9])"
        rf"(?:(?:st|nd|rd|th|er|ème|eme|go|го|й|e|è)\b)?)"
        rf"|(?P<sign>พ\.ศ\.?|ค\.ศ\.?)"
        rf"|(?P<word>[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u0670\u0e31-\u0e4e\u0900-\u094f])*)"
        rf"|(?P<mark>[-–—−/;,?~&])"
        rf"|(?P<blank>[\s.\[\]()<>«»\"'’º°ª*:]+)"
    )


def tokenise(text: str, languages: tuple[str, ...]) -> list[Token] | None:
    """The classes of the text; None where something is in no class."""
    clean, at, found = tables.folded(text), 0, list[Token]()
    for match in _scanner().finditer(clean):
        token = _token(match, found, languages) if match.start() == at else None
        if token is None:
            return None
        if token.kind != "N":
            found.append(token)
        at = match.end()
    return found if at == len(clean) else None


def _token(
    match: re.Match[str], before: Sequence[Token], languages: tuple[str, ...]
) -> Token | None:
    kind, text = match.lastgroup, match.group()
    digits = "".join(filter(str.isdigit, text))
    if kind in ("blank", "clock", "part"):
        return Token("N")
    if kind == "decade":
        return Token("d", int(digits[:3]))
    if kind == "quarter":
        return Token("Z", int(digits))
    if kind in ("year", "number"):
        return Token("Y" if kind == "year" else "D", int(digits))
    if kind == "mark":
        return Token({"~": "C", "&": "-", "/": "-", ";": ";", ",": ",", "?": "?"}.get(text, "-"))
    return _word(text.rstrip("."), before, languages)


def _word(word: str, before: Sequence[Token], languages: tuple[str, ...]) -> Token | None:
    last = before[-1].kind if before else ""
    numbers = tables.months().get(word)
    kind = tables.classes().get(word)
    if kind and not numbers:
        return _classified(word, kind, last)
    if numbers:
        return _month(numbers, languages)
    if word in tables.seasons():
        return Token("S", tables.seasons()[word])
    value = roman(word)
    return None if value is None else Token("Y" if value >= 1000 else "R", value)


def _classified(word: str, kind: str, last: str) -> Token:
    """Words of two meanings: `c.` and `в` behind a number are centuries, else circa and in."""
    if word in ("c", "s", "в", "вв", "w", "ст", "sec") and last not in ("D", "R"):
        return Token({"c": "C", "s": "K", "sec": "K"}.get(word, "N"))
    if word == "c":
        return Token("K")
    return Token(kind)


def _month(numbers: Mapping[int, frozenset[str]], languages: tuple[str, ...]) -> Token:
    """A month; `!` where its name means several, and the languages do not tell which."""
    known = dict(numbers)
    if len(known) > 1:
        known = {n: where for n, where in known.items() if where & set(languages)}
    return Token("M", next(iter(known))) if len(known) == 1 else Token("!")
