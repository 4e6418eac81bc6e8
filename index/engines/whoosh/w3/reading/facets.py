"""How often each value of a keyword field stands in the documents that match.

The terms of a field have numbers in each segment (`ordinals`), its values over all segments
(`heads`). Counting is one `bincount` for a field and segment; the texts of values are looked at
last, and only of those that can be shown. Fields of few values have a shorter way (`few`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from index.engines.whoosh.w3.reading.arrays import Mask, Numbers
from index.engines.whoosh.w3.reading.few import CountedFew, few
from index.engines.whoosh.w3.reading.heads import Values, values
from index.engines.whoosh.w3.reading.ordinals import ordinals_of
from index.engines.whoosh.w3.reading.reader import Part, Reader
from index.engines.whoosh.w3.reading.shown import Shown, least

_TOGETHER = 4  # times as many values as are wanted: with more, the texts of ties are not looked at
Split = Sequence[tuple[Part, Numbers]]


class Counts(NamedTuple):
    """In how many documents of a segment each value stands, and each term."""

    part: Part
    whole: Numbers
    each: Numbers


class Counted(NamedTuple):
    """In how many documents each value of a field stands, and how many have none."""

    values: Values
    counts: Numbers
    missing: int
    parts: Sequence[Counts]

    @property
    def distinct(self) -> int:
        """How many values stand in any."""
        return int(np.count_nonzero(self.counts))

    def first(self, limit: int) -> list[Shown]:
        """The first values in their order."""
        return self._first(self.counts > 0, max(limit, 0))

    def most(self, limit: int) -> list[Shown]:
        """The most frequent values, ties in their order."""
        if limit <= 0:
            return []
        lowest = max(least(self.counts, limit), 1)
        wanted = self.counts >= lowest
        found = int(np.count_nonzero(wanted))
        if found <= _TOGETHER * limit:  # nearly always: one look into the segments and not two
            shown = self._first(wanted, found)
        else:
            sure = self._first(self.counts > lowest, limit)
            shown = [*sure, *self._first(self.counts == lowest, limit - len(sure))]
        return sorted(shown, key=lambda one: (-one.docs, one.head))[:limit]

    def _first(self, wanted: Mask, limit: int) -> list[Shown]:
        """The first of the wanted values in their order."""
        found: dict[bytes, Counter[bytes]] = defaultdict(Counter)
        # One of the first over all segments is one of the first in each that holds it.
        for counts in self.parts:
            for head, term, count in self._terms(counts, wanted, limit):
                found[head][term] += count
        return [_shown(head, found[head]) for head in sorted(found)[:limit]]

    def _terms(self, counts: Counts, wanted: Mask, limit: int) -> Iterator[Shown]:
        """The terms of the first of the wanted values that a segment has."""
        heads, places = self.values.heads[counts.part.place], self.values.places[counts.part.place]
        local = np.flatnonzero(wanted[places] & (counts.whole > 0))[:limit]
        begins = heads.starts[local]
        sizes = heads.starts[local + 1] - begins
        numbers = np.repeat(begins - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
        numbers = numbers[counts.each[numbers] > 0]
        texts = counts.part.segment.table.texts_at(heads.run.start + numbers)
        for term, count in zip(texts, counts.each[numbers].tolist(), strict=True):
            yield Shown(heads.head(term), term, count)


def _shown(head: bytes, terms: Counter[bytes]) -> Shown:
    # Of two that are as frequent the lower: whatever the segments are.
    return Shown(head, min(terms, key=lambda term: (-terms[term], term)), terms.total())


def counts(reader: Reader, split: Split, field: str, mark: bytes | None = None) -> Counted:
    """Count the values of a field in documents, which `Reader.split` has taken apart.

    `mark`: terms that are alike up to it are one value; a document holds one of them at most.
    """
    known = values(reader, field, mark)
    found, missing, parts = np.zeros(known.width, np.int64), 0, []
    for part, docs in split:
        several = ordinals_of(part.segment, field).counts(docs)
        heads = known.heads[part.place]
        each = several[:-1]
        whole = np.add.reduceat(each, heads.starts[:-1]) if len(each) else each
        found[known.places[part.place]] += whole
        missing += int(several[-1])
        parts.append(Counts(part, whole, each))
    return Counted(known, found, missing, parts)


def facets(
    reader: Reader,
    numbers: Numbers,
    passing: Mapping[str, Mask],
    fields: Iterable[str],
    marks: Mapping[str, bytes] = MappingProxyType({}),
) -> list[Counted | CountedFew]:
    """The facets of these fields in documents (rising) that match a query without its filters.

    `marks`: by field, up to what terms are alike that are counted together.

    `passing`: by the field of a filter, which of the documents pass it. A facet counts what passes
    the filters of all other fields: what would be found if another value of it was chosen.
    """
    failures = np.zeros(len(numbers), np.int64)
    for passes in passing.values():
        failures += ~passes
    everything = numbers[failures == 0] if passing else numbers
    found = []
    for field in fields:
        chosen = everything
        if field in passing:
            chosen = numbers[failures == ~passing[field]]
        found.append(_facet(reader, chosen, field, marks.get(field)))
    return found


def _facet(
    reader: Reader, numbers: Numbers, field: str, mark: bytes | None
) -> Counted | CountedFew:
    known = few(reader, field, mark)
    if known is not None:
        return known.counted(numbers)
    return counts(reader, list(reader.split(numbers)), field, mark)
