"""Blocks of postings: what `postings` says of them, for terms that stand in many documents."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from isal import isal_zlib  # zlib's format in a third of the time, and a little smaller

from index.engines.whoosh.w3.writing.arrays import Array, ranges, starts

BLOCK = 512  # postings; 128 (Whoosh's own) take 16 % longer to write, 2048 save nothing
MAGIC = b"W3Bl"
START = b"\x80\x03"  # of a pickle: protocol 3, the first that has bytes
TUPLE_UP_TO = 31  # steps written as a tuple; more as an array
_PACKED_FROM = 64  # postings; 16 save 4 % of the disk and cost 2 % of a build, and time to read
_LEVEL = 1  # of compression; more gains 1 % of size and costs 20 % of the time

# array.array of unsigned steps, as `pickle` calls its constructor; by the width of a step.
_ARRAY = b"\x80\x03carray\n_array_reconstructor\n(carray\narray\nX\x01\x00\x00\x00"
_ARRAY_OF = {1: _ARRAY + b"BK\x00B", 2: _ARRAY + b"HK\x02B", 4: _ARRAY + b"IK\x06B"}

# The first pickle of a block: 0x28 opens a tuple; M, J and K are numbers of 2, 4 and 1 bytes.
HEAD = np.dtype([
    ("start", "S4"), ("count", "<u2"), ("J", "u1"), ("last", "<u4"), ("J2", "u1"),
    ("greatest", "<u4"), ("K", "u1"), ("packed", "u1"), ("K2", "u1"), ("shortest", "u1"),
    ("K3", "u1"), ("longest", "u1"), ("end", "S2"),
])  # fmt: skip
_HEAD_FIXED = {"start": b"\x80\x02(M", "J": 0x4A, "J2": 0x4A, "K": 0x4B, "K2": 0x4B, "K3": 0x4B,
               "end": b"t."}  # fmt: skip

_int4 = struct.Struct("<I").pack
_length = struct.Struct("!i").pack


@dataclass(frozen=True, slots=True)
class Laid:
    """Of each posting what blocks need; with positions: where its value lies in `values`."""

    documents: Array
    frequencies: Array
    lengths: Array
    values: Array | None
    begin: Array
    end: Array

    def only(self, chosen: Array) -> Laid:
        """Some of the postings."""
        return Laid(
            self.documents[chosen],
            self.frequencies[chosen],
            self.lengths[chosen],
            self.values,
            self.begin[chosen],
            self.end[chosen],
        )


def extremes(length_bytes: Array, first: Array) -> tuple[Array, Array]:
    """The shortest and the longest length in each piece; 0 is no length, and never the shortest."""
    longest = np.maximum.reduceat(length_bytes, first)
    shortest = np.minimum.reduceat(np.where(length_bytes == 0, 255, length_bytes), first)
    return np.where(longest == 0, 0, shortest), longest


def heads(held: Laid, first: Array, sizes: Array, packed: Array) -> Array:
    """The first pickle of each block."""
    found = np.zeros(len(first), HEAD)
    for name, value in _HEAD_FIXED.items():
        found[name] = value
    found["count"] = sizes
    found["last"] = held.documents[first + sizes - 1]
    found["greatest"] = np.maximum.reduceat(held.frequencies, first)
    found["packed"] = np.where(packed, _LEVEL, 0)
    found["shortest"], found["longest"] = extremes(held.lengths, first)
    return found


def in_blocks(held: Laid, sizes: Array) -> tuple[list[bytes], Array]:
    """The blocks of terms that have so many postings each, and the bytes that each term takes."""
    counts = -(-sizes // BLOCK)
    number = ranges(np.zeros_like(counts), counts)  # of the block within its term
    first = np.repeat(starts(sizes), counts) + BLOCK * number
    left = np.repeat(sizes, counts) - BLOCK * number
    ends, begins = (left <= BLOCK).tolist(), (number == 0).tolist()
    parts = [
        b"".join((MAGIC if new else b"", _length(-len(block) if end else len(block)), block))
        for new, end, block in zip(
            begins, ends, _blocks(held, first, np.minimum(BLOCK, left)), strict=True
        )
    ]
    taken = np.fromiter(map(len, parts), np.int64, len(parts))
    return parts, np.add.reduceat(taken, starts(counts)) if parts else taken


def _blocks(held: Laid, first: Array, sizes: Array) -> Iterator[bytes]:
    """Each block, its length aside."""
    if not len(first):
        return
    packed = sizes >= _PACKED_FROM
    head_bytes = heads(held, first, sizes, packed).tobytes()
    ids, weights, values = _ids(held, first, sizes), _weights(held, first), _values(held)
    ends = first + sizes
    size = HEAD.itemsize
    blocks = zip(first.tolist(), ends.tolist(), packed.tolist(), strict=True)
    for number, (begin, end, pack) in enumerate(blocks):
        data = b"".join((ids(number, begin, end), weights(number, begin, end), values(begin, end)))
        head = head_bytes[number * size : (number + 1) * size]
        yield head + (isal_zlib.compress(data, _LEVEL) if pack else data)


_Piece = Callable[[int, int, int], bytes]  # of a block: (its number, first posting, end)


def _ids(held: Laid, first: Array, sizes: Array) -> _Piece:
    steps = np.diff(held.documents, prepend=0)
    steps[first] = held.documents[first]
    widest = np.maximum.reduceat(steps, first)
    widths = np.select([sizes <= TUPLE_UP_TO, widest < 1 << 8, widest < 1 << 16], [0, 1, 2], 4)
    width_of = widths.tolist()
    numbers = np.zeros(len(steps), [("J", "u1"), ("step", "<u4")])
    numbers["J"], numbers["step"] = 0x4A, steps
    tuples = numbers.tobytes()
    arrays = {width: steps.astype(f"<u{width}").tobytes() for width in {*width_of} - {0}}

    def piece(number: int, begin: int, end: int) -> bytes:
        width = width_of[number]
        if not width:
            return b"%b(%bt" % (START, tuples[5 * begin : 5 * end])
        content = arrays[width][width * begin : width * end]
        return b"%b%b%btR" % (_ARRAY_OF[width], _int4(len(content)), content)

    return piece


def _weights(held: Laid, first: Array) -> _Piece:
    """Frequencies as bytes, where they fit: Whoosh takes what can be indexed for weights."""
    greatest = np.maximum.reduceat(held.frequencies, first).tolist()
    short = np.minimum(held.frequencies, 255).astype(np.uint8).tobytes()

    def piece(number: int, begin: int, end: int) -> bytes:
        if greatest[number] == 1:
            return b"N"
        if greatest[number] < 256:
            return _bytes(short[begin:end])
        return b"(%bt" % b"".join(b"J" + _int4(n) for n in held.frequencies[begin:end].tolist())

    return piece


def _values(held: Laid) -> Callable[[int, int], bytes]:
    if held.values is None:
        return lambda begin, end: b"N\x87."
    content, begins, ends = held.values.data, held.begin.tolist(), held.end.tolist()

    def piece(begin: int, end: int) -> bytes:
        return b"".join((b"(", content[begins[begin] : ends[end - 1]], b"t\x87."))

    return piece


def _bytes(content: bytes) -> bytes:
    """The opcode for bytes, and the bytes."""
    size = len(content)
    return (b"C%c" % size if size < 256 else b"B" + _int4(size)) + content
