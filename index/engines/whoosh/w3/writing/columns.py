"""Columns, `.col`: a value for each document, written as whole arrays.

numbers        one after another, big-endian
bytes          the values one after another; the length of each; where there are many, the place
               of each; then what type lengths and places have: B, H or i, and X where there are
               places
lengths        a byte for each document: the number of terms of a field, rounded down the more
               the longer it is; scores need it
stored fields  bytes, each a pickled dict, by zlib
"""

from __future__ import annotations

import pickle
import struct
import zlib
from collections.abc import Mapping, Sequence

import numpy as np
from whoosh.util.numeric import length_to_byte

from index.engines.whoosh.w3.writing.arrays import Array, starts

_MANY = 1 << 15  # documents; from here on Whoosh keeps places, so that opening takes no time
_MOST = 106_374  # terms; a longer field is as long as this one
_BYTE_OF = np.array([length_to_byte(length) for length in range(_MOST + 1)], np.uint8)
_TYPES = (("B", 1 << 8, ">u1"), ("H", 1 << 16, ">u2"), ("i", 1 << 31, ">i4"))
_PLAIN = 1 << 16  # bytes; a block of deflate that is not compressed holds less

_short = struct.Struct("<HH").pack
_check = struct.Struct(">I").pack


def length_bytes(lengths: Array) -> Array:
    """The lengths of a field as bytes."""
    return _BYTE_OF[np.minimum(lengths, _MOST)]


def numbers(values: Sequence[int], code: str) -> bytes:
    """A column of numbers of this type of the `struct` module."""
    return np.array(values, f">{np.dtype(code).str[1:]}").tobytes()


def byte_values(values: Sequence[bytes]) -> bytes:
    """A column of bytes. Raises `ValueError` for more than 2 GB: Whoosh cannot read them."""
    sizes = np.fromiter(map(len, values), np.int64, len(values))
    return b"".join((*values, byte_tail(sizes)))


def byte_tail(sizes: Array) -> bytes:
    """What follows the values in a column of bytes; `sizes` of them. Raises `ValueError`."""
    content, types = _typed(sizes)
    places = b""
    if len(sizes) > _MANY:
        places, place_type = _typed(starts(sizes))
        types += place_type + "X"
    return b"".join((content, places, types.encode("ascii")))


def stored(fields: Mapping[str, str]) -> bytes:
    """Stored fields of one document, as their column takes them.

    They are wrapped as zlib wraps what it does not compress: short texts gain nothing by it, and
    deflate takes ten times as long as all the rest.
    """
    content = pickle.dumps(dict(fields), 2)
    size = len(content)
    if size >= _PLAIN:
        return zlib.compress(content, 1)
    head, check = _short(size, 0xFFFF ^ size), _check(zlib.adler32(content))
    return b"".join((b"\x78\x01\x01", head, content, check))


def _typed(numbers: Array) -> tuple[bytes, str]:
    """Numbers in the smallest type that holds them, and its name."""
    greatest = int(numbers.max(initial=0))
    for code, end, kind in _TYPES:
        if greatest < end:
            return numbers.astype(kind).tobytes(), code
    raise ValueError("a column of more than 2 GB")
