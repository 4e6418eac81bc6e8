"""Where a term stands in each document: the values of the `Positions` format, decoded together.

A value is a big-endian u32 (how many), then a pickled list of differences, the first one from 0:
`]`, perhaps `(`, numbers (`K` one byte, `M` two, `J` four, little-endian), `a` or `e`, perhaps `.`.
All values are walked at once, one opcode of each at a step.
"""

from __future__ import annotations

import pickle
from typing import NamedTuple

import numpy as np

from index.engines.whoosh.w3.reading.arrays import Bytes, Numbers
from index.engines.whoosh.w3.reading.errors import Damaged
from index.engines.whoosh.w3.reading.pickles import plain

_PROTOCOL, _PUT, _LIST, _STOP = 0x80, ord("q"), ord("]"), ord(".")
# Bytes after an opcode; 255: one that these lists do not have.
_WIDTHS = np.full(256, 255, np.uint8)
_WIDTHS[[ord("K"), ord("M"), ord("J")]] = 1, 2, 4
_WIDTHS[[ord("("), ord("a"), ord("e")]] = 0
_PADDING = bytes(8)  # so that four bytes may be read behind any opcode


class Places(NamedTuple):
    """Positions, posting after posting; those of posting n lie from `starts[n]` to before the next.

    `starts` has one entry more than there are postings.
    """

    positions: Numbers
    starts: Numbers


def places(values: list[bytes]) -> Places:
    """Decode the values of a term's postings. Raises `Damaged`."""
    data = np.frombuffer(b"".join(values) + _PADDING, np.uint8)
    sizes = np.fromiter(map(len, values), np.int64, len(values))
    begins = np.cumsum(sizes) - sizes
    counts = _big_endian(data, begins)
    if (sizes < 6).any() or counts.sum() > len(data):
        raise Damaged("positions that are too short")
    starts = np.concatenate([[0], np.cumsum(counts)])
    deltas = np.zeros(int(starts[-1]), np.int64)
    at = _first_numbers(data, begins)
    strange = _walk(data, at, starts, deltas)
    if (at > begins + sizes).any():
        raise Damaged("positions that are too short")
    for posting in strange.tolist():
        _unpickled(values[posting], deltas[starts[posting] : starts[posting + 1]])
    return Places(_summed(deltas, starts), starts)


def _big_endian(data: Bytes, begins: Numbers) -> Numbers:
    parts = [data[begins + n].astype(np.int64) << (24 - 8 * n) for n in range(4)]
    found: Numbers = parts[0] + parts[1] + parts[2] + parts[3]
    return found


def _little_endian(data: Bytes, at: Numbers, width: Bytes) -> Numbers:
    found = data[at].astype(np.int64)
    for byte in range(1, int(width.max(initial=0))):
        found += np.where(width > byte, data[at + byte].astype(np.int64) << (8 * byte), 0)
    return found


def _first_numbers(data: Bytes, begins: Numbers) -> Numbers:
    """Where the lists of numbers begin, behind what pickles begin with."""
    at = begins + 4
    at = at + 2 * (data[at] == _PROTOCOL)
    at = at + (data[at] == _LIST)
    found: Numbers = at + 2 * (data[at] == _PUT)
    return found


def _walk(data: Bytes, at: Numbers, starts: Numbers, deltas: Numbers) -> Numbers:
    """Fill `deltas`, moving `at`; gives the postings whose values have another shape."""
    strange = []
    here, goal = starts[:-1].copy(), starts[1:]
    left = np.flatnonzero(here < goal)
    while len(left):
        now = at[left]
        width = _WIDTHS[data[now]]
        unknown = width == 255
        if unknown.any():
            strange.append(left[unknown])
            left, now, width = left[~unknown], now[~unknown], width[~unknown]
        number = width > 0
        several = left[number]
        deltas[here[several]] = _little_endian(data, now[number] + 1, width[number])
        here[several] += 1
        # A broken list ends at the latest in the padding, whose zeros are unknown opcodes.
        at[left] = now + 1 + width
        left = left[here[left] < goal[left]]
    return np.concatenate(strange) if strange else np.zeros(0, np.int64)


def _unpickled(value: bytes, into: Numbers) -> None:
    try:
        found = np.array(plain(value[4:] + b"."), np.int64)  # writers may leave out the end
    except (pickle.UnpicklingError, ValueError, TypeError, EOFError) as error:
        raise Damaged("positions that cannot be read") from error
    if found.shape != into.shape:
        raise Damaged("more or fewer positions than were said")
    into[:] = found


def _summed(deltas: Numbers, starts: Numbers) -> Numbers:
    """Differences -> positions, each posting from 0."""
    found: Numbers = np.cumsum(deltas)
    before = np.where(starts[:-1] > 0, found[starts[:-1] - 1], 0) if len(found) else found
    found -= np.repeat(before, np.diff(starts))
    return found
