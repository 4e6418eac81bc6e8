"""The terms of a segment in the order of their UTF-8, for all fields that share a vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np

from index.engines.whoosh.w3.writing.arrays import Array, changes, lengths
from index.engines.whoosh.w3.writing.memo import Vocabulary

_PIECE = 1 << 15  # numbers at a time
_FEW = 4096  # terms that Python sorts as fast
_WIDTH = 8  # bytes that are compared as one number
_DEPTH = 4 * _WIDTH  # of most terms that begin alike so far, there are few


class Ordered:
    """Terms, encoded and sorted once."""

    def __init__(self, vocabulary: Vocabulary, numbers: Array) -> None:
        """`numbers` of terms, rising: each that will be asked for."""
        names = list(map(str.encode, vocabulary.names(numbers.tolist())))
        order = rising(names)
        self._names = [names[at] for at in order.tolist()]
        self._numbers = numbers
        self._ranks = np.empty(len(names), np.int32)
        self._ranks[order] = np.arange(len(names))

    def order(self, numbers: Array) -> tuple[Array, Iterator[bytes]]:
        """The order of these terms (their numbers rise): which comes first, …; and their UTF-8."""
        ranks = self._ranks[np.searchsorted(self._numbers, numbers)]
        order = np.argsort(ranks)
        # As numbers of Python, some at a time: numpy's take four times as long to look up by.
        pieces = np.split(ranks[order], range(_PIECE, len(order), _PIECE))
        places = chain.from_iterable(map(np.ndarray.tolist, pieces))
        return order, map(self._names.__getitem__, places)


def rising(names: Sequence[bytes]) -> Array:
    """The places of different names in their order.

    Many are compared by eight bytes at a time, as numbers: in half the time that Python takes.
    """
    if len(names) <= _FEW:
        return np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)
    keys = _keys(names, 0)
    order = np.argsort(keys)
    tied = _tied(changes(keys[order]), len(names))
    for depth in range(_WIDTH, _DEPTH, _WIDTH):
        # Of those that are alike so far the next bytes, each run of them for itself.
        runs, places = tied
        keys = _keys([names[at] for at in order[places].tolist()], depth)
        within = np.lexsort((keys, runs))
        order[places] = order[places[within]]
        again, still = _tied(changes(runs, keys[within]), len(places))
        tied = again, places[still]
    runs, places = tied
    first = changes(runs)
    for begin, count in zip(
        places[first].tolist(), lengths(first, len(runs)).tolist(), strict=True
    ):
        run = order[begin : begin + count].tolist()
        order[begin : begin + count] = sorted(run, key=names.__getitem__)
    return order


def _keys(names: Iterable[bytes], depth: int) -> Array:
    """The eight bytes of each name from `depth` on, zeros behind its end, as a number."""
    rest = (name[depth:] for name in names) if depth else names
    return np.fromiter(rest, f"S{_WIDTH}").view(">u8").astype(np.uint64)


def _tied(first: Array, count: int) -> tuple[Array, Array]:
    """Of `count` sorted keys that differ from the one before at `first`: who has the key of others.

    Gives the number of the run of each such key, and its place.
    """
    sizes = lengths(first, count)
    several = np.repeat(sizes > 1, sizes)
    return np.repeat(np.arange(len(sizes)), sizes)[several], np.flatnonzero(several)
