"""Dates of digits and signs alone, as people and old programs write them.

The order of day and month is told only where it is certain: by a number above 12, or by dots, which
no country uses with the month first. What could be read in two ways gives what both have in common.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from harvester.normalise.date_forms.calendars import Calendar, dated
from harvester.normalise.date_forms.parts import (
    AMBIGUOUS,
    IMPLAUSIBLE,
    Part,
    Reading,
    alone,
    century,
    decade,
    interval,
    since,
)

_YMD = re.compile(
    r"([0-9]{4})([-/. –—−])([0-9]{1,2})\2([0-9]{1,2})\.?/?(?:[ t-][0-9]{1,2}:[0-9]{2}.*)?"
)
_DMY = re.compile(r"([0-9]{1,2})([-/. ]) ?([0-9]{1,2})\2 ?([0-9]{4})\.?(?: ?[гр])?")
_YM = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\.?")
_MY = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_YEAR = re.compile(r"([0-9]{4})[_.;]?")
_OPEN = re.compile(r"([0-9]{4})\s?-")
# AACR2 1.4F7: [197-], [197-?], [18--], [18--?]; archives write 198? for the same.
_TENS = re.compile(r"(1[0-9]{2}|20[0-9])(?:-(\?)?|\?|_)")
_HUNDREDS = re.compile(r"(1[0-9]|20)(?:--(\?)?|\?\?|__)")


def read(text: str, calendar: Calendar) -> Reading | None:
    """A date of digits in that calendar; None for any other text."""
    for pattern, reader in _FORMS:
        found = pattern.fullmatch(text)
        if found:
            return reader(found, calendar)
    return None


def _whole(calendar: Calendar, year: int, month: int = 0, day: int = 0) -> Reading:
    part = dated(calendar, year, month, day) if year else None
    return alone(part) if part else IMPLAUSIBLE


def _ymd(found: re.Match[str], calendar: Calendar) -> Reading:
    year, month, day = int(found[1]), int(found[3]), int(found[4])
    return _whole(calendar, year, month, day if month else 0)


def _dmy(found: re.Match[str], calendar: Calendar) -> Reading:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if found[2] == "." or first > 12 or first == second or not first * second:
        return _whole(calendar, year, second, first)
    if second > 12:
        return _whole(calendar, year, first, second)
    return _whole(calendar, year)._replace(flag=AMBIGUOUS)


def _ym(found: re.Match[str], calendar: Calendar) -> Reading | None:
    """`2016/09` is a month, `1998-99` a range; `2004/05` may be May or 2004 to 2005."""
    year, number, short = int(found[1]), int(found[3]), int(found[1]) % 100
    follows = number == (short + 1) % 100 and len(found[3]) == 2
    if found[2] == "/" and follows and number <= 12 and number:
        return _whole(calendar, year)._replace(flag=AMBIGUOUS)
    if number <= 12 and not (follows and not number):
        return _whole(calendar, year, number)
    if number <= short and not follows:
        return None
    last = year - short + number + (100 if number < short else 0)
    start, end = dated(calendar, year), dated(calendar, last)
    return interval(start, end) if start and end else IMPLAUSIBLE


def _my(found: re.Match[str], calendar: Calendar) -> Reading | None:
    return _whole(calendar, int(found[2]), int(found[1])) if int(found[1]) <= 12 else None


def _year(found: re.Match[str], calendar: Calendar) -> Reading:
    return _whole(calendar, int(found[1]))


def _open(found: re.Match[str], calendar: Calendar) -> Reading:
    start = dated(calendar, int(found[1]))
    return since(start) if start else IMPLAUSIBLE


def _unknown(made: Callable[[int], Part]) -> Callable[[re.Match[str], Calendar], Reading]:
    def reader(found: re.Match[str], _: Calendar) -> Reading:
        part = made(int(found[1]))
        return alone(replace(part, mark="?") if found[2] else part)

    return reader


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Calendar], Reading | None]], ...] = (
    (_YEAR, _year),
    (_YMD, _ymd),
    (_YM, _ym),
    (_DMY, _dmy),
    (_MY, _my),
    (_OPEN, _open),
    (_TENS, _unknown(decade)),
    (_HUNDREDS, _unknown(century)),
)
