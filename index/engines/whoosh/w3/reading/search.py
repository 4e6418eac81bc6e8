"""Every match of a query: exhaustive, so that totals are exact and no hit is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from whoosh import query as w

from index.engines.whoosh.w3.reading.arrays import NO_PLACES, Floats, Numbers
from index.engines.whoosh.w3.reading.errors import NotKnown
from index.engines.whoosh.w3.reading.kinds import made
from index.engines.whoosh.w3.reading.matching import Matching
from index.engines.whoosh.w3.reading.nearness import nearness, top
from index.engines.whoosh.w3.reading.queries import Close
from index.engines.whoosh.w3.reading.question import Question
from index.engines.whoosh.w3.reading.reader import Part, Reader
from index.engines.whoosh.w3.reading.weighing import Weighing

_BEST = 30  # hits whose words are looked at for nearness: more than anybody reads


class Found:
    """What a query finds in a commit. For one thread.

    The best of what it finds score more where wanted words stand near each other.
    """

    def __init__(self, reader: Reader, query: w.Query, wanted: Sequence[Close] = ()) -> None:
        self._reader = reader
        self._query = query
        self._wanted = wanted
        question = Question(reader, query)
        self._matchings = [Matching(question, part, made) for part in reader.parts]
        self._stock: tuple[Numbers, Floats] | None = None

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers of all documents that match, rising."""
        try:
            parts = zip(self._matchings, self._reader.parts, strict=True)
            found = [part.base + self._docs(matching, part) for matching, part in parts]
        except NotKnown:
            return self._asked()[0]
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def scores(self, numbers: Numbers) -> Floats:
        """The scores of these documents (rising), all of which match."""
        if self._stock is None:
            try:
                found = np.concatenate([np.zeros(0), *self._weighed(numbers)])
                return self._preferred(numbers, found)
            except NotKnown:
                pass
        known, scores = self._asked()
        return scores[np.searchsorted(known, numbers)]

    def _weighed(self, numbers: Numbers) -> Iterator[Floats]:
        for part, docs in self._reader.split(numbers):
            matching = self._matchings[part.place]
            yield Weighing(matching, docs).scores(self._query)

    def _preferred(self, numbers: Numbers, scores: Floats) -> Floats:
        best = top(scores, _BEST) if self._wanted else NO_PLACES
        start = 0
        for part, docs in self._reader.split(numbers[best]):
            places = best[start : start + len(docs)]
            start += len(docs)
            scores[places] += nearness(self._matchings[part.place], docs, self._wanted)
        return scores

    def _docs(self, matching: Matching, part: Part) -> Numbers:
        found = matching.mask(self._query)
        return np.flatnonzero(found if part.live is None else found & part.live)

    def _asked(self) -> tuple[Numbers, Floats]:
        """What stock Whoosh finds, for a query that is not known here."""
        if self._stock is None:
            with self._reader.stock() as stock:
                self._stock = stock.scored(self._query)
        return self._stock


def matches(reader: Reader, query: w.Query) -> Numbers:
    """The numbers of all documents that match, rising."""
    return Found(reader, query).numbers


def scored(reader: Reader, query: w.Query) -> tuple[Numbers, Floats]:
    """The same with their scores."""
    found = Found(reader, query)
    return found.numbers, found.scores(found.numbers)
