"""Years of other calendars -> Gregorian ones: Jalali, Hijri, Buddhist, Japanese eras, Minguo.

Jalali days are sure; Hijri ones are reckoned (tabular, civil epoch), and the moon may differ by a
day, so that they are approximate. Buddhist and Japanese years begin with ours since 1941 and 1873.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal

from harvester.normalise.date_forms.parts import OFF_CALENDAR, Part, point, season, span

Calendar = Literal["gregorian", "jalali", "hijri", "buddhist", "minguo"]

_JALALI_EPOCH = date(622, 3, 21).toordinal()  # Gregorian, proleptic: day 1 is 1 Farvardin 1
_HIJRI_EPOCH = date(622, 7, 19).toordinal()  # Gregorian, proleptic: 1 Muharram 1 (civil)
# First years of Japanese eras: 元年 is year 1.
ERAS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
# Until 1872 Japan counted moons, so that a month of an era is none of ours.
_FIRST_SOLAR_YEAR = 1873
_THIS_AGE = range(1200, 1600)  # years of the Jalali and Hijri calendars that we can meet


def dated(calendar: Calendar, year: int, month: int = 0, day: int = 0) -> Part | None:
    """A date of that calendar, 0 for unknown; None where the calendar has no such year."""
    return _READERS[calendar](year, month, day)


def jalali_season(year: int, number: int) -> Part:
    """Iran's seasons are its quarters and begin with the astronomical ones; winter crosses."""
    return season(year + 621, number)


def years(calendar: Calendar, year: int) -> range:
    """The Gregorian years that a year of that calendar touches."""
    part = dated(calendar, year)
    return range(part.year, part.last_year + 1) if part else range(0)


def of_era(era: str, year: int, month: int = 0, day: int = 0) -> Part:
    """A date of a Japanese era."""
    gregorian = ERAS[era] + year - 1
    if gregorian < _FIRST_SOLAR_YEAR:
        return point(gregorian)
    return point(gregorian, month, day)


def _jalali(year: int, month: int, day: int) -> Part | None:
    if year not in _THIS_AGE:
        return None
    return _foreign(year, month, day, _jalali_day, 31 if month <= 6 else 30)


def _hijri(year: int, month: int, day: int) -> Part | None:
    if year not in _THIS_AGE:
        return None
    part = _foreign(year, month, day, _hijri_day, 30)
    return part.marked("~") if part.precision == "day" else part


def _foreign(
    year: int, month: int, day: int, ordinal: Callable[[int, int, int], int], longest: int
) -> Part:
    """The Gregorian days that a year, month or day covers, no finer than it was said."""
    if month > 12 or day > longest:
        part = _foreign(year, 0, 0, ordinal, longest)
        return Part(part.text, part.precision, part.low, part.high, flag=OFF_CALENDAR)
    if day:
        return point(*_calendar(ordinal(year, month, day)))
    following = (year, month + 1, 1) if 0 < month < 12 else (year + 1, 1, 1)
    first = _calendar(ordinal(year, month or 1, 1))
    last = _calendar(ordinal(*following) - 1)
    if not month:
        return span(f"{first[0]:04}", f"{last[0]:04}", "year")
    return span(f"{first[0]:04}-{first[1]:02}", f"{last[0]:04}-{last[1]:02}", "month")


def _calendar(ordinal: int) -> tuple[int, int, int]:
    found = date.fromordinal(ordinal)
    return found.year, found.month, found.day


def _jalali_day(year: int, month: int, day: int) -> int:
    """The 33-year cycle, which agrees with the equinox from 1178 to 1633."""
    leaps = (8 * year + 21) // 33
    before = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return _JALALI_EPOCH + 365 * (year - 1) + leaps + before + day - 1


def _hijri_day(year: int, month: int, day: int) -> int:
    before = (59 * (month - 1) + 1) // 2
    return _HIJRI_EPOCH + 354 * (year - 1) + (3 + 11 * year) // 30 + before + day - 1


def _buddhist(year: int, month: int, day: int) -> Part:
    return point(year - 543, month, day)


def _minguo(year: int, month: int, day: int) -> Part:
    return point(year + 1911, month, day)


_READERS: Mapping[Calendar, Callable[[int, int, int], Part | None]] = {
    "gregorian": point,
    "jalali": _jalali,
    "hijri": _hijri,
    "buddhist": _buddhist,
    "minguo": _minguo,
}
