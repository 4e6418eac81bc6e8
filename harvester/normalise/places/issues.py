"""A place in a journal: volume, issue, year, pages, from a part of a dc:source."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from harvester.normalise.places import pages as page_numbers
from harvester.normalise.places.labels import FRONT
from harvester.normalise.places.numerals import alike, is_year, western
from harvester.normalise.places.scan import Scan
from harvester.normalise.places.tokens import YEARS


@dataclass(frozen=True, slots=True)
class Place:
    """What a statement says of the place: all as written, None where it does not say.

    `date` is the year of the issue, or its date where a day is given. `extras` was understood, but
    no field holds it; `unclear` says that something was not understood.
    """

    volume: str | None = None
    issue: str | None = None
    issue_title: str | None = None
    year: str | None = None
    date: str | None = None
    pages: str | None = None
    first_page: str | None = None
    last_page: str | None = None
    article_number: str | None = None
    extras: tuple[str, ...] = ()
    unclear: bool = False


NOWHERE = Place()

# What nine of ten journals on OJS write, read at a tenth of the cost: `Vol 93, No 11 (2023)`.
_USUAL = re.compile(
    r"(?P<volume>[^\s\d.,:;()#/-]+)\.? (?P<v>\d{1,4}),? (?P<issue>[^\s\d.,:;()#/-]+)\.? "
    r"(?P<i>\d{1,4}) \((?P<y>(?:19|20)\d\d)\)"
)


@lru_cache(maxsize=4096)  # every article of an issue brings the same
def read(part: str) -> Place | None:
    """Read what OJS writes between journal and pages: labels, numbers, `(year)`, `: title`.

    None where nothing says that this is an issue.
    """
    return _usual(part) or _scanned(part)


def read_titled(part: str) -> Place | None:
    """Read a part that has its pages behind it, so that its own title is none of them."""
    return _scanned(part, paged=True)


def _usual(part: str) -> Place | None:
    found = _USUAL.fullmatch(part)
    if not found or FRONT.get(found["volume"].casefold()) != "volume":
        return None
    if FRONT.get(found["issue"].casefold()) != "issue":
        return None
    year = western(found["y"])
    return Place(western(found["v"]), western(found["i"]), None, year, year)


def _scanned(part: str, *, paged: bool = False) -> Place | None:
    scan = Scan(part, tail=False)
    whole = scan.run()
    _frame(scan)
    if not scan.sure or (scan.title and not paged and _is_paged(scan)):
        return None
    scan.unclear = scan.unclear or bool(scan.strange) or not whole
    return place_of(scan)


def _is_paged(scan: Scan) -> bool:
    """`2010;12(3):123-130. doi:…` is a citation, `(2015): 1914-1918` has an issue title."""
    title = scan.title or ""
    years = scan.year is not None and YEARS.fullmatch(title)
    if years and is_year(years[1]):
        return False
    head, _, behind = title.partition(". ")
    return (
        page_numbers.read(head if behind[:4].casefold() in ("doi:", "doi ") else title) is not None
    )


def place_of(scan: Scan) -> Place:
    """What a scan has found."""
    place = Place(
        scan.volume, scan.issue, scan.title, scan.year, scan.date, extras=tuple(scan.extras),
        unclear=scan.unclear,
    )  # fmt: skip
    return with_pages(place, scan.pages) if scan.pages else place


def with_pages(place: Place, text: str) -> Place:
    """The place with its pages; those in another form stay raw."""
    found = page_numbers.read(text)
    if found is None or (found.first, found.last) == ("0", "0"):  # HAL: pp.0-0 where none are known
        return replace(place, unclear=True)
    return Place(
        place.volume, place.issue, place.issue_title, place.year, place.date, text, found.first,
        found.last, found.article, place.extras, place.unclear,
    )  # fmt: skip


def _frame(scan: Scan) -> None:
    """Labels that we do not know: OJS writes the volume first, and both in front of `(year)`."""
    if not scan.strange or scan.year is None:
        return
    numbers = [western(number) for _, number in scan.strange]
    if len(numbers) == 2 and scan.volume is None and scan.issue is None:
        scan.volume, scan.issue = numbers
    elif len(numbers) == 1 and scan.volume is None and scan.issue is not None:
        scan.volume = numbers[0]
    elif len(numbers) == 1 and scan.volume is not None and scan.issue is None:
        scan.issue = numbers[0]
    else:
        return
    scan.strange.clear()


_COMPARED = ("volume", "issue", "year")


def disagree(one: Place, other: Place) -> bool:
    """Whether two statements of one place contradict each other, spelling aside."""
    for name in _COMPARED:
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine and theirs and mine != theirs and alike(mine) != alike(theirs):
            return True
    both = one.pages and other.pages and one.pages != other.pages
    return bool(both) and _span(one) != _span(other)


def _span(place: Place) -> tuple[str, ...]:
    parts = (place.first_page, place.last_page, place.article_number)
    return tuple(alike(part) for part in parts if part)
