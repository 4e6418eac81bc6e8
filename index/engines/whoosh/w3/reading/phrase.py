"""Words near one another: positions of several terms, compared as arrays.

A spot of a word is a document and a position in one number, so that the spots in a document follow
one another and those in the next are far away.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.engines.whoosh.w3.reading.arrays import Docs, Numbers
from index.engines.whoosh.w3.reading.positions import Places

_DOC = 32  # bits of a position


def spots(docs: Docs, places: Places) -> Numbers:
    """The spots of a term, rising; `places` are those in these documents."""
    found: Numbers = np.repeat(docs.astype(np.int64) << _DOC, np.diff(places.starts))
    found += places.positions
    return found


def in_order(words: Sequence[Numbers], nearest: int, farthest: int) -> Docs:
    """The documents where each word follows the one before at a distance within these."""
    ends = words[0]
    for word in words[1:]:
        before = np.searchsorted(ends, word - nearest, side="right") - 1
        near = word - ends[np.maximum(before, 0)] <= farthest if len(ends) else before >= 0
        ends = word[near & (before >= 0)]
    return np.unique(ends >> _DOC)


def together(words: Sequence[Numbers], window: int) -> Docs:
    """The documents where every word stands within so many places of the first of them."""
    first = np.concatenate(words)
    for word in words:
        if not len(word):
            return np.unique(word)
        following = word[np.minimum(np.searchsorted(word, first), len(word) - 1)]
        first = first[(following >= first) & (following - first <= window)]
    return np.unique(first >> _DOC)


def side_by_side(first: Numbers, second: Numbers, farthest: int) -> tuple[Docs, Docs]:
    """The documents where two words stand within a distance, and where the second comes next."""
    after = np.searchsorted(second, first, side="right")
    following = second[np.minimum(after, len(second) - 1)] - first
    before = np.searchsorted(second, first, side="left") - 1
    preceding = first - second[np.maximum(before, 0)]
    near = ((following > 0) & (following <= farthest)) | ((preceding > 0) & (preceding <= farthest))
    return np.unique(first[near] >> _DOC), np.unique(first[following == 1] >> _DOC)
