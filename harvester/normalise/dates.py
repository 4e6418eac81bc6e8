"""dc:date -> EDTF level 1 (ISO 8601-2:2019); anything else stays raw with a flag.

`year` is the first year that is meant and `precision` how much of the date was said, so that
nothing is invented: `1890s` is `189X`, 1890, decade. What has no earliest year (`before 1910`) has
no `year`. The forms are read in `date_forms`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from harvester.normalise.date_forms import parse
from harvester.normalise.date_forms.calendars import Calendar, years
from harvester.normalise.date_forms.parts import Reading
from harvester.normalise.dublin_core import Value
from harvester.normalise.text import fold
from index.record import Date, Flag

_EU_REPO = "info:eu-repo/date/"
# What a date tells of, best first, when a record has several. A date with a clock is a machine's
# (DSpace: accessioned, available); what nobody named is the publication's (OJS, EPrints).
_ROLES = ("issued", None, "dateCopyrighted", "created", "available", "issue")
# Bare years of these could be Gregorian; the record's language or another date has to tell.
_OTHERS: dict[Calendar, tuple[range, tuple[str, ...]]] = {
    "jalali": (range(1300, 1450), ("fa", "ps", "ckb", "mzn", "glk")),
    "hijri": (range(1300, 1500), ("ar", "ur")),
    "buddhist": (range(2400, 2601), ("th", "lo", "km")),
}
_SPOKEN_DIGITS = {"fa": frozenset("۰۱۲۳۴۵۶۷۸۹"), "ar": frozenset("٠١٢٣٤٥٦٧٨٩")}

Found = tuple[tuple[Date, ...], tuple[Flag, ...]]


def read(values: Iterable[Value], languages: Sequence[str] = ()) -> Found:
    """Every date of the record, and a flag for each that could not be read or not be sure.

    `languages` of the record (BCP 47) tell Jalali, Hijri and Buddhist years from Gregorian ones,
    and months whose name means another one elsewhere.
    """
    terms = tuple((raw, value.term) for value in values if (raw := fold(value.text)))
    return _read(terms, tuple(languages))


@lru_cache(maxsize=1 << 14)  # dates repeat: 18,000 in the field notes' records are 4,900
def _read(terms: tuple[tuple[str, str | None], ...], languages: tuple[str, ...]) -> Found:
    spoken = tuple(language.partition("-")[0] for language in languages)
    first = {raw: _readings(raw, "gregorian", spoken) for raw, _ in terms}
    known = {read.year for reads in first.values() for read in reads if read.year}
    found: dict[Date, None] = {}
    flags: dict[Flag, None] = {}
    for raw, term in terms:
        calendar = _calendar(raw, first[raw], spoken, known)
        reads = _readings(raw, calendar, spoken) if calendar else first[raw]
        found.update((_date(raw, read, term), None) for read in reads)
        codes = [read.flag for read in reads if read.flag]
        codes += ["date-calendar-guessed"] if calendar else []
        flags.update((Flag(code, "date", raw), None) for code in codes)
    return tuple(found), tuple(flags)


def of_issue(year: str | None, dates: Sequence[Date]) -> tuple[Date, ...]:
    """The year that a dc:source names, as a date of its own where no dc:date says the same."""
    if year is None or any(date.raw.startswith(year) for date in dates):
        return ()
    return tuple(_date(year, read, "issue") for read in _readings(year, "gregorian", ()))


def published(dates: Sequence[Date]) -> Date | None:
    """The date that tells when the work was published, None where none can."""
    candidates = [date for date in dates if date.edtf is not None and date.role in _ROLES]
    return min(candidates, key=_rank, default=None) if len(candidates) != 1 else candidates[0]


def _rank(date: Date) -> tuple[bool, int, bool, str]:
    return date.year is None, _ROLES.index(date.role), ":" in date.raw, date.edtf or ""


def _date(raw: str, read: Reading, term: str | None) -> Date:
    return Date(raw, read.edtf, read.year, read.precision, read.role or term)


def _calendar(
    raw: str, reads: Sequence[Reading], languages: Sequence[str], known: set[int]
) -> Calendar | None:
    """Another calendar, where a bare year makes it possible and the record makes it sure enough."""
    year = _bare_year(raw, reads)
    if year is None:
        return None
    written = (spoken for spoken, digits in _SPOKEN_DIGITS.items() if digits.intersection(raw))
    spoken = (*languages, *written)
    for calendar, (possible, where) in _OTHERS.items():
        told = set(where).intersection(spoken) or known.intersection(years(calendar, year))
        if year in possible and told:
            return calendar
    return None


def _bare_year(raw: str, reads: Sequence[Reading]) -> int | None:
    """The year of a date in digits alone, as it stands."""
    digits = raw[:4]
    if len(reads) != 1 or not digits.isdecimal() or any(map(str.isalpha, raw)):
        return None
    year = int(digits)
    return year if len(digits) == 4 and (reads[0].year == year or not reads[0].edtf) else None


def _readings(raw: str, calendar: Calendar, languages: tuple[str, ...]) -> tuple[Reading, ...]:
    """Read once without languages: they matter only where a word means two months."""
    reads = _parsed(raw, calendar, ())
    unsure = languages and any(read.flag == "date-partly-understood" for read in reads)
    return _parsed(raw, calendar, languages) if unsure else reads


@lru_cache(maxsize=1 << 12)
def _parsed(raw: str, calendar: Calendar, languages: tuple[str, ...]) -> tuple[Reading, ...]:
    if raw.startswith(_EU_REPO):
        role, slash, text = raw.removeprefix(_EU_REPO).partition("/")
        if slash and role.isalnum():
            reads = _parsed(text, calendar, languages)
            return tuple(read._replace(role=role) for read in reads)
    return tuple(parse(raw, calendar, languages))
