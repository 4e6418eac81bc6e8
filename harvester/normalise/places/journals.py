"""Several statements of one journal -> one: titles by language, parts compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from harvester.normalise.places.issues import NOWHERE, Place, disagree
from harvester.normalise.places.statements import Statement
from index.record import Flag, Text

_PARTS = ("volume", "issue", "issue_title", "year", "date")


@dataclass(frozen=True, slots=True)
class Said:
    """A value as it came, its language, what it says, and whether a name of a journal is in it."""

    raw: str
    lang: str | None
    statement: Statement

    @property
    def text(self) -> Text:
        return Text(self.statement.title, self.lang)


def in_order(said: Iterable[Said]) -> list[Said]:
    """By language, so that the order of the record does not matter: RCSI varies it.

    The same order for each article of a journal keeps its first title the same.
    """
    return sorted(said, key=lambda one: (one.lang is None, one.lang or ""))


def titles(said: Iterable[Said]) -> tuple[Text, ...]:
    """Each title once in each language."""
    return tuple(dict.fromkeys(one.text for one in said if one.statement.title))


def merge(places: Sequence[Place]) -> Place:
    """What the languages say together: the first to say something is right."""
    if not places:
        return NOWHERE
    first = places[0]
    if all(place == first for place in places):
        return first
    paged = next((place for place in places if place.pages), NOWHERE)
    found = {name: _first(getattr(place, name) for place in places) for name in _PARTS}
    return replace(paged, extras=(), unclear=False, **found)


def _first(said: Iterable[str | None]) -> str | None:
    return next(filter(None, said), None)


def flags(said: Iterable[Said], merged: Place) -> Iterator[Flag]:
    """What is wrong with the statements that were taken."""
    told: dict[str | None, str] = {}
    for one in said:
        place = one.statement.place
        if not one.statement.understood or (place and place.unclear):
            yield Flag("issue-not-understood", "journal", one.raw)
        if place is None:
            continue
        if disagree(place, merged):
            yield Flag("issue-disagrees", "journal", one.raw)
        if place.extras:
            yield Flag("no-field", "journal", one.raw)
        yield from _title_flags(one, place.issue_title, merged, told)


def _title_flags(
    one: Said, title: str | None, merged: Place, told: dict[str | None, str]
) -> Iterator[Flag]:
    """An issue title in another language is a translation, in the same one a quarrel."""
    if title is None:
        return
    quarrel = told.setdefault(one.lang, title) != title
    if quarrel or title != merged.issue_title:
        code = "issue-disagrees" if quarrel else "issue-title-translated"
        yield Flag(code, "journal", one.raw)


def without_publisher(said: Sequence[Said]) -> list[Said]:
    """HAL writes `Journal, Publisher, 2012, …` beside the journal's name in a value of its own."""
    names = {one.statement.title for one in said if one.statement.place is None}
    if len(names) in (0, len(said)):
        return list(said)
    return [_shortened(one, names) for one in said]


def _shortened(one: Said, names: Iterable[str]) -> Said:
    statement = one.statement
    if statement.place is None:
        return one
    for name in names:
        rest = statement.title.removeprefix(name).lstrip()
        if name and rest.startswith(",") and statement.title.startswith(name):
            place = replace(statement.place, extras=(*statement.place.extras, rest[1:].strip()))
            return replace(one, statement=replace(statement, title=name, place=place))
    return one
