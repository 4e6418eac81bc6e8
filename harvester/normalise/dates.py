"""dc:date -> ISO 8601 as EDTF level 0; anything else stays raw with a flag."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date as calendar

from harvester.normalise.dublin_core import Value
from harvester.normalise.text import fold
from index.record import Date, Flag, Precision

_ISO = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?P<clock>[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?)?)?"
)
_EU_REPO = re.compile(r"info:eu-repo/date/(?P<role>\w+)/(?P<date>.+)")
_PLAUSIBLE = range(1000, 2101)

# What a date tells of, best first, when a record has several. A date with a clock is a machine's
# (DSpace: accessioned, available); what nobody named is the publication's (OJS, EPrints).
_ROLES = ("issued", None, "dateCopyrighted", "created", "available", "issue")


def read(values: Iterable[Value]) -> tuple[tuple[Date, ...], tuple[Flag, ...]]:
    """Every date of the record, and a flag for each that could not be read."""
    found: dict[Date, None] = {}
    flags: list[Flag] = []
    for value in values:
        raw = fold(value.text)
        date, code = _date(raw, value.term)
        if raw:
            found[date] = None
        if raw and code:
            flags.append(Flag(code, "date", raw))
    return tuple(found), tuple(flags)


def of_issue(year: str | None, dates: Sequence[Date]) -> tuple[Date, ...]:
    """The year that a dc:source names, as a date of its own where no dc:date says the same."""
    if year is None or any(date.raw.startswith(year) for date in dates):
        return ()
    return (_date(year, "issue")[0],)


def published(dates: Sequence[Date]) -> Date | None:
    """The date that tells when the work was published, None where none can."""
    candidates = [date for date in dates if date.year is not None and date.role in _ROLES]
    return min(candidates, key=_rank, default=None)


def _rank(date: Date) -> tuple[int, bool, str]:
    return _ROLES.index(date.role), ":" in date.raw, date.edtf or ""


def _date(raw: str, term: str | None) -> tuple[Date, str | None]:
    """The date, and the code of what is wrong with it."""
    named = _EU_REPO.fullmatch(raw)
    text, role = (named["date"], named["role"]) if named else (raw, term)
    found = _ISO.fullmatch(text)
    if not found or not _on_calendar(found):
        return Date(raw, role=role), "date-not-understood"
    year = int(found["year"])
    if year not in _PLAUSIBLE:
        return Date(raw, role=role), "date-implausible"
    edtf = text[: found.start("clock")] if found["clock"] else text
    return Date(raw, edtf, year, _precision(found), role), None


def _precision(found: re.Match[str]) -> Precision:
    if found["day"]:
        return "day"
    return "month" if found["month"] else "year"


def _on_calendar(found: re.Match[str]) -> bool:
    try:
        calendar(int(found["year"]) or 1, int(found["month"] or 1), int(found["day"] or 1))
    except ValueError:
        return False
    return True
