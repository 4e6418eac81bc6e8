"""The most frequent values of a keyword field among those that begin alike."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from index.engines.whoosh.w3.reading.facets import Counted, counts
from index.engines.whoosh.w3.reading.reader import Reader


def beginning(
    reader: Reader, field: str, prefix: bytes, mark: bytes, limit: int
) -> list[tuple[bytes, int]]:
    """Of each value its most frequent term, and how many living documents hold the value.

    Terms that are alike up to the mark are one value; the prefix holds no mark. Ties are in the
    order of the terms.
    """
    known = _everywhere(reader, field, mark)
    ends = [bisect_left(known.terms, end) for end in (prefix, prefix + b"\xff")]
    assert known.starts is not None
    first, end = np.searchsorted(known.starts, ends).tolist()
    found = known.counts[first:end]
    places = np.flatnonzero(found)
    if len(places) > 2 * limit > 0:
        least = np.partition(found[places], -limit)[-limit]
        places = places[found[places] >= least]
    order = np.argsort(-found[places], kind="stable")[: max(limit, 0)]
    return known.shown(first + places[order])


def _everywhere(reader: Reader, field: str, mark: bytes) -> Counted:
    """The values of all living documents, counted once for each commit."""

    def count() -> Counted:
        return counts(reader, list(reader.split(reader.live())), field, mark)

    return reader.once(("everywhere", field), count)
