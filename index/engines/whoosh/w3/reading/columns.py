"""Columns (`.col`): one value of each document.

A column of numbers holds them one after another, big-endian; documents at the end that have the
default may be left out. A column of byte strings holds these, then their lengths, perhaps their
places, and a letter for each of the two (`X` at the end: with places).
"""

from __future__ import annotations

import struct

import numpy as np
import numpy.typing as npt

from index.engines.whoosh.w3.reading.arrays import Bytes, Numbers
from index.engines.whoosh.w3.reading.errors import Damaged

_KINDS = {"B": ">u1", "H": ">u2", "i": ">i4", "I": ">u4", "q": ">i8"}


def lengths(file: memoryview, count: int) -> Bytes:
    """Lengths of a field as bytes (`whoosh.util.numeric`), 0 where a document has none."""
    found = np.frombuffer(file, np.uint8)
    if len(found) > count:
        raise Damaged("a column that is too long")
    if len(found) == count:
        return found
    return np.concatenate([found, np.zeros(count - len(found), np.uint8)])


def numbers(file: memoryview, count: int, kind: str, default: int) -> Numbers:
    """The numbers of all documents. `kind` is a type code of `struct`."""
    stored = np.dtype(kind).newbyteorder(">")
    if len(file) % stored.itemsize or len(file) > count * stored.itemsize:
        raise Damaged("a column of the wrong length")
    found = np.full(count, default, np.int64)
    held: npt.NDArray[np.integer] = np.frombuffer(file, stored)
    found[: len(held)] = held
    return found


class Strings:
    """Byte strings by document; those that have none have an empty one."""

    def __init__(self, file: memoryview, count: int) -> None:
        self._file = file
        sizes = _sizes(file, count)
        self._ends = np.cumsum(sizes)
        self._sizes = sizes

    def __getitem__(self, doc: int) -> bytes:
        end = int(self._ends[doc])
        return bytes(self._file[end - int(self._sizes[doc]) : end])

    def many(self, docs: npt.NDArray[np.integer]) -> list[bytes]:
        """The strings of these documents."""
        ends = self._ends[docs]
        pairs = zip((ends - self._sizes[docs]).tolist(), ends.tolist(), strict=True)
        return [bytes(self._file[start:end]) for start, end in pairs]


def _sizes(file: memoryview, count: int) -> Numbers:
    tail = bytes(file[-3:]).decode("latin-1")
    if tail[-1:] == "X":
        kind, end = tail[0], len(file) - 3 - count * struct.calcsize("!" + _known(tail[1:2]))
    else:
        kind, end = tail[-1:], len(file) - 1
    stored = np.dtype(_KINDS[_known(kind)])
    start = end - count * stored.itemsize
    if start < 0:
        raise Damaged("a column that is too short")
    sizes = np.frombuffer(file, stored, count, start).astype(np.int64)
    if (sizes < 0).any() or sizes.sum() != start:
        raise Damaged("a column whose lengths do not fit")
    return sizes


def _known(kind: str) -> str:
    if kind not in _KINDS:
        raise Damaged("a column that does not end as one")
    return kind
