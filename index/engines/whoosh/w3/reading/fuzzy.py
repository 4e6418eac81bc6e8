"""Words a few edits away: an edit is a letter put in, left out or exchanged (Levenshtein).

Most words are ruled out by their length and by the letters that they have: an edit changes the
length by one, brings one new letter at most and takes one away. What is left is compared at once,
all words of one length, letter by letter of the word that is asked for: a row of the usual table
for each word, as the rows of one array.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.engines.whoosh.w3.reading.arrays import Mask, Numbers

Letters = npt.NDArray[np.unsignedinteger]
Table = npt.NDArray[np.int16]
Sets = npt.NDArray[np.uint64]

_BORDER = 0xFF
_BITS = np.uint64(63)


class Spelled(NamedTuple):
    """Words by their letters: where each begins, how many it has, and which, as a set of bits."""

    letters: Letters
    starts: Numbers
    lengths: Numbers
    sets: Sets

    @property
    def nbytes(self) -> int:
        """How many bytes they take."""
        return sum(part.nbytes for part in self)


def spelled(joined: bytes) -> Spelled:
    """Words in UTF-8, a byte 0xff before and after each; `near` can then be asked of them."""
    text = _letters(joined.replace(b"\xff", b"\0").decode())
    data = np.frombuffer(joined, np.uint8)
    # The letter that each byte belongs to: those from 0x80 to 0xbf go on with one.
    letter = np.cumsum((data & 0xC0) != 0x80) - 1
    borders = letter[data == _BORDER]
    starts = borders[:-1] + 1
    bits = _bits(text)
    bits[borders] = 0
    sets = np.bitwise_or.reduceat(bits, borders[:-1]) if len(starts) else bits[:0]
    wide = np.uint16 if text.max() < 1 << 16 else np.uint32
    return Spelled(text.astype(wide), starts.astype(np.int32), np.diff(borders) - 1, sets)


def near(words: Spelled, word: str, edits: int) -> Numbers:
    """The places of the words that are at most so many edits away, rising."""
    likely = np.flatnonzero(np.abs(words.lengths - len(word)) <= edits)
    likely = likely[_share(words.sets[likely], word, edits)]
    found = [np.zeros(0, np.int64)]
    for length in np.unique(words.lengths[likely]).tolist():
        places = likely[words.lengths[likely] == length]
        letters = words.letters[words.starts[places][:, None] + np.arange(length)]
        found.append(places[_distances(letters, word) <= edits])
    return np.sort(np.concatenate(found))


def _share(sets: Sets, word: str, edits: int) -> Mask:
    """Whether so few edits can change a word's set of letters into each of these."""
    own = letter_set(word)
    came, gone = np.bitwise_count(sets & ~own), np.bitwise_count(own & ~sets)
    found: Mask = (came <= edits) & (gone <= edits)
    return found


def letter_set(word: str) -> np.uint64:
    """The letters of a word as bits."""
    found: np.uint64 = np.bitwise_or.reduce(_bits(_letters(word)), initial=np.uint64(0))
    return found


def _bits(letters: Letters) -> Sets:
    found: Sets = np.left_shift(np.uint64(1), letters & _BITS)
    return found


def _letters(text: str) -> Letters:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def _distances(letters: Letters, word: str) -> Table:
    """The distance of each row of letters from the word."""
    count, length = letters.shape
    steps = np.arange(length + 1, dtype=np.int16)
    row: Table = np.tile(steps, (count, 1))
    for letter in word:
        following = row + 1  # the letter left out
        exchanged = row[:, :-1] + (letters != ord(letter))
        following[:, 1:] = np.minimum(following[:, 1:], exchanged)
        # Letters put in: each costs one more than what stands to the left of it.
        row = np.minimum.accumulate(following - steps, axis=1) + steps
    last: Table = row[:, -1]
    return last
