"""Names of languages and territories in many languages: CLDR's (Babel), and our own table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from harvester.normalise.tables import key, rows

if TYPE_CHECKING:
    from babel import Locale

# In whose words languages are named: those of CLDR's locales that records come in most.
_LOCALES = (
    "en", "ru", "fr", "de", "es", "pt", "it", "uk", "pl", "tr", "zh", "zh_Hant", "ja", "ko", "ar",
    "fa", "id", "nl", "sv", "nb", "da", "fi", "cs", "hu", "he", "ro", "ca", "bg", "sr", "hr", "el",
    "sk", "sl", "et", "lv", "lt", "be", "kk", "ky", "uz", "az", "hi", "vi", "ka", "hy", "mk", "sq",
)  # fmt: skip
# What CLDR writes with "language": "ағылшын тілі", "tiếng Anh".
_TONGUE = re.compile(r"\s+(?:тілі|тили|tili|dili|ენა)$|^tiếng\s+", re.I)
_SHORT_TERRITORIES = {"eua": "US", "eeuu": "US", "usa": "US", "us": "US", "uk": "GB", "gb": "GB",
                      "сша": "US", "brasil": "BR", "brazil": "BR"}  # fmt: skip
_NOT_LANGUAGES = frozenset({"und", "root", "mis"})


@cache
def languages() -> Mapping[str, str]:
    """Key of a name -> its code, as CLDR or our table writes it; without accents too."""
    found = {key(name): code for code, names in rows("language_names") for name in names.split("|")}
    for name, code in _cldr():
        found.setdefault(key(name), code)
    bare = {_bare(name): code for name, code in found.items()}
    return {**bare, **found}


def _cldr() -> Iterator[tuple[str, str]]:
    """English names first: where two locales give one word to two languages, they decide."""
    for locale in _LOCALES:
        for code, name in _locale(locale).languages.items():
            if code not in _NOT_LANGUAGES and len(key(name)) > 1:
                yield name, code
                yield _TONGUE.sub("", name), code


@cache
def territories() -> Mapping[str, str]:
    """Key of a name -> its ISO 3166 code."""
    names = (
        (key(name), code)
        for locale in reversed(_LOCALES)
        for code, name in _locale(locale).territories.items()
        if code.isalpha()
    )
    return dict(names) | _SHORT_TERRITORIES


def is_locale(language: str, territory: str) -> bool:
    """Whether CLDR has this language in this territory."""
    from babel.localedata import exists

    return exists(f"{language}_{territory.upper()}")


def _locale(name: str) -> Locale:
    from babel import Locale  # 25 ms, which most runs never need

    return Locale.parse(name)


def _bare(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in letters if not "\u0300" <= letter <= "\u036f")
