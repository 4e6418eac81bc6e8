"""The best of many matches: lowest rank first, ties by the terms of a field.

That field is one whose terms are each held by one document, and which has a column.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from index.engines.whoosh.w3.reading.arrays import Floats, Mask, Numbers
from index.engines.whoosh.w3.reading.reader import Reader


def page(
    reader: Reader, numbers: Numbers, ranks: Floats, offset: int, limit: int, field: str
) -> list[tuple[int, bytes]]:
    """The asked page, lowest rank first, then by `field`: places in `numbers`, and the values."""
    end = offset + limit
    if end <= 0 or limit <= 0 or offset >= len(numbers):
        return []
    near = _near(reader, numbers, ranks, end, field)
    texts = texts_of(reader, numbers[near], field)
    ordered = sorted(zip(ranks[near].tolist(), texts, near.tolist(), strict=True))
    return [(place, text) for _, text, place in ordered[offset:end]]


def behind(
    reader: Reader, numbers: Numbers, ranks: Floats, rank: float, text: bytes, field: str
) -> Mask:
    """Which of the documents come behind a rank and a value of the field."""
    found: Mask = ranks > rank
    ties = np.flatnonzero(ranks == rank)
    found[ties] = above(reader, numbers[ties], text, field)
    return found


def above(reader: Reader, numbers: Numbers, text: bytes, field: str) -> Mask:
    """Which of the documents (rising) hold a greater value of the field."""
    parts = [np.zeros(0, np.bool_)]
    for part, docs in reader.split(numbers):
        lower = len(part.segment.table.run(field, b"", text + b"\0"))
        parts.append(part.segment.ranks(field)[docs] >= lower)
    return np.concatenate(parts)


def texts_of(reader: Reader, numbers: Numbers, field: str) -> list[bytes]:
    """The field's values of these documents (rising)."""
    return [text for part, docs in reader.split(numbers)
            for text in part.segment.strings(field).many(docs)]  # fmt: skip


def _near(reader: Reader, numbers: Numbers, ranks: Floats, end: int, field: str) -> Numbers:
    """The places of all that can come before `end`, rising."""
    if end >= len(numbers):
        return np.arange(len(numbers))
    last = np.partition(ranks, end - 1)[end - 1]
    near = np.flatnonzero(ranks <= last)
    if len(near) <= 2 * end:
        return near
    # Many tie for the last places: of each segment no more than fit, by the order of its terms.
    ties = np.flatnonzero(ranks == last)
    chosen = [np.flatnonzero(ranks < last), *_first(reader, numbers, ties, end, field)]
    return np.sort(np.concatenate(chosen))


def _first(
    reader: Reader, numbers: Numbers, ties: Numbers, count: int, field: str
) -> Iterator[Numbers]:
    start = 0
    for part, docs in reader.split(numbers[ties]):
        own = ties[start : start + len(docs)]
        start += len(docs)
        if len(docs) > count:
            ranks = part.segment.ranks(field)[docs]
            own = own[np.argpartition(ranks, count - 1)[:count]]
        yield own
