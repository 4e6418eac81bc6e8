"""dc:source -> the journal: titles by language, ISSNs, the place in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from harvester.normalise.dublin_core import Value
from harvester.normalise.identifiers import unique
from harvester.normalise.issues import Place, split
from harvester.normalise.languages import tag
from harvester.normalise.text import fold
from index.identifiers import is_electronic_issn, is_issn_like, issn, recognise
from index.record import Flag, Identifier, Journal, Text


@dataclass(frozen=True, slots=True)
class Source:
    """The journal, the year of the issue, other works (the issue's DOI), and what was left."""

    journal: Journal | None
    year: str | None
    relations: tuple[Identifier, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class _Code:
    """An ISSN as written; `number` is None where its check digit is wrong."""

    raw: str
    number: str | None
    electronic: bool
    bare: bool


@dataclass(frozen=True, slots=True)
class _Statement:
    raw: str
    title: Text
    whole: bool
    place: Place | None


def read(values: Sequence[Value], *, serial: bool, others: Sequence[Identifier]) -> Source:
    """Read what dc:source says of the journal.

    `serial`: the type says that the work stands in one. `others`: identifiers of the work from
    elsewhere; ISSNs among them count. A name alone is a journal's only where something else speaks
    for a journal (an ISSN, an issue, the type): archives name their collections here.
    """
    codes, related, statements = _sorted(values)
    issns = _issns(codes, others)
    sure = serial or bool(issns) or any(one.place for one in statements)
    claimed = [one for one in statements if sure and _names_journal(one)]
    place = _merge([one.place for one in claimed if one.place])
    flags = (*_issn_flags(codes), *_statement_flags(statements, claimed, place))
    journal = _journal(issns, claimed, place) if claimed or issns else None
    return Source(journal, place.year, unique(related), flags)


def _sorted(
    values: Iterable[Value],
) -> tuple[list[_Code], list[Identifier], list[_Statement]]:
    """The values told apart: ISSNs, other identifiers, words."""
    codes: list[_Code] = []
    related: list[Identifier] = []
    statements: list[_Statement] = []
    for value in values:
        raw = fold(value.text)
        code = _code(raw)
        if code:
            codes.append(code)
        elif identifier := recognise(raw):
            related.append(identifier)
        elif raw:
            title, place = split(raw)
            statements.append(_Statement(raw, Text(title, tag(value.lang)), title == raw, place))
    return codes, related, statements


@lru_cache(maxsize=4096)  # every article of a journal brings the same ones
def _code(raw: str) -> _Code | None:
    if not is_issn_like(raw):
        return None
    return _Code(raw, issn(raw), is_electronic_issn(raw), raw[0].isdigit())


def _names_journal(statement: _Statement) -> bool:
    """A name without an issue that holds figures is a citation in a form that is not read yet."""
    title = statement.title.value
    return bool(title) and (
        statement.place is not None or not any(character.isdigit() for character in title)
    )


_PARTS = tuple(field.name for field in fields(Place))


def _merge(places: Sequence[Place]) -> Place:
    """What the languages say together: the first to say something is right."""
    if not places:
        return Place()
    return Place(*(_first(getattr(place, name) for place in places) for name in _PARTS))


def _first(said: Iterable[str | None]) -> str | None:
    return next(filter(None, said), None)


def _disagrees(place: Place, merged: Place) -> bool:
    return any(getattr(place, name) not in (None, getattr(merged, name)) for name in _PARTS)


def _statement_flags(
    statements: Iterable[_Statement], claimed: Sequence[_Statement], merged: Place
) -> Iterable[Flag]:
    for one in statements:
        if one not in claimed:
            yield Flag("source-not-understood", "source", one.raw)
        elif one.place is None and not one.whole:
            yield Flag("issue-not-understood", "journal", one.raw)
        elif one.place and _disagrees(one.place, merged):
            yield Flag("issue-disagrees", "journal", one.raw)


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
        if other.scheme in ("issn", "eissn"):
            found[other.value] = found.get(other.value, False) or other.scheme == "eissn"
    return found


def _journal(issns: dict[str, bool], claimed: Sequence[_Statement], place: Place) -> Journal:
    return Journal(
        titles=tuple(dict.fromkeys(one.title for one in claimed)),
        issn=_first(number for number, online in issns.items() if not online),
        eissn=_first(number for number, online in issns.items() if online),
        issns=tuple(issns),
        volume=place.volume,
        issue=place.issue,
        issue_title=place.issue_title,
        pages=place.pages,
        first_page=place.first_page,
        last_page=place.last_page,
        article_number=place.article_number,
    )
