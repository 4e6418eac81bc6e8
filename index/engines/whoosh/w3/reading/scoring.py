"""How well a term fits: BM25F as `whoosh.scoring.BM25F` reckons it, for many postings at once.

    idf * (w * (K1 + 1)) / (w + K1 * ((1 - B) + B * length / average))

with idf = log(N / (n + 1)) + 1, and N, n and the average over all segments, deleted documents
included. Lengths are those that the index holds in a byte. A field without lengths scores by
weight.
"""

from __future__ import annotations

from math import exp, log

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


def shares(average: float, b: float) -> Floats:
    """What an occurrence counts by the byte of its field's length: 1 at average length."""
    found: Floats = 1 / ((1 - b) + b * _LENGTHS / average)
    return found


def bent(counted: Floats, k1: float) -> Floats:
    """BM25F: how much occurrences say that were counted over all fields; from 0 to k1 + 1."""
    found: Floats = counted * ((k1 + 1) / (counted + k1))
    return found


def rarity(documents: int, holding: int) -> float:
    """How telling a word is that so many documents hold (as in Lucene: never below 0)."""
    return log(1 + max(0.0, documents - holding + 0.5) / (holding + 0.5))


def repeated(texts: int, holding: int, times: float, usual: float, few: float) -> float:
    """How much more often a word is said again than chance has it: residual IDF, in nats.

    (K. W. Church and W. A. Gale, Poisson mixtures, 1995.) What a text is about is said again and
    again in few texts; words such as `what`, `method`, `between` are strewn as chance has it.
    `texts` there are, so many of them hold the word, it stands there so many `times`. A word of few
    texts is taken to be a `usual` one.
    """
    if not holding or not texts:
        return usual
    found = max(0.0, log(texts / holding) + log(1 - exp(-times / texts)))
    return (holding * found + few * usual) / (holding + few)
