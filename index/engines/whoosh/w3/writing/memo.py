"""What raw words mean, looked up once for each: raw word -> places -> terms, all as numbers.

A raw word is a piece of text as it stands. It gives any number of places (none where nothing is
left of it, several where letters are cut into pairs), and each place holds any number of terms
(its exact form, its stem, …). A corpus repeats its words: of 12 million raw words of 100,000
records half a million are distinct, so that analysis is paid for once in 24.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, count, islice
from typing import Protocol

import numpy as np

from index.engines.whoosh.w3.writing.arrays import Array, ranges, starts

BORDER = 0  # the entry of what stands between two texts
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
    """Terms, numbered in the order of their coming."""

    def __init__(self) -> None:
        # Numbers come from a counter, so that one look at the table is enough for a term, be it new
        # or not; no step of Python is made for it.
        self._numbers: dict[str, int] = defaultdict(count().__next__)
        self._names: list[str] = []

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, term: str) -> bool:
        return term in self._numbers

    def numbers(self, terms: Sequence[str]) -> Array:
        """The number of each term; new ones are taken in."""
        found = np.fromiter(map(self._numbers.__getitem__, terms), np.int32, len(terms))
        self._names += _last(self._numbers, len(self._numbers) - len(self))
        return found

    def names(self, numbers: Iterable[int]) -> list[str]:
        """The terms of these numbers."""
        return list(map(self._names.__getitem__, numbers))

    def all(self) -> list[str]:
        """The terms by their numbers."""
        return self._names

    def settle(self) -> None:
        """No term comes any more: give back the table, 70 bytes a term."""
        self._numbers.clear()


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


class Memo:
    """Raw word of one dialect -> its entry."""

    def __init__(
        self,
        analysis: Analysis,
        dialect: str | None,
        sounded: bool,
        vocabulary: Vocabulary,
        entries: Entries,
    ) -> None:
        self._analysis, self._dialect, self._sounded = analysis, dialect, sounded
        self._vocabulary, self._entries = vocabulary, entries
        self._known: defaultdict[str, int] = defaultdict(None, {analysis.border: BORDER})

    def __len__(self) -> int:
        return len(self._known)

    def of(self, raw: Sequence[str]) -> Array:
        """The entry of each raw word. New ones get theirs from a counter, and learn it together."""
        before = len(self)
        self._known.default_factory = count(len(self._entries)).__next__
        found = np.fromiter(map(self._known.__getitem__, raw), np.int32, len(raw))
        self._learn(_last(self._known, len(self) - before))
        return found

    def _learn(self, new: Sequence[str]) -> None:
        places = self._analysis.places(new, self._dialect, self._sounded)
        self._entries.extend(places, self._vocabulary)
        for long in [word for word in new if len(word) > _LONGEST]:
            del self._known[long]

    def halve(self) -> None:
        """Forget the half that came last: common words come early."""
        kept = len(self) // 2
        while len(self) > kept:
            self._known.popitem()


def _last(held: dict[str, int], count: int) -> list[str]:
    """The keys of so many that came last, in the order of their coming."""
    found = list(islice(reversed(held), count))
    found.reverse()
    return found


def _at(held: array[int], places: Array) -> Array:
    """What the array holds at these places, without copying all of it."""
    found: Array = np.frombuffer(held, held.typecode)[places]
    return found
