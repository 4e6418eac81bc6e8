"""dc:source, bibliographicCitation -> the journal: titles by language, ISSNs, the place in it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache

from harvester.normalise.dublin_core import Value
from harvester.normalise.identifiers import unique
from harvester.normalise.languages import tag
from harvester.normalise.places import cyberleninka, journals
from harvester.normalise.places.issues import Place
from harvester.normalise.places.journals import Said
from harvester.normalise.places.statements import Statement, fragment, split
from harvester.normalise.text import fold
from index.identifiers import is_electronic_issn, is_issn_like, issn, recognise
from index.issn_labels import ISSN_LABEL, ISSN_NOTE
from index.record import Flag, Identifier, Journal

_YEARS = re.compile(r"((?:1[5-9]|20)\d\d)\s?[‐-―−-]\s?((?:1[5-9]|20)\d\d)")
_ISSNS = re.compile(
    rf"(?:{ISSN_LABEL})?(?<!\d)\d{{4}}\s?[‐-―−-]\s?\d{{3}}[\dxх](?!\w)(?:{ISSN_NOTE})?",
    re.I,
)
# How every identifier begins; asking `recognise` costs ten regular expressions.
_IDENTIFIER = re.compile(
    r"[(<\[\"']*(?:https?:|ftp:|10\.\d|doi|dx\.|www\.|info:|urn:|hdl:|e?p?-?issn|isbn|arxiv|pmid|edn"
    r"|oai:|\d[\d\s‐-―−-]{7})",
    re.I,
)
_NUMBERS = ("issn", "eissn")
_FIGURES_BEHIND = re.compile(r"\(\d+\)$")
_BETWEEN = re.compile(r"(?:[\s,.;；、，/|&+]|and|und|et)*")
_DISPLAYED: dict[int, str | None] = {
    **dict.fromkeys((0x2010, 0x2011, 0x2212, 0xFF0D), "-"),
    **dict.fromkeys((0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, 0xFEFF)),
    **dict.fromkeys(range(0x2066, 0x206A)),
}
# A name that ends in figures is a citation in a form that is not read yet, or a report's number.
_CITED = re.compile(r"\d[\s\d.,:()/–-]*$")


@dataclass(frozen=True, slots=True)
class Source:
    """The journal, the year of its issue, and what else was found and what was left.

    `date` is the year or, where it is given, the day. `relations` are other works (the issue's
    DOI), `identifiers` those of the work itself, from a citation of it.
    """

    journal: Journal | None
    year: str | None
    relations: tuple[Identifier, ...]
    flags: tuple[Flag, ...]
    date: str | None = None
    identifiers: tuple[Identifier, ...] = ()


_NOTHING = Source(None, None, (), ())


@dataclass(frozen=True, slots=True)
class _Code:
    """An ISSN as written; `number` is None where its check digit is wrong."""

    raw: str
    number: str | None
    electronic: bool
    bare: bool


@dataclass(slots=True)
class _Found:
    """The values told apart."""

    codes: list[_Code] = field(default_factory=list)
    related: list[Identifier] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)


def read(values: Sequence[Value], *, serial: bool, others: Sequence[Identifier]) -> Source:
    """Read what dc:source says of the journal.

    `serial`: the type says that the work stands in one. `others`: identifiers of the work from
    elsewhere; ISSNs among them count. A name alone is a journal's only where something else speaks
    for a journal (an ISSN, an issue, the type): archives name their collections here.
    """
    if not values and not any(other.scheme in _NUMBERS for other in others):
        return _NOTHING
    found = _sorted(values)
    issns = _issns(found.codes, others)
    said = journals.without_publisher(journals.in_order(found.said))
    sure = serial or bool(issns) or any(one.statement.sure for one in said)
    named = {one.statement.title for one in said if one.statement.place}
    claimed = [one for one in said if sure and _speaks_of_a_journal(one, named)]
    place = journals.merge([one.statement.place for one in claimed if one.statement.place])
    left = (Flag("source-not-understood", "source", one.raw) for one in said if one not in claimed)
    flags = (*_issn_flags(found.codes), *left, *journals.flags(claimed, place))
    journal = _journal(issns, claimed, place) if claimed or issns else None
    own = (recognise(text) for one in claimed for text in one.statement.identifiers)
    return Source(
        journal, place.year, unique(found.related), tuple(dict.fromkeys(flags)), place.date,
        unique(identifier for identifier in own if identifier),
    )  # fmt: skip


def _sorted(values: Iterable[Value]) -> _Found:
    """The values told apart: ISSNs, other identifiers, words."""
    found = _Found()
    cited = False
    for value in values:
        raw = fold(value.text)
        if not raw:
            continue
        place = cyberleninka.read(value)
        plain = _plain(raw)
        if place:
            cited = cited or value.term == "bibliographicCitation"
            found.said.append(Said(raw, tag(value.lang), Statement("", place, True)))
        elif plain and not _code_of(plain, value.term, found):
            said = _said(raw, plain, value, cited and value.term is not None)
            found.said.append(said)
            found.codes.extend(map(_code, said.statement.issns))
    return found


def _code_of(raw: str, term: str | None, found: _Found) -> bool:
    """Take ISSNs and other identifiers; whether the value was one."""
    codes = _codes(raw if term != "eissn" else f"eISSN {raw}")
    if codes:
        found.codes.extend(codes)
        return True
    identifier = recognise(raw) if _IDENTIFIER.match(raw) else None
    if identifier:
        found.related.append(identifier)
    return identifier is not None


def _plain(raw: str) -> str:
    """Without what only a display needs: entities, marks of direction, hyphens that hold a line."""
    text = html.unescape(raw) if "&" in raw else raw
    return text if text.isascii() else " ".join(text.translate(_DISPLAYED).split())


def _said(raw: str, plain: str, value: Value, behind: bool) -> Said:
    """`behind` the place Cyberleninka names country and town."""
    statement = cyberleninka.town(plain) if behind else fragment(plain) or split(plain)
    return Said(raw, tag(value.lang), statement)


@lru_cache(maxsize=4096)  # every article of a journal brings the same ones
def _codes(raw: str) -> tuple[_Code, ...]:
    """The ISSNs of a value that holds nothing else."""
    if is_issn_like(raw) and not _FIGURES_BEHIND.search(raw):
        years = _YEARS.fullmatch(raw)
        return () if years and years[1] <= years[2] else (_code(raw),)
    found = _ISSNS.findall(raw) if _ISSNS.match(raw) else []
    alone = len(found) > 1 and _BETWEEN.fullmatch(_ISSNS.sub("", raw))
    return tuple(map(_code, found)) if alone else ()


def _code(raw: str) -> _Code:
    return _Code(raw, issn(raw), is_electronic_issn(raw), raw[0].isdigit())


def _speaks_of_a_journal(one: Said, named: Set[str]) -> bool:
    """`named`: titles beside a place; HAL writes the name once more alone."""
    title = one.statement.title
    if one.statement.place is not None or title in named:
        return True
    return bool(title) and not _CITED.search(title)


def _issn_flags(codes: Iterable[_Code]) -> Iterable[Flag]:
    return (Flag("issn-check-digit", "journal", code.raw) for code in codes if not code.number)


def _issns(codes: Sequence[_Code], others: Iterable[Identifier]) -> dict[str, bool]:
    """ISSN -> whether it is the online edition's: as labelled, else the first of two bare ones.

    OJS writes both without a label, the online one first.
    """
    found: dict[str, bool] = {}
    for code in codes:
        if code.number:
            found[code.number] = found.get(code.number, False) or code.electronic
    if len(found) == 2 and all(code.bare and not code.electronic for code in codes):
        found[next(iter(found))] = True
    for other in others:
        if other.scheme in _NUMBERS:
            found[other.value] = found.get(other.value, False) or other.scheme == "eissn"
    return found


def _journal(issns: dict[str, bool], claimed: Sequence[Said], place: Place) -> Journal:
    numbers = issns.items()
    return Journal(
        titles=journals.titles(claimed),
        issn=next((number for number, online in numbers if not online), None),
        eissn=next((number for number, online in numbers if online), None),
        issns=tuple(issns),
        volume=place.volume,
        issue=place.issue,
        issue_title=place.issue_title,
        pages=place.pages,
        first_page=place.first_page,
        last_page=place.last_page,
        article_number=place.article_number,
    )
