"""Documents in the order of a field that gives each one term or none: titles, say.

Terms have numbers in each segment; their texts are looked at only for the few that can be shown.
Documents without a term come last; ties come by the terms of a key field (see `top`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import numpy as np

from index.engines.whoosh.w3.reading.arrays import Docs, Mask, Numbers
from index.engines.whoosh.w3.reading.errors import Damaged
from index.engines.whoosh.w3.reading.ordinals import ordinals_of
from index.engines.whoosh.w3.reading.reader import Part, Reader
from index.engines.whoosh.w3.reading.top import above

Row = tuple[bool, bytes, bytes, int]  # no term, the term, the key, the place of the document


def page_by_term(
    reader: Reader, numbers: Numbers, by: str, offset: int, limit: int, key: str
) -> list[tuple[int, bytes, bytes]]:
    """The asked page of these documents (rising): places in `numbers`, terms and keys."""
    end = offset + limit
    if end <= 0 or limit <= 0:
        return []
    rows: list[Row] = []
    start = 0
    for part, docs in reader.split(numbers):
        rows += _first(part, docs, by, end, key, start)
        start += len(docs)
    return [(place, term, text) for _, term, text, place in sorted(rows)[offset:end]]


def behind_term(
    reader: Reader, numbers: Numbers, by: str, term: bytes, text: bytes, key: str
) -> Mask:
    """Which of the documents come behind a term (empty: none) and a key."""
    found = above(reader, numbers, text, key)
    start = 0
    for part, docs in reader.split(numbers):
        terms, ranks = _ranks(part, docs, by)
        low = bisect_left(terms, term) if term else len(terms)
        high = bisect_right(terms, term) if term else len(terms) + 1
        own = found[start : start + len(docs)]
        own &= ranks >= low
        own |= ranks >= high
        start += len(docs)
    return found


def _first(part: Part, docs: Docs, by: str, end: int, key: str, start: int) -> list[Row]:
    """The first documents of a segment; `start` is the place of the first of `docs`."""
    terms, ranks = _ranks(part, docs, by)
    near = np.arange(len(docs))
    if len(docs) > end:
        near = np.flatnonzero(ranks <= np.partition(ranks, end - 1)[end - 1])
    near = near[np.lexsort((part.segment.ranks(key)[docs[near]], ranks[near]))][:end]
    texts = part.segment.strings(key).many(docs[near])
    return [
        (rank == len(terms), b"" if rank == len(terms) else terms[rank], text, start + place)
        for rank, text, place in zip(ranks[near].tolist(), texts, near.tolist(), strict=True)
    ]


def _ranks(part: Part, docs: Docs, by: str) -> tuple[list[bytes], Docs]:
    """The terms of a segment, and which of them each document has; behind all where it has none."""
    ordinals = ordinals_of(part.segment, by)
    if ordinals.single is None:
        raise Damaged(f"a document with several {by}")
    table = part.segment.table
    terms = part.segment.once(lambda: table.texts(table.run(by)), "terms", by)
    return terms, ordinals.single[docs]
