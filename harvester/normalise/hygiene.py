"""What came -> the text that was meant: entities, encoding, markup, invisible characters.

The order is that of the damage, last first: entities escaped twice, bytes read in a wrong encoding,
markup inside the text, characters that nobody sees. It is done again until nothing changes, so that
cleaning a clean text changes nothing.
"""

from __future__ import annotations

import html
import re
import unicodedata
from html.entities import html5

from harvester.normalise import markup, mojibake
from harvester.normalise.dublin_core import DublinCore, Value
from index.record import Flag

_INVISIBLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200d\u2060-\u2064\ufeff\ufffd"
_SUSPECT = re.compile(f"[<&{_INVISIBLE}]")
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_AMPERSANDS = re.compile(r"&(?:(?:amp|AMP|#0{0,5}38|#[xX]0{0,5}26);)+")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

# A soft hyphen at the end of a line: the line break came along as a blank.
_CUT_WORD = re.compile(r"(?<=[^\W\d_])\u00ad\s+(?=[a-zà-öø-ÿа-яё])")
_NOTHING = re.compile("[\x00-\x08\x0e-\x1b\x7f\u00ad\u2060-\u2064\ufeff]")
# Thai, Lao, Burmese and Khmer part their words by zero-width spaces.
_SPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_ZERO_SPACE = re.compile(f"(?<=([{_SPACED}]))?\u200b+(?=([{_SPACED}]))?")
# Joiners are letters' business in Arabic, Indic and Mongolian scripts and in emoji.
_JOINED = (
    "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc"
    "\ufe0f\u2600-\u27bf\U0001f000-\U0001faff"
)
_JOINER = re.compile(f"(?<![{_JOINED}])[\u200c\u200d]")
# A C1 control that no encoding explains stood for a character that is lost.
_SIGNS = str.maketrans(
    dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x1f\x85", " ")
    | dict.fromkeys(map(chr, (*range(0x80, 0x85), *range(0x86, 0xA0))), "\ufffd")
)


def clean(text: str) -> str:
    """The text that was meant; lines are kept. Clean text comes back as it is."""
    if not is_suspect(text):
        return text
    while True:
        once = _once(text)
        if once == text or not is_suspect(once):
            return once
        text = once


def is_suspect(text: str) -> bool:
    """Whether there may be something to clean: the cheap test that most texts end with."""
    return bool(_SUSPECT.search(text)) or markup.WORD in text or mojibake.is_suspect(text)


def clean_record(record: DublinCore) -> tuple[DublinCore, tuple[Flag, ...]]:
    """Clean every value of a record, and say which were broken."""
    suspect = [
        name
        for name, values in record.elements.items()
        if any(is_suspect(value.text) for value in values)
    ]
    if not suspect:
        return record, ()
    flags: list[Flag] = []
    elements = dict(record.elements)
    for name in suspect:
        elements[name] = tuple([_clean_value(name, value, flags) for value in elements[name]])
    return DublinCore(elements, record.unread), tuple(flags)


def _clean_value(name: str, value: Value, flags: list[Flag]) -> Value:
    if not is_suspect(value.text):
        return value
    text = clean(value.text)
    if "\ufffd" in text:
        at = text.index("\ufffd")
        flags.append(Flag("characters-lost", name, text[max(0, at - 40) : at + 40]))
    if text == value.text:
        return value
    decoded = _decode(value.text)
    if mojibake.repaired(decoded) != decoded:
        flags.append(Flag("mojibake-repaired", name, mojibake.piece(decoded)))
    return value._replace(text=text)


def _once(text: str) -> str:
    text = mojibake.repaired(_decode(text))
    text = _visible(markup.to_text(text))
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _decode(text: str) -> str:
    """HTML entities by name and number; without a semicolon they are none (`AT&T`, `R&D`)."""
    if "&" not in text:
        return text
    return _ENTITY.sub(_character, _AMPERSANDS.sub("&", text))


def _character(found: re.Match[str]) -> str:
    entity = found.group()
    known = entity[1] == "#" or entity[1:] in html5
    return html.unescape(entity) if known else entity


def _visible(text: str) -> str:
    """Without what nobody sees, but where a script needs it; marks of direction are kept."""
    if not _UNSEEN.search(text):
        return text
    text = _NOTHING.sub("", _CUT_WORD.sub("", text)).translate(_SIGNS)
    return _JOINER.sub("", _ZERO_SPACE.sub(_word_space, text))


def _word_space(found: re.Match[str]) -> str:
    return "\u200b" if found[1] and found[2] else ""
