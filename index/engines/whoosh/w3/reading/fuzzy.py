"""Words a few edits away: an edit is a letter put in, left out or exchanged (Levenshtein).

All words of one length are compared at once, letter by letter of the word that is asked for: a row
of the usual table for each word, as the rows of one array.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Letters = npt.NDArray[np.uint32]
Table = npt.NDArray[np.int16]


def near(words: Sequence[str], word: str, edits: int) -> list[int]:
    """The places of the words that are at most so many edits away, rising."""
    by_length: dict[int, list[int]] = defaultdict(list)
    for place, other in enumerate(words):
        if abs(len(other) - len(word)) <= edits:
            by_length[len(other)].append(place)
    found: list[int] = []
    for length, places in by_length.items():
        distances = _distances(_letters([words[place] for place in places], length), word)
        found += np.array(places)[distances <= edits].tolist()
    return sorted(found)


def _letters(words: Sequence[str], length: int) -> Letters:
    joined = "".join(words).encode("utf-32-le", "surrogatepass")
    return np.frombuffer(joined, "<u4").reshape(len(words), length)


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
