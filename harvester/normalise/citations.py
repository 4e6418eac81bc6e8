"""A citation in one string: DOAJ, HAL, Zenodo, DSpace, EPrints, and the styles that people use.

Its tail is a place in a journal and reaches to the end of the string; what stands in front of the
longest such tail names the journal, and perhaps authors and title before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from harvester.normalise import issues
from harvester.normalise.issue_labels import FRONT
from harvester.normalise.issues import Place
from harvester.normalise.scan import WORD, Scan

_DOI = re.compile(
    r"[⟨<(\[]?\s*(?:doi\s*[:=]?\s*)?((?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/[^\s⟩>]+)\s*[⟩>)\]]?\.?", re.I
)
_ISSN = re.compile(
    r"[\[(]?(?:[ep]-?|online\s|print\s)?ISSN(?:-L)?\s*:?\s*\d{4}\s?[-‐-―−]\s?\d{3}[\dXxХх]"
    r"(?:\s*\((?:print|online|electronic)\))?[\])]?",
    re.I,
)
_START = re.compile(rf"(?:(?<=[\s,.;:–—(/])|^)(?:(?=[\d(（])|(?=[IVXLC]{{2,}}\b)|(?P<word>{WORD})(?=[\s.:]*[\w#]))")
_TRAILING = " ,;:–—-/|"
_FULL = re.compile(r"^(?P<people>.+?[\s(]\(?(?P<year>\d{4})[a-z]?\)\.?,?)\s+(?P<rest>\S.*)$")
_SENTENCES = re.compile(r"(?<=[^\W\d_]{3})[.?!]”?\s+(?=[^\W\d_]|«|“)|”\s+")


@dataclass(frozen=True, slots=True)
class Citation:
    """A journal and a place in it; `sure`: volume or issue say that it is a journal."""

    title: str
    place: Place
    sure: bool
    identifiers: tuple[str, ...] = ()
    issns: tuple[str, ...] = ()


def read(text: str) -> Citation | None:
    """Read a citation; None where its end is no place in a journal."""
    issns = tuple(found.group() for found in _ISSN.finditer(text))
    plain = _ISSN.sub(" ", text) if issns else text
    dois = tuple(found[1].rstrip(".,;)") for found in _DOI.finditer(plain))
    plain = _DOI.sub(" ", plain) if dois else plain
    for start in _START.finditer(plain):
        word = start["word"]
        if word is not None and word.casefold().replace(" ", "") not in FRONT:
            continue
        scan = Scan(plain[start.start() :], tail=True)
        if scan.run() and scan.sure >= 3:
            return _cited(plain[: start.start()], scan, dois, issns)
    return None


def _cited(head: str, scan: Scan, dois: tuple[str, ...], issns: tuple[str, ...]) -> Citation | None:
    place = issues.place_of(scan)
    title, before, year = _journal(head.rstrip(_TRAILING))
    if year and place.year is None:
        place = replace(place, year=year, date=year)
    if before:
        place = replace(place, extras=(*place.extras, before))
    # Archives have drawers and boxes: `Map drawer 2, Number 4`.
    numbered = bool(place.volume or place.issue)
    sure = numbered and bool(title and (place.year or place.pages or scan.sure > 3))
    return Citation(_closed(title), place, sure, dois, issns)


def _journal(head: str) -> tuple[str, str, str | None]:
    """The journal, what stands in front of it, and the year that stands there."""
    front, slashes, behind = head.rpartition(" // ")
    if slashes:
        return behind, front, None
    full = _FULL.match(head)
    rest = full["rest"] if full else head
    pieces = _SENTENCES.split(rest)
    if len(pieces) > 1 and (full or len(pieces) > 2):
        journal = pieces[-1]
        return journal, head[: -len(journal)].strip(), full["year"] if full else None
    return head, "", None


def _closed(title: str) -> str:
    """Without the dot that ends it, unless that belongs to an abbreviation: `J. Chem. Phys.`."""
    title = title.rstrip(_TRAILING)
    if not title.endswith("."):
        return title
    last = title.split()[-1]
    short = len(last) <= 6 and ". " in title or "." in last[:-1]
    return title if short else title.rstrip(". ")
