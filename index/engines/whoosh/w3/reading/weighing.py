"""How well the matching documents of a segment fit.

Only documents that match the whole query are weighed. Terms are summed in the order of the query,
so that documents of the same words get the same score in every segment, to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from whoosh import query as w
from whoosh.query.spans import SpanNear2

from index.engines.whoosh.w3.reading.arrays import Docs, Floats, Weights
from index.engines.whoosh.w3.reading.errors import Damaged
from index.engines.whoosh.w3.reading.matching import Matching, kind_of
from index.engines.whoosh.w3.reading.queries import Near
from index.engines.whoosh.w3.reading.question import Alternatives
from index.engines.whoosh.w3.reading.reader import Term
from index.engines.whoosh.w3.reading.scoring import bm25f

_FEW = 8192  # scores so many that they may be wanted again, rather than those asked for
_LONG = 4  # times as many postings as documents to weigh: then the documents are looked up


class _List(NamedTuple):
    """Postings of a term, what a posting of weight 1 counts, what lengths do to it (or None)."""

    docs: Docs
    weights: Weights
    factor: float
    norms: Floats | None


class Weighing:
    """Weighs these documents of a segment; all of them match the query that is asked for."""

    def __init__(self, matching: Matching, docs: Docs) -> None:
        self.matching = matching
        self.docs = docs

    def scores(self, query: w.Query) -> Floats:
        """The score of each document, for a query that matches all of them."""
        return _KINDS.get(kind_of(query), _constant)(self, query)

    def partial(self, query: w.Query) -> Floats:
        """The score of each document that matches the query, 0 for the others."""
        inside = self.matching.mask(query)[self.docs]
        found = np.zeros(len(self.docs))
        found[inside] = Weighing(self.matching, self.docs[inside]).scores(query)
        return found

    def any_of(self, alternatives: Alternatives) -> Floats:
        """The summed scores of all that matches among these, 0 where nothing does."""
        found = self._terms(alternatives)
        for other, boost in alternatives.others:
            found += boost * self.partial(other)
        return found

    def _terms(self, alternatives: Alternatives) -> Floats:
        """The same for the terms. All of their scores are kept, where these cost little more."""
        docs = self.matching.union(alternatives)
        key = "scores", self.matching.reader.generation, alternatives.key
        scores = self.matching.segment.known(key) if len(docs) else np.zeros(0)
        if scores is None:
            if len(docs) > max(_FEW, _LONG * len(self.docs)):
                return self.summed(alternatives.terms)
            scores = Weighing(self.matching, docs).summed(alternatives.terms)
            self.matching.segment.keep(key, scores)
        return self._chosen(docs, scores)

    def _chosen(self, docs: Docs, scores: Floats) -> Floats:
        """The scores of the documents to weigh, out of those of others."""
        found = np.zeros(len(self.docs))
        if len(docs) > _LONG * len(self.docs):
            at = np.minimum(np.searchsorted(docs, self.docs), len(docs) - 1)
            inside = docs[at] == self.docs
            found[inside] = scores[at[inside]]
        else:
            places = self._places[docs]
            inside = places >= 0
            found[places[inside]] = scores[inside]
        return found

    def summed(self, terms: Iterable[tuple[Term, float]]) -> Floats:
        """The summed scores of terms with their boosts, 0 where none stands."""
        held = self.matching.held(terms)
        lists = [self._list(term, boost) for term, boost in held]
        if not lists:
            return np.zeros(len(self.docs))
        places = self._places[np.concatenate([listed.docs for listed in lists])]
        scores = _scores(lists)
        inside = places >= 0
        if not inside.all():
            places, scores = places[inside], scores[inside]
        found = np.bincount(places, scores, len(self.docs)).astype(np.float64, copy=False)
        if np.isnan(found).any():
            raise Damaged("a field without length that holds a term")
        return found

    @cached_property
    def _places(self) -> Docs:
        """The place of each document of the segment among those to weigh, -1 for others."""
        found = np.full(self.matching.segment.count, -1, np.int32)
        found[self.docs] = np.arange(len(self.docs), dtype=np.int32)
        return found

    def _list(self, term: Term, boost: float) -> _List:
        docs, weights = self._wanted(term)
        if term.norms is None:
            return _List(docs, weights, boost, None)
        lengths = self.matching.segment.lengths(term.field)
        return _List(docs, weights, term.idf * boost, term.norms[lengths[docs]])

    def _wanted(self, term: Term) -> tuple[Docs, Weights]:
        """The postings of a term; of a long list only those that are to be weighed."""
        if self.matching.some(term).df > _LONG * len(self.docs):
            docs, _, weights = self.matching.chosen(term, self.docs)
            return docs, weights
        postings = self.matching.postings(term)
        assert postings is not None
        docs, held = postings
        return docs, np.ones(len(docs), np.float32) if held is None else held


def _scores(lists: Sequence[_List]) -> Floats:
    """The score of each posting, list after list."""
    factors = np.repeat([found.factor for found in lists], [len(found.docs) for found in lists])
    weights = np.concatenate([found.weights for found in lists]).astype(np.float64)
    if all(found.norms is not None for found in lists):
        return bm25f(
            weights, np.concatenate([f.norms for f in lists if f.norms is not None]), factors
        )
    if all(found.norms is None for found in lists):
        flat: Floats = weights * factors
        return flat
    return np.concatenate([_scores([found]) for found in lists])


def _constant(here: Weighing, query: w.Query) -> Floats:
    return np.full(len(here.docs), float(getattr(query, "boost", 1)))


def _any(here: Weighing, query: w.Or | w.Term) -> Floats:
    return here.any_of(here.matching.question.alternatives(query))


def _all(here: Weighing, query: w.And) -> Floats:
    found = np.zeros(len(here.docs))
    for part in query.subqueries:
        found += here.scores(part)
    found *= query.boost
    return found


def _near(here: Weighing, query: w.Phrase | SpanNear2 | Near) -> Floats:
    boost = getattr(query, "boost", 1.0)
    terms = here.matching.question.phrase(query)
    return here.summed([(term, boost) for term in terms])


_KINDS: dict[type, Callable[[Weighing, Any], Floats]] = {
    w.Term: _any,
    w.Or: _any,
    w.And: _all,
    w.Require: lambda here, query: here.scores(query.a),
    w.AndNot: lambda here, query: here.scores(query.a),
    w.AndMaybe: lambda here, query: here.scores(query.a) + here.partial(query.b),
    w.ConstantScoreQuery: lambda here, query: np.full(len(here.docs), float(query.score)),
    w.Phrase: _near,
    SpanNear2: _near,
    Near: _near,
}
