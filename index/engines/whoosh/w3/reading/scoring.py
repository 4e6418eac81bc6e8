"""How well a term fits: BM25F as `whoosh.scoring.BM25F` reckons it, for many postings at once.

    idf * (w * (K1 + 1)) / (w + K1 * ((1 - B) + B * length / average))

with idf = log(N / (n + 1)) + 1, and N, n and the average over all segments, deleted documents
included. Lengths are those that the index holds in a byte. A field without lengths scores by
weight.
"""

from __future__ import annotations

from math import log

import numpy as np
from whoosh.util.numeric import byte_to_length

from index.engines.whoosh.w3.reading.arrays import Floats

B, K1 = 0.75, 1.2
_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], np.float64)
_LENGTHS[0] = np.nan  # a posting in a field without length: nonsense that shows in the score


def idf(documents: int, holding: int) -> float:
    """How telling a term is that so many of the documents hold."""
    return log(documents / (holding + 1)) + 1


def norms(average: float) -> Floats:
    """K1 * ((1 - B) + B * length / average), by the byte of the length."""
    found: Floats = K1 * ((1 - B) + B * _LENGTHS / average)
    return found


def bm25f(weights: Floats, norms: Floats, factors: Floats) -> Floats:
    """The scores of postings; `factors` are idf times boost."""
    found: Floats = factors * ((weights * (K1 + 1)) / (weights + norms))
    return found
