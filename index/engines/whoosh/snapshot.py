"""One state of the index, asked by our fields and keys; any number of threads may share one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from whoosh import query as w

from index.analysis import STEM
from index.engines.base import Match, Sort
from index.engines.whoosh.schema import DATE, KEY, TELLING, key_of, key_text
from index.engines.whoosh.w3.reading import (
    Reader,
    in_order,
    matches,
    page,
    scored,
    texts_of,
    words,
)
from index.engines.whoosh.w3.reading.arrays import Floats, Numbers
from index.record import Key
from index.tree import TEXT_FIELDS

_FEW = 2_000  # of these, sorting the keys is cheaper than putting all documents in order
_UNDATED = 10**9  # behind every date, in both directions


class Snapshot:
    """The index as one commit left it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def check(self) -> None:
        """Read every file that each document needs."""
        for part in self._reader.parts:
            part.segment.strings(KEY)
            part.segment.strings("_stored")
            part.segment.numbers(DATE, "i", 0)
            for field in TEXT_FIELDS:
                part.segment.lengths(field)

    def answer(
        self, query: w.Query, sort: Sort, offset: int, limit: int
    ) -> tuple[int, list[Match]]:
        """How many documents match, and the asked page of them."""
        if sort == "relevance":
            numbers, scores = scored(self._reader, query)
            ranks = -scores
        else:
            numbers = matches(self._reader, query)
            scores, ranks = np.zeros(len(numbers)), self._date_ranks(numbers, sort)
        found = page(self._reader, numbers, ranks, offset, limit, KEY)
        matches_ = [Match(_key(text), float(scores[place])) for place, text in found]
        return len(numbers), matches_

    def _date_ranks(self, numbers: Numbers, sort: Sort) -> Floats:
        dates = self._dates(numbers)
        return np.where(dates > 0, -dates if sort == "newest" else dates, _UNDATED).astype(float)

    def _dates(self, numbers: Numbers) -> Numbers:
        """The sort dates of these documents (rising), 0 where there is none."""
        parts = self._reader.split(numbers)
        found = [part.segment.numbers(DATE, "i", 0)[docs] for part, docs in parts]
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def matching(self, query: w.Query) -> Numbers:
        """The numbers of all documents that match, rising."""
        return matches(self._reader, query)

    def number(self, key: Key) -> int | None:
        """The number of the living document under the key."""
        return self._reader.number(KEY, key_text(key))

    def telling(self, number: int) -> list[str]:
        """The words that say what a document is about."""
        return str(self._reader.stored(number).get(TELLING, "")).split()

    def live(self) -> Numbers:
        """The number of every living document."""
        return self._reader.live()

    def in_key_order(self, numbers: Numbers) -> Iterator[Key]:
        """The keys of these documents (rising), sorted."""
        if len(numbers) <= _FEW:
            texts: Iterator[bytes] = iter(sorted(texts_of(self._reader, numbers, KEY)))
        else:
            texts = in_order(self._reader, numbers, KEY)
        return map(_key, texts)

    def words(self, prefix: str, field: str) -> Iterator[tuple[str, int]]:
        """Exact words of a field with the prefix, and in how many documents each stands."""
        stem = STEM.encode()
        found = words(self._reader, field, prefix)
        return ((term.decode(), count) for term, count in found if not term.startswith(stem))

    def rarity(self, field: str, word: str) -> float:
        """How telling a word is (inverse document frequency)."""
        return self._reader.idf(field, word)


def _key(text: bytes) -> Key:
    return key_of(text.decode())
