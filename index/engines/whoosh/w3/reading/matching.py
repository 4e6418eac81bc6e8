"""What is known of a query in one segment: masks, postings, positions, each looked up once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeAlias

import numpy as np
from whoosh import query as w

from index.engines.whoosh.w3.reading.arrays import NO_DOCS, Docs, Mask, Numbers
from index.engines.whoosh.w3.reading.blocks import Chosen, Postings
from index.engines.whoosh.w3.reading.phrase import spots
from index.engines.whoosh.w3.reading.question import Alternatives, Question
from index.engines.whoosh.w3.reading.reader import Part, Term
from index.engines.whoosh.w3.reading.table import Info

# How a mask is made; raises `NotKnown`.
Made: TypeAlias = Callable[["Matching", w.Query], Mask]


class Matching:
    """The answers of one segment. Masks that it gives are not to be written into."""

    def __init__(self, question: Question, part: Part, made: Made) -> None:
        self.question = question
        self._made = made
        self.reader = question.reader
        self.segment = part.segment
        self._place = part.place
        # By identity, and held, as in `Question`.
        self._known: dict[int, tuple[w.Query, Mask]] = {}
        self._postings: dict[int, tuple[Term, Postings | None]] = {}

    def mask(self, query: w.Query) -> Mask:
        """The documents that match, deleted ones included. Raises `NotKnown`."""
        known = self._known.get(id(query))
        if known is None:
            known = self._known[id(query)] = query, self._made(self, query)
        return known[1]

    def none(self) -> Mask:
        """A new mask without any document."""
        return np.zeros(self.segment.count, np.bool_)

    def info(self, term: Term) -> Info | None:
        """What the segment knows of a term, None where it does not hold it."""
        return term.infos[self._place]

    def some(self, term: Term) -> Info:
        """The same for a term that it holds."""
        info = self.info(term)
        assert info is not None
        return info

    def postings(self, term: Term) -> Postings | None:
        """In which documents of the segment a term stands."""
        known = self._postings.get(id(term))
        if known is None:
            info = self.info(term)
            found = self.segment.postings(term.field, term.text, info) if info else None
            known = self._postings[id(term)] = term, found
        return known[1]

    def held(self, terms: Iterable[tuple[Term, float]]) -> list[tuple[Term, float]]:
        """Those terms that the segment holds."""
        return [pair for pair in terms if self.info(pair[0])]

    def union(self, alternatives: Alternatives) -> Docs:
        """The documents that hold any of the terms."""
        terms = self._all_held(alternatives)
        if len(terms) > 1:
            find = partial(self._union, terms)
            return self.segment.kept(("any", alternatives.matched_key), find)
        postings = self.postings(terms[0]) if terms else None
        return postings.docs if postings else NO_DOCS

    def spare(self, alternatives: Alternatives) -> None:
        """What all terms together match and score is remembered: they alone are less wanted."""
        terms = self._all_held(alternatives)
        if len(terms) > 1:
            for term in terms:
                self.segment.spare(term.field, term.text)

    def _all_held(self, alternatives: Alternatives) -> list[Term]:
        plain = (term for term, _ in alternatives.terms)
        return [term for term in (*plain, *alternatives.forms) if self.info(term)]

    def _union(self, terms: Iterable[Term]) -> Docs:
        found = self.none()
        for term in terms:
            postings = self.postings(term)
            if postings is not None:
                found[postings.docs] = True
        return np.flatnonzero(found).astype(np.int32)

    def chosen(self, term: Term, docs: Docs) -> Chosen:
        """Those of a term's postings that are of these documents."""
        return self.segment.chosen(term.field, term.text, self.some(term), docs)

    def spots(self, term: Term, docs: Docs) -> Numbers:
        """Where a term stands in these documents, all of which hold it."""
        return spots(docs, self.segment.places(self.some(term), self.chosen(term, docs).which))


def kind_of(query: w.Query) -> type:
    """The class of a query that says what it means."""
    # A subclass of AndNot may say how it is matched; what it matches stays the same.
    return w.AndNot if isinstance(query, w.AndNot) else type(query)
