"""One spelling for a word in any alphabet: `Щербаков`, `Shcherbakov`, `Ščerbakov` -> one skeleton.

Latin, Cyrillic, Greek and every other script that sounds out words; Han has no sound of its own
(田中 is Tanaka or Tianzhong), so it is kept as it is. Pure; a key for comparing, never for show.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from zlib import crc32

from anyascii import anyascii

# Letters with a hook or acute that anyascii would level with the plain ones, and Cyrillic ones that
# it writes as others do not.
_HOOKED = str.maketrans(
    {"ŝ": "sh", "š": "sh", "ş": "sh", "ș": "sh", "ś": "sh", "č": "ch", "ć": "ch", "ç": "ch",
     "ž": "zh", "ż": "zh", "ź": "zh", "ł": "l", "ё": "е", "ĭ": "i", "ћ": "ch", "ђ": "d"}
)  # fmt: skip
_CONSONANT = "[бвгджзйклмнпрстфхцчшщbcdfghjklmnpqrstvwxz]"
# Bulgarian Ъ is a vowel (Търново); Ukrainian and Bulgarian ьо is what Russian writes as ё; Greek
# letters that are one sound together.
_TOGETHER = {
    rf"(?<={_CONSONANT})[ъʺ](?={_CONSONANT})|^ъ": "а",
    "ьо": "йо", "ου": "ou", "(?<=[αε])υ": "v", "γ(?=[γξχ])": "ν", "^μπ": "b", "^ντ": "d",
}  # fmt: skip
_PAIRS = re.compile("|".join(f"({pattern})" for pattern in _TOGETHER))
_PAIRED = tuple(_TOGETHER.values())
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_ACCENTS = re.compile("[\u0300-\u036f]")
# Sounds that romanisations spell in several ways -> one letter each. Щ and Ш meet on purpose
# (Sherbakov), as do ö and oe; Xu, Hu and Xue do not. Cyrillic letters stand for what Latin has
# no single letter for. The endings -шов and -шев are one: Russian has both, and romanises ё so.
# Words stand on lines of their own; the letters in front spare most places the fifteen cases.
_SOUNDS = re.compile(
    r"(?m)(?=[ctszkxpgqiyjeowf])(?:(?P<ч>tsch|t?ch(?!t)|cz)|(?P<ш>(?:s|sh)t?ch|schtsch|szcz|shh?|sz|chtch)|(?P<ж>zh)|"
    r"(?P<h>kh|^x(?![iu]))|(?P<f>ph)|(?P<t>th)|(?P<ц>t[sz]|tc|c(?=k[iy])|c(?=[eivy]|$))|"
    r"(?P<g>gh)|(?P<ks>x)|(?P<k>ck?|q)|(?P<я>[iyj]+a)|(?P<ю>[iyj]+u)|"
    r"(?P<_>(?<=[aou])[iyj]*e(?!$))|(?P<e>[iyj]+[oe]+)|(?P<i>[iyj]+)|(?P<ov>of$)|(?P<v>w|(?<=[oe])ff$))"
)
_SOUND_OF = {number: name.strip("_") for name, number in _SOUNDS.groupindex.items()}
_DOUBLES = re.compile(r"(.)\1+")
_HAN = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_NO_LETTER = re.compile(r"[\W\d_]+")


@lru_cache(maxsize=65_536)  # family and given names repeat; a word costs five microseconds
def skeleton(word: str) -> str:
    """What every spelling of `word` shares, in lower case without blanks or signs.

    Words with Han characters come back folded, but as they are. Empty where there is no letter.
    """
    return _sounds(ascii_letters(word))


def skeletons(words: Sequence[str]) -> list[str]:
    """`skeleton` of many words at half its price: the patterns go over all of them at once."""
    return _sounds("\n".join(map(ascii_letters, words))).split("\n") if words else []


def _sounds(lines: str) -> str:
    sounds = _SOUNDS.sub(lambda found: _SOUND_OF[found.lastindex or 0], lines)
    return _DOUBLES.sub(r"\1", sounds)


@lru_cache(maxsize=65_536)
def ascii_letters(word: str) -> str:
    """The word in lower-case Latin letters as it is usually romanised; Han as it is."""
    folded = word.casefold()
    if folded.isascii() and folded.isalpha():
        return folded
    if not folded.isascii():
        folded = unicodedata.normalize("NFKC", folded)
        if _HAN.search(folded):
            return _NO_LETTER.sub("", folded)
        if _GREEK.search(folded):
            folded = _ACCENTS.sub("", unicodedata.normalize("NFD", folded))
        together = _PAIRS.sub(lambda found: _PAIRED[(found.lastindex or 0) - 1], folded)
        folded = anyascii(together.translate(_HOOKED)).lower()
    return _NO_LETTER.sub("", folded)


@cache
def tables() -> str:
    """A mark of what anyascii makes of Greek, Cyrillic and Armenian letters."""
    return f"{crc32(anyascii(''.join(map(chr, range(0x370, 0x590)))).encode()):08x}"


def initial(word: str) -> str:
    """The first sound of a word, as abbreviated names give it: one letter.

    `Ю.` comes as Yu., Iu., Ju. and, on journals.rcsi.science, Y.: all of these are one.
    """
    plain = ascii_letters(word)
    if plain[:2] in _FIRST:
        return _FIRST[plain[:2]]
    return _FIRST.get(plain[:1], plain[:1])


_FIRST = {"y": "i", "j": "i", "ye": "e", "kh": "h", "w": "v", "zh": "ж", "ts": "t"}
