"""One state of the index, to be asked by one thread at a time.

A Whoosh searcher reads through file positions and caches of its own, so that two threads must
never share one (`pool` sees to that).
"""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from whoosh import query as w
from whoosh.index import FileIndex
from whoosh.reading import IndexReader
from whoosh.searching import Searcher

from index.analysis import STEM
from index.engines.whoosh.pinned import Pinned
from index.engines.whoosh.schema import DATE, KEY, TELLING, key_of, key_text
from index.record import Key

_FEW = 2_000  # of these, looking up each key is cheaper than walking all of them in order


class Snapshot:
    """The index as one commit left it. Not for two threads at once."""

    def __init__(self, searcher: Searcher, pinned: Pinned) -> None:
        self._searcher = searcher
        self._pinned = pinned
        self.generation = pinned.generation
        leaves = searcher.leaf_searchers()
        self._leaves = [leaf for leaf, _ in leaves]
        self._offsets: list[int] = [offset for _, offset in leaves]

    @classmethod
    def of(cls, pinned: Pinned) -> Snapshot:
        """Open the commit whose files these are; closing the snapshot gives them back."""
        try:
            return cls(FileIndex(pinned).searcher(), pinned)
        except BaseException:
            pinned.give_back()
            raise

    @cached_property
    def _keys(self) -> list[Sequence[str]]:
        return [_column(leaf.reader(), KEY) for leaf in self._leaves]

    @cached_property
    def _dates(self) -> list[Sequence[int]]:
        return [_column(leaf.reader(), DATE) for leaf in self._leaves]

    def scored(self, query: w.Query) -> tuple[array[int], array[float]]:
        """Every match of the query, and its score.

        All of them, because Whoosh loses hits when it is asked for the best ten of an index of
        several segments (its `replace(minquality)` skips too much).
        """
        numbers, scores = array("I"), array("d")
        for leaf, offset in zip(self._leaves, self._offsets, strict=True):
            matcher = query.matcher(leaf, None)
            while matcher.is_active():
                numbers.append(offset + matcher.id())
                scores.append(matcher.score())
                matcher.next()
        return numbers, scores

    def key(self, number: int) -> Key:
        """The key of a document by its number."""
        leaf, place = self._place(number)
        return key_of(self._keys[leaf][place])

    def date(self, number: int) -> int:
        """The sort date of a document, 0 where it has none."""
        leaf, place = self._place(number)
        return int(self._dates[leaf][place])

    def number(self, key: Key) -> int | None:
        """The number of the live document under the key."""
        text = key_text(key)
        for leaf, offset in zip(self._leaves, self._offsets, strict=True):
            reader = leaf.reader()
            if (KEY, text) in reader:
                # The lowest document of a unique term is its only one.
                place = int(reader.term_info(KEY, text).min_id())
                if not reader.is_deleted(place):
                    return offset + place
        return None

    def telling(self, number: int) -> list[str]:
        """The words that say what a document is about."""
        return str(self._searcher.stored_fields(number).get(TELLING, "")).split()

    def live(self) -> Iterator[int]:
        """The number of every document."""
        for leaf, offset in zip(self._leaves, self._offsets, strict=True):
            yield from (offset + place for place in leaf.reader().all_doc_ids())

    def in_key_order(self, numbers: array[int]) -> Iterator[Key]:
        """The keys of these documents, sorted; memory stays flat (a bit for each document)."""
        if len(numbers) <= _FEW:
            yield from sorted(self.key(number) for number in numbers)
            return
        wanted = bytearray(self._searcher.doc_count_all())
        for number in numbers:
            wanted[number] = 1
        walks = [self._walk(at, wanted) for at in range(len(self._leaves))]
        yield from (key_of(text) for text in heapq.merge(*walks))

    def _walk(self, at: int, wanted: bytearray) -> Iterator[str]:
        offset = self._offsets[at]
        for text, info in self._leaves[at].reader().iter_field(KEY):
            if wanted[offset + info.min_id()]:
                yield text.decode()

    def words(self, prefix: str, field: str) -> Iterator[tuple[str, int]]:
        """Exact words of a field with the prefix, and in how many live documents each stands."""
        reader = self._searcher.reader()
        for term in reader.expand_prefix(field, prefix):
            count = self._live_count(field, term)
            if count and not term.startswith(STEM.encode()):
                yield term.decode(), count

    def _live_count(self, field: str, term: bytes) -> int:
        reader = self._searcher.reader()
        if not reader.has_deletions():
            return int(reader.doc_frequency(field, term))
        return sum(1 for _ in reader.postings(field, term).all_ids())

    def rarity(self, field: str, word: str) -> float:
        """How telling a word is (inverse document frequency)."""
        return float(self._searcher.idf(field, word))

    def close(self) -> None:
        self._searcher.close()
        self._pinned.give_back()

    def _place(self, number: int) -> tuple[int, int]:
        leaf = bisect_right(self._offsets, number) - 1
        return leaf, number - self._offsets[leaf]


def _column(reader: IndexReader, name: str) -> Sequence[Any]:
    """A column that every document has; Whoosh reads a missing file as one of empty values."""
    if reader.doc_count_all() and not reader.has_column(name):
        raise FileNotFoundError(f"no column {name}")
    found: Sequence[Any] = reader.column_reader(name)
    return found
