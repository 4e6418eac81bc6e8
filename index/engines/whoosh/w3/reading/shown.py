"""A value as a facet shows it, and how often a value has to stand to be shown."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from index.engines.whoosh.w3.reading.arrays import Numbers


class Shown(NamedTuple):
    """A value: what its terms begin with, the most frequent of them, in how many documents."""

    head: bytes
    term: bytes
    docs: int


def least(counts: Numbers, limit: int) -> int:
    """What the last of so many of the greatest counts is, 0 where there are not so many."""
    # By how many values have each count: `partition` takes ten times as long where most have 1.
    having = np.bincount(counts, minlength=1)
    having[0] = 0
    as_many = np.flatnonzero(np.cumsum(having[::-1]) >= limit)
    return len(having) - 1 - int(as_many[0]) if len(as_many) else 0
