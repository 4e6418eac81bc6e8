"""Keys of persons (`index.names.key`) that what was typed can be the beginning of. Pure.

A key is the sounds of the family name, a blank, the first sound of a given name: `kistanov v`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.name_words import PARTICLES, bare
from index.transliteration import ascii_letters, initial, skeleton


@dataclass(frozen=True, slots=True)
class Start:
    """How a key begins, and how it ends where the given name was typed first.

    `given` is what was typed of a given name, in Latin letters.
    """

    key: str
    end: str = ""
    given: str = ""

    def fits(self, key: str, name: str) -> bool:
        """Whether an entry with this key and name can be meant."""
        if not key.endswith(self.end):
            return False
        words = map(ascii_letters, name.replace(".", " ").split())
        return not self.given or any(_agree(self.given, word) for word in words if word)


def starts(words: Sequence[str]) -> Iterator[Start]:
    """The readings of words: a family name; family and given name; the other way round."""
    kept = [word for word in words if bare(word) not in PARTICLES] or list(words)
    for sounds in _sounds(kept[-1]):
        yield Start("".join(map(skeleton, kept[:-1])) + sounds)
    if len(kept) > 1:
        family, given = kept[:-1], kept[-1]
        yield Start(f"{''.join(map(skeleton, family))} {initial(given)}", "", ascii_letters(given))
        first = kept[0]
        for sounds in _sounds(kept[-1]):
            yield Start(sounds, f" {initial(first)}", ascii_letters(first))


def _sounds(word: str) -> list[str]:
    """The sounds of the beginning of a word: what ends a word can sound otherwise within it."""
    within = skeleton(word + "a")[:-1]
    return list(dict.fromkeys(filter(None, (skeleton(word), within))))


def _agree(typed: str, word: str) -> bool:
    """Whether a word of a name can be what was typed: a beginning, an initial, the same sounds."""
    if len(word) == 1 or len(typed) == 1:
        return initial(word) == initial(typed)
    return word.startswith(typed) or skeleton(word).startswith(skeleton(typed))
