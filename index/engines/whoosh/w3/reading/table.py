"""The term file (`.trm`): every term of a segment, by hash and in order.

    HSH3, a byte for the hash function, two unused ints
    records, keys rising:  int key length, int value length, key = u16 field + term, value
    256 hash tables:       (u32 hash, i64 place of the record), twice as many slots as records
    directory:             256 times (i64 place of the table, i32 slots)
    a pickle:              field numbers, type and length of the next
    places of all records, in the order of their keys
    int: length of the last two

Numbers are big-endian. A value is a byte (1: postings stand in it, which no version writes), then
weight, documents, shortest and longest length, greatest weight, first and last document, and where
the postings stand.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.engines.whoosh.w3.reading.arrays import Numbers
from index.engines.whoosh.w3.reading.errors import Damaged
from index.engines.whoosh.w3.reading.pickles import next_plain

INFO = np.dtype([("flags", "u1"), ("weight", ">f4"), ("df", ">u4"), ("shortest", "u1"),
                 ("longest", "u1"), ("max_weight", ">f4"), ("first", ">u4"), ("last", ">u4"),
                 ("offset", ">i8"), ("length", ">i4")])  # fmt: skip
_INFO = np.dtype(f"V{INFO.itemsize}")
BETWEEN = b"\xff"  # no UTF-8 holds it
_MAGIC = b"HSH3"
_VALUE = struct.Struct("!BfIBBfIIqi")
_SLOT = struct.Struct("!Iq")
_LENGTHS = struct.Struct("!ii")
_DIRECTORY = struct.Struct("!" + "qi" * 256)
_INT = struct.Struct("!i")
_PLACES = {"B": ">u1", "H": ">u2", "i": ">i4", "I": ">u4", "q": ">i8"}


class Info(NamedTuple):
    """What the term file says of a term."""

    flags: int
    weight: float
    df: int
    shortest: int
    longest: int
    max_weight: float
    first: int
    last: int
    offset: int
    length: int


_EXTRAS = 1 << 18  # bytes in which a pickle of field names has room; millions of places follow it


def _md5(term: bytes, field: bytes) -> int:
    digest = hashlib.md5(field + term, usedforsecurity=False).digest()
    return int.from_bytes(digest[12:], "big")


def _crc32(term: bytes, field: bytes) -> int:
    return zlib.crc32(term, zlib.crc32(field))


_HASHES: dict[int, Callable[[bytes, bytes], int]] = {0: _md5, 1: _crc32}


class Joined(NamedTuple):
    """Terms one behind the other, `BETWEEN` before and after each; and where each begins."""

    data: bytes
    starts: Numbers

    @property
    def nbytes(self) -> int:
        """How many bytes they take."""
        return len(self.data) + self.starts.nbytes


class TermTable:
    """Looks up terms. Raises `Damaged` for a file that is none."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        if bytes(data[:4]) != _MAGIC or data[4] not in _HASHES:
            raise Damaged("a term file that does not begin as one")
        self._hash = _HASHES[data[4]]
        end = len(data) - _INT.size
        start = end - _INT.unpack_from(data, end)[0]
        if not _DIRECTORY.size <= start < end:
            raise Damaged("a term file without its end")
        extras = io.BytesIO(data[start : min(end, start + _EXTRAS)])
        known = next_plain(extras)
        kind = np.dtype(_PLACES[known["indextype"]])
        self._places = np.frombuffer(data, kind, known["indexlen"], start + extras.tell())
        self._fields = {n: struct.pack("!H", i) for n, i in known["fieldmap"].items()}
        self._tables = _DIRECTORY.unpack_from(data, start - _DIRECTORY.size)
        if start + extras.tell() + self._places.nbytes != end:
            raise Damaged("a term file whose parts do not fit together")

    def find(self, field: str, term: bytes) -> Info | None:
        """What is known of a term; None where the segment does not hold it."""
        head = self._fields.get(field)
        if head is None:
            return None
        hashed = self._hash(term, head)
        table = 2 * (hashed & 255)
        start, slots = self._tables[table], self._tables[table + 1]
        if not slots:
            return None
        return self._probe(head + term, hashed, start, slots)

    def _probe(self, key: bytes, hashed: int, start: int, slots: int) -> Info | None:
        data, size = self._data, _SLOT.size
        slot = (hashed >> 8) % slots
        for _ in range(slots):
            found, place = _SLOT.unpack_from(data, start + slot * size)
            if not place:
                return None
            if found == hashed and self._key(place) == key:
                return self._info(place, len(key))
            slot = slot + 1 if slot + 1 < slots else 0
        return None

    def _info(self, place: int, key_length: int) -> Info:
        info = Info._make(_VALUE.unpack_from(self._data, place + _LENGTHS.size + key_length))
        if info.flags:
            raise Damaged("a term whose postings stand in the term file")
        return info

    def _key(self, place: int) -> bytes:
        length = _INT.unpack_from(self._data, place)[0]
        start = place + _LENGTHS.size
        if not 2 <= length <= len(self._data) - start:
            raise Damaged("a term of an impossible length")
        return bytes(self._data[start : start + length])

    def run(self, field: str, low: bytes = b"", high: bytes | None = None) -> range:
        """The places, in order, of the field's terms from `low` up to before `high` (None: all)."""
        head = self._fields.get(field)
        if head is None:
            return range(0)
        end = head + high if high is not None else struct.pack("!H", head[0] * 256 + head[1] + 1)
        return range(self._at(head + low), self._at(end))

    def _at(self, key: bytes) -> int:
        """The place in the order of the first key that is not below this one."""
        low, high = 0, len(self._places)
        while low < high:
            middle = (low + high) // 2
            if self._key(int(self._places[middle])) < key:
                low = middle + 1
            else:
                high = middle
        return low

    def text(self, number: int) -> bytes:
        """The term at a place in the order."""
        return self._key(int(self._places[number]))[2:]

    def texts(self, run: range) -> list[bytes]:
        """The terms of a run."""
        return self._texts(self._places[run.start : run.stop])

    def texts_at(self, numbers: Numbers) -> list[bytes]:
        """The same for terms by their places in the order."""
        return self._texts(self._places[numbers])

    def _texts(self, places: Numbers) -> list[bytes]:
        terms = self._joined(places).data.split(BETWEEN)[1:-1]
        if len(terms) == len(places):
            return terms
        # Terms of numbers may hold the byte that stands between.
        return [self._key(place)[2:] for place in places.tolist()]

    def infos(self, run: range) -> npt.NDArray[np.void]:
        """What is known of the terms of a run: an array of `INFO`."""
        return self._infos(self._places[run.start : run.stop].astype(np.int64))

    def infos_at(self, numbers: Numbers) -> npt.NDArray[np.void]:
        """The same for terms by their places in the order."""
        return self._infos(self._places[numbers].astype(np.int64))

    def _infos(self, places: Numbers) -> npt.NDArray[np.void]:
        data = np.frombuffer(self._data, np.uint8)
        values = places + _LENGTHS.size + self._key_lengths(data, places)
        if len(values) and values.max() + INFO.itemsize > len(data):
            raise Damaged("a term behind the end of its file")
        # One may begin at any byte.
        anywhere = np.ndarray((len(data) - _INFO.itemsize + 1,), _INFO, data, strides=(1,))
        found: npt.NDArray[np.void] = anywhere[values].view(INFO)
        if found["flags"].any():
            raise Damaged("terms whose postings stand in the term file")
        return found

    def _key_lengths(self, data: npt.NDArray[np.uint8], places: Numbers) -> Numbers:
        if len(places) and places.max() + _LENGTHS.size > len(data):
            raise Damaged("a term behind the end of its file")
        high, low = data[places + 2].astype(np.int64), data[places + 3]
        return (high << 8) + low

    def joined(self, run: range) -> Joined:
        """The terms of a run."""
        return self._joined(self._places[run.start : run.stop])

    def _joined(self, records: Numbers) -> Joined:
        places = records.astype(np.int64)
        data = np.frombuffer(self._data, np.uint8)
        lengths = self._key_lengths(data, places) - 2
        starts = np.cumsum(lengths + 1) - lengths
        taken = np.repeat(places + _LENGTHS.size + 2 - starts, lengths + 1)
        whole = np.full(int((lengths + 1).sum()) + 1, BETWEEN[0], np.uint8)
        whole[1:] = data[taken + np.arange(1, len(whole))]
        whole[starts + lengths] = BETWEEN[0]
        return Joined(whole.tobytes(), starts)
