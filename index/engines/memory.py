"""An engine in plain Python that is obviously right: every question looks at every document.

For tests, and to compare other engines with. Nothing outlives the `Shelf`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock

from index.analysis import Analysis, is_exact
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
from index.engines.scoring import Entry, Scoring, rounded
from index.engines.standing import Places
from index.entries import split
from index.errors import EngineBusy, EngineError
from index.fields import SOUNDED, positions, searchable, seconds, telling_words
from index.record import Key, Seen
from index.tree import ENTRIES


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
        chosen = ordered if wish.order == "count" else sorted(counts, key=_value)
        return Facet(wish.field, (*chosen[: wish.limit], *missing), len(counts))

    def _histogram(self, query: Query) -> tuple[Bucket, ...]:
        counts, missing = self._counts(query, "year")
        return (*sorted(counts), *missing)

    def _counts(self, query: Query, field: str) -> tuple[list[Bucket], list[Bucket]]:
        """How many documents hold each value, and how many none; each as it is mostly spelled."""
        others = tuple(each for each in query.filters if each.field != field)
        labels: dict[str, Counter[str]] = defaultdict(Counter)
        for key in self._found(Query(query.tree, others)):
            held = self._entries()[key].searchable.keywords[ENTRIES.get(field, field)]
            for term in held or (MISSING,):
                value, label = split(term) if field in ENTRIES else (term, "")
                labels[value][label] += 1
        found = [Bucket(value, sum(many.values()), _most(many)) for value, many in labels.items()]
        missing = [bucket for bucket in found if bucket.value == MISSING]
        return [bucket for bucket in found if bucket.value != MISSING], missing

    def _value(self, sort: Sort, key: Key, score: float) -> Value:
        """What a document is sorted by."""
        parts = self._entries()[key].searchable
        if sort == "relevance":
            return score
        if sort == "first-seen":
            return self._entries()[key].first_seen
        return parts.title if sort == "title" else parts.date or 0

    def scan(self, query: Query) -> Iterator[Key]:
        return iter(sorted(self._found(query)))

    def terms(self, prefix: str, field: str) -> Iterator[tuple[str, int]]:
        counts: dict[str, int] = defaultdict(int)
        for entry in self._entries().values():
            held = entry.searchable.keywords[field] if field in ENTRIES.values() else ()
            for term in (*entry.places.get(field, ()), *held):
                if term.startswith(prefix) and is_exact(term):
                    counts[term] += 1
        return iter(sorted(counts.items()))

    def similar(self, key: Key, limit: int = 10) -> tuple[Match, ...]:
        entries = self._entries()
        scoring = Scoring(entries.values(), self._analysis)
        telling = entries[key].telling if key in entries else frozenset()
        scores = {
            other: rounded(scoring.rarity(word) for word in telling & entry.telling)
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
        new = {key: self._entry(seen) for key, seen in changes.items() if seen}
        kept = {key: entry for key, entry in entries.items() if key not in changes}
        return kept | new

    def _entry(self, seen: Seen) -> Entry:
        parts = searchable(seen.document)
        places: dict[str, Places] = {}
        for name, values in parts.texts.items():
            by_term = defaultdict(list)
            for term, at in positions(values, self._analysis, name in SOUNDED):
                by_term[term].append(at)
            places[name] = dict(by_term)
        telling = frozenset(telling_words(parts, self._analysis))
        return Entry(places, parts, telling, seconds(seen.first_seen))

    def _found(self, query: Query) -> dict[Key, float]:
        scoring = Scoring(self._entries().values(), self._analysis)
        passes = [_passing(scoring, wanted) for wanted in query.filters]
        passing = {k: e for k, e in self._entries().items() if all(one(e) for one in passes)}
        scores = {key: scoring.ranked(query.tree, entry) for key, entry in passing.items()}
        return {key: score for key, score in scores.items() if score is not None}


def _passing(scoring: Scoring, wanted: Filter) -> Callable[[Entry], bool]:
    fits = [scoring.holding(wanted.field, value) for value in wanted.values]
    return lambda entry: any(one(entry) for one in fits) != wanted.excluded


def _value(bucket: Bucket) -> str:
    return bucket.value


def _most(spellings: Counter[str]) -> str:
    """The most frequent one, of two alike the lower."""
    return min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
