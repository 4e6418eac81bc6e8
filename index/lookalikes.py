"""Latin and Cyrillic letters that look alike, and words in which one stands for the other. Pure."""

from __future__ import annotations

import re

_CYRILLIC = "АВЕЅІЈКМНОРСТУХаеѕіјорсухԛԝһЁёЇїӦӧӒӓ"
_LATIN = "ABESIJKMHOPCTYXaesijopcyxqwhËëÏïÖöÄä"
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)

_SMALL_TO_LATIN = str.maketrans("авекмнорстухіјѕё", "abekmhopctyxijsë")
_SMALL_TO_CYRILLIC = str.maketrans("abekmhopctyxijsë", "авекмнорстухіјѕё")

_ANY_LATIN = re.compile("[a-z\xdf-\xff]")
_LATIN_LETTER = re.compile("[A-Za-z\xc0-\u024f]")
_CYRILLIC_LETTER = re.compile("[\u0400-\u052f]")
_MIXED_WORD = re.compile(
    "[A-Za-z\xc0-\u024f][.'’-]*[\u0400-\u052f]|[\u0400-\u052f][.'’-]*[A-Za-z\xc0-\u024f]"
)


def repaired(text: str) -> str | None:
    """The text in one script, where letters of another stand for ones that look the same.

    `Solovyov А.N.` with a Cyrillic А. None where the text needs no repair, or allows none: letters
    that look like nothing in the other script are meant.
    """
    if text.isascii() or not _CYRILLIC_LETTER.search(text):
        return None
    latin = len(_LATIN_LETTER.findall(text))
    cyrillic = len(_CYRILLIC_LETTER.findall(text))
    if not latin or not cyrillic or latin == cyrillic:
        return None
    table, other = (
        (_TO_LATIN, _CYRILLIC_LETTER) if latin > cyrillic else (_TO_CYRILLIC, _LATIN_LETTER)
    )
    done = text.translate(table)
    if other.search(done):
        return None
    return done


def one_script(word: str) -> str:
    """A word in lower case with the letters of one script, where others only look like them.

    Letters whose capitals look alike count too: Кoryakin (journals.rcsi.science), typed with a
    Cyrillic К. A word that allows no repair stays as it is.
    """
    if word.isascii() or not _ANY_LATIN.search(word):
        return word
    cyrillic = len(_CYRILLIC_LETTER.findall(word))
    if not cyrillic:
        return word
    latin = len(_LATIN_LETTER.findall(word))
    done = word.translate(_SMALL_TO_LATIN if latin >= cyrillic else _SMALL_TO_CYRILLIC)
    return word if (_CYRILLIC_LETTER if latin >= cyrillic else _LATIN_LETTER).search(done) else done


def is_mixed(text: str) -> bool:
    """Whether Latin and Cyrillic letters stand in one word."""
    return not text.isascii() and _MIXED_WORD.search(text) is not None


def script(text: str) -> str:
    """`latin`, `cyrillic` or `other`: that of most letters."""
    if text.isascii():
        return "latin"
    latin = len(_LATIN_LETTER.findall(text))
    cyrillic = len(_CYRILLIC_LETTER.findall(text))
    if 2 * max(latin, cyrillic) <= sum(map(str.isalpha, text)):
        return "other"
    return "latin" if latin >= cyrillic else "cyrillic"
