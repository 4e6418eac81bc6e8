"""Words that are spelt nearly alike, out of a million: what somebody may have meant to type.

An edit is a letter put in, left out or exchanged, or two neighbours that changed places (optimal
string alignment). It changes the length by one at most, and of the letters that a word has one
comes and one goes: words lie by their lengths, each with its letters as bits of one number, so that
two comparisons of arrays leave some hundred words to look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
    """The words of a field by their lengths: those of n letters lie from `starts[n]` on.

    `sets` are their letters, `numbers` their places in the term table, rising within a length.
    """

    starts: Numbers
    sets: Sets
    numbers: Docs

    @property
    def nbytes(self) -> int:
        """How many bytes they take."""
        return sum(part.nbytes for part in self)


def neighbours(
    reader: Reader, fields: Iterable[str], word: str, edits: int, marks: Sequence[str], head: int
) -> list[Counted]:
    """Words at most so many edits away, and in how many documents each is, in the field with most.

    Their first `head` letters are those of the word. Terms that begin with a mark are no words.
    Documents that were deleted count until their segment is written anew.
    """
    counts: dict[bytes, int] = {}
    for field in fields:
        for term, count in _likely(reader, field, word, edits, tuple(marks), head).items():
            counts[term] = max(count, counts.get(term, 0))
    terms = list(counts)
    near = within([term.decode() for term in terms], word, edits)
    return [(term, counts[term]) for term, fits in zip(terms, near.tolist(), strict=True) if fits]


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
            crossed = (letters[:, :-1] == ord(letter)) & (letters[:, 1:] == ord(word[at - 1]))
            exchanged = rows[-2][:, :-2] + np.where(crossed, 1, len(word) + 1).astype(np.int16)
            row[:, 2:] = np.minimum(row[:, 2:], exchanged)
        rows.append(np.minimum.accumulate(row - steps, axis=1) + steps)
    return rows[-1]


def _likely(
    reader: Reader, field: str, word: str, edits: int, marks: tuple[str, ...], head: int
) -> dict[bytes, int]:
    """Words of a field whose length and letters do not rule them out, with their documents."""
    found: dict[bytes, int] = {}
    own, start = letter_set(word), word[:head].encode()
    for part in reader.parts:
        table = part.segment.table
        known = _spellings(part.segment, field, marks)
        run = prefix_run(table, field, start) if head else None
        chosen = list(_chosen(known, len(word), own, edits, run))
        numbers = np.concatenate(chosen) if chosen else known.numbers[:0]
        counts = table.infos_at(numbers)["df"].tolist()
        for term, count in zip(table.texts_at(numbers), counts, strict=True):
            found[term] = found.get(term, 0) + count
    return found


def _chosen(
    known: Spellings, length: int, own: np.uint64, edits: int, run: range | None
) -> Iterator[Docs]:
    for letters in range(max(length - edits, 1), min(length + edits, len(known.starts) - 2) + 1):
        low, high = known.starts[letters], known.starts[letters + 1]
        if run is not None:
            low, high = low + np.searchsorted(known.numbers[low:high], [run.start, run.stop])
        other = np.bitwise_count(known.sets[low:high] ^ own)
        yield known.numbers[low:high][other <= 2 * edits]


def _spellings(segment: Segment, field: str, marks: tuple[str, ...]) -> Spellings:
    def make() -> Spellings:
        parts = [_of_run(segment.table, run) for run in _plain(segment.table, field, marks)]
        lengths, sets, numbers = map(np.concatenate, zip(*parts, strict=True))
        order = np.argsort(lengths, kind="stable")
        longest = int(lengths.max(initial=0))
        starts = np.searchsorted(lengths[order], np.arange(longest + 2))
        return Spellings(starts, sets[order], numbers[order])

    return segment.held(("spellings", field, *marks), make)


def _of_run(table: TermTable, run: range) -> tuple[Numbers, Sets, Docs]:
    """The lengths of the words of a run, their letters and places."""
    words = spelled(table.joined(run).data if run else BETWEEN)
    return words.lengths, words.sets, np.arange(run.start, run.stop, dtype=np.int32)


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
