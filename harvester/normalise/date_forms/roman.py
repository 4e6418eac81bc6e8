"""Roman numerals, as title pages and names of centuries write them."""

from __future__ import annotations

import re

_NUMERAL = re.compile(r"(?=.)m{0,3}(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
# Cyrillic letters stand in for Latin ones: ХІХ век.
_LOOKALIKES = str.maketrans({"х": "x", "і": "i", "с": "c", "м": "m", "е": None})


def roman(word: str) -> int | None:
    """The value of a numeral in small letters, with a French ordinal `e` or without; else None."""
    plain = word.translate(_LOOKALIKES).removesuffix("ème").removesuffix("e")
    if not _NUMERAL.fullmatch(plain):
        return None
    values = [_VALUES[letter] for letter in plain]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))
