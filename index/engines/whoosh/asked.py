"""A query on one state of the index: what it finds, in which order, with which facets.

The tree is matched without its filters, which are masks over all documents: so that a facet can do
without the filters of its own field, and that a tree is matched once for all its pages and filters.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import TypeAlias, TypeVar

import numpy as np

from index.analysis import Analysis
from index.engines.base import MISSING, Answer, Bucket, Facet, FacetWish, Filter, Match, Query
from index.engines.whoosh.compile import close, compiled, filtering
from index.engines.whoosh.orders import order_of
from index.engines.whoosh.w3.reading import (
    Counted,
    CountedFew,
    Found,
    Reader,
    Shown,
    facets,
    matches,
)
from index.engines.whoosh.w3.reading.arrays import Floats, Mask, Numbers
from index.entries import BETWEEN, split
from index.tree import ENTRIES, Prefer

_MARKS = dict.fromkeys(ENTRIES.values(), BETWEEN.encode())
_Counts: TypeAlias = Counted | CountedFew
_Array = TypeVar("_Array", Mask, Numbers, Floats)


class Asked:
    """Answers a query. For one thread."""

    def __init__(self, reader: Reader, query: Query, analysis: Analysis) -> None:
        self._reader = reader
        self._query = query
        self._analysis = analysis

    def answer(self) -> Answer:
        """The page, the facets and the histogram that were asked for."""
        query = self._query
        found, cursor = self._page()
        counted, years = self._counted()
        return Answer(
            len(self.numbers),
            tuple(found),
            cursor,
            tuple(map(_facet, query.facets, counted)),
            _bars(years) if years else (),
        )

    def _page(self) -> tuple[list[Match], str | None]:
        """The matches of the page, and the cursor behind them where there are more."""
        query = self._query
        if not query.limit and query.cursor is None:
            return [], None  # who only counts need not wait for scores
        order = order_of(self._reader, query.sort, self.numbers, lambda: self._scores)
        found, more = order.page(query.offset, query.limit, query.cursor)
        return found, order.cursor if more else None

    @cached_property
    def numbers(self) -> Numbers:
        """All documents that match, rising."""
        if not self._passing:
            return self._base
        return self._base[np.logical_and.reduce(list(self._passing.values()))]

    @cached_property
    def _base(self) -> Numbers:
        """What the tree matches, without the filters."""
        return self._kept((self._query.node,), lambda: self._found.numbers)

    @cached_property
    def _found(self) -> Found:
        tree = self._query.tree
        wanted = tree.wanted if isinstance(tree, Prefer) else ()
        near = [close(one, self._analysis) for one in wanted]
        return Found(self._reader, compiled(self._query.node, self._analysis), near)

    @cached_property
    def _scores(self) -> Floats:
        key = self._query.tree, self._query.filters
        return self._kept(key, lambda: self._found.scores(self.numbers))

    @cached_property
    def _passing(self) -> dict[str, Mask]:
        """By the field that is counted: which of the documents pass its filters."""
        found: dict[str, Mask] = {}
        for each in self._query.filters:
            passes, field = self._mask(each)[self._base], counted_field(each.field)
            found[field] = found[field] & passes if field in found else passes
        return found

    def _mask(self, wanted: Filter) -> Mask:
        return self._kept((wanted,), lambda: self._passes(wanted))

    def _passes(self, wanted: Filter) -> Mask:
        found = np.full(self._reader.count, wanted.excluded)
        found[matches(self._reader, filtering(wanted))] = not wanted.excluded
        return found

    def _kept(self, key: Hashable, make: Callable[[], _Array]) -> _Array:
        found: _Array | None = self._reader.answers.get(key)
        if found is None:
            found = make()
            self._reader.answers.put(key, found, found.nbytes)
        return found

    def _counted(self) -> tuple[list[_Counts], _Counts | None]:
        """The values of the wished facets, and the years."""
        fields = [counted_field(wish.field) for wish in self._query.facets]
        fields += ["year"] if self._query.histogram else []
        if not fields:
            return [], None
        found = facets(self._reader, self._base, self._passing, fields, _MARKS)
        return found, found[-1] if self._query.histogram else None


def counted_field(name: str) -> str:
    """The field whose values a facet counts."""
    return ENTRIES.get(name, name)


def _facet(wish: FacetWish, counted: _Counts) -> Facet:
    chosen = counted.most if wish.order == "count" else counted.first
    buckets = _buckets(counted, chosen(wish.limit), wish.field in ENTRIES)
    return Facet(wish.field, buckets, counted.distinct)


def _bars(counted: _Counts) -> tuple[Bucket, ...]:
    return _buckets(counted, counted.first(counted.distinct), False)


def _buckets(counted: _Counts, found: Sequence[Shown], entries: bool) -> tuple[Bucket, ...]:
    shown = [_bucket(one, entries) for one in found]
    return (*shown, Bucket(MISSING, counted.missing)) if counted.missing else tuple(shown)


def _bucket(shown: Shown, entry: bool) -> Bucket:
    value, label = split(shown.term.decode()) if entry else (shown.term.decode(), "")
    return Bucket(value, shown.docs, label)
