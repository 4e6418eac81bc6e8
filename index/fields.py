"""What a document offers to be searched by: texts with their languages, keywords, a date. Pure.

Every engine fills its fields from `searchable` and brings the values of a question to the same form
with `keyword`, so that one that holds a value is found by any dress of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import chain, repeat
from typing import NamedTuple

from index import identifiers
from index.analysis import Analysis
from index.asides import asides
from index.collation import sort_key
from index.entries import MISSING as MISSING
from index.entries import entries
from index.record import Agent, Coded, Document, Text
from index.scripts import fits, script_of
from index.sounds import Hearing
from index.tree import OTHER

VERSION = "5"  # of what this module answers: another one makes another index
# How much a match in a field counts; an exact form counts fully, a stem by STEM_WEIGHT.
WEIGHTS = {"title": 4.0, "creator": 3.0, "subject": 3.0, "journal": 2.0, "publisher": 1.0,
           "abstract": 1.0, OTHER: 0.2}  # fmt: skip
STEM_WEIGHT = 0.7
# Fields whose words are also heard, and among which words: names are spelled in many ways in one
# alphabet too. A match by sound alone counts so much.
SOUNDED: Mapping[str, Hearing] = {"creator": "any", "title": "across", "journal": "across"}
SOUND_WEIGHT = 0.2
# Positions between two values of a field: no phrase reaches from one value into the next.
GAP = 100
# Where the words stand that say what a document is about.
TELLING_FIELDS = ("title", "subject")
_MEMO = 1 << 14  # values; languages, types, years and journals come again and again
_MAX_KEYWORD = 1000  # letters; the longest addresses are beyond, and are compared up to here

Value = tuple[str, str | None]  # a text, and its language where somebody said


@dataclass(frozen=True, slots=True)
class Searchable:
    """A document as engines see it.

    `date` is YYYYMMDD with 00 for what is unknown, or None; `title` is what titles are sorted by,
    empty where there is none.
    """

    texts: Mapping[str, tuple[Value, ...]]
    keywords: Mapping[str, tuple[str, ...]]
    date: int | None
    title: str = ""


def searchable(document: Document) -> Searchable:
    """Take a document apart by the fields of `index.tree`: `WORD_FIELDS` and `HELD_FIELDS`."""
    title = next((key for text in document.titles if (key := sort_key(text.value))), "")
    day = _dated(document.date.edtf or "", document.date.year) if document.date else _UNDATED
    keywords = _keywords(document, day) | entries(document)
    return Searchable(_texts(document), keywords, day.sort, title)


@lru_cache(maxsize=_MEMO)
def keyword(field: str, value: str) -> str:
    """A value of a keyword field in the form in which it is held and asked for."""
    return _normal(field, value)


def _normal(field: str, value: str) -> str:
    sound = value if value.isascii() else value.encode("utf-8", "replace").decode()
    return _NORMAL.get(field, str)(sound.strip()[:_MAX_KEYWORD].strip())


def positions(
    values: Iterable[Value], analysis: Analysis, sounded: bool = False
) -> Iterator[tuple[str, int]]:
    """The terms of a text field with their positions; all terms of a token share one.

    `sounded`: whether the field is one of `SOUNDED`.
    """
    at = 0
    for text, language in values:
        for token in analysis.tokens(text):
            terms = analysis.terms(token, language, sounded)
            yield from ((term, at) for term in terms)
            at += 1 if terms else 0  # a token that folds to nothing takes no place
        at += GAP


def weighed(word: str, field: str, analysis: Analysis) -> list[tuple[str, float]]:
    """The terms that a word of a query looks for in a field, each with what it counts."""
    terms = analysis.query_terms(word)
    sounds = analysis.query_sounds(word, SOUNDED[field]) if terms and field in SOUNDED else ()
    weights = chain([1.0], repeat(STEM_WEIGHT, len(terms) - 1), repeat(SOUND_WEIGHT, len(sounds)))
    return list(zip((*terms, *sounds), weights, strict=False))


def reach(words: int, slop: int) -> int:
    """How many other words may stand among so many near ones, so that these are of one value."""
    return max(0, min(slop, GAP - words))


def days(first: str | None, last: str | None) -> tuple[int, int]:
    """The ends of a range of dates (`index.tree.Dates`) as `Searchable.date` has them.

    An end that is no date leaves nothing between the two.
    """
    ends = [_EDTF.fullmatch(end) if end is not None else None for end in (first, last)]
    if any(end is not None and not found for end, found in zip((first, last), ends, strict=True)):
        return 1, 0
    low, high = ends
    return max(1, _day(low, "00") if low else 0), _day(high, "99") if high else 99_999_999


def seconds(first_seen: datetime | None) -> int:
    """When a record came first, as engines hold it: seconds since 1970, 0 where it is not known."""
    return max(1, int(first_seen.timestamp())) if first_seen else 0


def _day(found: re.Match[str], unknown: str) -> int:
    return int("".join(part or unknown for part in found.groups()))


def telling_words(parts: Searchable, analysis: Analysis) -> tuple[str, ...]:
    """The words that say what a document is about: those of its titles and subjects."""
    values = (value for field in TELLING_FIELDS for value in parts.texts[field])
    tokens = ((token, language) for text, language in values for token in analysis.tokens(text))
    exact = (term for token, language in tokens for term in analysis.terms(token, language)[:1])
    return tuple(dict.fromkeys(exact))


def language_of(text: Text, document: Document) -> str | None:
    """The language to read a text by: its own, else the document's first, else the guessed one.

    One that the script of the text rules out is passed over (OJS marks Cyrillic titles `en-US`);
    where none is left, the script alone decides (`index.analysis`).
    """
    return _read_by(text, _languages(document))


def _read_by(text: Text, languages: Iterable[str]) -> str | None:
    script = script_of(text.value)
    if text.lang and fits(text.lang, script):
        return text.lang
    return next((language for language in languages if fits(language, script)), None)


def _languages(document: Document) -> tuple[str, ...]:
    """The languages of a document, guessed ones last."""
    guessed = [flag.raw for flag in document.flags if flag.code == "language-guessed"]
    return (*document.languages, *guessed)


def _texts(document: Document) -> dict[str, tuple[Value, ...]]:
    languages = _languages(document)

    def values(texts: Iterable[Text]) -> tuple[Value, ...]:
        return tuple([(text.value, _read_by(text, languages)) for text in texts])

    return {
        "title": values(document.titles),
        "creator": tuple([name for agent in document.creators for name in _names(agent)]),
        "subject": values(document.subjects) + _labels(document.classifications),
        "abstract": values(document.abstracts),
        "journal": values(document.journal.titles) if document.journal else (),
        "publisher": values(document.publishers),
        OTHER: values(asides(document)),
    }


def _names(agent: Agent) -> Iterator[Value]:
    # The language of a document says nothing of its authors' names: the script has to.
    yield agent.name, None
    for variant in agent.variants:
        if variant.value != agent.name:
            yield variant.value, variant.lang


def _labels(codes: Iterable[Coded]) -> tuple[Value, ...]:
    return tuple((code.label or code.raw, None) for code in codes)


def _keywords(document: Document, day: _Dated) -> dict[str, tuple[str, ...]]:
    found = {
        "source": [document.source],
        "set": [part for name in document.sets for part in _with_ancestors(name)],
        "language": [tag for code in document.languages for tag in (code, code.split("-")[0])],
        "type": _coded(document.type),
        "licence": _licence(document),
        "access": _coded(document.access),
        "doi": [i.value for i in document.identifiers if i.scheme == "doi"],
        "issn": _issns(document),
        "orcid": [agent.orcid for agent in document.creators if agent.orcid],
        "id": [document.identifier, *(i.value for i in document.identifiers),
               *(link.url for link in document.links)],
    }  # fmt: skip
    held = {field: _each_once(field, values) if values else () for field, values in found.items()}
    return {**held, "year": day.years, "date": day.parts}


def _each_once(field: str, values: list[str]) -> tuple[str, ...]:
    form = _normal if field in _NEVER_AGAIN else keyword
    return tuple(dict.fromkeys(filter(_held, map(form, repeat(field), dict.fromkeys(values)))))


# Nearly every document has its own: in a memo they would take the place of what comes again.
_NEVER_AGAIN = frozenset({"doi", "id"})


def _held(value: str) -> bool:
    return value not in ("", MISSING)


def _with_ancestors(name: str) -> Iterator[str]:
    """A set holds its descendants too: `a:b` is found by `a`."""
    parts = name.split(":")
    return (":".join(parts[:depth]) for depth in range(1, len(parts) + 1))


def _coded(code: Coded | None) -> list[str]:
    return [value for value in (code.label, code.raw, code.uri) if value] if code else []


def _licence(document: Document) -> list[str]:
    licence = document.licence
    return [v for v in (licence.uri, licence.spdx, licence.label) if v] if licence else []


def _issns(document: Document) -> list[str]:
    journal = document.journal
    own = [journal.issn, journal.eissn, *journal.issns] if journal else []
    schemes = ("issn", "eissn")
    return [v for v in own if v] + [i.value for i in document.identifiers if i.scheme in schemes]


# EDTF level 1 as far as days: year, month or season, day.
_EDTF = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


class _Dated(NamedTuple):
    """A date: what it is found by (a day by its month and its year too), its year, its number."""

    parts: tuple[str, ...]
    years: tuple[str, ...]
    sort: int | None


_UNDATED = _Dated((), (), None)


@lru_cache(maxsize=_MEMO)
def _dated(edtf: str, year: int | None) -> _Dated:
    years = (f"{year:04}",) if year else ()
    found = _EDTF.match(edtf)
    if not found:
        return _Dated(years, years, year * 10_000 if year else None)
    parts = [part for part in found.groups() if part]
    several = tuple("-".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    number, month, day = (int(part or 0) for part in found.groups())
    # 21 to 41 in the place of a month are seasons (ISO 8601-2).
    return _Dated(several, years, number * 10_000 + (month * 100 + day if month <= 12 else 0))


def _tag(value: str) -> str:
    return value.replace("_", "-").lower()


def _identifier(value: str) -> str:
    if value.startswith("oai:"):
        return value  # one for each record, and none of them says anything else
    known = identifiers.recognise(value)
    if known and known.scheme == "url":
        return _address(known.value)
    return known.value if known else value


def _address(url: str) -> str:
    """A web address by either scheme, with or without a slash at its end: servers differ."""
    secure = f"https:{url[5:]}" if url[:5].lower() == "http:" else url
    return secure if "?" in url or "#" in url else secure.rstrip("/")


_NORMAL: dict[str, Callable[[str], str]] = {
    "language": _tag,
    "type": str.casefold,
    "licence": str.casefold,
    "access": str.casefold,
    "doi": lambda value: identifiers.doi(value) or value.casefold(),
    "issn": lambda value: identifiers.issn(value) or value.upper(),
    "orcid": lambda value: identifiers.orcid(value) or value.upper(),
    "id": _identifier,
}
