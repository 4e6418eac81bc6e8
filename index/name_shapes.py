"""The names that need no thought: plain words and initials in the commonest orders.

Most names are `Family, Given G.`, `Given G. Family`, `G. G. Family` or `Family G.G.` of words that
no table knows. They are told by their shape, four times as fast as by all the rules.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.east_asian_names import is_family
from index.name_order import is_initials
from index.name_words import (
    AGNOMES,
    CHILD,
    DEGREES,
    HONORIFICS,
    JOINING,
    OFFSPRING,
    PARTICLES,
    PROSE,
    SUFFIXES,
    bare,
    ends_east_slavic,
    is_patronymic,
)
from index.organisations import is_organisation

_KNOWN = frozenset().union(
    AGNOMES, CHILD, DEGREES, HONORIFICS, JOINING, OFFSPRING, PARTICLES, PROSE, SUFFIXES,
    ("the", "filho", "ng"),
)  # fmt: skip
_LETTER = r"A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u024f"
_WORD = re.compile(rf"[{_LETTER}]*[a-z\xdf-\xf6\xf8-\xff][{_LETTER}]*(?:[-'’][{_LETTER}]{{2,}})*")

# w: a plain word, i: initials. Without a comma the family is the last word, or the first.
_FAMILY_LAST = frozenset(("ww", "wiw", "www", "wiiw", "wwiw", "iw", "iiw", "iiiw", "iww"))
_FAMILY_FIRST = frozenset(("wi", "wii", "wiii"))
_FAMILIES = frozenset(("w", "ww", "www"))
_GIVEN = re.compile("[wi]{1,4}")


def plain_order(text: str) -> tuple[str, str] | None:
    """(family, given) of a name whose shape alone tells; None for all others."""
    family, comma, given = text.partition(", ")
    shape = "".join(map(_shape, family.split(" ")))
    if comma:
        behind = "".join(map(_shape, given.split(" ")))
        return (family, given) if shape in _FAMILIES and _GIVEN.fullmatch(behind) else None
    if shape == "ww" and ends_east_slavic(text.partition(" ")[0]):
        return None
    if shape in _FAMILY_LAST:
        given, _, family = text.rpartition(" ")
        return family, given
    if shape in _FAMILY_FIRST:
        return family.split(" ", 1)[0], family.split(" ", 1)[1]
    return None


@lru_cache(maxsize=65_536)
def _shape(word: str) -> str:
    """w, i, or ? for a word that has to be thought about."""
    if is_initials(word):
        return "i"
    if not _WORD.fullmatch(word) or not word[0].isupper() or len(word) < 3:
        return "?"
    special = is_patronymic(word) or is_family(word)
    return "?" if special or bare(word) in _KNOWN or is_organisation(f"{word} {word}") else "w"
