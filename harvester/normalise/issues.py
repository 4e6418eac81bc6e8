"""A place in a journal as OJS words it: `Vol 93, No 11 (2023)`, `Том 1, № 2 (2023): Title`."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The labels of the commonest locales. OJS has some eighty; the others are read as not understood.
_VOLUME = "|".join(
    ("vol", "volume", "volumen", "v", "том", "т", "tom", "tome", "t", "band", "bd", "jg",
     "巻", "卷", "المجلد", "مجلد")
)  # fmt: skip
_ISSUE = "|".join(
    ("no", "nr", "nº", "n°", "n", "№", "núm", "num", "número", "numero", "numéro", "issue", "iss",
     "выпуск", "вып", "випуск", "вип", "heft", "号", "期", "العدد", "عدد")
)  # fmt: skip
_NUMBER = r"\w*[0-9][\w/.\-–]*|[IVXLCM]+"

_PLACE = re.compile(
    rf"(?:(?:{_VOLUME})\.?\s*(?P<volume>{_NUMBER}))?"
    rf"(?:\s*,?\s*(?:{_ISSUE})\.?\s*(?P<issue>{_NUMBER}))?"
    r"(?:\s*(?:(?P<open>\()|,?\s)?(?P<year>[0-9]{4})(?(open)\)))?"
    r"(?:\s*:\s*(?P<title>\S.*))?",
    re.I,
)
_PAGE = r"[^\W\d_]{0,2}[0-9]+[a-z]?|[ivxlcdm]+"
_PAGES = re.compile(
    rf"(?:pp?\.?\s*|[cс]тр\.?\s*|с\.\s*)?(?P<first>{_PAGE})(?:\s*[-–—]\s*(?P<last>{_PAGE}))?", re.I
)
_ELECTRONIC = re.compile(r"e[0-9]+", re.I)


@dataclass(frozen=True, slots=True)
class Place:
    """What a statement says of the place: all as written, None where it does not say."""

    volume: str | None = None
    issue: str | None = None
    issue_title: str | None = None
    year: str | None = None
    pages: str | None = None
    first_page: str | None = None
    last_page: str | None = None
    article_number: str | None = None


def split(statement: str) -> tuple[str, Place | None]:
    """Part `Journal; issue; pages`: the journal, and the place where all of it was understood.

    The first part that reads as an issue ends the journal's name, which may hold semicolons.
    """
    parts = [part.strip() for part in statement.split(";")]
    for at, part in enumerate(parts[1:], 1):
        found = _PLACE.fullmatch(part)
        if found and (found["volume"] or found["issue"] or found["year"]):
            return "; ".join(parts[:at]), _place(found, parts[at + 1 :])
    return parts[0], None


def _place(found: re.Match[str], behind: list[str]) -> Place | None:
    rest = [part for part in behind if part]
    pages = _PAGES.fullmatch(rest[0]) if rest else None
    if len(rest) > 1 or (rest and not pages):
        return None
    place = (found["volume"], found["issue"], found["title"], found["year"])
    if not pages:
        return Place(*place)
    number = pages["first"] if _ELECTRONIC.fullmatch(pages["first"]) else None
    alone = number if pages["last"] is None else None
    return Place(*place, rest[0], pages["first"], pages["last"], alone)
