"""One state of the index in memory, and what it answers: every question looks at every document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping

from index.analysis import Analysis
from index.engines.base import MISSING, Answer, Bucket, Facet, FacetWish, Filter, Match, Query, Sort
from index.engines.cursors import Place, Value, rank, read, written
from index.engines.scoring import Entry, Scoring
from index.entries import split
from index.record import Key
from index.tree import ENTRIES


class State:
    """The documents that one commit left, with its number."""

    def __init__(self, entries: Mapping[Key, Entry], number: int, analysis: Analysis) -> None:
        self.entries, self.number = entries, number
        self._scoring = Scoring(entries.values(), analysis)

    def answer(self, query: Query) -> Answer:
        """The page, the facets and the histogram that were asked for."""
        found = self.found(query)
        state = self.number if query.sort == "relevance" else 0
        places = [Place(self._value(query.sort, key, found[key]), key, state) for key in found]
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
        for key in self.found(Query(query.tree, others)):
            held = self.entries[key].searchable.keywords[ENTRIES.get(field, field)]
            for term in held or (MISSING,):
                value, label = split(term) if field in ENTRIES else (term, "")
                labels[value][label] += 1
        found = [Bucket(value, sum(many.values()), _most(many)) for value, many in labels.items()]
        missing = [bucket for bucket in found if bucket.value == MISSING]
        return [bucket for bucket in found if bucket.value != MISSING], missing

    def _value(self, sort: Sort, key: Key, score: float) -> Value:
        """What a document is sorted by."""
        parts = self.entries[key].searchable
        if sort == "relevance":
            return score
        if sort == "first-seen":
            return self.entries[key].first_seen
        return parts.title if sort == "title" else parts.date or 0

    def found(self, query: Query) -> dict[Key, float]:
        """What answers tree and filters, with its score."""
        passes = [_passing(self._scoring, wanted) for wanted in query.filters]
        passing = {k: e for k, e in self.entries.items() if all(one(e) for one in passes)}
        scores = {key: self._scoring.ranked(query.tree, entry) for key, entry in passing.items()}
        return {key: score for key, score in scores.items() if score is not None}


def _passing(scoring: Scoring, wanted: Filter) -> Callable[[Entry], bool]:
    fits = [scoring.holding(wanted.field, value) for value in wanted.values]
    return lambda entry: any(one(entry) for one in fits) != wanted.excluded


def _value(bucket: Bucket) -> str:
    return bucket.value


def _most(spellings: Counter[str]) -> str:
    """The most frequent one, of two alike the lower."""
    return min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
