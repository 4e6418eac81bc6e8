"""One segment: its files read into arrays, each when it is first wanted.

A segment never changes (which of its documents live is said by the commit), so that one object
serves every generation that names it, and any number of threads.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Segment

from index.engines.whoosh.w3.reading import blocks, columns
from index.engines.whoosh.w3.reading.arrays import Bytes, Docs, Floats, Numbers
from index.engines.whoosh.w3.reading.blocks import Chosen, Postings
from index.engines.whoosh.w3.reading.cache import Cache
from index.engines.whoosh.w3.reading.columns import Strings
from index.engines.whoosh.w3.reading.errors import Damaged
from index.engines.whoosh.w3.reading.held import Files
from index.engines.whoosh.w3.reading.positions import Places, places
from index.engines.whoosh.w3.reading.table import Info, TermTable

_RARE = 16  # one posting of so many is asked for: then only its block is decoded
_Made = TypeVar("_Made")
_Array = TypeVar("_Array", Docs, Floats)


class _HasSize(Protocol):
    @property
    def nbytes(self) -> int: ...


_Sized = TypeVar("_Sized", bound=_HasSize)


class Segment:
    """The documents 0 to `count` - 1 of a segment, deleted ones included."""

    def __init__(self, segment: W3Segment, files: Files, cache: Cache) -> None:
        self.id: str = segment.segment_id()
        self.count: int = segment.doc_count_all()
        self.files = files
        self._totals: dict[str, int] = dict(segment._fieldlengths)
        self._cache = cache
        self._made: dict[tuple[str, ...], Any] = {}
        self.table = TermTable(self._file(".trm"))
        self._file(".pst")

    def total_length(self, field: str) -> int:
        """How many words the field has in all documents together."""
        return self._totals.get(field, 0)

    def postings(self, field: str, term: bytes, info: Info) -> Postings:
        """In which documents a term stands."""
        if info.df == 1:  # two terms of three: all is said in the term file
            return Postings(self.checked(np.array([info.first], np.int32)), _one(info))
        key = self.id, field, term
        found: Postings | None = self._cache.get(key)
        if found is None:
            found = self.decoded(info.offset, info.length, info.df)
            self._cache.put(key, found, found.size)
        return found

    def decoded(self, offset: int, length: int, df: int) -> Postings:
        """Postings by their place in the file, not kept."""
        found = blocks.postings(self._file(".pst"), offset, length, df)
        self.checked(found.docs[-1:])
        return found

    def chosen(self, field: str, term: bytes, info: Info, docs: Docs) -> Chosen:
        """Those of a term's postings that are of these (rising) documents."""
        if len(docs) * _RARE < info.df and self.known((field, term)) is None:
            return blocks.chosen(self._file(".pst"), info.offset, info.length, docs)
        return blocks.of(self.postings(field, term, info), docs)

    def docs_of_any(self, places: Iterable[tuple[int, int]]) -> Docs:
        """The documents of many terms, by their places in the file; in no order."""
        return self.checked(blocks.docs_of_any(self._file(".pst"), places))

    @property
    def posting_bytes(self) -> Bytes:
        """The postings file as it is."""
        return np.frombuffer(self._file(".pst"), np.uint8)

    def places(self, info: Info, which: Numbers) -> Places:
        """Where a term stands, for these of its postings (rising)."""
        return places(self.values(info, which))

    def values(self, info: Info, which: Numbers) -> list[bytes]:
        """The same as it is written, for `positions.places`."""
        return blocks.values(self._file(".pst"), info.offset, info.length, which)

    def kept(self, key: tuple[object, ...], make: Callable[[], Docs]) -> Docs:
        """Documents of this segment that are costly to find."""
        found: Docs | None = self.known(key)
        return self.keep(key, make()) if found is None else found

    def held(self, key: tuple[object, ...], make: Callable[[], _Sized]) -> _Sized:
        """What is read of this segment anew where it was forgotten."""
        found: _Sized | None = self.known(key)
        if found is None:
            found = make()
            self._cache.put((self.id, *key), found, found.nbytes)
        return found

    def known(self, key: tuple[object, ...]) -> Any:
        """What was kept of this segment under the key, None where that is forgotten."""
        return self._cache.get((self.id, *key))

    def keep(self, key: tuple[object, ...], made: _Array) -> _Array:
        """Remember an array of this segment, as long as there is room."""
        self._cache.put((self.id, *key), made, made.nbytes)
        return made

    def spare(self, field: str, term: bytes) -> None:
        """The postings of a term are less wanted than all else that is remembered."""
        self._cache.spare((self.id, field, term))

    def lengths(self, field: str) -> Bytes:
        """The length of the field in each document, as a byte."""

        def make() -> Bytes:
            if not self._totals.get(field):
                return np.zeros(self.count, np.uint8)
            return columns.lengths(self._file(f"._{field}_len.col"), self.count)

        return self.once(make, "lengths", field)

    def numbers(self, field: str, kind: str, default: int) -> Numbers:
        """A column of numbers; where no document has one, all are the default."""

        def make() -> Numbers:
            file = self.files.get(f".{field}.col", memoryview(b""))
            return columns.numbers(file, self.count, kind, default)

        return self.once(make, "numbers", field)

    def strings(self, field: str) -> Strings:
        """A column of byte strings that has to be there."""
        return self.once(lambda: Strings(self._file(f".{field}.col"), self.count), "strings", field)

    def stored(self, doc: int) -> dict[str, Any]:
        """The stored fields of a document."""
        packed = self.strings("_stored")[doc]
        # Stored values may be of any type; who can write the index can write its schema too.
        found: dict[str, Any] = pickle.loads(zlib.decompress(packed)) if packed else {}  # noqa: S301
        return found

    def order(self, field: str) -> Docs:
        """The documents that have the field, in the order of its terms (one for each document)."""
        return self.once(lambda: self._order(field), "order", field)

    def ranks(self, field: str) -> Docs:
        """The place of each document in that order; behind all, where it has none."""

        def make() -> Docs:
            found = np.full(self.count, self.count, np.int32)
            order = self.order(field)
            found[order] = np.arange(len(order), dtype=np.int32)
            return found

        return self.once(make, "ranks", field)

    def _order(self, field: str) -> Docs:
        infos = self.table.infos(self.table.run(field))
        if (infos["df"] != 1).any():
            raise Damaged(f"several documents of a segment with the same {field}")
        return self.checked(infos["first"].astype(np.int32))

    def checked(self, docs: Docs) -> Docs:
        """These documents, if the segment has them. Raises `Damaged`."""
        if len(docs) and not 0 <= int(docs.max()) < self.count:
            raise Damaged("postings of a document that is not there")
        return docs

    def _file(self, name: str) -> memoryview:
        try:
            return self.files[name]
        except KeyError:
            raise Damaged(f"segment {self.id} has no file {name}") from None

    def once(self, make: Callable[[], _Made], *key: str) -> _Made:
        """What is made of this segment when it is first wanted, and kept as long as it is."""
        # Two threads may both make it: they make the same.
        found: _Made | None = self._made.get(key)
        if found is None:
            found = self._made[key] = make()
        return found


def _one(info: Info) -> npt.NDArray[np.float32] | None:
    return None if info.max_weight == 1 else np.array([info.max_weight], np.float32)
