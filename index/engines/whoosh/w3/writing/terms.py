"""The terms file `.trm`: what is known of each term, found by its hash or in order.

    HSH3, hash function (1: CRC32), 8 bytes of nothing
    records  <key length, 4> <value length, 4> <key> <value>; keys rise
             key: number of the field (2 bytes) and the term in UTF-8; value: `postings.INFO`
    256 hash tables  of slots <hash, 4> <place of the record, 8>; twice as many slots as keys
    directory        of the tables: <place, 8> <slots, 4>
    pickle   {fieldmap: field -> number, indextype, indexlen}
    index    the place of every record in order, 4 or 8 bytes each
    <length of pickle and index, 4>

All numbers are big-endian. The table of a key is the last byte of its hash, its slot the rest of
the hash modulo the slots, or the next free one. Whoosh writes MD5 and reads CRC32 as well, which is
ten times faster.
"""

from __future__ import annotations

import pickle
import struct
import zlib
from collections.abc import Iterable
from itertools import islice
from typing import BinaryIO

import numpy as np

from index.engines.whoosh.w3.writing.arrays import Array, joined, ranges, starts, write_rows
from index.engines.whoosh.w3.writing.postings import INFO

_HEADER = b"HSH3\x01" + bytes(8)
_TABLES = 256
_SLOT = np.dtype([("hash", ">u4"), ("place", ">i8")])
_TABLE = np.dtype([("place", ">i8"), ("slots", ">i4")])
_HEAD = np.dtype([("key", ">i4"), ("value", ">i4"), ("field", ">u2")])  # of a record
_PIECE = 1 << 15  # records put together at a time
_LONG = 1 << 31  # places beyond need 8 bytes

_number = struct.Struct("!H").pack
_length = struct.Struct("!i").pack


class TermsFile:
    """A terms file under way: fields by their numbers, then `finish`."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._end = file.write(_HEADER)
        self._fields: dict[str, int] = {}
        self._places: list[Array] = []
        self._hashes: list[Array] = []
        # What waits to be written: many fields of a small segment are put together at once.
        self._terms: list[bytes] = []
        self._of: list[Array] = []  # the number of each term's field
        self._infos: list[Array] = []

    def add(self, field: str, terms: Iterable[bytes], infos: Array) -> None:
        """The next field: its terms, rising, and what is known of them (`postings.INFO`)."""
        number = self._fields[field] = len(self._fields)
        rest = iter(terms)
        done = 0
        while done < len(infos):
            taken = min(len(infos) - done, _PIECE - len(self._terms))
            self._terms.extend(islice(rest, taken))
            self._of.append(np.full(taken, number, np.uint16))
            self._infos.append(infos[done : done + taken])
            done += taken
            if len(self._terms) == _PIECE:
                self._write()

    def _write(self) -> None:
        # Joining turns the bytes of numbers into the machine's own order.
        terms, infos = self._terms, np.concatenate(self._infos).astype(INFO, copy=False)
        of = np.concatenate(self._of)
        sizes = np.fromiter(map(len, terms), np.int64, len(terms))
        taken = _HEAD.itemsize + sizes + INFO.itemsize
        at = starts(taken)
        self._places.append(self._end + at)
        heads = np.zeros(len(terms), _HEAD)
        heads["key"], heads["value"], heads["field"] = 2 + sizes, INFO.itemsize, of
        out = np.zeros(int(taken.sum()), np.uint8)
        write_rows(out, at, heads)
        at = at + _HEAD.itemsize
        out[ranges(at, sizes)] = np.frombuffer(b"".join(terms), np.uint8)
        write_rows(out, at + sizes, infos)
        begun = np.array([zlib.crc32(_number(field)) for field in range(len(self._fields))])
        hashes = map(zlib.crc32, terms, begun[of].tolist())
        self._hashes.append(np.fromiter(hashes, np.uint32, len(terms)))
        self._end += self._file.write(out.data)
        self._terms, self._of, self._infos = [], [], []

    def finish(self) -> None:
        """Write what lookups need; the file stays open."""
        if self._terms:
            self._write()
        places, hashes = joined(self._places, np.int64), joined(self._hashes, np.uint32)
        directory, slots = _tables(hashes, places)
        directory["place"] += self._end
        self._end += self._file.write(slots.tobytes())
        self._file.write(directory.tobytes())
        kind, code = ("i", ">i4") if self._end < _LONG else ("q", ">i8")
        extras = {"fieldmap": self._fields, "indextype": kind, "indexlen": len(places)}
        pickled, index = pickle.dumps(extras, 2), places.astype(code).tobytes()
        self._file.write(b"".join((pickled, index, _length(len(pickled) + len(index)))))


def _tables(hashes: Array, places: Array) -> tuple[Array, Array]:
    """The directory, places counted from the first table, and the slots of all tables."""
    table = (hashes & 0xFF).astype(np.int64)
    keys = np.bincount(table, minlength=_TABLES)
    directory = np.zeros(_TABLES, _TABLE)
    directory["slots"] = 2 * keys
    first = starts(2 * keys)
    directory["place"] = _SLOT.itemsize * first
    slots = np.zeros(2 * len(hashes), _SLOT)
    wanted = (hashes >> 8) % np.maximum(2 * keys, 1)[table]
    # In the order of wanted slots each key goes behind the one before it, or further on. Between
    # two tables there is room for all keys of the first, so that none pushes those of the next.
    roomy = starts(3 * keys)[table] + wanted
    order = np.argsort(roomy, kind="stable")
    count = np.arange(len(order))
    got = np.maximum.accumulate(roomy[order] - count) + count
    got -= starts(keys)[table[order]]  # without the room
    fits = got < (first + 2 * keys)[table[order]]
    slots["hash"][got[fits]] = hashes[order[fits]]
    slots["place"][got[fits]] = places[order[fits]]
    for key in order[~fits].tolist():  # beyond the end of its table: on from the beginning
        slot = first[table[key]]
        while slots["place"][slot]:
            slot += 1
        slots[slot] = hashes[key], places[key]
    return directory, slots
