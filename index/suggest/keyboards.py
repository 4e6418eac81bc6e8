"""A word typed while the keyboard was set to another alphabet: `rbcnfyjd` is `кистанов`. Pure.

Keys are named by what they give in the United States' layout; letters come in lower case.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

_KEYS = "`qwertyuiop[]\\asdfghjkl;'zxcvbnm,./" + '~QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'
# What the same keys give, without and with Shift (where that gives other letters).
_LAYOUTS = (
    "ёйцукенгшщзхъ\\фывапролджэячсмитьбю." + "ёйцукенгшщзхъ/фывапролджэячсмитьбю,",  # Russian
    "'йцукенгшщзхїґфівапролджєячсмитьбю." + "'йцукенгшщзхїґфівапролджєячсмитьбю,",  # Ukrainian
    "`;ςερτυθιοπ[]\\ασδφγηξκλ'΄ζχψωβνμ,./" + '~:ςερτυθιοπ{}|ασδφγηξκλ¨"ζχψωβνμ<>?',  # Greek
    ";/'קראטוןםפ][\\שדגכעיחלךף,זסבהנמצתץ.",  # Hebrew
)


def retyped(text: str) -> list[str]:
    """What the same keys give in other layouts, where all of it is letters; each once."""
    typed = text.strip()
    found = (_by(table, typed) for table in _tables())
    return list(dict.fromkeys(word for word in found if word and word != typed.lower()))


def _by(table: dict[str, str], text: str) -> str | None:
    # Keys whose letters need no Shift come once; a capital means the same key.
    letters = [table.get(char) or table.get(char.lower()) for char in text]
    word = "".join(letter for letter in letters if letter)
    return word if len(word) == len(letters) and _letters(word) else None


def _letters(word: str) -> bool:
    return all(char.isalpha() or char in "-'" for char in word) and any(map(str.isalpha, word))


@cache
def _tables() -> tuple[dict[str, str], ...]:
    return tuple(_both_ways())


def _both_ways() -> Iterator[dict[str, str]]:
    for layout in _LAYOUTS:
        pairs = list(zip(_KEYS, layout, strict=False))
        same = {"-": "-"}
        yield same | {key: letter for key, letter in pairs if letter.isalpha() or letter == "'"}
        # The other way round letters count only: signs are no words in either layout.
        both = [(key.lower(), letter) for key, letter in pairs if (key + letter).isalpha()]
        yield same | {letter: key for key, letter in both}
