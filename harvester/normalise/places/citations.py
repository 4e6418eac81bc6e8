"""A citation in one string: DOAJ, HAL, Zenodo, DSpace, EPrints, and the styles that people use.

Its tail is a place in a journal and reaches to the end of the string; what stands in front of the
longest such tail names the journal, and perhaps authors and title before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from harvester.normalise.places import issues
from harvester.normalise.places.issues import Place
from harvester.normalise.places.labels import ABBREVIATED, FRONT, SEASON
from harvester.normalise.places.numerals import is_year
from harvester.normalise.places.scan import Scan
from harvester.normalise.places.tokens import WORD

_DOI = re.compile(
    r"[⟨<(\[]?\s*(?:doi\s*[:=]?\s*)?"
    r"((?:https?://(?:dx\.)?doi\.org/|(?<![\w.]))10\.\d{4,9}/[^\s⟩>]+)\s*[⟩>)\]]?\.?",
    re.I,
)
# DOAJ's own form without anything special: read at a third of the cost.
_DOAJ = re.compile(
    r"(?P<title>[^\d/]{2,}?) ?, Vol (?P<volume>[0-9]{1,4}), Iss (?P<issue>[0-9]{1,4}), "
    r"Pp (?P<pages>[0-9]{1,5}-[0-9]{1,5}) \((?P<year>(?:19|20)[0-9]{2})\)"
)
_URL = re.compile(r"(?:(?:URL|available at|режим доступа)\s*:?\s*)?(https?://[^\s⟩>]+)", re.I)
_START = re.compile(
    rf"(?:(?<=[\s,;:–—(/])|^)(?:(?=\d|[(（]\d{{4}})|(?=[IVXLC]{{2,}}\b)|(?P<word>{WORD})(?=[\s.:]*[\w#]))"
)
# `Tribune, June 4, 1904, p. 3`: a number behind a month is a day.
_MONTH = re.compile(rf"[\s,]+{SEASON}\.?\s*$", re.I)
_DAY = re.compile(
    rf"(?:,\s*{SEASON}\.?|\s{SEASON}\.?\s*\d{{1,2}}|,\s*{SEASON}\.?\s*\d{{1,2}})$", re.I
)
_TRAILING = " ,;:–—-/|"
_ENOUGH = 3  # points: labels and letters that tell count two, bare numbers one
_FULL = re.compile(r"^(?P<people>.+?[\s(]\(?(?P<year>\d{4})[a-z]?\)\.?,?)\s+(?P<rest>\S.*)$")
_SENTENCES = re.compile(r"(?<=[^\W\d_]{3})[.?!]”?\s+(?=[^\W\d_]|«|“)|”\s+")
_ABBREVIATION = 6  # letters of a word that stands alone before its dot: `Linn.`
_TITLE_WORDS = 5  # what is shorter and stands in front may be the journal's own name


@dataclass(frozen=True, slots=True)
class Citation:
    """A journal and a place in it; `sure`: volume or issue say that it is a journal."""

    title: str
    place: Place
    sure: bool
    identifiers: tuple[str, ...] = ()


def read(text: str) -> Citation | None:
    """Read a citation; None where its end is no place in a journal."""
    usual = _DOAJ.fullmatch(text)
    if usual:
        return _usual(usual)
    plain, identifiers = _identified(text)
    for start in _START.finditer(plain):
        word = start["word"]
        if word is not None and word.casefold().replace(" ", "") not in FRONT:
            continue
        if word is None and _is_day(plain, start.start()):
            continue
        scan = Scan(plain[start.start() :], tail=True)
        if scan.run() and (scan.sure >= _ENOUGH or _numbered_year(scan)):
            return _cited(plain[: start.start()], scan, identifiers)
    return None


def _is_day(text: str, at: int) -> bool:
    return not is_year(text[at : at + 4]) and _MONTH.search(text, 0, at) is not None


def _usual(found: re.Match[str]) -> Citation:
    place = Place(found["volume"], found["issue"], None, found["year"], found["year"])
    return Citation(found["title"], issues.with_pages(place, found["pages"]), True)


def _identified(text: str) -> tuple[str, tuple[str, ...]]:
    """The citation without DOIs and addresses, and these."""
    found: list[str] = []
    for sign, pattern in (("10.", _DOI), ("://", _URL)):
        if sign in text:
            found += [one[1].rstrip(".,;") for one in pattern.finditer(text)]
            text = pattern.sub(" ", text)
    return text, tuple(found)


def _numbered_year(scan: Scan) -> bool:
    """`Acta 12 (2020)`: too little by itself, enough where the type says that it is an article."""
    return scan.volume is not None and scan.year_in_brackets and scan.sure == _ENOUGH - 1


def _cited(head: str, scan: Scan, identifiers: tuple[str, ...]) -> Citation:
    place = issues.place_of(scan)
    head = head.rstrip(_TRAILING)
    day = _DAY.search(head)
    title, before, year = _journal(head[: day.start()] if day else head)
    if year and place.year is None:
        place = replace(place, year=year, date=year)
    extras = filter(None, (day and day.group().strip(" ,"), before))
    place = replace(place, extras=(*place.extras, *extras))
    # Archives have drawers and boxes: `Map drawer 2, Number 4`.
    numbered = scan.sure >= _ENOUGH and bool(place.volume or place.issue)
    sure = numbered and bool(title and (place.year or place.pages or scan.sure > _ENOUGH))
    return Citation(_closed(title), place, sure, identifiers)


def _journal(head: str) -> tuple[str, str, str | None]:
    """The journal, what stands in front of it, and the year that stands there."""
    front, slashes, behind = head.rpartition(" // ")
    if slashes:
        return behind, front, None
    full = _FULL.match(head)
    rest = full["rest"] if full else head
    journal = _last_sentence(rest, told=full is not None)
    if journal is None:
        return head, "", None
    return journal, head[: -len(journal)].strip(), full["year"] if full else None


def _last_sentence(text: str, *, told: bool) -> str | None:
    """What stands behind authors and title; None where all of it is one name.

    `told`: a year in front says that authors stand there.
    """
    ends = [0, *(found.end() for found in _SENTENCES.finditer(text))]
    if len(ends) < (2 if told else 3):
        return None
    at = len(ends) - 1
    while at and _abbreviated(text[ends[at - 1] : ends[at]]):
        at -= 1
    pieces = (text[start:end] for start, end in pairwise(ends[: at + 1]))
    long = any(len(piece.split()) >= _TITLE_WORDS for piece in pieces)
    sure = told or (long and not text[ends[at]].islower())
    return text[ends[at] :] if at and sure else None


def _abbreviated(piece: str) -> bool:
    """`Linn.`, `Illinois State Acad.`: part of a journal's name (ISO 4), no sentence."""
    words = piece.rstrip().rstrip(".").split()
    if not piece.rstrip().endswith(".") or len(words) >= _TITLE_WORDS:
        return False
    return words[-1].casefold() in ABBREVIATED or (
        len(words) == 1 and len(words[0]) <= _ABBREVIATION
    )


def _closed(title: str) -> str:
    """Without the dot that ends it, unless that belongs to an abbreviation: `J. Chem. Phys.`."""
    title = title.rstrip(_TRAILING).lstrip(" /")
    if not title.endswith("."):
        return title
    last = title.split()[-1]
    kept = last.rstrip(".").casefold() in ABBREVIATED or "." in last[:-1]
    return title if kept or (len(last) <= 6 and ". " in title) else title.rstrip(". ")
