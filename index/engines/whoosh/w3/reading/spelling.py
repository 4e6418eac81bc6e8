"""Words that are spelt nearly alike, out of a million: what somebody may have meant to type.

An edit is a letter put in, left out or exchanged, or two neighbours that changed places (optimal
string alignment). It changes the length by one at most, and of the letters that a word has one
comes and one goes: words lie by their lengths, each with its letters as bits of one number, so that
two comparisons of arrays leave some hundred words to look at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from index.engines.whoosh.w3.reading.arrays import Docs, Mask, Numbers
from index.engines.whoosh.w3.reading.expand import prefix_run
from index.engines.whoosh.w3.reading.fuzzy import Letters, Sets, Table, letter_set, spelled
from index.engines.whoosh.w3.reading.reader import Reader
from index.engines.whoosh.w3.reading.segment import Segment
from index.engines.whoosh.w3.reading.table import BETWEEN, TermTable

Counted = tuple[bytes, int]


class Spellings(NamedTuple):
    """The words of some fields by their lengths: those of n letters lie from `starts[n]` on.

    Of each its letters as a set, its first letter, its place in the term table. `ends`: behind
    which place each field ends, rising, and `fields` which one that is.
    """

    ends: Numbers
    fields: Numbers
    starts: Numbers
    sets: Sets
    firsts: Letters
    numbers: Docs

    @property
    def nbytes(self) -> int:
        """How many bytes they take."""
        return sum(part.nbytes for part in self)


def neighbours(
    reader: Reader,
    fields: tuple[str, ...],
    word: str,
    edits: int,
    marks: tuple[str, ...],
    same_start: bool,
) -> list[Counted]:
    """Words at most so many edits away, and in how many documents each is, in the field with most.

    With `same_start` their first letter is that of the word. Terms that begin with a mark are no
    words. Documents that were deleted count until their segment is written anew.
    """
    counts: dict[tuple[int, bytes], int] = {}
    for part in reader.parts:
        known = _spellings(part.segment, fields, marks)
        numbers = _likely(known, word, edits, same_start)
        for field, term, count in _looked_up(part.segment.table, known, numbers):
            counts[field, term] = counts.get((field, term), 0) + count
    terms = list(dict.fromkeys(term for _, term in counts))
    near = within([term.decode() for term in terms], word, edits).tolist()
    most = {term: 0 for term, fits in zip(terms, near, strict=True) if fits}
    for (_, term), count in counts.items():
        if term in most:
            most[term] = max(most[term], count)
    return list(most.items())


def within(words: Sequence[str], word: str, edits: int) -> Mask:
    """Which of the words are at most so many edits away from one."""
    if not words:
        return np.zeros(0, np.bool_)
    longest = max(map(len, words))
    letters = np.array(words).view(np.uint32).reshape(len(words), longest)
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    found: Mask = _distances(letters, word)[np.arange(len(words)), lengths] <= edits
    return found


def _distances(letters: Letters, word: str) -> Table:
    """The distances of the word from the first 0, 1, 2, … letters of each row."""
    steps = np.arange(letters.shape[1] + 1, dtype=np.int16)
    rows = [np.tile(steps, (len(letters), 1))]
    for at, letter in enumerate(word):
        same = letters == ord(letter)
        row = rows[-1] + 1
        row[:, 1:] = np.minimum(row[:, 1:], rows[-1][:, :-1] + ~same)
        if at:
            crossed = same[:, :-1] & (letters[:, 1:] == ord(word[at - 1]))
            exchanged = rows[-2][:, :-2] + np.where(crossed, 1, len(word) + 1).astype(np.int16)
            row[:, 2:] = np.minimum(row[:, 2:], exchanged)
        rows.append(np.minimum.accumulate(row - steps, axis=1) + steps)
    return rows[-1]


def _likely(known: Spellings, word: str, edits: int, same_start: bool) -> Docs:
    """The places of words that neither length nor letters rule out."""
    longest = len(known.starts) - 2
    low = known.starts[min(max(len(word) - edits, 1), longest + 1)]
    high = known.starts[min(len(word) + edits, longest) + 1]
    fits = np.bitwise_count(known.sets[low:high] ^ letter_set(word)) <= 2 * edits
    if same_start:
        fits &= known.firsts[low:high] == ord(word[0])
    found: Docs = known.numbers[low:high][fits]
    return found


def _looked_up(
    table: TermTable, known: Spellings, numbers: Docs
) -> Iterator[tuple[int, bytes, int]]:
    """Of each place which of the fields it is in, the term and how many documents have it."""
    fields = known.fields[np.searchsorted(known.ends, numbers, side="right")]
    counts = table.infos_at(numbers)["df"]
    return zip(fields.tolist(), table.texts_at(numbers), counts.tolist(), strict=True)


def _spellings(segment: Segment, fields: tuple[str, ...], marks: tuple[str, ...]) -> Spellings:
    def make() -> Spellings:
        ends = np.array([segment.table.run(field).stop for field in fields], np.int64)
        rising = np.argsort(ends, kind="stable")
        runs = (run for field in fields for run in _plain(segment.table, field, marks))
        parts = [_of_run(segment.table, run) for run in runs]
        lengths, sets, firsts, numbers = map(np.concatenate, zip(*parts, strict=True))
        order = np.argsort(lengths, kind="stable")
        longest = int(lengths.max(initial=0))
        starts = np.searchsorted(lengths[order], np.arange(longest + 2))
        found = (each[order] for each in (sets, firsts, numbers))
        return Spellings(ends[rising], rising, starts, *found)

    return segment.held(("spellings", fields, marks), make)


def _of_run(table: TermTable, run: range) -> tuple[Numbers, Sets, Letters, Docs]:
    """The lengths of the words of a run, their letters, first letters and places."""
    words = spelled(table.joined(run).data if run else BETWEEN)
    firsts = words.letters[words.starts].astype(np.uint32)
    return words.lengths, words.sets, firsts, np.arange(run.start, run.stop, dtype=np.int32)


def _plain(table: TermTable, field: str, marks: tuple[str, ...]) -> Iterator[range]:
    """The terms of a field, in runs, without those that begin with a mark."""
    whole = table.run(field)
    start = whole.start
    for marked in sorted((prefix_run(table, field, mark.encode()) for mark in marks), key=_start):
        yield range(start, max(start, marked.start))
        start = max(start, marked.stop)
    yield range(start, whole.stop)


def _start(run: range) -> int:
    return run.start
