"""How a record is cited, in one of a few styles that the reader chooses: one is drawn at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.export.citations import DEFAULT, has_style, writer
from index.record import Record
from index.web.pages.drawing import record_url

# Names of CSL styles, and what people call them. Those that are not installed are not offered.
STYLES = {
    DEFAULT: "Harvard", "apa": "APA", "gost-r-7-0-5-2008": "ГОСТ Р 7.0.5",
    "modern-language-association": "MLA", "chicago-author-date": "Chicago",
    "elsevier-vancouver": "Vancouver", "ieee": "IEEE",
}  # fmt: skip
# Some styles number their lists; a citation by itself is no list.
_NUMBER = re.compile(r"^(\[1\]|1\.)\s*")
_NUMBERED = ("gost-r-7-0-5-2008", "elsevier-vancouver", "ieee")


@dataclass(frozen=True, slots=True)
class Style:
    """A style that is offered."""

    name: str
    url: str
    on: bool


@dataclass(frozen=True, slots=True)
class Cited:
    """A record as a citation, and the styles that there are; none where there is but one."""

    text: str
    styles: tuple[Style, ...]


def cited(record: Record, wanted: str | None) -> Cited:
    """The record in the style that is wanted, or in the one that is always here."""
    here = [name for name in STYLES if has_style(name)]
    chosen = wanted if wanted in here else DEFAULT
    text = b"".join(writer(chosen, "text")([record])).decode().strip()
    if chosen in _NUMBERED:
        text = _NUMBER.sub("", text)
    address = record_url(record.key)
    styles = [
        Style(STYLES[name], address + (f"?style={name}" if name != DEFAULT else ""), name == chosen)
        for name in here
    ]
    return Cited(text, tuple(styles) if len(styles) > 1 else ())
