"""The values of a keyword field by document: numbers that stand for terms, several a document."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from index.engines.whoosh.w3.reading.arrays import NO_DOCS, NO_PLACES, Docs, Numbers
from index.engines.whoosh.w3.reading.runs import pairs
from index.engines.whoosh.w3.reading.segment import Segment

_MANY = 8  # one document of so many: then all values are looked at


class Ordinals(NamedTuple):
    """Values of document n lie from `starts[n]` to before the next; `docs` says whose they are.

    Where no document has two, only `single` is filled: the value of each, `width` (how many values
    there are) where it has none.
    """

    width: int
    values: Docs
    docs: Docs
    starts: Numbers
    single: Docs | None

    def counts(self, docs: Docs) -> Numbers:
        """In how many of these documents each term stands, and last: how many have none."""
        if self.single is not None:
            found: Numbers = np.bincount(self.single[docs], minlength=self.width + 1)
            return found
        chosen = self._of_most(docs) if len(docs) * _MANY > len(self.starts) else self._of(docs)
        found = np.bincount(chosen, minlength=self.width + 1)
        found[-1] = len(docs) - np.count_nonzero(self.starts[docs + 1] - self.starts[docs])
        return found

    def pairs(self) -> tuple[Numbers, Numbers]:
        """Every document that has a value, with the value; documents rise."""
        if self.single is None:
            return self.docs, self.values
        docs = np.flatnonzero(self.single < self.width)
        return docs, self.single[docs]

    def _of_most(self, docs: Docs) -> Docs:
        wanted = np.zeros(len(self.starts) - 1, np.bool_)
        wanted[docs] = True
        found: Docs = self.values[wanted[self.docs]]
        return found

    def _of(self, docs: Docs) -> Docs:
        starts = self.starts[docs]
        counts = self.starts[docs + 1] - starts
        at = np.repeat(starts - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
        found: Docs = self.values[at]
        return found


def ordinals_of(segment: Segment, field: str) -> Ordinals:
    """The terms of a keyword field in each document, as numbers in the order of its terms."""

    def make() -> Ordinals:
        table = segment.table
        run = table.run(field)
        docs, values = pairs(segment, table.infos(run))
        return ordinals(segment.checked(docs), values, segment.count, len(run))

    return segment.once(make, "ordinals", field)


def ordinals(docs: Docs, values: Numbers, count: int, width: int) -> Ordinals:
    """Put pairs of a document and one of `width` values in the order of the `count` documents."""
    several = np.bincount(docs, minlength=count)
    if several.max(initial=0) <= 1:
        single = np.full(count, width, np.int32)
        single[docs] = values
        return Ordinals(width, NO_DOCS, NO_DOCS, NO_PLACES, single)
    order = np.argsort(docs, kind="stable")
    starts = np.concatenate([[0], np.cumsum(several)])
    return Ordinals(width, values[order].astype(np.int32), docs[order], starts, None)
