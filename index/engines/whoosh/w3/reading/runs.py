"""Many short posting lists at once: for prefixes and ranges, which take thousands of them.

Terms of up to 31 documents that array writers wrote lie in one block, not compressed, all alike
(see `blocks` and `shapes`): the magic, a length, a head of 24 bytes, then a tuple of numbers of
four bytes. All numbers of thousands of such terms are read in one step.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from index.engines.whoosh.w3.reading.arrays import Bytes, Docs, Mask, Numbers
from index.engines.whoosh.w3.reading.errors import Damaged
from index.engines.whoosh.w3.reading.segment import Segment

Infos = npt.NDArray[np.void]

_LONGEST = 31  # documents
_HEAD = 8  # bytes of magic and length
_PACKED = _HEAD + 17
_TUPLE = _HEAD + 24
_NUMBERS = _TUPLE + 3
_STEP = np.dtype([("opcode", "u1"), ("number", "<u4")])
_TOGETHER = 1 << 14  # terms; their numbers take 20 MB at most
_MARKS = (
    (_HEAD, b"\x80\x02(M"),  # the head begins with how many postings, in two bytes
    (_PACKED - 1, b"K\x00"),  # not compressed
    (_TUPLE, b"\x80\x03(J"),
)


def union(segment: Segment, infos: Infos) -> Docs:
    """The documents that hold any of these terms, rising."""
    found = np.zeros(segment.count, np.bool_)
    # Of terms in one or two documents (four of five) the term file says which.
    found[infos["first"]] = True
    found[infos["last"]] = True
    several = infos[infos["df"] > 2]
    alike = _alike(segment.posting_bytes, several)
    for _, docs in _steps(segment, several[alike]):
        found[docs] = True
    found[segment.docs_of_any(several[~alike][["offset", "length"]].tolist())] = True
    return np.flatnonzero(found)


def pairs(segment: Segment, infos: Infos) -> tuple[Docs, Numbers]:
    """Every posting of these terms: its document, and the place of its term; in no order."""
    numbers, df = np.arange(len(infos)), infos["df"]
    docs, terms = [infos["first"], infos["last"][df == 2]], [numbers, numbers[df == 2]]
    alike = df > 2
    alike[alike] = _alike(segment.posting_bytes, infos[alike])
    for which, found in _steps(segment, infos[alike], 1):
        docs.append(found)
        terms.append(numbers[alike][which])
    # One that every document has (a source, where there is one) need not be decoded.
    whole = (df == segment.count) & (df > 2) & ~alike
    for term in numbers[whole].tolist():
        docs.append(np.arange(1, segment.count))
        terms.append(np.full(segment.count - 1, term))
    long = (df > 2) & ~alike & ~whole
    rest = segment.docs_of_any(infos[long][["offset", "length"]].tolist())
    if len(rest) != df[long].sum():
        raise Damaged("terms with more or fewer postings than they say")
    starts = np.cumsum(df[long], dtype=np.int64) - df[long]
    kept = np.ones(len(rest), np.bool_)
    kept[starts] = False  # the first document of each term was taken already
    docs.append(rest[kept])
    terms.append(np.repeat(numbers[long], df[long] - 1))
    return np.concatenate(docs).astype(np.int32), np.concatenate(terms)


def _alike(file: Bytes, infos: Infos) -> Mask:
    """Which of the terms have that shape."""
    found: Mask = infos["df"] <= _LONGEST
    ends = infos["offset"] + infos["length"]
    if len(ends) and (ends.max() > len(file) or infos["offset"].min() < 0):
        raise Damaged("postings behind the end of their file")
    for at, mark in _MARKS:
        places = infos["offset"][found].astype(np.int64) + at
        rows = file[places[:, None] + np.arange(len(mark))]
        found[found] = (rows == np.frombuffer(mark, np.uint8)).all(axis=1)
    return found


def _steps(segment: Segment, infos: Infos, begin: int = 0) -> Iterator[tuple[Numbers, Docs]]:
    """The documents of such terms but the first `begin`: the places of the terms, and documents."""
    for start in range(0, len(infos), _TOGETHER):
        which, docs = _listed(segment, infos[start : start + _TOGETHER], begin)
        yield start + which, docs


def _listed(segment: Segment, infos: Infos, begin: int) -> tuple[Numbers, Docs]:
    counts = infos["df"].astype(np.int64)
    first = np.cumsum(counts) - counts
    number = np.arange(counts.sum()) - np.repeat(first, counts)
    places = np.repeat(infos["offset"].astype(np.int64) + _NUMBERS, counts)
    steps = _numbers(segment.posting_bytes, places + _STEP.itemsize * number)
    docs = np.cumsum(steps)
    docs -= np.repeat(docs[first] - steps[first], counts)
    if docs.max(initial=0) >= segment.count:
        raise Damaged("postings of a document that is not there")
    if (docs[first + counts - 1] != infos["last"]).any():
        raise Damaged("postings that do not rise to the end that was said")
    wanted = number >= begin
    return np.repeat(np.arange(len(infos)), counts)[wanted], docs[wanted]


def _numbers(file: Bytes, at: Numbers) -> Numbers:
    # One number may begin at any byte.
    rows = np.ndarray((max(0, len(file) - _STEP.itemsize + 1),), _STEP, file, strides=(1,))[at]
    if (rows["opcode"] != ord("J")).any():
        raise Damaged("postings of different shapes in one list")
    found: Numbers = rows["number"].astype(np.int64)
    return found
