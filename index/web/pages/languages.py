"""The languages of the interface: one file each in translations/, and which a reader wants.

English is what the templates are written in. A new language is a new `.po` file.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError, negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

FOLDER = Path(__file__).parent / "translations"
FIRST = "en"
COOKIE = "language"
_MOST = 20  # languages that a browser may name


@cache
def translations() -> Mapping[str, NullTranslations]:
    """The languages that there are, English first, with their translations."""
    found: dict[str, NullTranslations] = {FIRST: NullTranslations()}
    for path in sorted(FOLDER.glob("*.po")):
        found[path.stem] = _read(path)
    return found


def _read(path: Path) -> Translations:
    # Compiled as it is read: a translator needs no build, and no compiled file can be older.
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=path.stem))
    compiled.seek(0)
    return Translations(compiled)


def wanted(cookie: str | None, accept: str | None) -> str:
    """The language to answer in: the chosen one, else the browser's, else English."""
    known = list(translations())
    if cookie in known:
        return cookie
    return negotiate_locale(_accepted(accept or ""), known, sep="-") or FIRST


def _accepted(header: str) -> list[str]:
    """The tags of Accept-Language (RFC 9110, 12.5.4), the most wanted first."""
    found = []
    for place, part in enumerate(header[:1000].split(",")[:_MOST]):
        tag, _, parameter = part.strip().partition(";")
        quality = _quality(parameter)
        if tag and quality > 0:
            found.append((-quality, place, tag.strip()))
    return [tag for _, _, tag in sorted(found)]


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


def own_name(language: str) -> str:
    """How a language calls itself."""
    return (Locale(language).get_display_name(language) or language).capitalize()


def runs(language: str) -> str:
    """`ltr` or `rtl`: how a language of the interface runs."""
    return Locale(language).text_direction


def language_name(tag: str, reader: str) -> str:
    """The name of a language (BCP 47) in the reader's; the tag where Babel knows none."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(reader) or tag
    except (UnknownLocaleError, ValueError):
        return tag
