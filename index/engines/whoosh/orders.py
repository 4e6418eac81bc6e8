"""Hits in the order that was asked for, page by page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from index.engines.base import Match, Sort
from index.engines.cursors import Place, read, written
from index.engines.whoosh.schema import DATE, KEY, SEEN, TITLE, key_of, key_text
from index.engines.whoosh.w3.reading import Reader, behind, behind_term, page, page_by_term
from index.engines.whoosh.w3.reading.arrays import Floats, Numbers
from index.record import Key

_UNDATED = 10.0**9  # behind every date, in both directions, and every time


class Order(Protocol):
    """Documents that are to be put in order; `cursor` is the one behind the last page given."""

    cursor: str | None

    def page(self, offset: int, limit: int, cursor: str | None) -> tuple[list[Match], bool]:
        """A page behind the cursor, and whether there are more behind it."""
        ...


def order_of(reader: Reader, sort: Sort, numbers: Numbers, scores: Callable[[], Floats]) -> Order:
    """An order of these documents (rising)."""
    if sort == "title":
        return _ByTitle(reader, numbers)
    return _ByNumber(reader, sort, numbers, scores() if sort == "relevance" else None)


class _ByNumber:
    """By score, date or time."""

    def __init__(self, reader: Reader, sort: Sort, numbers: Numbers, scores: Floats | None) -> None:
        self.cursor: str | None = None
        self._reader, self._sort, self._numbers, self._scores = reader, sort, numbers, scores
        self._values = _column(reader, sort, numbers) if scores is None else scores
        self._ranks = _ranks(sort, self._values)

    def page(self, offset: int, limit: int, cursor: str | None) -> tuple[list[Match], bool]:
        rest = np.arange(len(self._numbers)) if cursor is None else self._behind(cursor)
        numbers, ranks = self._numbers, self._ranks
        if cursor is not None:
            numbers, ranks = numbers[rest], ranks[rest]
        found = page(self._reader, numbers, ranks, offset, limit, KEY)
        chosen = [(self._values[rest[at]].item(), key_of(text.decode())) for at, text in found]
        if chosen:
            self.cursor = written(self._sort, Place(*chosen[-1]))
        scored = self._scores is not None
        matches = [Match(key, value if scored else 0.0) for value, key in chosen]
        return matches, bool(matches) and offset + len(matches) < len(rest)

    def _behind(self, cursor: str) -> Numbers:
        value, key = read(self._sort, cursor)
        rank = float(_ranks(self._sort, np.array([value]))[0])
        mask = behind(self._reader, self._numbers, self._ranks, rank, _text(key), KEY)
        return np.flatnonzero(mask)


class _ByTitle:
    """By what titles are sorted by."""

    def __init__(self, reader: Reader, numbers: Numbers) -> None:
        self.cursor: str | None = None
        self._reader, self._numbers = reader, numbers

    def page(self, offset: int, limit: int, cursor: str | None) -> tuple[list[Match], bool]:
        numbers = self._numbers
        if cursor is not None:
            value, key = read("title", cursor)
            term = str(value).encode("utf-8", "replace")
            numbers = numbers[behind_term(self._reader, numbers, TITLE, term, _text(key), KEY)]
        found = page_by_term(self._reader, numbers, TITLE, offset, limit, KEY)
        matches = [Match(key_of(text.decode()), 0.0) for _, _, text in found]
        if matches:
            self.cursor = written("title", Place(found[-1][1].decode(), matches[-1].key))
        return matches, bool(matches) and offset + len(matches) < len(numbers)


def _column(reader: Reader, sort: Sort, numbers: Numbers) -> Numbers:
    """The dates or times of these documents, 0 where there is none."""
    field, kind = (SEEN, "q") if sort == "first-seen" else (DATE, "i")
    found = [part.segment.numbers(field, kind, 0)[docs] for part, docs in reader.split(numbers)]
    return np.concatenate([np.zeros(0, np.int64), *found])


def _ranks(sort: Sort, values: Floats | Numbers) -> Floats:
    if sort == "relevance":
        return -values.astype(np.float64)
    dated: Floats = np.where(values > 0, values if sort == "oldest" else -values, _UNDATED)
    return dated


def _text(key: Key) -> bytes:
    # A cursor may have been made by hand; no document has such a key.
    return key_text(key).encode("utf-8", "replace")
