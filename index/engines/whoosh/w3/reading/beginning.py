"""The most frequent values of a keyword field among those that begin alike."""

from __future__ import annotations

import numpy as np

from index.engines.whoosh.w3.reading.expand import prefix_run
from index.engines.whoosh.w3.reading.facets import Counted, counts
from index.engines.whoosh.w3.reading.heads import Values
from index.engines.whoosh.w3.reading.reader import Reader
from index.engines.whoosh.w3.reading.shown import Shown


def beginning(reader: Reader, field: str, prefix: bytes, mark: bytes, limit: int) -> list[Shown]:
    """The first `limit` in all living documents, ties in their order.

    Terms that are alike up to the mark are one value; the prefix holds no mark.
    """
    return _narrowed(_everywhere(reader, field, mark), field, prefix).most(limit)


def _everywhere(reader: Reader, field: str, mark: bytes) -> Counted:
    """The values of all living documents, counted once for each commit."""

    def count() -> Counted:
        return counts(reader, list(reader.split(reader.live())), field, mark)

    return reader.once(("everywhere", field), count)


def _narrowed(known: Counted, field: str, prefix: bytes) -> Counted:
    """Only the values that begin so: they lie side by side in each segment."""
    values, parts = known.values, []
    places, heads = [place[:0] for place in values.places], list(values.heads)
    for one in known.parts:
        at = one.part.place
        own = heads[at]
        run = prefix_run(one.part.segment.table, field, prefix)
        ends = run.start - own.run.start, run.stop - own.run.start
        low, high = np.searchsorted(own.starts, ends).tolist()
        heads[at] = own._replace(starts=own.starts[low : high + 1])
        places[at] = values.places[at][low:high]
        parts.append(one._replace(whole=one.whole[low:high]))
    wanted = np.zeros(values.width, np.bool_)
    for place in places:
        wanted[place] = True
    kept = np.flatnonzero(wanted)
    numbers = np.zeros(values.width, np.int64)
    numbers[kept] = np.arange(len(kept))
    narrow = Values(len(kept), [numbers[place] for place in places], heads)
    return Counted(narrow, known.counts[kept], 0, parts)
