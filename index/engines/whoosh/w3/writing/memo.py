"""What raw words mean, looked up once for each: raw word -> places -> terms, all as numbers.

A raw word is a piece of text as it stands. It gives any number of places (none where nothing is
left of it, several where letters are cut into pairs), and each place holds any number of terms
(its exact form, its stem, …). A corpus repeats its words: of 12 million raw words of 100,000
records half a million are distinct, so that analysis is paid for once in 24.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np

from index.engines.whoosh.w3.writing.arrays import Array

BORDER = 0  # the entry of what stands between two texts
_NOTHING = 1  # the entry of raw words without a place
_LONGEST = 60  # letters; longer ones hardly come twice (runs of Han, formulas), and fill a memo


class Analysis(Protocol):
    """What a word means; passed in."""

    @property
    def border(self) -> str:
        """What `raw_words` puts between two texts; never a raw word."""
        ...

    def raw_words(self, texts: Sequence[str]) -> list[str]:
        """The raw words of the texts in their order, and a border between two texts."""
        ...

    def places(self, raw: str, language: str | None) -> Sequence[Sequence[str]]:
        """What a raw word of that language is found by: for each place its terms.

        It depends on nothing that stands beside the word.
        """
        ...

    def dialect(self, language: str | None) -> str | None:
        """A language whose words mean the same; one for as many as possible."""
        ...


class Vocabulary:
    """Terms, numbered in the order of their coming.

    In a plain dictionary: Python's search for cycles passes it by, and would take a tenth of the
    time of a build if it were of a class of ours.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, term: str) -> bool:
        return term in self._numbers

    def numbers(self, terms: Iterable[str]) -> list[int]:
        """The number of each term; new ones are taken in."""
        known = self._numbers
        return [known.setdefault(term, len(known)) for term in terms]

    def names(self) -> list[str]:
        """The terms by their numbers."""
        return list(self._numbers)


class Entries:
    """Rows of what raw words mean, laid out for numpy."""

    def __init__(self) -> None:
        self._places = array("i", (0, 0))  # of each entry, how many
        self._counts = array("i", (0, 0))  # of each entry, how many terms in all
        self._first = array("q", (0, 0))  # of each entry, its first row below
        self._terms = array("i", (0,))
        self._offsets = array("i", (0,))  # the place of the term, counted from the entry's first
        self._leads = array("b", (0,))  # whether it is the first term of its place

    def __len__(self) -> int:
        return len(self._places)

    def add(self, places: Sequence[Sequence[int]]) -> int:
        """A new entry; gives its number."""
        if not places:
            return _NOTHING
        self._first.append(len(self._terms))
        self._places.append(len(places))
        for at, terms in enumerate(places):
            self._terms.extend(terms)
            self._offsets.extend((at,) * len(terms))
            self._leads.append(1)
            self._leads.extend((0,) * (len(terms) - 1))
        self._counts.append(len(self._terms) - self._first[-1])
        return len(self._places) - 1

    def of(self, entries: Array) -> tuple[Array, Array, Array]:
        """Of each of these entries: how many places, how many terms, its first row."""
        return _at(self._places, entries), _at(self._counts, entries), _at(self._first, entries)

    def rows(self, rows: Array) -> tuple[Array, Array, Array]:
        """Of each of these rows: the term, its place in the entry, whether it leads its place."""
        leads = _at(self._leads, rows).astype(bool)
        return _at(self._terms, rows), _at(self._offsets, rows), leads


class Memo(dict[str, int]):
    """Raw word of one dialect -> its entry."""

    def __init__(
        self, analysis: Analysis, dialect: str | None, vocabulary: Vocabulary, entries: Entries
    ) -> None:
        super().__init__({analysis.border: BORDER})
        self._analysis, self._dialect = analysis, dialect
        self._vocabulary, self._entries = vocabulary, entries

    def __missing__(self, raw: str) -> int:
        places = self._analysis.places(raw, self._dialect)
        entry = self._entries.add([self._vocabulary.numbers(terms) for terms in places])
        if len(raw) <= _LONGEST:
            self[raw] = entry
        return entry

    def halve(self) -> None:
        """Forget the half that came last: common words come early."""
        kept = len(self) // 2
        while len(self) > kept:
            self.popitem()


def _at(held: array[int], places: Array) -> Array:
    """What the array holds at these places, without copying all of it."""
    found: Array = np.frombuffer(held, held.typecode)[places]
    return found
