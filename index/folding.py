"""The exact form of a word, and what else it is written as. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from index.words import normal

_MEMO = 1 << 16

# Letters that Unicode does not take apart, and whole letters that people write as others.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "ı": "i", "ё": "е",
     "ς": "σ", "\u0640": None}
)  # fmt: skip
_PLAIN = ((0x61, 0x7B), (0xDF, 0x250), (0x370, 0x400), (0x400, 0x530))
_AS_THEY_ARE = "\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3"  # Kana, Han, Hangul
_BARE_SCRIPTS = ("LATIN", "GREEK", "ARABIC", "HEBREW")  # where a mark is not a letter of its own

# What Germans and Scandinavians write without their keyboards.
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_TYPED = re.compile("['äöüåø]")
_PAIRED = frozenset(["CJK", "HIRAGANA", "KATAKANA", "HANGUL"])  # one letter can be a word

# French, Italian and Catalan elision: `l'analyse` is to be found by `analyse`.
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|(?:d|n|s)?(?:a|e|u)ll|un)'(\w{2,})")


def fold(token: str) -> str:
    """The exact form: case, width, diacritics and marks of Latin, Greek, Arabic, Hebrew folded.

    й, ї, ў stay letters of their own; ё is е, ß is ss, ı is i, ς is σ.
    """
    if token.isascii():
        return token.lower()
    return _exact(normal(token))


def bare(word: str) -> str:
    """The exact form of a word that is `normal` already, as tokens and their stems are."""
    return word if word.isascii() else _exact(word)


def _exact(word: str) -> str:
    return word.translate(_table()) if _plain().fullmatch(word) else _fold(word)


def _fold(word: str) -> str:
    bare = "".join(_letters(unicodedata.normalize("NFD", word)))
    return "".join(unicodedata.normalize("NFC", bare).translate(_LETTERS).split())


@cache
def _table() -> dict[int, str]:
    """Letters of Latin, Greek and Cyrillic, which fold the same wherever they stand."""
    known = (c for low, high in _PLAIN for c in range(low, high))
    folded = {c: _fold(normal(chr(c))) for c in known if chr(c).isalpha()}
    return {c: text for c, text in folded.items() if text}


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(f"[0-9{re.escape(''.join(map(chr, _table())))}{_AS_THEY_ARE}]+")


def _letters(decomposed: str) -> Iterator[str]:
    """Leave out the marks that are no letters; Cyrillic keeps those that Unicode composes."""
    base = ""
    for char in decomposed:
        if not unicodedata.category(char).startswith("M"):
            base = char
        elif script(base) in _BARE_SCRIPTS or (script(base) == "CYRILLIC" and _loose(base, char)):
            continue
        yield char


def _loose(base: str, mark: str) -> bool:
    return len(unicodedata.normalize("NFC", base + mark)) > 1


def forms(token: str, exact: str) -> tuple[str, ...]:
    """The exact form, and what a word is written as by those who lack a key for it.

    `obrien` for O'Brien, `mueller` for Müller (Muller is the exact form of both).
    """
    if not _TYPED.search(token):
        return (exact,)
    spelled = fold(token.translate(_UMLAUTS))
    return tuple(dict.fromkeys([exact, exact.replace("'", ""), spelled]))


def held_forms(token: str, exact: str) -> tuple[str, ...]:
    """`forms`, and what a word of a document is also found by.

    Without an elided article; a pair of letters of a script without blanks by each of them; `.NET`
    as net.
    """
    found = forms(token, exact)
    if "'" in token:
        return tuple(dict.fromkeys([*found, fold(unelided(token))]))
    if len(exact) == 2 and script(token) in _PAIRED:
        return tuple(dict.fromkeys([*found, *exact]))
    return (*found, token[1:]) if token.startswith(".") else found


def unelided(token: str) -> str:
    """The word without an article that is written together with it."""
    elided = _ELIDED.fullmatch(token) if "'" in token else None
    return elided.group(1) if elided else token


@lru_cache(maxsize=_MEMO)
def _script_of(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


def script(token: str) -> str:
    """The script of the first letter, as Unicode names it; empty for no letter."""
    return _script_of(token[0]) if token else ""
