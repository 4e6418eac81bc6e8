"""How often each value of a keyword field stands in the documents that match.

The terms of a field have numbers in each segment (`ordinals`) and over all segments (`Values`).
Counting is one `bincount` for a field and segment; the text of a value is looked at last, and only
for those that are shown. Terms that are alike up to a mark can be counted together: they lie side
by side, so that this is one `reduceat`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from index.engines.whoosh.w3.reading.arrays import Mask, Numbers
from index.engines.whoosh.w3.reading.ordinals import ordinals_of
from index.engines.whoosh.w3.reading.reader import Part, Reader

Split = Sequence[tuple[Part, Numbers]]


class Values(NamedTuple):
    """The terms of a field, rising, and for each segment which of them its own terms are."""

    terms: Sequence[bytes]
    places: Sequence[Numbers]


class Counted(NamedTuple):
    """In how many documents each value stands, and how many have none.

    `starts`: where the terms of each value begin, and their number; None: each is one. `each`: in
    how many documents each term stands.
    """

    terms: Sequence[bytes]
    counts: Numbers
    missing: int
    starts: Numbers | None
    each: Numbers

    @property
    def distinct(self) -> int:
        """How many values stand in any."""
        return int(np.count_nonzero(self.counts))

    def first(self, limit: int) -> list[tuple[bytes, int]]:
        """The first values in their order (of each the most frequent term), with their counts."""
        return self._shown(np.flatnonzero(self.counts)[: max(limit, 0)])

    def most(self, limit: int) -> list[tuple[bytes, int]]:
        """The most frequent values, ties in the order of the terms."""
        held = np.flatnonzero(self.counts)
        if limit <= 0:
            return []
        if len(held) > 2 * limit:
            counts = self.counts[held]
            least = np.partition(counts, -limit)[-limit]
            held = held[counts >= least]
        return self._shown(held[np.argsort(-self.counts[held], kind="stable")][:limit])

    def _shown(self, places: Numbers) -> list[tuple[bytes, int]]:
        counts = self.counts[places].tolist()
        return [(self._term(at), n) for at, n in zip(places.tolist(), counts, strict=True)]

    def _term(self, value: int) -> bytes:
        place = value
        if self.starts is not None:
            begin, end = self.starts[value : value + 2].tolist()
            place = begin + int(self.each[begin:end].argmax())
        return self.terms[place]


def values(reader: Reader, field: str) -> Values:
    """The terms of a field in all segments together."""
    return reader.once(("values", field), lambda: _values(reader, field))


def _values(reader: Reader, field: str) -> Values:
    lists = [ordinals_of(part.segment, field).terms for part in reader.parts]
    terms = sorted(set().union(*lists))
    if len(lists) == 1:
        return Values(terms, [np.arange(len(terms))])
    place = {term: number for number, term in enumerate(terms)}
    return Values(terms, [np.array([place[term] for term in own], np.int64) for own in lists])


def starts(reader: Reader, field: str, mark: bytes) -> Numbers:
    """Where terms begin that are alike up to the mark, and how many terms there are."""

    def make() -> Numbers:
        before, found = None, []
        for at, term in enumerate(values(reader, field).terms):
            head = term.partition(mark)[0]
            if head != before:
                found.append(at)
                before = head
        return np.array([*found, len(values(reader, field).terms)], np.int64)

    return reader.once(("starts", field), make)


def counts(reader: Reader, split: Split, field: str, mark: bytes | None = None) -> Counted:
    """Count the values of a field in documents, which `Reader.split` has taken apart.

    `mark`: terms that are alike up to it are one value; a document holds one of them at most.
    """
    terms, places = values(reader, field)
    found, missing = np.zeros(len(terms), np.int64), 0
    for part, docs in split:
        several = ordinals_of(part.segment, field).counts(docs)
        found[places[part.place]] += several[:-1]
        missing += int(several[-1])
    if mark is None:
        return Counted(terms, found, missing, None, found)
    borders = starts(reader, field, mark)
    whole = np.add.reduceat(found, borders[:-1]) if len(terms) else found
    return Counted(terms, whole, missing, borders, found)


def facets(
    reader: Reader,
    numbers: Numbers,
    passing: Mapping[str, Mask],
    fields: Iterable[str],
    marks: Mapping[str, bytes] = MappingProxyType({}),
) -> list[Counted]:
    """The facets of these fields in documents (rising) that match a query without its filters.

    `marks`: by field, up to what terms are alike that are counted together.

    `passing`: by the field of a filter, which of the documents pass it. A facet counts what passes
    the filters of all other fields: what would be found if another value of it was chosen.
    """
    failures = np.zeros(len(numbers), np.int64)
    for passes in passing.values():
        failures += ~passes
    everything = list(reader.split(numbers[failures == 0] if passing else numbers))
    found = []
    for field in fields:
        split: Split = everything
        if field in passing:
            split = list(reader.split(numbers[failures == ~passing[field]]))
        found.append(counts(reader, split, field, marks.get(field)))
    return found
