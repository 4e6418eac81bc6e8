"""The terms of a segment in the order of their letters, for all fields that share a vocabulary."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from index.engines.whoosh.w3.writing.arrays import Array
from index.engines.whoosh.w3.writing.memo import Vocabulary


class Ordered:
    """Terms, sorted once; code points sort as their UTF-8 does."""

    def __init__(self, vocabulary: Vocabulary, numbers: Array) -> None:
        """`numbers` of terms, rising: each that will be asked for."""
        names = vocabulary.names(numbers.tolist())
        order = sorted(range(len(names)), key=names.__getitem__)
        self._names = [names[at] for at in order]
        self._numbers = numbers
        self._ranks = np.empty(len(names), np.int32)
        self._ranks[order] = np.arange(len(names))

    def order(self, numbers: Array) -> tuple[Array, Iterator[str]]:
        """The order of these terms (their numbers rise): which comes first, …; and their names."""
        ranks = self._ranks[np.searchsorted(self._numbers, numbers)]
        order = np.argsort(ranks)
        return order, map(self._names.__getitem__, ranks[order])
