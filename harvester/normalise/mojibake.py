"""Text that was read in a wrong encoding: found by a cheap test, repaired only when certain.

The repair is ftfy's. It is certain where nothing is left afterwards that looks broken: a text of
which some bytes are lost stays as it came.
"""

from __future__ import annotations

import re

# What the second and later bytes of UTF-8 look like in Windows-1252 and Latin-1, and in -1251.
_WESTERN = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_CYRILLIC = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџЎўЈ¤Ґ¦§Ё©Є«¬\xad®Ї°±Ііґµ¶·ё№є»јЅѕї\xa0\x98"
# It begins with a plain class, which the search jumps to: most texts hold no such character.
_HINT = re.compile(
    rf"[{_WESTERN}{_CYRILLIC}](?:(?<=[Â-ß][{_WESTERN}])|(?<=[à-ô][{_WESTERN}]{{2}})"
    rf"|(?<=[\x80-\x84\x86-\x9f])|(?<=[РС][{_CYRILLIC}])(?=[РС][{_CYRILLIC}]))"
)
# Windows-1251 has no 0x98: a letter that begins and does not go on was И (D0 98).
_CUT = re.compile(f"Р(?![{_CYRILLIC}˜])")
_CONTROL = re.compile("[\x80-\x9f]")
_SEQUENCE = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
# C1 controls are the signs of Windows-1252 where there are no others: `d\x8ependance` (TALN) is a
# Macintosh's, whose letters stand where Windows has `Ž`.
_WINDOWS = str.maketrans("\x85\x91\x92\x93\x94\x95\x96\x97\x99", "…‘’“”•–—™")
_SIGNS = set(map(chr, _WINDOWS))
# `MAÇÃ®` is an apple and a trade mark: no word goes on in small letters with marks.
_CAPITALS = re.compile("[A-ZÀ-ÖØ-Þ]{2}[ß-öø-ÿ](?![a-zß-öø-ÿ])")
_AROUND = 40  # characters on each side that a flag shows


def is_suspect(text: str) -> bool:
    """Whether something in the text looks as if it was read in a wrong encoding."""
    return not text.isascii() and _HINT.search(text) is not None


def repaired(text: str) -> str:
    """The text as it was meant, or `text` itself."""
    if not is_suspect(text):
        return text
    mended = _certainly(text)
    if mended == text and "\xa0" in text:  # a no-break space beside it hides it
        blank = text.replace("\xa0", " ")
        mended = _certainly(blank)
        return text if mended == blank else mended
    return mended


def piece(text: str) -> str:
    """What a flag shows of a broken text."""
    found = _HINT.search(text)
    start = max(0, found.start() - _AROUND) if found else 0
    return text[start : start + 2 * _AROUND]


def _certainly(text: str) -> str:
    mended = _mended(text)
    return text if mended != text and (_broken(mended) or _CAPITALS.search(mended)) else mended


def _mended(text: str) -> str:
    if (read := _from_cyrillic(text)) != text:
        return read
    if _CONTROL.search(text):
        text = _from_latin(text)
        left = set(_CONTROL.findall(text))
        if not left <= _SIGNS:
            return text
        text = text.translate(_WINDOWS)
    return _by_ftfy(text) if _HINT.search(text) else text


def _from_latin(text: str) -> str:
    """UTF-8 that was read as Latin-1: as a whole where it can be, else sign by sign."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return _SEQUENCE.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    try:
        sign = found.group().encode("latin-1").decode("utf-8")
    except UnicodeError:
        return found.group()
    # Beside letters of the West a Chinese or Canadian syllable is an accident.
    return sign if sign < "\u0800" or "\u2000" <= sign < "\u2300" else found.group()


def _from_cyrillic(text: str) -> str:
    """UTF-8 that was read as Windows-1251, where all of it gives Cyrillic words: `РњРёСЂ`."""
    try:
        read = b"\x98".join(
            piece.encode("cp1251") for piece in re.split("[\x98˜]", _CUT.sub("Р\x98", text))
        ).decode("utf-8")
    except UnicodeError:
        return text
    letters = [letter for letter in read if not letter.isascii()]
    cyrillic = sum("\u0400" <= letter <= "\u0491" for letter in letters)
    sure = cyrillic - len(_CUT.findall(text))
    return read if sure > 2 and sure * 2 > len(letters) else text


def _by_ftfy(text: str) -> str:
    # Imported here: it takes as long as a whole command, and few records need it.
    from ftfy import TextFixerConfig, fix_encoding

    return fix_encoding(text, TextFixerConfig(replace_lossy_sequences=False))


def _broken(text: str) -> bool:
    from ftfy.badness import is_bad

    return bool(is_bad(text))
