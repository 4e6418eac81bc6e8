"""The value of a posting: how often, and at which positions; made for a whole field at once.

Whoosh's `Positions.encode` is a big-endian count and a pickled list of steps. The pickles are made
by hand, for all postings in one array, each inside the opcode for bytes, so that a block takes a
slice of them as it is:

    C <length> or B <length, 4 bytes>    bytes follow
    <how often, 4 bytes, big-endian>
    ] ( <steps> e .                      a list; of one step: ] <step> a .
    K <1 byte>, M <2 bytes> or J <4 bytes> is a step; all steps of a posting are alike
"""

from __future__ import annotations

import numpy as np

from index.engines.whoosh.w3.writing.arrays import Array, ranges, starts, write_number

_OPCODE = np.frombuffer(b"\0\0K\xff\0J", np.uint8).copy()  # by the width of a step, opcode included
_OPCODE[3] = ord("M")
_SHORT = 255  # bytes that opcode C can tell the length of


def encoded(frequencies: Array, steps: Array) -> tuple[Array, Array]:
    """All values one after another, and where each begins (and the last ends)."""
    width = _widths(frequencies, steps)
    alone = frequencies == 1
    inner = np.where(alone, 7, 8) + width * frequencies
    head = np.where(inner > _SHORT, 5, 2)
    first = np.append(0, np.cumsum(inner + head))
    out = np.zeros(int(first[-1]), np.uint8)
    _write_heads(out, first[:-1], inner)
    body = first[:-1] + head
    write_number(out, body, frequencies, order=(3, 2, 1, 0))
    out[body + 4] = ord("]")
    out[body[~alone] + 5] = ord("(")
    out[first[1:] - 2] = np.where(alone, ord("a"), ord("e"))
    out[first[1:] - 1] = ord(".")
    _write_steps(out, body + np.where(alone, 5, 6), width, frequencies, steps)
    return out, first


def _widths(frequencies: Array, steps: Array) -> Array:
    widest = np.maximum.reduceat(steps, starts(frequencies))
    return np.select([widest < 1 << 8, widest < 1 << 16], [2, 3], 5)


def _write_heads(out: Array, at: Array, inner: Array) -> None:
    long = inner > _SHORT
    out[at] = np.where(long, ord("B"), ord("C"))
    out[at + 1] = inner & 0xFF
    write_number(out, at[long] + 1, inner[long], order=(0, 1, 2, 3))


def _write_steps(out: Array, at: Array, width: Array, frequencies: Array, steps: Array) -> None:
    for size, order in ((2, (0,)), (3, (0, 1)), (5, (0, 1, 2, 3))):
        chosen = width == size
        if chosen.any():
            counts = frequencies[chosen]
            which = ranges(np.zeros_like(counts), counts)
            places = np.repeat(at[chosen], counts) + size * which
            out[places] = _OPCODE[size]
            write_number(out, places + 1, steps[np.repeat(chosen, frequencies)], order)
