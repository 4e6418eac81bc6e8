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
from index.engines.whoosh.w3.reading.queries import Forms, Near
from index.engines.whoosh.w3.reading.question import Alternatives
from index.engines.whoosh.w3.reading.reader import Term
from index.engines.whoosh.w3.reading.scoring import bent, bm25f
from index.engines.whoosh.w3.reading.telling import Ladder, Told

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
        for word, boost in alternatives.words:
            found += boost * self._word(word)
        for other, boost in alternatives.others:
            found += boost * self.partial(other)
        return found

    def _terms(self, alternatives: Alternatives) -> Floats:
        """The same for the terms."""
        if not alternatives.terms:
            return np.zeros(len(self.docs))
        plain = alternatives.plain
        return self._kept(plain, plain.key, lambda here: here.summed(plain.terms))

    def _word(self, word: Forms) -> Floats:
        """The score of a word in any of its forms, 0 where none stands."""
        found = self.matching.question.told(word)
        forms = self.matching.question.alternatives(word)
        return self._kept(forms, word.name, lambda here: here.told(found))

    def _kept(
        self, alternatives: Alternatives, name: str, reckon: Callable[[Weighing], Floats]
    ) -> Floats:
        """Scores of what any of these matches; all are kept, where these cost little more."""
        docs = self.matching.union(alternatives)
        key = "scores", self.matching.reader.generation, name
        scores = self.matching.segment.known(key) if len(docs) else np.zeros(0)
        if scores is None:
            if len(docs) > max(_FEW, _LONG * len(self.docs)):
                return reckon(self)
            scores = reckon(Weighing(self.matching, docs))
            self.matching.segment.keep(key, scores)
            self.matching.spare(alternatives)
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

    def told(self, word: Told) -> Floats:
        """What a word says in each document: its occurrences in all fields, bent together."""
        counted = np.zeros(len(self.docs))
        for ladder in word.ladders:
            self._count(ladder, counted)
        if np.isnan(counted).any():
            raise Damaged("a field without length that holds a term")
        return word.weight * bent(counted, word.k1)

    def _count(self, ladder: Ladder, counted: Floats) -> None:
        """Add what the occurrences in a field count."""
        known = self.matching.info
        rungs = [(weight, held) for weight, terms in ladder.rungs
                 if (held := [term for term in terms if known(term)])]  # fmt: skip
        if not rungs:
            return
        found = self._occurrences(rungs)
        inside = np.flatnonzero(found)
        lengths = self.matching.segment.lengths(ladder.field)[self.docs[inside]]
        counted[inside] += ladder.weight * found[inside] * ladder.shares[lengths]

    def _occurrences(self, rungs: Sequence[tuple[float, list[Term]]]) -> Floats:
        """How often a word stands in each document; an occurrence counts by its best form."""
        found = np.zeros(len(self.docs))
        best = found
        for weight, terms in rungs:
            times = self._times(terms)
            # What stands in a better form as well is counted there already.
            found = found + weight * np.maximum(times - best, 0)
            best = np.maximum(times, best)
        return found

    def _times(self, terms: Sequence[Term]) -> Floats:
        """How often any of the terms stands in each document."""
        lists = [self._wanted(term) for term in terms]
        places = self._places[np.concatenate([docs for docs, _ in lists])]
        weights = np.concatenate([weights for _, weights in lists])
        inside = places >= 0
        if not inside.all():
            places, weights = places[inside], weights[inside]
        return np.bincount(places, weights, len(self.docs)).astype(np.float64, copy=False)

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
    Forms: _any,
    w.And: _all,
    w.Require: lambda here, query: here.scores(query.a),
    w.AndNot: lambda here, query: here.scores(query.a),
    w.AndMaybe: lambda here, query: here.scores(query.a) + here.partial(query.b),
    w.ConstantScoreQuery: lambda here, query: np.full(len(here.docs), float(query.score)),
    w.Phrase: _near,
    SpanNear2: _near,
    Near: _near,
}
