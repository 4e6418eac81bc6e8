"""Which terms of a field are one value: those that are alike up to a mark (none: each is its own).

Terms are sorted, so that those of a value lie side by side, as long as the mark is below every byte
that can stand before it. Over several segments values are told apart by hashes of 64 bits: to bring
together the texts of 100,000s of values would take a second after each commit, and their memory.
(Of a million values two have the same hash in one of 30 million indexes, and not in the next
process: Python salts them.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from index.engines.whoosh.w3.reading.arrays import Numbers
from index.engines.whoosh.w3.reading.reader import Reader
from index.engines.whoosh.w3.reading.segment import Segment


class Heads(NamedTuple):
    """The values of a segment: where the terms of each begin (and how many terms), its number."""

    run: range
    mark: bytes | None
    starts: Numbers
    hashes: Numbers

    def head(self, term: bytes) -> bytes:
        """What all terms of a value begin with."""
        return term if self.mark is None else term.partition(self.mark)[0]


class Values(NamedTuple):
    """The values of all segments: how many, and which of them those of each segment are."""

    width: int
    places: Sequence[Numbers]
    heads: Sequence[Heads]


def values(reader: Reader, field: str, mark: bytes | None) -> Values:
    """The values of a field in all segments together."""
    return reader.once(("values", field), lambda: _values(reader, field, mark))


def _values(reader: Reader, field: str, mark: bytes | None) -> Values:
    heads = [_heads_of(part.segment, field, mark) for part in reader.parts]
    if len(heads) == 1:
        return Values(len(heads[0].hashes), [np.arange(len(heads[0].hashes))], heads)
    whole = np.concatenate([np.zeros(0, np.int64), *(one.hashes for one in heads)])
    found, place = np.unique(whole, return_inverse=True)
    ends = np.cumsum([len(one.hashes) for one in heads])
    return Values(len(found), np.split(place, ends[:-1]) if heads else [], heads)


def _heads_of(segment: Segment, field: str, mark: bytes | None) -> Heads:
    return segment.once(lambda: _heads(segment, field, mark), "heads", field)


def _heads(segment: Segment, field: str, mark: bytes | None) -> Heads:
    run = segment.table.run(field)
    terms = segment.table.texts(run)
    heads = terms if mark is None else [term.partition(mark)[0] for term in terms]
    hashes = np.fromiter(map(hash, heads), np.int64, len(heads))
    begins = np.ones(len(heads), np.bool_)
    begins[1:] = hashes[1:] != hashes[:-1]
    starts = np.flatnonzero(begins)
    return Heads(run, mark, np.append(starts, len(heads)), hashes[starts])
