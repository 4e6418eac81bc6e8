"""What a word is, in any script: text -> words -> tokens. Pure; tokens come in lower case.

Scripts that are written without blanks (Han, Kana, Hangul, Thai, …) are cut into overlapping pairs
of letters, so that a word inside a run can be found without a dictionary (a single letter stands
alone only where it has no neighbour).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from index.lookalikes import one_script

MAX_LETTERS = 64  # of a token; at most 4 bytes each, far below what any engine can store
# Typists and standards have many: GOST 7.79 writes ь as a grave accent, ALA-LC as a prime.
_APOSTROPHES = "'\u2019\u02bc\uff07`\u2018\u02b9\u02bb\u2032\xb4"
_LETTERLIKE = frozenset(filter(str.isalpha, _APOSTROPHES))  # three of them: letters to Unicode
# Soft hyphen, joiners and direction marks stand inside words without being part of them.
_IGNORED = "\xad\u200c\u200d\u200e\u200f\u2060\ufeff"
_NORMAL = {ord(c): None for c in _IGNORED} | {ord(c): "'" for c in _APOSTROPHES}
_NORMAL |= {ord("_"): " ", ord("№"): " "}  # else NFKC makes "no5" of "№5"

# Scripts written without blanks between words: Thai to Lao, Myanmar, Khmer, Kana, Han, Hangul.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff]+"
)


# Between two texts: no letter, mark or sign of any kind, so that it is never part of a word.
BORDER = "\0"
# What ends a word whatever stands beside it: blanks, and signs that are no letter, no mark and no
# apostrophe, that no mark can turn into one, and that fold into nothing that is. Signs that stand
# inside of a piece by not being named here cost a distinct piece, never a wrong token.
_ENDS = (
    r"\s!\"#$%&()*+,\-./:;<=>?@\[\\\]^_{|}~"
    "\xa1\xa7\xab\xb6\xb7\xbb\xbf\u2010-\u2017\u201a-\u2027\u2030\u2031\u2035\u2036\u2038-\u203e"
    "\u3001-\u3003\u3008-\u3011\uff01\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1f"
)
# Names that end or begin with a sign and would be another word without it.
_SIGNED = rf"(?<![^{_ENDS}])(?:[A-Za-z](?:\+\+|#)|\.[Nn][Ee][Tt])(?!\w)"
# Their signs cut no piece: whether they belong to a word is seen once the text is folded (`№C#`).
_SIGN = r"(?:\+\+|#|\.[Nn][Ee][Tt])"
_RAW = re.compile(rf"[^{_ENDS}]++(?:{_SIGN}[^{_ENDS}]*+)*+|(?:{_SIGN}[^{_ENDS}]*+)++")

_ASCII_SIGN = re.compile(_SIGN)
_ASCII_ENDS = {code: " " for code in range(0x80) if not _RAW.match(chr(code))}


def normal(text: str) -> str:
    """The text as it is compared: compatibility forms and case folded, invisible marks gone."""
    if text.isascii():
        return text.lower().translate(_NORMAL)
    if text.isalpha() and _LETTERLIKE.isdisjoint(text) and unicodedata.is_normalized("NFKC", text):
        # Letters alone, most of the words that come: no sign is among them, and one folding does.
        folded = text.casefold()
        if unicodedata.is_normalized("NFKC", folded):
            return folded
    once = unicodedata.normalize("NFKC", text.translate(_NORMAL)).translate(_NORMAL).casefold()
    # Folding can bring back what NFKC takes apart and the other way round: twice is stable.
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", once).casefold())


def words(text: str) -> list[tuple[str, ...]]:
    """The words of the text; a word is one token, or the bigrams of a run without blanks."""
    return _cut(normal(text))


def _cut(text: str) -> list[tuple[str, ...]]:
    found = map(_split, _word().findall(text))
    return [tuple([token for _, token in word]) for pieces in found for word in pieces]


def tokens(text: str) -> list[str]:
    """Every token of the text, in order."""
    whole = normal(text)
    if not whole.isascii() and _UNSPACED.search(whole):
        return [token for word in _cut(whole) for token in word]
    found = [whole] if whole.isalnum() else _word().findall(whole)
    return [one_script(word)[:MAX_LETTERS] for word in found]


def single(text: str) -> str | None:
    """The token of a text that is plainly one; None for all others."""
    word = normal(text)
    plain = word.isalnum() and (word.isascii() or not _UNSPACED.search(word))
    return one_script(word)[:MAX_LETTERS] if plain else None


def raw_words(texts: Sequence[str]) -> list[str]:
    """The pieces of the texts that tokens can be taken from one by one; `BORDER` between two texts.

    The tokens of a text are those of its pieces, one after another: for many texts at once this
    costs a single pass, and `tokens` is asked once for each distinct piece. Texts of ASCII take a
    third of the time where they come first.
    """
    plain = next((at for at, text in enumerate(texts) if not text.isascii()), len(texts))
    found = _ascii_pieces(_joined(texts[:plain])) if plain else []
    if plain == len(texts):
        return found
    joined = _joined(texts[plain:])
    for mark in _IGNORED:  # else one between the signs of `C++` would part them
        joined = joined.replace(mark, "")
    return [*found, BORDER, *_RAW.findall(joined)] if plain else _RAW.findall(joined)


def _joined(texts: Sequence[str]) -> str:
    joined = f" {BORDER} ".join(texts)
    if joined.count(BORDER) < len(texts):
        return joined
    return f" {BORDER} ".join([text.replace(BORDER, " ") for text in texts])


def _ascii_pieces(joined: str) -> list[str]:
    """The pieces of joined texts of ASCII: what stands between blanks, once no sign can be part."""
    found: list[str] = []
    done = 0
    while sign := _ASCII_SIGN.search(joined, done):
        # The text that holds a name such as C++ goes the long way.
        start = max(done, joined.rfind(BORDER, done, sign.start()))
        end = joined.find(BORDER, sign.end())
        end = len(joined) if end < 0 else end
        found += joined[done:start].translate(_ASCII_ENDS).split()
        found += _RAW.findall(joined, start, end)
        done = end
    found += joined[done:].translate(_ASCII_ENDS).split()
    return found


def raw_pieces(text: str) -> set[str]:
    """The same pieces of one text, each once."""
    return set(_RAW.findall(text))


def raw_spans(text: str) -> Iterator[tuple[int, str]]:
    """The same pieces of one text, each with its place: what `spans` gives of them adds up."""
    return ((match.start(), match.group()) for match in _RAW.finditer(text))


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Every token with its place in the text as it stands: (start, end, token)."""
    for match in _word().finditer(text):
        word = normal(match.group()).replace(" ", "")
        # Where folding changed the length, the places inside the word are not known.
        known = len(word) == len(match.group())
        for at, token in (piece for pieces in _split(word) for piece in pieces):
            start = match.start() + at
            yield (start, start + len(token), token) if known else (*match.span(), token)


def _split(word: str) -> Iterator[tuple[tuple[int, str], ...]]:
    """Cut a word where scripts with and without blanks meet; each piece as (place, token)s."""
    at = 0
    for run in () if word.isascii() else _UNSPACED.finditer(word):
        yield from _spaced(word, at, run.start())
        letters = list(_letters(word, run.start(), run.end()))
        if letters:
            yield _bigrams(letters)
        at = run.end()
    yield from _spaced(word, at, len(word))


def _letters(word: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The letters of a run with their places, each with the marks that belong to it."""
    if word[start:end].isalpha():
        return enumerate(word[start:end], start)  # no mark among them: all of Han and Hangul
    return ((found.start(), found.group()) for found in _letter().finditer(word, start, end))


def _spaced(word: str, start: int, end: int) -> Iterator[tuple[tuple[int, str], ...]]:
    # What is left beside a run may begin with a mark or an apostrophe, which is no word by itself.
    for match in _word().finditer(word, start, end):
        yield ((match.start(), one_script(match.group())[:MAX_LETTERS]),)


def _bigrams(letters: list[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    pairs = tuple((at, (a + b)[:MAX_LETTERS]) for (at, a), (_, b) in pairwise(letters))
    return pairs or ((letters[0][0], letters[0][1][:MAX_LETTERS]),)


@cache
def _marks() -> str:
    # `\w` leaves out combining marks, so Devanagari and pointed Hebrew would fall apart.
    found = (chr(c) for c in range(0x300, 0x20000) if unicodedata.category(chr(c))[0] == "M")
    return re.escape("".join(found))


@cache
def _word() -> re.Pattern[str]:
    """Letters and digits; inside also combining marks, invisible marks and apostrophes; `C++`."""
    letter, mark = r"[^\W_]", f"[{_marks()}{_IGNORED}]"
    return re.compile(
        f"{_SIGNED}|{letter}+(?:(?:{mark}|[{_APOSTROPHES}]{{1,2}}(?={letter})){letter}*)*"
    )


@cache
def _letter() -> re.Pattern[str]:
    """A letter with the marks that belong to it: what bigrams are made of."""
    return re.compile(f"[^{_marks()}][{_marks()}]*")
