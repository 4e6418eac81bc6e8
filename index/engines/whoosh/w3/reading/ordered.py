"""Documents in the order of the terms of a field, over all segments."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

import numpy as np

from index.engines.whoosh.w3.reading.arrays import Docs, Numbers
from index.engines.whoosh.w3.reading.reader import Part, Reader

_CHUNK = 1024  # values read at once


def in_order(reader: Reader, numbers: Numbers, field: str) -> Iterator[bytes]:
    """The field's values of these documents (rising), sorted.

    Each document holds one term of the field and no other document of its segment holds that one;
    the field has a column. Memory stays flat: nothing grows with the length of the values.
    """
    return heapq.merge(*(_walk(part, docs, field) for part, docs in reader.split(numbers)))


def _walk(part: Part, docs: Docs, field: str) -> Iterator[bytes]:
    ordered = docs[np.argsort(part.segment.ranks(field)[docs])]
    strings = part.segment.strings(field)
    for start in range(0, len(ordered), _CHUNK):
        yield from strings.many(ordered[start : start + _CHUNK])
