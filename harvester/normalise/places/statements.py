"""One value of dc:source: the journal's name, and the place in it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

from harvester.normalise.places import citations, issues
from harvester.normalise.places import pages as page_numbers
from harvester.normalise.places.issues import Place
from harvester.normalise.places.numerals import is_year, western
from index.issn_labels import ISSN_LABEL, ISSN_NOTE

_LONGEST = 1000  # characters; what is longer tells a story
_ISSN = re.compile(
    rf"(?<!\w)(?:{ISSN_LABEL})\d{{4}}\s?[‐-―−-]\s?\d{{3}}[\dxх](?!\w)(?:{ISSN_NOTE})?",
    re.I,
)
_ISSN_DRESS = re.compile(rf"[\[(（]?(?:{_ISSN.pattern})[\])）]?[,;]?", re.I)
_SEMICOLON = re.compile(r"\s*[;；؛]\s*")


@dataclass(frozen=True, slots=True)
class Statement:
    """The title that a value names (may be empty), the place, and what else stood there.

    `sure`: the form itself says that this is a journal. `understood`: nothing is left over.
    """

    title: str
    place: Place | None = None
    sure: bool = False
    understood: bool = True
    identifiers: tuple[str, ...] = ()
    issns: tuple[str, ...] = ()


def split(text: str) -> Statement:
    """Part a value: OJS's `Journal; issue; pages`, a citation in one string, or a name alone."""
    plain = html.unescape(text) if "&" in text else text
    issns = tuple(_ISSN.findall(plain)) if "ISSN" in plain.upper() else ()
    if not issns:
        return _split(plain)
    return replace(_split(_without_issns(plain)), issns=issns)


def _without_issns(text: str) -> str:
    return _ISSN_DRESS.sub(" ", text).strip(" ,;；:/|")


def _split(plain: str) -> Statement:
    if len(plain) > _LONGEST:
        return _by_name(plain)
    if _SEMICOLON.search(plain):
        found = _parted(_SEMICOLON.split(plain.strip()))
        if found:
            return found
    cited = citations.read(plain) if any(map(str.isdigit, plain)) else None
    if cited:
        return Statement(
            cited.title, cited.place, cited.sure, not cited.place.unclear, cited.identifiers
        )
    return _without_title(plain) or _by_name(plain)


def _without_title(plain: str) -> Statement | None:
    """OJS's issue alone: `Vol. 12 No. 3 (2020): Rivers`."""
    place = issues.read(plain) if any(map(str.isdigit, plain[:12])) else None
    whole = place is not None and not place.unclear and place.year and (place.volume or place.issue)
    return Statement("", place) if whole else None


def _by_name(plain: str) -> Statement:
    """`Acta; Sommer; 1-2`: what stands behind the name is no issue that we know."""
    first, semicolon, rest = plain.partition(";")
    return Statement(first.strip(), understood=not (semicolon and rest.strip()))


def _parted(parts: list[str]) -> Statement | None:
    """The first part that reads as an issue ends the journal's name, which may hold semicolons."""
    for at, part in enumerate(parts[1:], 1):
        place = issues.read(part)
        if place is None and ":" in part and page_numbers.read(parts[-1]) and at + 1 < len(parts):
            place = issues.read_titled(part)
        if place is not None:
            return _placed(parts, at, place)
    return None


def _placed(parts: list[str], at: int, place: Place) -> Statement:
    behind = [part for part in parts[at + 1 :] if part]
    pages = behind.pop() if behind and page_numbers.read(behind[-1]) else None
    if behind and not place.issue_title:
        place, behind = _joined(parts[at], behind, place)
    if behind and place.issue_title:
        place, behind = replace(place, issue_title="; ".join((place.issue_title, *behind))), []
    if pages:
        place = issues.with_pages(place, pages)
    return Statement("; ".join(parts[:at]), place, True, not (behind or place.unclear))


def _joined(part: str, behind: list[str], place: Place) -> tuple[Place, list[str]]:
    """`Vol-4; Issue-2; 2020`: some journals put semicolons where others put commas."""
    whole = issues.read(", ".join((part, *behind)))
    if whole is None or whole.unclear or whole.issue_title:
        return place, behind
    return whole, []


def fragment(text: str) -> Statement | None:
    """A part of a place in a value of its own, as some DSpace crosswalks write them.

    A number alone could be volume or issue: it stays raw.
    """
    if not text[0].isdigit() or len(text) > 20:
        return None
    if is_year(text):
        return Statement("", Place(year=western(text), date=western(text)))
    if text.isdecimal():
        return Statement("", Place(unclear=True), understood=False)
    return Statement("", issues.with_pages(Place(), text)) if page_numbers.read(text) else None
