"""An engine in plain Python that is obviously right: every question looks at every document.

For tests, and to compare other engines with. Nothing outlives the `Shelf`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import log
from threading import Lock

from index.analysis import STEM, Analysis
from index.engines.base import (
    MISSING,
    Answer,
    Bucket,
    Facet,
    FacetWish,
    Filter,
    Match,
    Query,
    Sort,
)
from index.engines.batch import Batch, Changes
from index.engines.cursors import Place, Value, rank, read, written
from index.errors import EngineBusy, EngineError
from index.fields import (
    STEM_WEIGHT,
    WEIGHTS,
    Searchable,
    keyword,
    positions,
    searchable,
    telling_words,
)
from index.record import Document, Key
from index.tree import And, Everything, Exact, Node, Not, Or, Phrase, Word, Years

Places = Mapping[str, list[int]]  # term -> positions


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as it is held: its terms by field, its keywords and date."""

    places: Mapping[str, Places]
    searchable: Searchable
    telling: frozenset[str]


@dataclass(slots=True)
class Shelf:
    """What outlives an engine: the documents (replaced as a whole, never changed), and the lock."""

    entries: Mapping[Key, Entry] = field(default_factory=dict)
    writing: Lock = field(default_factory=Lock)


class MemoryEngine:
    """A `base.Engine` over a shelf; engines that share a shelf are one index opened twice."""

    def __init__(self, analysis: Analysis, shelf: Shelf | None = None) -> None:
        self._analysis = analysis
        self._shelf: Shelf | None = shelf if shelf is not None else Shelf()

    def writer(self) -> Batch:
        shelf = self._open_shelf()
        if not shelf.writing.acquire(blocking=False):
            raise EngineBusy("another writer holds the index", "wait until it is done")

        def apply(changes: Changes) -> None:
            shelf.entries = self._changed(shelf.entries, changes)

        return Batch(apply, shelf.writing.release)

    def search(self, query: Query) -> Answer:
        found = self._found(query)
        places = [Place(self._value(query.sort, key, found[key]), key) for key in found]
        ranked = sorted(places, key=lambda place: rank(query.sort, place))
        if query.cursor is not None:
            last = rank(query.sort, read(query.sort, query.cursor))
            ranked = [place for place in ranked if rank(query.sort, place) > last]
        end = query.offset + query.limit
        page = ranked[query.offset : end]
        scored = query.sort == "relevance"
        return Answer(
            total=len(found),
            matches=tuple(Match(p.key, found[p.key] if scored else 0.0) for p in page),
            next=written(query.sort, page[-1]) if page and ranked[end:] else None,
            facets=tuple(self._facet(query, wish) for wish in query.facets),
            histogram=self._histogram(query) if query.histogram else (),
        )

    def _facet(self, query: Query, wish: FacetWish) -> Facet:
        counts, missing = self._counts(query, wish.field)
        ordered = sorted(counts, key=lambda bucket: (-bucket.count, bucket.value))
        chosen = ordered if wish.order == "count" else sorted(counts)
        return Facet(wish.field, (*chosen[: wish.limit], *missing), len(counts))

    def _histogram(self, query: Query) -> tuple[Bucket, ...]:
        counts, missing = self._counts(query, "year")
        return (*sorted(counts), *missing)

    def _counts(self, query: Query, field: str) -> tuple[list[Bucket], list[Bucket]]:
        """How many documents hold each value, and how many none."""
        others = tuple(each for each in query.filters if each.field != field)
        counts: Counter[str] = Counter()
        for key in self._found(Query(query.tree, others)):
            counts.update(self._entries()[key].searchable.keywords[field] or (MISSING,))
        missing = [Bucket(MISSING, counts.pop(MISSING))] if MISSING in counts else []
        return [Bucket(value, count) for value, count in counts.items()], missing

    def _value(self, sort: Sort, key: Key, score: float) -> Value:
        """What a document is sorted by."""
        parts = self._entries()[key].searchable
        if sort == "relevance":
            return score
        return parts.title if sort == "title" else parts.date or 0

    def scan(self, query: Query) -> Iterator[Key]:
        return iter(sorted(self._found(query)))

    def terms(self, prefix: str, field: str) -> Iterator[tuple[str, int]]:
        counts: dict[str, int] = defaultdict(int)
        for entry in self._entries().values():
            for term in entry.places.get(field, ()):
                if term.startswith(prefix) and not term.startswith(STEM):
                    counts[term] += 1
        return iter(sorted(counts.items()))

    def similar(self, key: Key, limit: int = 10) -> tuple[Match, ...]:
        entries = self._entries()
        telling = entries[key].telling if key in entries else frozenset()
        scores = {
            other: _sum(self._rarity(word) for word in telling & entry.telling)
            for other, entry in entries.items()
            if other != key and telling & entry.telling
        }
        best = sorted(scores, key=lambda other: (-scores[other], other))[:limit]
        return tuple(Match(other, scores[other]) for other in best)

    def keys(self) -> Iterator[Key]:
        return iter(sorted(self._entries()))

    def close(self) -> None:
        self._shelf = None

    def _open_shelf(self) -> Shelf:
        if self._shelf is None:
            raise EngineError("the search index is closed", "open it again")
        return self._shelf

    def _entries(self) -> Mapping[Key, Entry]:
        return self._open_shelf().entries

    def _changed(self, entries: Mapping[Key, Entry], changes: Changes) -> Mapping[Key, Entry]:
        new = {key: self._entry(document) for key, document in changes.items() if document}
        kept = {key: entry for key, entry in entries.items() if key not in changes}
        return kept | new

    def _entry(self, document: Document) -> Entry:
        parts = searchable(document)
        places: dict[str, Places] = {}
        for name, values in parts.texts.items():
            by_term = defaultdict(list)
            for term, at in positions(values, self._analysis):
                by_term[term].append(at)
            places[name] = dict(by_term)
        return Entry(places, parts, frozenset(telling_words(parts, self._analysis)))

    def _found(self, query: Query) -> dict[Key, float]:
        passing = {k: e for k, e in self._entries().items() if _passes(query.filters, e)}
        scores = {key: self._score(query.tree, entry) for key, entry in passing.items()}
        return {key: score for key, score in scores.items() if score is not None}

    def _score(self, node: Node, entry: Entry) -> float | None:
        """How well a document answers; None where it does not."""
        match node:
            case Everything():
                return 1.0
            case Word(text, name):
                return self._word(text, _chosen(entry, name))
            case Phrase(words, name):
                return self._phrase(words, _chosen(entry, name))
            case Exact(name, value):
                return 1.0 if _holds(entry, name, value) else None
            case Years(first, last):
                return 1.0 if _in_years(first, last, entry) else None
            case And(nodes):
                scores = [self._score(part, entry) for part in nodes]
                return None if None in scores else _sum(s for s in scores if s is not None)
            case Or(nodes):
                scores = [self._score(part, entry) for part in nodes]
                found = [score for score in scores if score is not None]
                return _sum(found) if found else None
            case Not(inner):
                return 1.0 if self._score(inner, entry) is None else None

    def _word(self, text: str, fields: Mapping[str, Places]) -> float | None:
        terms = self._analysis.query_terms(text)
        scores = [
            WEIGHTS[name] * (1 if term is terms[0] else STEM_WEIGHT) * self._rarity(term)
            for name, places in fields.items()
            for term in terms
            if term in places
        ]
        return _sum(scores) if scores else None

    def _phrase(self, words: Iterable[str], fields: Mapping[str, Places]) -> float | None:
        terms = [t for word in words for t in self._analysis.query_terms(word)[:1]]
        scores = [
            WEIGHTS[name] * _sum(self._rarity(term) for term in terms)
            for name, places in fields.items()
            if terms and _stands(terms, places)
        ]
        return _sum(scores) if scores else None

    def _rarity(self, term: str) -> float:
        entries = self._entries().values()
        holding = sum(any(term in places for places in e.places.values()) for e in entries)
        return 1 + log((1 + len(entries)) / (1 + holding))


def _sum(scores: Iterable[float]) -> float:
    # The order of a set is not that of another run; rounding makes equal scores equal.
    return round(sum(sorted(scores)), 9)


def _chosen(entry: Entry, name: str | None) -> Mapping[str, Places]:
    return entry.places if name is None else {name: entry.places[name]}


def _passes(filters: Iterable[Filter], entry: Entry) -> bool:
    return all(
        any(_holds(entry, wanted.field, value) for value in wanted.values) != wanted.excluded
        for wanted in filters
    )


def _holds(entry: Entry, field: str, value: str) -> bool:
    held = entry.searchable.keywords[field]
    return not held if value == MISSING else keyword(field, value) in held


def _in_years(first: int | None, last: int | None, entry: Entry) -> bool:
    low, high = (0 if first is None else first), (9999 if last is None else last)
    return any(low <= int(year) <= high for year in entry.searchable.keywords["year"])


def _stands(terms: list[str], places: Places) -> bool:
    """Whether the terms stand next to each other somewhere, in this order."""
    return any(
        all(start + offset in places.get(term, ()) for offset, term in enumerate(terms))
        for start in places.get(terms[0], ())
    )
