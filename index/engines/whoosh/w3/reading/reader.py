"""An index as one commit left it. Any number of threads may share a reader.

Documents have numbers: those of the first segment, then those of the next. A reader never changes;
it holds its files until nobody holds the reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeVar

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import FieldType, Schema

from index.engines.whoosh.w3.reading import scoring
from index.engines.whoosh.w3.reading.arrays import Floats, Mask, Numbers
from index.engines.whoosh.w3.reading.cache import Cache
from index.engines.whoosh.w3.reading.commit import Commit
from index.engines.whoosh.w3.reading.segment import Segment
from index.engines.whoosh.w3.reading.stock import Stock
from index.engines.whoosh.w3.reading.table import Info

_TERMS = 50_000  # looked-up terms that a reader remembers, 330 bytes each; most are not there
_ANSWERS = 32 << 20  # bytes of answers that it remembers
_WORDS = 8 << 20  # bytes of words that were looked up in all their forms
_Made = TypeVar("_Made")


class Part(NamedTuple):
    """A segment in a commit: its place, the number of its first document, who lives (None: all)."""

    place: int
    base: int
    segment: Segment
    live: Mask | None


class Term(NamedTuple):
    """A term that the index holds, with what each segment knows of it."""

    field: str
    text: bytes
    infos: tuple[Info | None, ...]
    idf: float
    norms: Floats | None  # what the length of the field does; None: it has no length


class Reader:
    """Reads one commit. `segments` are opened ones of another, to be used again."""

    def __init__(self, commit: Commit, cache: Cache, segments: dict[str, Segment]) -> None:
        self.generation = commit.generation
        self.schema: Schema = commit.schema
        self._commit = commit
        self._terms: dict[tuple[str, str | bytes], Term | None] = {}
        self._norms: dict[str, Floats] = {}
        self._made: dict[tuple[str, ...], Any] = {}
        # What queries found; scores of one commit are not those of the next.
        self.answers = Cache(_ANSWERS)
        self.words = Cache(_WORDS)
        self.parts: list[Part] = []
        self.count = 0
        for segment in commit.segments:
            id_ = segment.segment_id()
            opened = segments.get(id_) or Segment(segment, commit.files[id_], cache)
            self.parts.append(Part(len(self.parts), self.count, opened, _live(segment)))
            self.count += opened.count

    @property
    def segments(self) -> dict[str, Segment]:
        """The opened segments by their ids."""
        return {part.segment.id: part.segment for part in self.parts}

    def stock(self) -> Stock:
        """Stock Whoosh on the same files, which the caller has to close."""
        return Stock(self._commit)

    def term(self, field: str, text: str | bytes) -> Term | None:
        """What is known of a term, None where no segment holds it."""
        key = field, text
        try:
            return self._terms[key]
        except KeyError:
            if len(self._terms) >= _TERMS:
                self._terms.clear()
            found = self._terms[key] = self._term(field, text)
            return found

    def _term(self, field: str, text: str | bytes) -> Term | None:
        held = self.field(field)
        if held is None:
            return None
        try:
            term: bytes = held.to_bytes(text)
        except ValueError:  # a number is asked for that is none
            return None
        infos = tuple(part.segment.table.find(field, term) for part in self.parts)
        holding = sum(info.df for info in infos if info)
        if not holding:
            return None
        norms = self.norms(field) if held.scorable else None
        return Term(field, term, infos, scoring.idf(self.count, holding), norms)

    def field(self, name: str) -> FieldType | None:
        """The field of this name, if the schema has it."""
        return self.schema[name] if name in self.schema else None  # noqa: SIM401  (no such method)

    def norms(self, field: str) -> Floats:
        """What the length of the field does to scores, by the byte of the length."""
        found = self._norms.get(field)
        if found is None:
            total = sum(part.segment.total_length(field) for part in self.parts)
            found = self._norms[field] = scoring.norms(total / (self.count or 1) or 1)
        return found

    def split(self, numbers: Numbers) -> Iterator[tuple[Part, Numbers]]:
        """These documents (rising) by segment, with their numbers within it."""
        ends = np.searchsorted(numbers, [part.base + part.segment.count for part in self.parts])
        start = 0
        for part, end in zip(self.parts, ends.tolist(), strict=True):
            if end > start:
                yield part, numbers[start:end] - part.base
            start = end

    def part_of(self, number: int) -> tuple[Part, int]:
        """The segment of a document, and its number within it."""
        part = next(part for part in reversed(self.parts) if part.base <= number)
        return part, number - part.base

    def idf(self, field: str, text: str) -> float:
        """How telling a term is, also one that the index does not hold."""
        term = self.term(field, text)
        return term.idf if term else scoring.idf(self.count, 0)

    def number(self, field: str, text: str) -> int | None:
        """The living document that holds a term which no two living ones hold."""
        term = self.term(field, text)
        for part, info in zip(self.parts, term.infos, strict=True) if term else ():
            if info and (part.live is None or part.live[info.first]):
                return part.base + info.first
        return None

    def live(self) -> Numbers:
        """The number of every living document."""
        found = [part.base + np.arange(part.segment.count) if part.live is None
                 else part.base + np.flatnonzero(part.live) for part in self.parts]  # fmt: skip
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def once(self, key: tuple[str, ...], make: Callable[[], _Made]) -> _Made:
        """What is made of all segments together when it is first wanted."""
        # Two threads may both make it: they make the same.
        if key not in self._made:
            self._made[key] = make()
        found: _Made = self._made[key]
        return found

    def stored(self, number: int) -> dict[str, Any]:
        """The stored fields of a document."""
        part, doc = self.part_of(number)
        return part.segment.stored(doc)


def _live(segment: W3Segment) -> Mask | None:
    if not segment.has_deletions():
        return None
    live = np.ones(segment.doc_count_all(), np.bool_)
    live[list(segment.deleted_docs())] = False
    return live
