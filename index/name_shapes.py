"""The names that need no thought: plain words and initials in the commonest orders.

Most names are `Family, Given G.`, `Given G. Family`, `G. G. Family` or `Family G.G.` of words that
no table knows. They are told by their shape, four times as fast as by all the rules.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.east_asian_names import is_family
from index.name_customs import are_spanish_families, turns
from index.name_order import GAELIC, is_initials
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
from index.organisations import is_organisation, is_plain

_KNOWN = frozenset().union(
    AGNOMES, CHILD, DEGREES, HONORIFICS, JOINING, OFFSPRING, PARTICLES, PROSE, SUFFIXES,
    ("the", "filho", "ng"),
)  # fmt: skip
_TITLES = (HONORIFICS | DEGREES | SUFFIXES | {"co", "inc", "ltd"}) - {"st"}
_LETTER = r"A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u024f"
_LATIN = re.compile(rf"[{_LETTER}]*[a-z\xdf-\xf6\xf8-\xff][{_LETTER}]*(?:[-'’][{_LETTER}]{{2,}})*")
_VOWEL = re.compile("[aeiouy]", re.I)
_CYRILLIC = re.compile("[\u0400-\u04ff]{2,}(?:-[\u0400-\u04ff]{2,})*")

# w: a plain Latin word, c: a Cyrillic one, e: a family name of East Asia, p: a patronymic,
# i: an initial, I: several. Without a comma the family is the last word, or the first one before
# initials.
_FAMILY = re.compile("[wce]{1,3}")
_GIVEN = re.compile("[wcepiI]{1,4}")
_FAMILY_LAST = re.compile("[iI]{1,3}[wce]|iw[we]|w[iI]{0,2}[we]|ww[we]|ww[iI][we]")
_FAMILY_FIRST = re.compile("[wce][iI]{1,3}")


def plain_order(text: str) -> tuple[str, str] | None:
    """(family, given) of a name whose shape alone tells; None for all others."""
    family, comma, given = text.partition(", ")
    shape = _shapes(family)
    if comma:
        plain = _FAMILY.fullmatch(shape) and _GIVEN.fullmatch(_shapes(given))
        return (family, given) if plain else None
    if _FAMILY_LAST.fullmatch(shape):
        given, _, family = text.rpartition(" ")
        return None if _may_turn(shape, given, text) else (family, given)
    if _FAMILY_FIRST.fullmatch(shape):
        family, _, given = text.partition(" ")
        return family, given
    return None


def _may_turn(shape: str, given: str, text: str) -> bool:
    """`Povarov Vladimir` may be the other way round, `Gabriel García Márquez` has two families."""
    if shape == "ww" and ends_east_slavic(given):
        return True
    words = text.split(" ")
    if len(words) > 2 and shape[-2] == "w" and are_spanish_families(words[-2], words[-1]):
        return True
    return shape.startswith(("ww", "ew")) and turns(words)


def _shapes(text: str) -> str:
    return "".join(map(_shape, text.split(" ")))


@lru_cache(maxsize=16_384)
def _shape(word: str) -> str:
    """The letter of a word's shape; ? for a word that has to be thought about."""
    if is_initials(word):
        return (
            "?" if bare(word) in _TITLES or word in GAELIC else "i" if word.count(".") < 2 else "I"
        )
    if not word[:1].isupper():
        return "?"
    latin = _is_latin(word)
    if not (latin or _CYRILLIC.fullmatch(word)) or _is_short(word):
        return "?"
    if bare(word) in _KNOWN or not (is_plain(word) or not is_organisation(f"{word} {word}")):
        return "?"
    if is_patronymic(word):
        return "p"
    if is_family(word):
        return "e"
    return "w" if latin else "c"


def _is_latin(word: str) -> bool:
    if word.isascii() and word.isalpha():
        return not word.isupper()
    return _LATIN.fullmatch(word) is not None


def _is_short(word: str) -> bool:
    """`Fw`, `Rg` may be given names abbreviated; `Xu`, `Qi` are whole."""
    return len(word) < 3 and _VOWEL.search(word) is None
