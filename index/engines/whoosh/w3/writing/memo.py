"""What raw words mean, looked up once for each: raw word -> places -> terms, all as numbers.

A raw word is a piece of text as it stands. It gives any number of places (none where nothing is
left of it, several where letters are cut into pairs), and each place holds any number of terms
(its exact form, its stem, …). A corpus repeats its words: of 12 million raw words of 100,000
records half a million are distinct, so that analysis is paid for once in 24.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import chain, count, filterfalse
from typing import Protocol

import numpy as np

from index.engines.whoosh.w3.writing.arrays import Array, ranges, starts

BORDER = 0  # the entry of what stands between two texts
_SHIFT = 12
_TOGETHER = 1 << _SHIFT  # names in a tuple
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

    def places(
        self, raw: Sequence[str], language: str | None, sounded: bool
    ) -> Sequence[Sequence[Sequence[str]]]:
        """What raw words of that language are found by: of each its places, of these the terms.

        It depends on nothing that stands beside a word. `sounded`: in a field that is heard too.
        """
        ...

    def dialect(self, language: str | None) -> str | None:
        """A language whose words mean the same; one for as many as possible."""
        ...


class Vocabulary:
    """Terms, numbered in the order of their coming.

    In a plain dictionary and in tuples: Python's search for cycles passes them by, and would take a
    tenth of the time of a build if they were lists or of a class of ours.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._names: list[Sequence[str]] = []
        self._newest: list[str] = []

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, term: str) -> bool:
        return term in self._numbers

    def numbers(self, terms: Sequence[str]) -> Array:
        """The number of each term; new ones are taken in."""
        known = self._numbers
        new = dict.fromkeys(filterfalse(known.__contains__, terms))
        known.update(zip(new, count(len(known)), strict=False))
        self._take(new)
        return np.fromiter(map(known.__getitem__, terms), np.int32, len(terms))

    def names(self, numbers: Iterable[int]) -> list[str]:
        """The terms of these numbers."""
        names = [*self._names, self._newest]
        return [names[number >> _SHIFT][number & _TOGETHER - 1] for number in numbers]

    def all(self) -> list[str]:
        """The terms by their numbers."""
        return list(self._numbers)

    def _take(self, terms: Iterable[str]) -> None:
        self._newest.extend(terms)
        while len(self._newest) >= _TOGETHER:
            self._names.append(tuple(self._newest[:_TOGETHER]))
            del self._newest[:_TOGETHER]


class Entries:
    """Rows of what raw words mean, laid out for numpy."""

    def __init__(self) -> None:
        self._places = array("i", (0,))  # of each entry, how many
        self._counts = array("i", (0,))  # of each entry, how many terms in all
        self._first = array("q", (0,))  # of each entry, its first row below
        self._terms = array("i", (0,))
        self._offsets = array("i", (0,))  # the place of the term, counted from the entry's first
        self._leads = array("b", (0,))  # whether it is the first term of its place

    def __len__(self) -> int:
        return len(self._places)

    def extend(self, words: Sequence[Sequence[Sequence[str]]], vocabulary: Vocabulary) -> None:
        """Take in the places of raw words, an entry for each."""
        places = np.fromiter(map(len, words), np.int32, len(words))
        flat = list(chain.from_iterable(words))
        sizes = np.fromiter(map(len, flat), np.int32, len(flat))
        first = starts(sizes)
        reached = np.append(first, sizes.sum())
        begins, ends = reached[starts(places)], reached[starts(places) + places]
        leads = np.zeros(int(sizes.sum()), np.int8)
        leads[first] = 1
        offsets = np.repeat(ranges(np.zeros_like(places), places), sizes)
        base = len(self._terms)
        self._places.frombytes(places.tobytes())
        self._counts.frombytes((ends - begins).astype(np.int32).tobytes())
        self._first.frombytes((base + begins).tobytes())
        terms = vocabulary.numbers(list(chain.from_iterable(flat)))
        self._terms.frombytes(terms.tobytes())
        self._offsets.frombytes(offsets.astype(np.int32).tobytes())
        self._leads.frombytes(leads.tobytes())

    def of(self, entries: Array) -> tuple[Array, Array, Array]:
        """Of each of these entries: how many places, how many terms, its first row."""
        return _at(self._places, entries), _at(self._counts, entries), _at(self._first, entries)

    def rows(self, rows: Array) -> tuple[Array, Array, Array]:
        """Of each of these rows: the term, its place in the entry, whether it leads its place."""
        leads = _at(self._leads, rows).view(bool)
        return _at(self._terms, rows), _at(self._offsets, rows), leads


class Memo(dict[str, int]):
    """Raw word of one dialect -> its entry. New words get theirs by `learn`, all at once."""

    def __init__(
        self,
        analysis: Analysis,
        dialect: str | None,
        sounded: bool,
        vocabulary: Vocabulary,
        entries: Entries,
    ) -> None:
        super().__init__({analysis.border: BORDER})
        self._analysis, self._dialect, self._sounded = analysis, dialect, sounded
        self._vocabulary, self._entries = vocabulary, entries
        self._new: list[str] = []

    def __missing__(self, raw: str) -> int:
        entry = len(self._entries) + len(self._new)
        self._new.append(raw)
        if len(raw) <= _LONGEST:
            self[raw] = entry
        return entry

    def learn(self) -> None:
        """Make the entries of the words that were new since the last call."""
        places = self._analysis.places(self._new, self._dialect, self._sounded)
        self._entries.extend(places, self._vocabulary)
        self._new.clear()

    def halve(self) -> None:
        """Forget the half that came last: common words come early."""
        kept = len(self) // 2
        while len(self) > kept:
            self.popitem()


def _at(held: array[int], places: Array) -> Array:
    """What the array holds at these places, without copying all of it."""
    found: Array = np.frombuffer(held, held.typecode)[places]
    return found
