"""Which script a text is written in, and whether a language can be written so. Pure.

A text whose language came plainly wrong (Cyrillic marked `en-US`) is kept as it came, and read by
another language: `index.fields.language_of`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

_LOOKED_AT = 100  # characters; the first of them tell
_ENOUGH = 8  # letters; `COVID-19` says nothing of a Russian text
_MOST = 0.8  # of the letters have to be of one script
# Letters of texts that have no others; nearly all texts are of such.
_ALPHABETS = {
    "Latn": "A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u02af", "Cyrl": "\u0400-\u0481\u048a-\u052f",
}  # fmt: skip
_ALONE = {
    code: (re.compile(rf"[\W\d_{own}]*+"), re.compile(rf"(?:[^{own}]*+[{own}]){{{_ENOUGH}}}"))
    for code, own in _ALPHABETS.items()
}

# Unicode's word for a script -> ISO 15924, as far as languages are told apart by it.
_CODES = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "GREEK": "Grek", "ARABIC": "Arab", "HEBREW": "Hebr",
    "ARMENIAN": "Armn", "GEORGIAN": "Geor", "DEVANAGARI": "Deva", "BENGALI": "Beng",
    "TAMIL": "Taml", "THAI": "Thai", "CJK": "Hani", "HIRAGANA": "Jpan", "KATAKANA": "Jpan",
    "HANGUL": "Kore", "ETHIOPIC": "Ethi", "KHMER": "Khmr", "MYANMAR": "Mymr", "LAO": "Laoo",
    "SINHALA": "Sinh", "TELUGU": "Telu", "KANNADA": "Knda", "MALAYALAM": "Mlym",
    "GUJARATI": "Gujr", "GURMUKHI": "Guru", "TIBETAN": "Tibt",
}  # fmt: skip
# Languages of several scripts, beyond the likeliest one (CLDR).
_MORE = {
    "sr": "Latn", "bs": "Cyrl", "hbs": "Cyrl Latn", "uz": "Cyrl Arab", "az": "Cyrl Arab",
    "kk": "Latn Arab", "ky": "Latn Arab", "tk": "Cyrl", "tg": "Latn Arab", "tt": "Latn",
    "mn": "Mong", "ku": "Arab Cyrl", "pa": "Arab", "ms": "Arab", "ro": "Cyrl", "ug": "Cyrl Latn",
    "ks": "Deva", "sd": "Deva", "ha": "Arab", "vi": "Hani", "sa": "Latn", "pi": "Latn",
    "cu": "Glag", "ja": "Hani", "ko": "Hani", "zh": "Hani", "yue": "Hani", "lzh": "Hani",
}  # fmt: skip
_JOINED = {"Hans": "Hani", "Hant": "Hani"}
# Written in whatever there is.
_ANY = frozenset({"mul", "zxx", "und"})


def script_of(text: str) -> str | None:
    """ISO 15924 code of the script of nearly all letters; None for a mixture or a few letters."""
    head = text[:_LOOKED_AT]
    for code, (alone, enough) in _ALONE.items():
        if head.isascii() or alone.fullmatch(head):
            # Asked of every text of a build: a match ends with the eighth letter.
            return code if enough.match(head) else None
    return _of_most(head)


def _of_most(head: str) -> str | None:
    counts = Counter(map(_SCRIPTS.__getitem__, filter(str.isalpha, head)))
    total = counts.total()
    if "Jpan" in counts:  # kana among Han
        counts["Jpan"] += counts.pop("Hani", 0)
    if not counts:
        return None
    script, count = counts.most_common(1)[0]
    least = _ENOUGH if script in ("Latn", "Cyrl", "Grek", "Arab") else 2
    return script or None if total >= least and count >= _MOST * total else None


def fits(language: str | None, script: str | None) -> bool:
    """Whether a text in that script can be in that language (BCP 47). Unknown fits."""
    if language is None or script is None:
        return True
    known = _scripts(language)
    return not known or script in known


@lru_cache(maxsize=1 << 12)
def _scripts(language: str) -> frozenset[str]:
    # Here, because its tables take 60 ms, and most commands never ask for a language's scripts.
    from langcodes import Language

    primary = language.partition("-")[0].lower()
    tagged = Language.get(language)
    likely = tagged.maximize().script
    if primary in _ANY or likely is None:
        return frozenset()
    if tagged.script:
        return frozenset({_JOINED.get(tagged.script, tagged.script)})
    return frozenset({_JOINED.get(likely, likely), *_MORE.get(primary, "").split()})


class _Scripts(dict[str, str]):
    """Letter -> script, looked up once; a table of letters costs a tenth of a function."""

    def __missing__(self, letter: str) -> str:
        name = unicodedata.name(letter, "").partition(" ")[0]
        script = self[letter] = _CODES.get(name, "")
        return script


_SCRIPTS = _Scripts()
