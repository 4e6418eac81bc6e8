"""Facets of fields that have few values (years, languages, types, sources) in all segments.

Their values are brought together once for each commit: then a facet is one `bincount` over all
segments, and no term file is looked into. With three such facets a query of a hundred thousand
documents in four segments took 1.5 ms, of which they were 0.9 (`benchmarks.search`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from index.engines.whoosh.w3.reading.arrays import NO_DOCS, Numbers
from index.engines.whoosh.w3.reading.ordinals import Ordinals, ordinals, ordinals_of
from index.engines.whoosh.w3.reading.reader import Reader
from index.engines.whoosh.w3.reading.shown import Shown, least

_FEW = 2_000  # terms in all segments; who has more is brought together by hashes (`heads`)


class Named(NamedTuple):
    """The terms of a field in all segments, rising; where those of each value begin, and its head.

    `starts` has one place more than there are values: behind the last.
    """

    terms: Sequence[bytes]
    heads: Sequence[bytes]
    starts: Sequence[int]


class CountedFew(NamedTuple):
    """In how many documents each value stands, and each term, and how many have none."""

    named: Named
    counts: Numbers
    each: Numbers
    missing: int

    @property
    def distinct(self) -> int:
        """How many values stand in any."""
        return int(np.count_nonzero(self.counts))

    def first(self, limit: int) -> list[Shown]:
        """The first values in their order."""
        return self._shown(np.flatnonzero(self.counts)[: max(limit, 0)])

    def most(self, limit: int) -> list[Shown]:
        """The most frequent values, ties in their order."""
        if limit <= 0:
            return []
        wanted = np.flatnonzero(self.counts >= max(least(self.counts, limit), 1))
        order = np.argsort(-self.counts[wanted], kind="stable")
        return self._shown(wanted[order[:limit]])

    def _shown(self, places: Numbers) -> list[Shown]:
        found = zip(places.tolist(), self.counts[places].tolist(), strict=True)
        return [Shown(self.named.heads[place], self._term(place), docs) for place, docs in found]

    def _term(self, place: int) -> bytes:
        """The most frequent term of a value, of two the lower."""
        begin, end = self.named.starts[place : place + 2]
        most = int(self.each[begin:end].argmax()) if end > begin + 1 else 0
        return self.named.terms[begin + most]


class Few(NamedTuple):
    """The values of a field, and which terms each document has."""

    named: Named
    ordinals: Ordinals

    def counted(self, numbers: Numbers) -> CountedFew:
        """Count the values in these documents (rising), each of which has one term of a value."""
        found = self.ordinals.counts(numbers)
        each, whole = found[:-1], found[:-1]
        if len(self.named.heads) < len(each):
            whole = np.add.reduceat(each, self.named.starts[:-1])
        return CountedFew(self.named, whole, each, int(found[-1]))


def few(reader: Reader, field: str, mark: bytes | None) -> Few | None:
    """The values of a field, None where there are many; `mark` as for `heads`."""
    return reader.once(("few", field), lambda: _few(reader, field, mark))


def _few(reader: Reader, field: str, mark: bytes | None) -> Few | None:
    runs = [part.segment.table.run(field) for part in reader.parts]
    if sum(map(len, runs)) > _FEW:
        return None
    held = [part.segment.table.texts(run) for part, run in zip(reader.parts, runs, strict=True)]
    terms = sorted({term for each in held for term in each})
    places = {term: place for place, term in enumerate(terms)}
    docs, values = [NO_DOCS], [NO_DOCS]
    for part, own in zip(reader.parts, held, strict=True):
        holding, local = ordinals_of(part.segment, field).pairs()
        docs.append((part.base + holding).astype(np.int32))
        values.append(np.array([places[term] for term in own], np.int32)[local])
    found = ordinals(np.concatenate(docs), np.concatenate(values), reader.count, len(terms))
    return Few(_named(terms, mark), found)


def _named(terms: Sequence[bytes], mark: bytes | None) -> Named:
    heads = terms if mark is None else [term.partition(mark)[0] for term in terms]
    # Terms rise, and the mark is below what stands before it: those of a value lie side by side.
    starts = [place for place, head in enumerate(heads) if not place or heads[place - 1] != head]
    return Named(terms, [heads[place] for place in starts], [*starts, len(terms)])
