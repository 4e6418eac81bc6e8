"""Sorted runs: the postings of a field, batch by batch, until its segment is written.

Terms are numbers here, and runs are sorted by them: their text is compared once for a segment and
not once for each batch. Arrays are kept in the smallest type that holds them; those of 100,000
documents still take some 120 MB, of which all but a tenth can be parked on the disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from index.engines.whoosh.w3.writing.arrays import (
    Array,
    changes,
    joined,
    lengths,
    ranges,
    small,
    starts,
)
from index.engines.whoosh.w3.writing.spill import Parked, Spill
from index.engines.whoosh.w3.writing.words import Occurrences

_Kept: TypeAlias = Array | Parked
_ROOM = 1 << 18  # postings brought together at a time, some 100 bytes each while they are written


@dataclass(frozen=True, slots=True)
class Postings:
    """Of each posting: its term, its document, how often, and the steps between its positions.

    In the order of terms, then documents. Without positions a posting says only that the term is
    there: `frequencies` and `steps` are None.
    """

    terms: Array
    documents: Array
    frequencies: Array | None
    steps: Array | None  # of all postings, one after another; the first is the position itself


@dataclass(frozen=True, slots=True)
class Run:
    """The postings of one batch, small."""

    base: int  # the number of the batch's first document
    terms: Array  # each once, rising
    counts: Array  # how many postings each term has
    documents: _Kept  # counted from `base`
    frequencies: _Kept | None
    steps: _Kept | None

    @property
    def size(self) -> int:
        """Bytes in memory."""
        parts = (self.terms, self.counts, self.documents, self.frequencies, self.steps)
        return sum(part.nbytes for part in parts if part is not None)

    def parked(self, spill: Spill) -> Run:
        """The same, its postings on the disk."""
        return replace(
            self,
            documents=_parked(self.documents, spill),
            frequencies=None if self.frequencies is None else _parked(self.frequencies, spill),
            steps=None if self.steps is None else _parked(self.steps, spill),
        )


def _parked(values: _Kept, spill: Spill) -> Parked:
    return values if isinstance(values, Parked) else spill.park(values)


def sorted_run(found: Occurrences, base: int) -> Run:
    """Sort what occurs in a batch; its documents are counted from 0."""
    order = _order(found.terms)
    terms, documents = found.terms[order], found.documents[order]
    positions = found.positions[order]
    at = changes(terms, documents)
    steps = np.diff(positions, prepend=0)
    steps[at] = positions[at]
    frequencies = lengths(at, len(terms))
    return _run(base, terms[at], documents[at], small(frequencies), small(steps))


def plain_run(terms: Array, documents: Array, base: int) -> Run:
    """Sort what is only there or not; each (term, document) comes once, documents rising."""
    order = _order(terms)
    return _run(base, terms[order], documents[order], None, None)


def _run(
    base: int, terms: Array, documents: Array, frequencies: Array | None, steps: Array | None
) -> Run:
    first = changes(terms)
    counts = small(lengths(first, len(terms)))
    numbers = terms[first].astype(np.int32)
    return Run(base, numbers, counts, small(documents), frequencies, steps)


def used(runs: Sequence[Run]) -> Array:
    """The numbers of all terms, rising."""
    if not runs:
        return np.zeros(0, np.int64)
    held = np.zeros(1 + max(int(run.terms[-1]) for run in runs), bool)
    for run in runs:
        held[run.terms] = True
    return np.flatnonzero(held)


def brought_together(runs: Sequence[Run]) -> Iterator[Postings]:
    """The postings of all runs, some terms at a time: rising numbers of terms."""
    cutters = [_Cutter(run) for run in runs]
    for high in _ends(runs):
        parts = [cutter.cut(high) for cutter in cutters]
        yield _one(parts) if len(parts) > 1 else parts[0]


def _order(terms: Array) -> Array:
    """A stable order by term: faster than numpy's, which knows no numbers of 64 bits in two."""
    keys = terms.astype(np.int64) << 32
    keys |= np.arange(len(terms))
    keys.sort()
    keys &= 0xFFFFFFFF
    return keys


def _ends(runs: Sequence[Run]) -> list[int]:
    """Terms at which to cut, so that about `_ROOM` postings lie between two cuts; and the end."""
    terms, counts = _totals(runs)
    reached = np.cumsum(counts, dtype=np.int64)
    wanted = np.arange(_ROOM, int(reached[-1]) + _ROOM, _ROOM)
    last = np.minimum(np.searchsorted(reached, wanted), len(terms) - 1)
    ends: list[int] = (np.unique(terms[last]) + 1).tolist()
    return ends


def _totals(runs: Sequence[Run]) -> tuple[Array, Array]:
    """Terms, rising, and how many postings each has in all runs."""
    if len(runs) == 1:
        return runs[0].terms, runs[0].counts
    counts = np.zeros(1 + max(int(run.terms[-1]) for run in runs), np.int32)
    for run in runs:
        counts[run.terms] += run.counts
    return np.arange(len(counts)), counts


class _Cutter:
    """Takes a run apart from its beginning to its end."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._term = self._posting = self._step = 0  # how far it is taken

    def cut(self, end: int) -> Postings:
        """The postings of the next terms, up to before this one."""
        run, begin, start = self._run, self._term, self._posting
        self._term = int(np.searchsorted(run.terms, end))
        counts = run.counts[begin : self._term]
        self._posting += int(counts.sum(dtype=np.int64))
        there = slice(start, self._posting)
        terms = np.repeat(run.terms[begin : self._term], counts)
        documents = run.documents[there].astype(np.int64) + run.base
        if run.frequencies is None or run.steps is None:
            return Postings(terms, documents, None, None)
        frequencies = run.frequencies[there].astype(np.int64)
        steps = run.steps[self._step : self._step + int(frequencies.sum())]
        self._step += len(steps)
        return Postings(terms, documents, frequencies, steps)


def _one(parts: list[Postings]) -> Postings:
    terms = joined([part.terms for part in parts], np.int32)
    order = _order(terms)
    terms = terms[order]
    documents = joined([part.documents for part in parts], np.int64)[order]
    counts = [part.frequencies for part in parts if part.frequencies is not None]
    walks = [part.steps for part in parts if part.steps is not None]
    if not counts:
        return Postings(terms, documents, None, None)
    frequencies = joined(counts, np.int64)
    steps = np.concatenate(walks)
    first = starts(frequencies)[order]
    frequencies = frequencies[order]
    return Postings(terms, documents, frequencies, steps[ranges(first, frequencies)])
