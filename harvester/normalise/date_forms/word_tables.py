"""Words in dates: months of forty languages from CLDR (Babel); the other words are in ../tables.

A month is the months of its name in the languages that use it: `listopad` is November in Polish and
October in Croatian.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from harvester.normalise.tables import rows

_LOCALES = (
    "en", "ru", "uk", "be", "bg", "sr", "sr_Latn", "hr", "sl", "cs", "sk", "pl", "de", "nl", "sv",
    "da", "nb", "fi", "et", "lv", "lt", "hu", "ro", "fr", "it", "es", "pt", "ca", "gl", "tr", "az",
    "kk", "id", "ms", "vi", "el", "ar", "ar_SY", "ar_DZ", "he", "th", "hi", "is", "uz", "fa",
    "ka", "hy", "eu", "sq", "ky", "mk", "bs", "af",
)  # fmt: skip


@cache
def months() -> Mapping[str, Mapping[int, frozenset[str]]]:
    """Word -> number -> languages. Jalali months count from 101, Hijri ones from 201."""
    found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for locale, number, word in _cldr():
        found[word][number].add(locale.partition("_")[0])
    for at, words in rows("months"):
        for word in words.split(","):
            found[folded(word)][int(at)].add("*")
    return {
        word: {number: frozenset(where) for number, where in numbers.items()}
        for word, numbers in found.items()
    }


def _cldr() -> Iterator[tuple[str, int, str]]:
    from babel import Locale  # 25 ms, which most runs never need

    for name in _LOCALES:
        for context in Locale.parse(name).months.values():
            for width in ("wide", "abbreviated"):
                for number, word in context[width].items():
                    clean = folded(word)
                    if not clean.isdigit() and len(clean) > 1:
                        yield name, number, clean


@cache
def classes() -> Mapping[str, str]:
    """Word -> its class (`words.py`); N is noise."""
    return _words("date_words")


@cache
def seasons() -> Mapping[str, int]:
    """Word -> 1 to 4; Iran's own from 101."""
    return {word: int(number) for word, number in _words("seasons").items()}


def _words(table: str) -> dict[str, str]:
    return {folded(word): name for name, words in rows(table) for word in words.split()}


@cache
def phrases() -> tuple[str, ...]:
    """Months of several words or with signs inside, the longest first."""
    return tuple(sorted((w for w in months() if not w.isalpha()), key=len, reverse=True))


def folded(text: str) -> str:
    """Small letters, digits of any script as ASCII, no dots at the end, no lengthening strokes."""
    if text.isascii():
        return text.lower().strip(" .")
    same = unicodedata.normalize("NFKC", text).replace("\u0640", "").casefold()
    same = same.replace("i\u0307", "i")  # Turkish İ
    same = "".join(
        str(unicodedata.digit(char)) if char.isdigit() and not char.isascii() else char
        for char in same
        if char not in "\u200c\u200d\u200e\u200f"
    )
    return unicodedata.normalize("NFC", same.replace("ي", "ی").replace("ك", "ک")).strip(" .")
