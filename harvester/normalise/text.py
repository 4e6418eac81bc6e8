"""Text as every field wants it: NFC, one blank between words, nothing empty, language kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from harvester.normalise.dublin_core import Value
from harvester.normalise.languages import tag
from index.record import Text

_BLANK_LINE = re.compile(r"\n\s*\n")
# A single line break ends a paragraph only behind the end of a sentence: long lines are often cut
# to a fixed width, and OJS abstracts set their paragraphs apart by one line break.
_SENTENCE_END = re.compile(r"(?<=[.!?…:;»”\"）)。！？])[ \t]*\n")

_NOTHING = re.compile(r"[\W_]+|none|null|nil|nan|n/a|undefined", re.I)
_LONGEST_NOTHING = len("undefined")


def is_placeholder(text: str) -> bool:
    """Whether a value stands for nothing, as `None` and `-` do in real records."""
    if len(text) > _LONGEST_NOTHING and text[0].isalnum():
        return False
    return _NOTHING.fullmatch(text) is not None


def fold(text: str) -> str:
    """One line: whitespace folded to single blanks, NFC."""
    one = " ".join(text.split())
    return one if one.isascii() else unicodedata.normalize("NFC", one)


def paragraphs(text: str) -> str:
    """One line for each paragraph."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\n" not in lines:
        return fold(lines)
    parts = (part for block in _BLANK_LINE.split(lines) for part in _SENTENCE_END.split(block))
    return "\n".join(filter(None, map(fold, parts)))


def texts(values: Iterable[Value], clean: Callable[[str], str] = fold) -> tuple[Text, ...]:
    """The values that are not empty, each once in each language."""
    found = [Text(clean(value.text), tag(value.lang)) for value in values]
    full = [text for text in found if text.value]
    return tuple(dict.fromkeys(full)) if len(full) > 1 else tuple(full)


def strings(values: Sequence[Value]) -> list[str]:
    """The folded values that are not empty."""
    return [text for text in [fold(value.text) for value in values] if text]
