"""Queries that Whoosh lacks or means differently. Only `matching` knows how they are answered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from whoosh import query as w


class Shape(NamedTuple):
    """How words are weighed (`scoring.bent`, `telling.told`).

    `k1` and `b` are those of BM25, `floor` and `usual` what a word counts that is never, or as
    often as most, said again; `few`: of so many documents this is not yet known; `bonus`: what
    standing near counts.
    """

    k1: float
    b: float
    floor: float
    usual: float
    few: float
    bonus: float


class Place(NamedTuple):
    """A field where a word may stand: what the field counts, and the word's forms there.

    Forms are terms with what an occurrence of them counts at most, the most first.
    """

    fieldname: str
    weight: float
    forms: tuple[tuple[str, float], ...]


class Forms(w.Or):  # type: ignore[misc]  # Whoosh ships no types
    """A word in any of its forms in any of some fields: matches as an Or of terms.

    It is weighed as one word, whose occurrences in all fields count together. How telling it is
    shows in `said`, a place of running text; `common`: it is known to tell nothing.
    """

    boost, minmatch, scale = 1.0, 0, None

    def __init__(
        self, places: Sequence[Place], said: Place, shape: Shape, common: bool = False
    ) -> None:
        self.places, self.said, self.shape, self.common = tuple(places), said, shape, common
        self.name = repr((self.places, shape, common))  # of all that say the same

    @cached_property
    def subqueries(self) -> list[w.Term]:
        """The terms, for Whoosh's own search."""
        return [
            w.Term(place.fieldname, text, boost=place.weight * weight)
            for place in self.places
            for text, weight in place.forms
        ]


class Close(NamedTuple):
    """Two words that are wanted near one another, in any order: `slop` others between them."""

    first: Forms
    second: Forms
    slop: int


class Near(w.Query):  # type: ignore[misc]  # Whoosh ships no types
    """Two or more different words in any order, with at most `slop` other places among them.

    (Of more than two words Whoosh's `SpanNear2` means each and the next, and in this order only.)
    """

    def __init__(self, fieldname: str, words: tuple[str, ...], slop: int, boost: float) -> None:
        self.fieldname, self.words, self.slop, self.boost = fieldname, words, slop, boost

    def __repr__(self) -> str:
        return f"Near({self.fieldname!r}, {self.words!r}, {self.slop})"


class Between(w.Query):  # type: ignore[misc]
    """Documents whose number in a column (type `kind` of `struct`) lies between two, inclusive."""

    boost = 1.0

    def __init__(self, fieldname: str, kind: str, low: int, high: int) -> None:
        self.fieldname, self.kind, self.low, self.high = fieldname, kind, low, high


class FirstFound(w.Query):  # type: ignore[misc]
    """The first of the queries that any living document of the index matches, else none."""

    boost = 1.0

    def __init__(self, subqueries: list[w.Query]) -> None:
        self.subqueries = subqueries


class Alias(w.Query):  # type: ignore[misc]
    """Documents with a term in `target` that begins with a name and `mark`.

    The names are what follows `prefix` in the terms of a field that living documents hold.
    """

    boost = 1.0

    def __init__(self, fieldname: str, prefix: str, target: str, mark: str) -> None:
        self.fieldname, self.prefix, self.target, self.mark = fieldname, prefix, target, mark


class Wildcard(w.Wildcard):  # type: ignore[misc]
    """Terms of a pattern (of `?` and `*`, nothing else) that do not begin as any of `unlike`."""

    def __init__(self, fieldname: str, text: str, unlike: tuple[str, ...]) -> None:
        super().__init__(fieldname, text)
        self.unlike = unlike

    def __repr__(self) -> str:
        return f"Wildcard({self.fieldname!r}, {self.text!r}, unlike={self.unlike!r})"


class Fuzzy(w.FuzzyTerm):  # type: ignore[misc]
    """Terms at most `edits` away, in any of their letters, that do not begin as any of `unlike`."""

    def __init__(self, fieldname: str, text: str, edits: int, unlike: tuple[str, ...]) -> None:
        super().__init__(fieldname, text, maxdist=edits, prefixlength=0)
        self.unlike = unlike

    def __repr__(self) -> str:
        return f"Fuzzy({self.fieldname!r}, {self.text!r}, {self.maxdist}, unlike={self.unlike!r})"
