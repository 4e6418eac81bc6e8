"""Completions of what is being typed: titles, creators, journals, subjects, each with its hits.

Creators are looked for by the keys that their names share in every script, subjects by how they
begin, and all of them, as journals, in the documents that have the words typed: so that a word in
the middle is found as well. All of it is what the engine holds; each is searched for before it is
offered, so that its count is what a search of it finds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import Literal, TypeAlias

from index.engines.base import MISSING, Bucket, FacetWish, Query
from index.entries import folded as entry_key
from index.query_limits import MAX_LEAVES
from index.suggest.asking import Asking
from index.suggest.persons import Start, starts
from index.suggest.titles import titles
from index.suggest.typed import Typed, typed
from index.tree import Phrase, write

Kind: TypeAlias = Literal["title", "creator", "journal", "subject"]

MOST = 100
_WITHIN = 3  # letters: fewer stand somewhere in nearly everything
_KINDS = 3  # that are taken in turn
_ALIKE, _OTHERS = 3, 8  # times as many creators as are wanted are looked at
_LOOKED_AT = 40  # entries of documents that have the words; they have others beside


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text that begins or holds what was typed, and the full hits that its `query` has."""

    kind: Kind
    text: str
    count: int
    query: str


def suggestions(asking: Asking, text: str, limit: int) -> tuple[Suggestion, ...]:
    """At most so many, the most frequent and of these the shortest first; `limit` up to `MOST`."""
    said, limit = typed(text, asking.analysis), min(limit, MOST)
    if said is None or limit <= 0:
        return ()
    others = list(islice(_in_turn(asking, said, limit), limit))
    room = max(limit - len(others), limit * 3 // 10, 1)
    named: list[tuple[Kind, str]] = [("title", title) for title in titles(asking, said, room)]
    chosen = [*others[: limit - len(named)], *named]
    counted = [each for each in _counted(asking, list(dict.fromkeys(chosen))) if each.count]
    return tuple(sorted(counted, key=lambda each: (-each.count, len(each.text), each.text)))


def _in_turn(asking: Asking, said: Typed, limit: int) -> Iterator[tuple[Kind, str]]:
    """Creators, journals and subjects, one of each in turn, the most frequent of each first."""
    found: list[list[tuple[Kind, str]]] = [
        [("creator", name) for name in _creators(asking, said, limit)],
        [("journal", name) for name in _within(asking, said, "journal", limit)],
        [("subject", name) for name in _subjects(asking, said, limit)],
    ]
    return (each for row in zip_longest(*found) for each in row if each)


def _counted(asking: Asking, chosen: Sequence[tuple[Kind, str]]) -> Iterator[Suggestion]:
    """Each as a query: its words side by side in its field."""
    words = [tuple(asking.analysis.tokens(text)[:MAX_LEAVES]) for _, text in chosen]
    phrases = [Phrase(found, kind) for (kind, _), found in zip(chosen, words, strict=True)]
    # What `write` says is read as the same tree again: that need not be done here.
    counts = asking.hits_of(phrases)
    for (kind, text), phrase, count in zip(chosen, phrases, counts, strict=True):
        yield Suggestion(kind, text, count, write(phrase))


def _creators(asking: Asking, said: Typed, limit: int) -> list[str]:
    readings = [_persons(asking, start, limit) for start in dict.fromkeys(starts(said.tokens))]
    return _with_others(asking, said, "creator", chain(*readings), limit)


def _persons(asking: Asking, start: Start, limit: int) -> list[Bucket]:
    # More than are wanted: others have another given name, or are left out for only sounding so.
    more = limit * (_OTHERS if start.end else 1 if start.given else _ALIKE)
    found = asking.engine.entries(start.key, "creator", more)
    return [each for each in found if start.fits(each.value, each.shown)]


def _subjects(asking: Asking, said: Typed, limit: int) -> list[str]:
    start = entry_key(said.text) + ("" if said.last or not said.whole else " ")
    beginning = asking.engine.entries(start, "subject", limit) if start.strip() else []
    return _with_others(asking, said, "subject", beginning, limit)


def _with_others(
    asking: Asking, said: Typed, name: str, beginning: Iterable[Bucket], limit: int
) -> list[str]:
    """Entries that begin so; where they are few, those too that hold it elsewhere."""
    found = _best(asking, said, beginning)
    if len(found) < -(-limit // _KINDS) and said.letters >= _WITHIN:
        found = _best(asking, said, [*found, *_elsewhere(asking, said, name)])
    return [each.shown for each in found[:limit]]


def _within(asking: Asking, said: Typed, name: str, limit: int) -> list[str]:
    """Of a field that has one value: those of documents that have the words in it."""
    wish = FacetWish(name, limit)
    facet = asking.engine.search(Query(said.within(name), limit=0, facets=(wish,))).facets[0]
    return [each.shown for each in facet.buckets if each.value != MISSING]


def _elsewhere(asking: Asking, said: Typed, name: str) -> list[Bucket]:
    """The entries with the words, of documents that have them in the field."""
    wish = FacetWish(name, _LOOKED_AT)
    facet = asking.engine.search(Query(said.within(name), limit=0, facets=(wish,))).facets[0]
    named = (each for each in facet.buckets if each.value != MISSING)
    return [each for each in named if said.fits(each.shown, asking.analysis)]


def _best(asking: Asking, said: Typed, found: Iterable[Bucket]) -> list[Bucket]:
    """Each once, the most frequent first; what only sounds so where nothing is written so."""
    once: dict[str, Bucket] = {}
    for each in found:
        if each.value not in once or each.count > once[each.value].count:
            once[each.value] = each
    ranked = sorted(once.values(), key=lambda each: (-each.count, len(each.shown), each.shown))
    return [each for each in ranked if _alike(said, each.shown, asking)] or ranked


def _alike(said: Typed, shown: str, asking: Asking) -> bool:
    """Whether it has what was typed, or is in letters in which that could not be seen."""
    return said.fits(shown, asking.analysis) or _script(shown) != _script(said.text)


def _script(text: str) -> str:
    """The script of the first letter, as Unicode names letters."""
    letter = next(filter(str.isalpha, text), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""
