"""A field of a segment under way: what its terms are called, and its sorted runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from index.engines.whoosh.w3.writing.arrays import Array, joined
from index.engines.whoosh.w3.writing.columns import length_bytes
from index.engines.whoosh.w3.writing.memo import Vocabulary
from index.engines.whoosh.w3.writing.runs import (
    Postings,
    Run,
    brought_together,
    plain_run,
    sorted_run,
    used,
)
from index.engines.whoosh.w3.writing.spill import Spill
from index.engines.whoosh.w3.writing.words import Occurrences


class Gathered:
    """Runs of one field; `lengths` of the documents (texts only) in batches beside them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._runs: list[Run] = []
        self._lengths: list[Array] = []

    def add_texts(self, found: Occurrences, base: int, count: int) -> None:
        """The terms of a batch of so many documents, numbered from `base`."""
        self._lengths.append(np.bincount(found.documents, minlength=count))
        if len(found.terms):
            self._runs.append(sorted_run(found, base))

    def add_keywords(self, values: Sequence[str], documents: Array, base: int) -> None:
        """Keywords of a batch, and the number of each one's document, counted from `base`."""
        terms = self.vocabulary.numbers(values)
        if len(terms):
            self._runs.append(plain_run(terms, documents, base))

    def total_length(self) -> int:
        """How many terms all documents have together."""
        return sum(int(part.sum()) for part in self._lengths)

    def length_bytes(self, count: int) -> Array:
        """The lengths of all documents as bytes; zeros for a field that has none."""
        return length_bytes(joined(self._lengths or [np.zeros(count, np.int64)], np.int64))

    @property
    def size(self) -> int:
        """Bytes in memory, terms aside."""
        return sum(run.size for run in self._runs)

    def park(self, spill: Spill) -> None:
        """Put postings on the disk."""
        self._runs = [run.parked(spill) for run in self._runs]

    def numbers(self) -> Array:
        """The numbers of all terms, rising."""
        return used(self._runs)

    @property
    def worded(self) -> bool:
        """Whether it holds texts: terms with positions."""
        return bool(self._lengths)

    def postings(self) -> Iterator[Postings]:
        """The postings, some terms at a time: rising numbers.

        The runs are given back: their memory is wanted for the next field.
        """
        runs, self._runs = self._runs, []
        return brought_together(runs)

    def __bool__(self) -> bool:
        return bool(self._runs)


def in_order(fields: Mapping[str, Gathered]) -> Iterator[tuple[str, Gathered]]:
    """The fields that have terms, as the terms file wants them."""
    return ((name, fields[name]) for name in sorted(fields) if fields[name])
