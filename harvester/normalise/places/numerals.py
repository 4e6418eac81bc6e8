"""Numbers as journals write them: digits of any script, roman numerals, years, dashes."""

from __future__ import annotations

import re
import unicodedata

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_WELL_FORMED = re.compile(r"M{0,3}(?:CM|CD|D?C{0,4})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})")
# Cyrillic letters stand in for Latin ones: `Том ХІІ`.
_LOOKALIKES = str.maketrans({"Х": "X", "І": "I", "С": "C", "М": "M"})
_DASHES = re.compile(r"\s*[\u2010-\u2015\u2212\-~]+\s*")
_FIGURES = re.compile(r"\d+")
_BLANK = re.compile(r"\s+")


def western(text: str) -> str:
    """The same text with the digits 0 to 9, whatever script they came in."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in text
    )


def is_year(text: str) -> bool:
    """Whether four digits can be a year: Gregorian, Hijri and Jalali ones, or Buddhist ones."""
    if len(text) != 4 or not text.isdecimal():
        return False
    return "1300" <= (year := western(text)) <= "2199" or "2450" <= year <= "2650"


def edtf(years: str) -> str:
    """One year as it is, two as an interval of EDTF: `1988-89` is `1988/1989`."""
    first, *more = _FIGURES.findall(western(years))
    return f"{first}/{first[: 4 - len(more[0])]}{more[0]}" if more else first


def roman(text: str) -> int | None:
    """The number that a roman numeral of either case says, or None."""
    letters = text.upper().translate(_LOOKALIKES)
    if not letters or not _WELL_FORMED.fullmatch(letters):
        return None
    values = [_ROMAN[letter] for letter in letters]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


def alike(text: str) -> str:
    """A form in which two spellings of one number are equal: `XII` and `12`, `2–3` and `2-3`."""
    plain = _BLANK.sub("", _DASHES.sub("-", western(text))).casefold()
    number = roman(plain)
    return str(number) if number else plain
