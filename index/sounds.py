"""What a word of a name or a title sounds like: terms by which other alphabets find it. Pure.

A document holds one such term for a word, by its alphabet; a query asks for those that spellings of
its word can have. Words of names are heard in any alphabet (Kistanow, Kistanov, Кистанов), those of
titles only across alphabets, so that `cell` never finds a title for its `sell`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Literal, TypeAlias

from index.romanisations import readings, writings
from index.transliteration import skeleton, skeletons

SOUND = "^"  # before the sound of a word in Latin letters; twice before that of any other
Hearing: TypeAlias = Literal["any", "across"]

_OTHER = SOUND + SOUND
# Scripts whose letters give consonants and vowels, one after another.
_SOUNDING = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN")
_LEAST: dict[Hearing, int] = {"any": 2, "across": 3}  # letters; `no` is not но


def sounds(tokens: Sequence[str]) -> list[str | None]:
    """Of each word its marked sound as a document holds it; None where it has none to speak of."""
    marks, least = list(map(_marked, tokens)), _LEAST["any"]
    keys = iter(skeletons([token for token, mark in zip(tokens, marks, strict=True) if mark]))
    return [mark + key if mark and len(key := next(keys)) >= least else None for mark in marks]


@lru_cache(maxsize=1 << 14)
def asked_sounds(token: str, hearing: Hearing) -> tuple[str, ...]:
    """The marked sounds by which a word of a query finds others.

    `hearing`: `any` asks for words of every alphabet, `across` for those of others only.
    """
    own, least = _marked(token), _LEAST[hearing]
    if own is None or len(skeleton(token)) < least:
        return ()
    asked = _asked(token.casefold(), own == SOUND, names=hearing == "any")
    return tuple(
        dict.fromkeys(mark + key for mark, words in asked.items() for key in _keys(words, least))
    )


def spellings(name: str) -> tuple[str, ...]:
    """What a word of a name can stand for and how else it is written, in every alphabet."""
    return tuple(
        dict.fromkeys(chain(*_asked(name.casefold(), _marked(name) == SOUND, names=True).values()))
    )


def _asked(word: str, latin: bool, *, names: bool) -> dict[str, list[str]]:
    """The words to listen for in Latin letters and in others, by their marks."""
    if not latin:
        return {SOUND: writings(word, names=names), _OTHER: [word] if names else []}
    meant = [word, *readings(word, names=names)]
    return {_OTHER: meant, SOUND: [*meant, *writings(meant[1], names=True)] if names else []}


def _keys(words: Iterable[str], least: int) -> Iterable[str]:
    return (key for key in map(skeleton, words) if len(key) >= least)


def _marked(token: str) -> str | None:
    """The mark of a word's alphabet; None for what is no word of letters that sound."""
    if token.isascii():
        return SOUND if token.replace("'", "").isalpha() else None
    if not token.isalpha() and any(map(str.isnumeric, token)):
        return None
    script = _script_of(token[0])
    return (SOUND if script == "LATIN" else _OTHER) if script in _SOUNDING else None


@lru_cache(maxsize=1 << 12)
def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
