"""Blocks of postings whose pickles have a shape that arrays can be cut from.

A block is a pickled (ids, weights, values). Where ids and weights are arrays, bytes or runs of one
opcode, their numbers are taken as they lie, and the values (positions: most of the block) are
neither decompressed nor unpickled. Any other shape is unpickled (`blocks`).
"""

from __future__ import annotations

import re
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Deltas: TypeAlias = npt.NDArray[np.unsignedinteger]
# None: all are 1.
Raw: TypeAlias = npt.NDArray[np.uint8] | float | None

# How protocols 2 to 5 pickle an `array.array` of unsigned numbers; a reference to what was pickled
# earlier (BINPUT, `q` and a byte) may stand between the parts.
_ARRAY = re.compile(
    rb"\x80[\x02-\x05](?:\x95.{8})?carray\n_array_reconstructor\n(?:q.)?\(carray\narray\n(?:q.)?"
    rb"X\x01\x00\x00\x00[BHIL](?:q.)?K([\x00\x02\x06])(?:B(.{4})|C(.))",
    re.DOTALL,
)
_AFTER_ARRAY = re.compile(rb"(?:q.)?t(?:q.)?R(?:q.)?", re.DOTALL)
_KINDS: dict[bytes, np.dtype[np.unsignedinteger]] = {
    b"\x00": np.dtype("u1"),
    b"\x02": np.dtype("<u2"),
    b"\x06": np.dtype("<u4"),
}
_LONGEST_HEAD = 160  # bytes before the first number


def enough(count: int) -> int:
    """How many bytes of a block of so many postings hold its ids and weights, in a known shape."""
    return _LONGEST_HEAD + 6 * count


def cut(head: bytes, count: int) -> tuple[Deltas, Raw] | None:
    """Ids (as differences) and weights from the beginning of a block; None for other shapes."""
    found = _array(head, count) or _run(head, count)
    if found is None:
        return None
    deltas, at = found
    opcode = head[at : at + 1]
    if opcode == b"N":
        return deltas, None
    place = at + (2 if opcode == b"C" else 5)
    if opcode not in (b"C", b"B") or len(head) < place + count:
        return None
    if int.from_bytes(head[at + 1 : place], "little") != count:
        return None
    return deltas, np.frombuffer(head, np.uint8, count, place)


def _array(head: bytes, count: int) -> tuple[Deltas, int] | None:
    begins = _ARRAY.match(head)
    if begins is None:
        return None
    kind = _KINDS[begins[1]]
    length = int.from_bytes(begins[2] or begins[3], "little")
    ends = _AFTER_ARRAY.match(head, begins.end() + length)
    if length != count * kind.itemsize or ends is None:
        return None
    return np.frombuffer(head, kind, count, begins.end()), ends.end()


def _run(head: bytes, count: int) -> tuple[Deltas, int] | None:
    """A tuple of numbers of four bytes each (opcode `J`)."""
    end = 3 + 5 * count
    if head[2:4] != b"(J" or head[end : end + 1] != b"t":
        return None
    rows = np.frombuffer(head, np.uint8, 5 * count, 3).reshape(count, 5)
    if (rows[:, 0] != ord("J")).any():
        return None
    return rows[:, 1:].copy().view("<u4")[:, 0], end + 1
