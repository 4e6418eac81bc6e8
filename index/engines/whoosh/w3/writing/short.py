"""Terms of few postings, laid out by arrays: all of them at once, with no step of Python for one.

Each is one block that is not packed (see `postings`), with the steps between its documents in a
tuple:

    W3Bl <length> <head>
    start of a pickle, ( J <step> J <step> … t
    N, or C <how many> <frequencies>      weights
    ( <values> t, or N                    positions
    0x87 .                                a tuple of the three, and the end
"""

from __future__ import annotations

import numpy as np

from index.engines.whoosh.w3.writing.arrays import Array, ranges, starts, write_number, write_rows
from index.engines.whoosh.w3.writing.blocks import (
    HEAD,
    MAGIC,
    START,
    TUPLE_UP_TO,
    Laid,
    heads,
)

_BEGIN = np.dtype([("magic", "S4"), ("length", ">i4"), ("head", HEAD), ("open", "S3")])
_STEP = 5  # bytes: J and four more
_END = {True: b"t\x87.", False: b"N\x87."}  # by: has positions


def are_short(held: Laid, first: Array, sizes: Array) -> Array:
    """Which terms can be laid out here: those of so many postings, beginning at `first`."""
    short: Array = (sizes <= TUPLE_UP_TO) & (np.maximum.reduceat(held.frequencies, first) < 256)
    return short


def laid_out(held: Laid, sizes: Array) -> tuple[Array, Array]:
    """The bytes of all terms one after another, and how many each takes."""
    if not len(sizes):
        return np.zeros(0, np.uint8), sizes
    first = starts(sizes)
    ones = np.maximum.reduceat(held.frequencies, first) == 1
    weights = np.where(ones, 1, 2 + sizes)
    values = held.end[first + sizes - 1] - held.begin[first] + (held.values is not None)
    taken = _BEGIN.itemsize + _STEP * sizes + 1 + weights + values + len(_END[True])
    at = starts(taken)
    out = np.zeros(int(taken.sum()), np.uint8)
    write_rows(out, at, _begins(held, first, sizes, taken))
    at += _BEGIN.itemsize
    _write_steps(out, at, held, sizes)
    at += _STEP * sizes
    out[at] = ord("t")
    _write_weights(out, at + 1, held, sizes, ones)
    at += 1 + weights
    _write_values(out, at, held, first, values)
    write_rows(out, at + values, np.full(len(at), _END[held.values is not None]))
    return out, taken


def _begins(held: Laid, first: Array, sizes: Array, taken: Array) -> Array:
    rows = np.zeros(len(first), _BEGIN)
    rows["magic"] = MAGIC
    rows["length"] = 8 - taken
    rows["head"] = heads(held, first, sizes, np.zeros(len(first), bool))
    rows["open"] = START + b"("
    return rows


def _write_steps(out: Array, at: Array, held: Laid, sizes: Array) -> None:
    steps = np.diff(held.documents, prepend=0)
    first = starts(sizes)
    steps[first] = held.documents[first]
    places = np.repeat(at, sizes) + _STEP * ranges(np.zeros_like(sizes), sizes)
    out[places] = ord("J")
    write_number(out, places + 1, steps, (0, 1, 2, 3))


def _write_weights(out: Array, at: Array, held: Laid, sizes: Array, ones: Array) -> None:
    out[at] = np.where(ones, ord("N"), ord("C"))
    several = ~ones
    out[at[several] + 1] = sizes[several]
    places = ranges(at[several] + 2, sizes[several])
    out[places] = held.frequencies[np.repeat(several, sizes)]


def _write_values(out: Array, at: Array, held: Laid, first: Array, sizes: Array) -> None:
    """The opcode of a tuple and its values, `sizes` bytes together for each term."""
    if held.values is not None:
        out[at] = ord("(")
        out[ranges(at + 1, sizes - 1)] = held.values[ranges(held.begin[first], sizes - 1)]
