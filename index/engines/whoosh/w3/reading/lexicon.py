"""The words of a field, in order, each with the number of living documents that hold it."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

import numpy as np

from index.engines.whoosh.w3.reading.arrays import Mask, Numbers
from index.engines.whoosh.w3.reading.expand import prefix_run
from index.engines.whoosh.w3.reading.reader import Part, Reader
from index.engines.whoosh.w3.reading.runs import Infos
from index.engines.whoosh.w3.reading.segment import Segment

_CHUNK = 4096  # terms read at once

Counted = tuple[bytes, int]


def words(reader: Reader, field: str, prefix: str) -> Iterator[Counted]:
    """Terms that begin so, as their bytes sort; those that only deleted documents hold left out."""
    held = reader.field(field)
    if held is None:
        return
    parts = [_of_part(part, field, held.to_bytes(prefix)) for part in reader.parts]
    for term, found in groupby(heapq.merge(*parts), itemgetter(0)):
        count = sum(count for _, count in found)
        if count:
            yield term, count


def _of_part(part: Part, field: str, prefix: bytes) -> Iterator[Counted]:
    table = part.segment.table
    run = prefix_run(table, field, prefix)
    for start in range(run.start, run.stop, _CHUNK):
        chunk = range(start, min(start + _CHUNK, run.stop))
        infos = table.infos(chunk)
        counts = infos["df"] if part.live is None else _living(part.segment, infos, part.live)
        yield from zip(table.texts(chunk), counts.tolist(), strict=True)


def _living(segment: Segment, infos: Infos, live: Mask) -> Numbers:
    """In how many living documents each of these terms stands."""
    counts: Numbers = live[infos["first"]].astype(np.int64)
    counts += live[infos["last"]] & (infos["df"] > 1)
    several = np.flatnonzero(infos["df"] > 2)
    places = infos[several][["offset", "length", "df"]].tolist()
    counts[several] = [int(live[segment.decoded(*place).docs].sum()) for place in places]
    return counts
