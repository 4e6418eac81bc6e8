"""The order of titles: a text whose code points compare as people expect titles to. Pure.

The first level of the Unicode Collation Algorithm (UTS 10), for the scripts of scholarly titles:
case, accents and width do not count, nor do signs; blanks come before digits, these before letters;
letters that Unicode does not take apart stand where its default table has them (ø with o, і behind
и). Scripts follow one another as their code points do, which is that table's order but for a few.
No language's own rules: one list holds titles of all of them.
"""

from __future__ import annotations

import unicodedata

LETTERS = 64  # of a key; titles that are alike so far are ties
_BEHIND = "\U0010fffd"  # greater than any letter: what ends so stands behind all that begin alike
_FURTHER = "\U0010fffe"
_PLACES = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "ı": "i",
    "þ": "th", "ґ": "г" + _BEHIND, "ђ": "д" + _BEHIND, "є": "е" + _BEHIND, "і": "и" + _BEHIND,
    "ї": "и" + _FURTHER, "й": "й", "ј": "й" + _BEHIND, "љ": "л" + _BEHIND, "њ": "н" + _BEHIND,
    "ћ": "т" + _BEHIND, "ў": "у" + _BEHIND, "џ": "ч" + _BEHIND,
}  # fmt: skip


class _Table(dict[int, str]):
    """What each letter counts as, worked out when it first comes."""

    def __missing__(self, code: int) -> str:
        found = self[code] = "".join(map(_place, unicodedata.normalize("NFKC", chr(code))))
        return found


def _place(letter: str) -> str:
    folded = letter.casefold()
    if folded in _PLACES:
        return _PLACES[folded]
    parts = [_PLACES.get(part, part) for part in unicodedata.normalize("NFKD", folded)]
    return "".join(part if part[0].isalnum() else _sign(part) for part in parts)


def _sign(part: str) -> str:
    # Marks and apostrophes stand inside of words, every other sign between two.
    inside = unicodedata.category(part)[0] == "M" or part in "'\u2019\u02bc\xad\u200c\u200d"
    return "" if inside else " "


_TABLE = _Table()


def sort_key(text: str) -> str:
    """The key of a title; empty for one without letters and digits."""
    # Most signs lie between words: twice as many letters as the key will have are enough.
    start = text[: 2 * LETTERS].lstrip()
    composed = start if start.isascii() else unicodedata.normalize("NFC", start)
    return " ".join(composed.translate(_TABLE).split())[:LETTERS].rstrip()
