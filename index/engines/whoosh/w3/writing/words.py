"""The texts of a batch -> where each term occurs, without a step of Python for a word.

All texts of one dialect are joined, cut into raw words by one pass of the analysis, and looked up
in a memo by one `map`; from there on everything is arrays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from index.engines.whoosh.w3.writing.arrays import (
    Array,
    changes,
    joined,
    lengths,
    ranges,
    starts,
)
from index.engines.whoosh.w3.writing.memo import BORDER, Analysis, Entries, Memo, Vocabulary

Value: TypeAlias = tuple[str, str | None]  # a text, and its language where somebody said

_PIECE = 1 << 21  # letters joined at a time; more costs memory and saves nothing
_RAW = 300_000  # raw words kept in memos, some 200 bytes each
_ENTRIES = 1_000_000  # of all raw words that came, 45 bytes each
_TERMS = 500_000  # terms kept from one segment to the next, some 250 bytes each


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Terms of a field where they stand: by document, then by position."""

    terms: Array  # numbers of the vocabulary
    documents: Array
    positions: Array
    leads: Array  # whether the term is the first of its place

    def between(self, first: int, count: int) -> Occurrences:
        """Those of so many documents, from the first on, which becomes 0."""
        begin, end = np.searchsorted(self.documents, (first, first + count))
        inside = slice(begin, end)
        return Occurrences(
            self.terms[inside],
            self.documents[inside] - first,
            self.positions[inside],
            self.leads[inside],
        )


class Lexicon:
    """What is known of words: one for a writer, kept from batch to batch while it is small."""

    def __init__(self, analysis: Analysis, gap: int) -> None:
        self._analysis = analysis
        self._gap = gap
        self.forget()

    def forget(self) -> None:
        """Begin anew; numbers of terms that were given are void."""
        self.vocabulary = Vocabulary()
        self._forget_raw()

    def tidy(self, *, between: bool) -> None:
        """Keep memory bounded; the vocabulary can only go `between` two segments."""
        if between and len(self.vocabulary) > _TERMS:
            self.forget()
        elif len(self._entries) > _ENTRIES:
            self._forget_raw()
        elif sum(map(len, self._memos.values())) > _RAW:
            for memo in self._memos.values():
                memo.halve()

    def last_words(self) -> None:
        """No text comes before the next segment: give back what would be forgotten there."""
        if len(self.vocabulary) > _TERMS:
            self._forget_raw()
            self.vocabulary.settle()

    def _forget_raw(self) -> None:
        self._entries = Entries()
        self._memos: dict[tuple[str | None, bool], Memo] = {}

    def occurrences(
        self, values: Sequence[Value], documents: Array, sounded: bool = False
    ) -> Occurrences:
        """The terms of texts; `documents` says of each text whose it is, in rising order.

        `sounded`: whether the field of the texts is one that the analysis also hears.
        Between two texts of a document so many positions (`gap`) stay free that no phrase reaches
        from one into the next.
        """
        words, counts = self._words(values, sounded)
        places, term_counts, first = self._entries.of(words)
        # Positions run on over all texts; what they were at a document's first text is taken off.
        text = np.repeat(np.arange(len(values)), counts)
        at = starts(places) + self._gap * text
        own = np.searchsorted(documents, documents)  # the first text of each text's document
        base = np.append(starts(places), places.sum())[starts(counts)[own]] + self._gap * own
        terms, offsets, leads = self._entries.rows(ranges(first, term_counts))
        offsets += np.repeat((at - base[text]).astype(np.int32), term_counts)
        owners = np.repeat(documents[text].astype(np.int32), term_counts)
        return Occurrences(terms, owners, offsets, leads)

    def _words(self, values: Sequence[Value], sounded: bool) -> tuple[Array, Array]:
        """The entry of every raw word, in the order of the texts, and how many each text has."""
        pieces, orders, counts = [], [], np.zeros(len(values), np.int64)
        for order, texts, dialect in self._pieces(values):
            entries = self._looked_up(texts, dialect, sounded)
            inside = entries != BORDER
            borders = np.flatnonzero(~inside)
            counts[order] = lengths(np.append(-1, borders), len(entries)) - 1
            pieces.append(entries[inside])
            orders.append(order)
        words, order = joined(pieces, np.int32), joined(orders, np.int64)
        if (order[1:] < order[:-1]).any():
            mixed = starts(counts[order])  # where each text, in its order, stands in `words`
            places = np.empty_like(mixed)
            places[order] = mixed
            words = words[ranges(places, counts)]
        return words, counts

    def _pieces(self, values: Sequence[Value]) -> Iterator[tuple[Array, list[str], str | None]]:
        """Texts of one dialect, at most so many letters: their numbers, they, the dialect."""
        dialects = {said: self._analysis.dialect(said) for said in {said for _, said in values}}
        found: dict[str | None, list[int]] = defaultdict(list)
        for number, (_, said) in enumerate(values):
            found[dialects[said]].append(number)
        for dialect, numbers in found.items():
            # Those of ASCII first: an analysis cuts many of them faster.
            numbers.sort(key=lambda number: not values[number][0].isascii())
            texts = [values[number][0] for number in numbers]
            reached = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
            for piece in np.split(np.arange(len(texts)), changes(reached // _PIECE)[1:]):
                inside = slice(piece[0], piece[-1] + 1)
                yield np.array(numbers[inside]), texts[inside], dialect

    def _looked_up(self, texts: list[str], dialect: str | None, sounded: bool) -> Array:
        memo = self._memos.get((dialect, sounded))
        if memo is None:
            memo = Memo(self._analysis, dialect, sounded, self.vocabulary, self._entries)
            self._memos[dialect, sounded] = memo
        return memo.of(self._analysis.raw_words(texts))
