"""The postings file (`.pst`): in which documents a term stands, how heavily, and where.

A term's postings are `W3Bl` and blocks: an int (the length of the rest; negative: the last one), a
pickle of what is in the block (postings, last id, greatest weight, compressed or not, shortest and
longest length), and the block, a pickle of (ids, weights, values), compressed by zlib or not.

- ids: differences, the first of each block from 0.
- weights: None (all are 1), one number for all, or one for each posting.
- values: the encoded positions of each posting, all in one `bytes`, or None.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from index.engines.whoosh.w3.reading.arrays import NO_DOCS, Docs, Numbers, Weights
from index.engines.whoosh.w3.reading.errors import Damaged
from index.engines.whoosh.w3.reading.pickles import OMITTED, next_plain, plain, without_bytes
from index.engines.whoosh.w3.reading.shapes import Deltas, Raw, cut, enough

_MAGIC = b"W3Bl"
_INT = struct.Struct("!i")
# The head of a block as array writers pickle it: numbers of two, four, four and thrice one bytes.
_COMMON = b"\x80\x02(M"
_HEAD = struct.Struct("<4xHxI6xB6x")
_OPCODES = slice(6, 17, 5)


class Postings(NamedTuple):
    """Rising document numbers, and the weights (None: all are 1)."""

    docs: Docs
    weights: Weights | None

    @property
    def size(self) -> int:
        """How many bytes they take."""
        return self.docs.nbytes + (0 if self.weights is None else self.weights.nbytes)


class Chosen(NamedTuple):
    """Some postings of a term: their documents, which they are (from 0), their weights."""

    docs: Docs
    which: Numbers
    weights: Weights


class _Block(NamedTuple):
    """A block as it lies: how many postings, their last id, and the bytes."""

    entries: int
    last: int
    compressed: bool
    data: memoryview

    def content(self) -> bytes:
        return zlib.decompress(self.data) if self.compressed else bytes(self.data)


def postings(file: memoryview, offset: int, length: int, count: int) -> Postings:
    """Decode the postings of a term.

    `offset` and `length` are bytes, `count` is how many documents there have to be. Raises
    `Damaged`.
    """
    blocks = list(_blocks(file, offset, length))
    parts = [_ids_and_weights(block) for block in blocks]
    docs = _docs(blocks, [deltas for deltas, _ in parts])
    if len(docs) != count:
        raise Damaged("a term with more or fewer postings than it says")
    if (docs[1:] <= docs[:-1]).any():
        raise Damaged("postings that do not rise")
    return Postings(docs, _weights(blocks, [weights for _, weights in parts]))


def docs_of_any(file: memoryview, places: Iterable[tuple[int, int]]) -> Docs:
    """The documents of many terms, by offset and length: term after term, in no order."""
    blocks = [block for place in places for block in _blocks(file, *place)]
    return _docs(blocks, [_ids_and_weights(block)[0] for block in blocks])


def chosen(file: memoryview, offset: int, length: int, docs: Docs) -> Chosen:
    """Those of a term's postings that are of these (rising) documents.

    Blocks that can have none of them are not looked into.
    """
    parts = [of(Postings(NO_DOCS, None), NO_DOCS)]
    begin, asked = 0, 0
    for block in _blocks(file, offset, length):
        until = int(np.searchsorted(docs, block.last, side="right"))
        if until > asked:
            deltas, weights = _ids_and_weights(block)
            held = Postings(_docs([block], [deltas]), _weights([block], [weights]))
            parts.append(of(held, docs[asked:until], begin))
        begin, asked = begin + block.entries, until
    return Chosen(*map(np.concatenate, zip(*parts, strict=True)))


def of(postings: Postings, docs: Docs, begin: int = 0) -> Chosen:
    """Those postings that are of these (rising) documents; `begin` is the number of the first."""
    if not len(postings.docs):
        return Chosen(NO_DOCS, NO_DOCS, np.zeros(0, np.float32))
    at = np.minimum(np.searchsorted(postings.docs, docs), len(postings.docs) - 1)
    at = at[postings.docs[at] == docs]
    weights = np.ones(len(at), np.float32) if postings.weights is None else postings.weights[at]
    return Chosen(postings.docs[at], begin + at, weights)


def values(file: memoryview, offset: int, length: int, which: Numbers) -> list[bytes]:
    """The values of these postings of a term (rising numbers, from 0).

    Blocks that have none of them are not looked into. Raises `Damaged` where a block does not keep
    them one by one.
    """
    found: list[bytes] = []
    begin, asked = 0, 0
    for block in _blocks(file, offset, length):
        end = begin + block.entries
        until = int(np.searchsorted(which, end))
        if until > asked:
            several = _values(block)
            found.extend(several[number - begin] for number in which[asked:until].tolist())
        begin, asked = end, until
    if asked < len(which):
        raise Damaged("a term with fewer positions than postings")
    return found


def _values(block: _Block) -> Sequence[bytes]:
    found: Sequence[bytes] | None = plain(block.content())[2]
    if isinstance(found, bytes) or found is None or len(found) != block.entries:
        raise Damaged("a block without positions")
    return found


def _blocks(file: memoryview, offset: int, length: int) -> Iterator[_Block]:
    end = offset + length
    if offset < 0 or end > len(file) or file[offset : offset + 4] != _MAGIC:
        raise Damaged("postings that are not where they should be")
    at, last = offset + len(_MAGIC), False
    while not last:
        size = _INT.unpack_from(file, at)[0]
        last, start, at = size < 0, at + _INT.size, at + _INT.size + abs(size)
        if at > end or not size:
            raise Damaged("a block that is longer than its term")
        yield _block(file[start:at])


def _block(data: memoryview) -> _Block:
    if data[:4] == _COMMON and bytes(data[_OPCODES]) == b"JJK" and bytes(data[22:24]) == b"t.":
        count, last, compressed = _HEAD.unpack_from(data)
        return _Block(count, last, bool(compressed), data[_HEAD.size :])
    head = io.BytesIO(data[:64])
    count, last, _, compressed, _, _ = next_plain(head)
    return _Block(count, last, bool(compressed), data[head.tell() :])


def _ids_and_weights(block: _Block) -> tuple[Deltas | Any, Raw | Any]:
    wanted = enough(block.entries)
    if block.compressed:
        head = zlib.decompressobj().decompress(block.data, wanted)
    else:
        head = bytes(block.data[:wanted])
    found = cut(head, block.entries)
    return found or _unpickled(block.content())


def _unpickled(content: bytes) -> tuple[Deltas, Any]:
    ids, weights, _ = without_bytes(content)
    if weights is OMITTED:
        ids, weights, _ = plain(content)
    return np.array(ids, np.int64), weights


def _docs(blocks: list[_Block], parts: list[Deltas]) -> Docs:
    counts = np.array([len(part) for part in parts], np.int64)
    if counts.tolist() != [block.entries for block in blocks]:
        raise Damaged("a block with more or fewer postings than it says")
    if not blocks:
        return np.zeros(0, np.int32)
    docs: Numbers = np.cumsum(np.concatenate(parts), dtype=np.int64)
    ends = np.cumsum(counts) - 1
    # Each block begins from 0 again.
    docs[ends[0] + 1 :] -= np.repeat(docs[ends[:-1]], counts[1:])
    if docs[ends].tolist() != [block.last for block in blocks]:
        raise Damaged("a block that does not end where it says")
    return docs.astype(np.int32)


def _weights(blocks: list[_Block], parts: list[Any]) -> Weights | None:
    if all(part is None for part in parts):
        return None
    several = zip(blocks, parts, strict=True)
    return np.concatenate([_block_weights(part, block.entries) for block, part in several])


def _block_weights(part: Any, count: int) -> Weights:
    if part is None or isinstance(part, float | int):
        return np.full(count, 1 if part is None else part, np.float32)
    if isinstance(part, bytes):
        part = np.frombuffer(part, np.uint8)
    found = np.array(part, np.float32)
    if len(found) != count:
        raise Damaged("a block with more or fewer weights than postings")
    return found
