"""How well a document answers, for the engine in memory: every word is looked at. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from math import log
from typing import TypeAlias

from index.analysis import Analysis, is_exact
from index.engines.patterns import exact_forms
from index.engines.standing import Places, in_order, meaning, near
from index.engines.telling import Telling
from index.entries import meant, other_start, plain, split
from index.fields import MISSING, WEIGHTS, Searchable, days, keyword
from index.tree import (
    ALSO,
    ENTRIES,
    KEYWORD_FIELDS,
    And,
    Boost,
    Constant,
    Dates,
    Everything,
    Exact,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Ranked,
    Wildcard,
    Word,
    Years,
)

Worded: TypeAlias = Word | Phrase | Near | Prefix | Wildcard | Fuzzy


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as it is held: its terms by field, its keywords and date, when it came first."""

    places: Mapping[str, Places]
    searchable: Searchable
    telling: frozenset[str]
    first_seen: int


class Scoring:
    """Scores documents among these, by how few of them hold a term."""

    def __init__(self, entries: Collection[Entry], analysis: Analysis) -> None:
        self._entries, self._analysis = entries, analysis
        self._telling = Telling([entry.places for entry in entries], analysis)

    def ranked(self, tree: Ranked, entry: Entry) -> float | None:
        """How well a document answers, what ranking adds counted in; None where it does not."""
        if not isinstance(tree, Prefer):
            return self.score(tree, entry)
        score = self.score(tree.node, entry)
        wanted = (self._telling.nearness(near, entry.places) for near in tree.wanted)
        return None if score is None else rounded([score, *wanted])

    def score(self, node: Node, entry: Entry) -> float | None:
        """How well a document answers; None where it does not."""
        match node:
            case And(nodes):
                return self._all(nodes, entry)
            case Or(nodes):
                scores = [self.score(part, entry) for part in nodes]
                found = [score for score in scores if score is not None]
                return rounded(found) if found else None
            case Not(inner):
                return 1.0 if self.score(inner, entry) is None else None
            case Boost(inner, factor):
                score = self.score(inner, entry)
                return None if score is None else score * factor
            case Constant(inner, score):
                return None if self.score(inner, entry) is None else score
            case Everything():
                return 1.0
            case Exact(name, value):
                return 1.0 if self.holding(name, value)(entry) else None
            case Years(first, last):
                return 1.0 if _in_years(first, last, entry) else None
            case Dates(first, last):
                low, high = days(first, last)
                return 1.0 if low <= (entry.searchable.date or 0) <= high else None
            case _:
                return self._words(node, _chosen(entry, node.field))

    def _all(self, nodes: Iterable[Node], entry: Entry) -> float | None:
        """What is excluded says nothing of how well a document answers the rest."""
        wanted, found = [], True
        for node in nodes:
            score = self.score(node, entry)
            found = found and score is not None
            if score is not None and not isinstance(node, Not):
                wanted.append(score)
        return rounded(wanted or [1.0]) if found else None

    def _words(self, node: Worded, fields: Mapping[str, Places]) -> float | None:
        match node:
            case Word(text):
                return self._word(text, fields)
            case Phrase(words):
                return self._standing(words, fields, lambda terms: partial(in_order, terms, 0))
            case Near(words, slop, _, True):
                return self._standing(words, fields, lambda terms: partial(in_order, terms, slop))
            case Near(words, slop):
                return self._standing(words, fields, lambda terms: partial(near, terms, slop))
            case Prefix() | Wildcard() | Fuzzy():
                fits = meaning(node, self._analysis)
                held = [name for name, places in fields.items() if any(map(fits, _exact(places)))]
                return rounded(WEIGHTS[name] for name in held) if held else None

    def _word(self, text: str, fields: Mapping[str, Places]) -> float | None:
        found = self._telling.word(text, fields)
        return None if found is None else round(found, 9)

    def _standing(
        self,
        words: Iterable[str],
        fields: Mapping[str, Places],
        stands: Callable[[list[str]], Callable[[Places], bool]],
    ) -> float | None:
        """Words as they stand, in a field where they stand as they have to."""
        terms = exact_forms(words, self._analysis)
        scores = [
            WEIGHTS[name] * rounded(self.rarity(term) for term in terms)
            for name, places in fields.items()
            if terms and stands(terms)(places)
        ]
        return rounded(scores) if scores else None

    def rarity(self, term: str) -> float:
        """How telling a term is."""
        held = (any(term in places for places in e.places.values()) for e in self._entries)
        return 1 + log((1 + len(self._entries)) / (1 + sum(held)))

    def holding(self, field: str, value: str) -> Callable[[Entry], bool]:
        """What a filter by a value lets through (see `base`)."""
        if value == MISSING:
            return lambda entry: not entry.searchable.keywords[ENTRIES.get(field, field)]
        if field not in ENTRIES:
            return lambda entry: _holds(entry, field, value)
        if any(_holds(entry, ENTRIES[field], value) for entry in self._entries):
            return lambda entry: _holds(entry, ENTRIES[field], value)
        return _spelled(self._entries, field, value)


def _holds(entry: Entry, field: str, value: str) -> bool:
    """Whether a field has a value; of entries: a key."""
    held = entry.searchable.keywords[field]
    if field in ENTRIES.values():
        return any(split(term)[0] == plain(value) for term in held)
    return keyword(field, value) in held


def _spelled(entries: Collection[Entry], field: str, spelling: str) -> Callable[[Entry], bool]:
    """Whether a document has an entry that somewhere has this spelling."""
    if field in KEYWORD_FIELDS:
        return lambda entry: _holds(entry, field, spelling)
    keys = set(meant(field, spelling))
    for start in [other_start(field, key) for key in keys]:
        also = (term for entry in entries for term in entry.searchable.keywords[ALSO])
        keys |= {term.removeprefix(start) for term in also if term.startswith(start)}
    return lambda entry: any(_holds(entry, ENTRIES[field], key) for key in keys)


def rounded(scores: Iterable[float]) -> float:
    """The sum; the same for the same scores in any order."""
    # The order of a set is not that of another run; rounding makes equal scores equal.
    return round(sum(sorted(scores)), 9)


def _chosen(entry: Entry, name: str | None) -> Mapping[str, Places]:
    return entry.places if name is None else {name: entry.places[name]}


def _in_years(first: int | None, last: int | None, entry: Entry) -> bool:
    low, high = (0 if first is None else first), (9999 if last is None else last)
    return any(low <= int(year) <= high for year in entry.searchable.keywords["year"])


def _exact(places: Places) -> Iterator[str]:
    return filter(is_exact, places)
