"""The postings file `.pst`: for each term its blocks of postings.

    W3Bl                                     before the first block of a term
    <length, 4 bytes, big-endian>            of the rest of the block; negative: the last one
    pickle (how many, last document, greatest weight, packed, shortest, longest)
    pickle (steps between documents, weights, values), by zlib where `packed` is not 0

Shortest and longest are lengths of fields as bytes. The first step of each block is the document
itself. Weights are None where all are 1. Pickles are made by hand: two of three terms of a corpus
stand in one document only, and `pickle.dumps` takes longer than all the rest for them. Those terms
are written as rows of one array; the order of terms in this file is free.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from index.engines.whoosh.w3.writing.arrays import Array, changes, lengths, ranges, starts
from index.engines.whoosh.w3.writing.positions import encoded
from index.engines.whoosh.w3.writing.runs import Postings

BLOCK = 512  # postings; 128 (Whoosh's own) take 16 % longer to write, 2048 save nothing
_LEVEL = 1  # of zlib: 3 and 6 gain 1 % of size and cost 20 % of the time
_PACKED_FROM = {True: 16, False: 64}  # postings; below, packing gains nothing. By: has positions
_TUPLE_UP_TO = 31  # steps written as a tuple; more as an array
_MAGIC = b"W3Bl"
_START = b"\x80\x03"  # of a pickle: protocol 3, the first that has bytes

# array.array of unsigned steps, as `pickle` calls its constructor; by the width of a step.
_ARRAY = b"\x80\x03carray\n_array_reconstructor\n(carray\narray\nX\x01\x00\x00\x00"
_ARRAY_OF = {1: _ARRAY + b"BK\x00B", 2: _ARRAY + b"HK\x02B", 4: _ARRAY + b"IK\x06B"}

# What the terms file says of a term, as it lies there: see `terms`.
INFO = np.dtype([
    ("inlined", "u1"), ("weight", ">f4"), ("documents", ">u4"), ("shortest", "u1"),
    ("longest", "u1"), ("greatest", ">f4"), ("first", ">u4"), ("last", ">u4"),
    ("offset", ">i8"), ("length", ">i4"),
])  # fmt: skip

# The first pickle of a block: 0x28 opens a tuple; M, J and K are numbers of 2, 4 and 1 bytes.
_HEAD = np.dtype([
    ("start", "S4"), ("count", "<u2"), ("J", "u1"), ("last", "<u4"), ("J2", "u1"),
    ("greatest", "<u4"), ("K", "u1"), ("packed", "u1"), ("K2", "u1"), ("shortest", "u1"),
    ("K3", "u1"), ("longest", "u1"), ("end", "S2"),
])  # fmt: skip
_HEAD_FIXED = {"start": b"\x80\x02(M", "J": 0x4A, "J2": 0x4A, "K": 0x4B, "K2": 0x4B, "K3": 0x4B,
               "end": b"t."}  # fmt: skip

_int4 = struct.Struct("<I").pack
_length = struct.Struct("!i").pack


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the bytes, and for each term (rising numbers) what is to be known of it."""

    content: bytes
    terms: Array
    infos: Array  # of INFO, offsets from the beginning of the content


@dataclass(frozen=True, slots=True)
class _Postings:
    """Of each posting what its blocks need; with positions: where its value lies in `values`."""

    documents: Array
    frequencies: Array
    lengths: Array
    values: Array | None
    begin: Array
    end: Array

    def only(self, chosen: Array) -> _Postings:
        """Some of the postings."""
        return _Postings(
            self.documents[chosen],
            self.frequencies[chosen],
            self.lengths[chosen],
            self.values,
            self.begin[chosen],
            self.end[chosen],
        )


def written(postings: Postings, length_bytes: Array) -> Written:
    """Postings as they lie in the file; `length_bytes` of each document, its field's length."""
    held = _held(postings, length_bytes)
    first = changes(postings.terms)
    sizes = lengths(first, len(postings.terms))
    infos = _infos(held, first, sizes)
    alone = (sizes == 1) & (held.frequencies[first] == 1)
    parts, taken = _in_blocks(held.only(np.repeat(~alone, sizes)), sizes[~alone])
    infos["length"][~alone] = taken
    infos["offset"][~alone] = starts(taken)
    end = int(taken.sum())
    for which, rows in _rows(held, first, np.flatnonzero(alone)):
        infos["length"][which] = rows.itemsize
        infos["offset"][which] = end + rows.itemsize * np.arange(len(rows))
        end += rows.nbytes
        parts.append(rows.tobytes())
    return Written(b"".join(parts), postings.terms[first], infos)


def _held(postings: Postings, length_bytes: Array) -> _Postings:
    own = length_bytes[postings.documents]
    if postings.frequencies is None or postings.steps is None:
        none = np.zeros(len(own), np.int64)
        return _Postings(postings.documents, none + 1, own, None, none, none)
    values, first = encoded(postings.frequencies, postings.steps.astype(np.int64))
    return _Postings(postings.documents, postings.frequencies, own, values, first[:-1], first[1:])


def _infos(held: _Postings, first: Array, sizes: Array) -> Array:
    infos = np.zeros(len(first), INFO)
    infos["weight"] = np.add.reduceat(held.frequencies, first)
    infos["documents"] = sizes
    infos["shortest"], infos["longest"] = _extremes(held.lengths, first)
    infos["greatest"] = np.maximum.reduceat(held.frequencies, first)
    infos["first"] = held.documents[first]
    infos["last"] = held.documents[first + sizes - 1]
    return infos


def _extremes(length_bytes: Array, first: Array) -> tuple[Array, Array]:
    """The shortest and the longest length in each piece; 0 is no length, and never the shortest."""
    longest = np.maximum.reduceat(length_bytes, first)
    shortest = np.minimum.reduceat(np.where(length_bytes == 0, 255, length_bytes), first)
    return np.where(longest == 0, 0, shortest), longest


def _heads(held: _Postings, first: Array, sizes: Array, packed: Array) -> Array:
    """The first pickle of each block."""
    heads = np.zeros(len(first), _HEAD)
    for name, value in _HEAD_FIXED.items():
        heads[name] = value
    heads["count"] = sizes
    heads["last"] = held.documents[first + sizes - 1]
    heads["greatest"] = np.maximum.reduceat(held.frequencies, first)
    heads["packed"] = np.where(packed, _LEVEL, 0)
    heads["shortest"], heads["longest"] = _extremes(held.lengths, first)
    return heads


def _rows(held: _Postings, first: Array, alone: Array) -> Iterator[tuple[Array, Array]]:
    """Terms that stand in one document once: (their numbers, their blocks), by length of value."""
    postings = first[alone]
    sizes = held.end[postings] - held.begin[postings]
    for size in np.unique(sizes).tolist():
        which = sizes == size
        yield alone[which], _rows_of(held.only(postings[which]), size)


def _rows_of(held: _Postings, size: int) -> Array:
    close = b"t\x87." if size else b"\x87."
    kind = np.dtype([
        ("magic", "S4"), ("length", ">i4"), ("head", _HEAD), ("open", "S4"), ("document", "<u4"),
        ("between", "S3"), ("value", "u1", (size,)), ("close", f"S{len(close)}"),
    ])  # fmt: skip
    rows = np.zeros(len(held.documents), kind)
    rows["magic"] = _MAGIC
    rows["length"] = 8 - kind.itemsize
    one = np.ones(len(rows), np.int64)
    rows["head"] = _heads(held, np.arange(len(rows)), one, np.zeros(len(rows), bool))
    rows["open"] = _START + b"(J"
    rows["document"] = held.documents
    rows["between"] = b"tN(" if size else b"tNN"
    if held.values is not None:
        rows["value"] = held.values[held.begin[:, None] + np.arange(size)]
    rows["close"] = close
    return rows


def _in_blocks(held: _Postings, sizes: Array) -> tuple[list[bytes], Array]:
    """The blocks of terms that have so many postings each, and the bytes that each term takes."""
    counts = -(-sizes // BLOCK)
    number = ranges(np.zeros_like(counts), counts)  # of the block within its term
    first = np.repeat(starts(sizes), counts) + BLOCK * number
    left = np.repeat(sizes, counts) - BLOCK * number
    ends, begins = (left <= BLOCK).tolist(), (number == 0).tolist()
    parts = [
        b"".join((_MAGIC if new else b"", _length(-len(block) if end else len(block)), block))
        for new, end, block in zip(
            begins, ends, _blocks(held, first, np.minimum(BLOCK, left)), strict=True
        )
    ]
    taken = np.fromiter(map(len, parts), np.int64, len(parts))
    return parts, np.add.reduceat(taken, starts(counts)) if parts else taken


def _blocks(held: _Postings, first: Array, sizes: Array) -> Iterator[bytes]:
    """Each block, its length aside."""
    if not len(first):
        return
    packed = sizes >= _PACKED_FROM[held.values is not None]
    heads = _heads(held, first, sizes, packed).tobytes()
    ids, weights, values = _ids(held, first, sizes), _weights(held, first), _values(held)
    ends = first + sizes
    size = _HEAD.itemsize
    blocks = zip(first.tolist(), ends.tolist(), packed.tolist(), strict=True)
    for number, (begin, end, pack) in enumerate(blocks):
        data = b"".join((ids(number, begin, end), weights(number, begin, end), values(begin, end)))
        head = heads[number * size : (number + 1) * size]
        yield head + (zlib.compress(data, _LEVEL) if pack else data)


_Piece = Callable[[int, int, int], bytes]  # of a block: (its number, first posting, end)


def _ids(held: _Postings, first: Array, sizes: Array) -> _Piece:
    steps = np.diff(held.documents, prepend=0)
    steps[first] = held.documents[first]
    widest = np.maximum.reduceat(steps, first)
    widths = np.select([sizes <= _TUPLE_UP_TO, widest < 1 << 8, widest < 1 << 16], [0, 1, 2], 4)
    width_of = widths.tolist()
    numbers = np.zeros(len(steps), [("J", "u1"), ("step", "<u4")])
    numbers["J"], numbers["step"] = 0x4A, steps
    tuples = numbers.tobytes()
    arrays = {width: steps.astype(f"<u{width}").tobytes() for width in {*width_of} - {0}}

    def piece(number: int, begin: int, end: int) -> bytes:
        width = width_of[number]
        if not width:
            return b"%b(%bt" % (_START, tuples[5 * begin : 5 * end])
        content = arrays[width][width * begin : width * end]
        return b"%b%b%btR" % (_ARRAY_OF[width], _int4(len(content)), content)

    return piece


def _weights(held: _Postings, first: Array) -> _Piece:
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


def _values(held: _Postings) -> Callable[[int, int], bytes]:
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
