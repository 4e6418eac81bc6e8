"""W3CDTF and EDTF: what machines write. Level 2 comes down to what level 1 can say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harvester.normalise.date_forms.parts import (
    IMPLAUSIBLE,
    PLAUSIBLE,
    Part,
    Reading,
    alone,
    century,
    decade,
    interval,
    point,
    quarter,
    season,
    since,
    span,
    until,
)

_CLOCK = (
    r"(?P<clock>[Tt ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?)"
    r" ?(?:[Zz]|UTC|GMT|[+-][0-9]{2}:?(?:[0-9]{2})?)?)?"
)
_ISO = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-3][0-9])" + _CLOCK + ")?)?"
)
_MIDNIGHT = re.compile(r"00:00(?::00(?:[.,]0+)?)?")
_BASIC = re.compile(r"(?P<year>[12][0-9]{3})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3][0-9])")

_MARK = r"(?P<mark>[?~%])?"
_LEVEL_1 = re.compile(
    r"(?P<year>[0-9]{2}(?:[0-9]{2}|[0-9][XxUu]|[XxUu]{2}))"
    r"(?:-(?P<month>[0-9]{2}|[XxUu]{2})(?:-(?P<day>[0-9]{2}|[XxUu]{2}))?)?" + _MARK
)
# Level 2 qualifies parts of a date: `2004?-06-11`, `?2004-06-~11`.
_LEVEL_2 = re.compile(r"(?=.*[?~%])[?~%]?[0-9]{4}(?:[?~%]?-[?~%]?[0-9]{2}){1,2}[?~%]?")
_LONG_YEAR = re.compile(r"Y-?[0-9]{5,}|-[0-9]{4}(?:-[0-9]{2}){0,2}|[0-9]{5,}-[0-9]{2}-[0-9]{2}")
_SET = re.compile(r"\[(?P<one>[^\[\]{}]*[,.][^\[\]{}]*)\]|\{(?P<all>[^\[\]{}]*[,.][^\[\]{}]*)\}")


def read_iso(text: str) -> Reading | None:
    """A W3CDTF date, the commonest form; None for any other.

    Midnight of a first day is no day but a month or a year that a program has filled up: DOAJ
    writes 2006 as `2006-01-01T00:00:00Z`.
    """
    found = _ISO.fullmatch(text) or _BASIC.fullmatch(text)
    if not found:
        return None
    year, month, day = int(found["year"]), int(found["month"] or 0), int(found["day"] or 0)
    time = found.groupdict().get("time")
    if time and day == 1 and _MIDNIGHT.fullmatch(time):
        month, day = (0 if month == 1 else month), 0
    if year == 0 or (found["day"] == "00"):
        return None
    return alone(point(year, month, day))


def read_edtf(text: str) -> Sequence[Reading]:
    """Readings of EDTF, empty for what is none. `{1960,1961}` are two dates, all else is one."""
    if _LONG_YEAR.fullmatch(text):
        return (IMPLAUSIBLE,)
    found = _SET.fullmatch(text)
    if found and found["all"]:
        parts = [_part(piece.strip()) for piece in found["all"].split(",")]
        return tuple(alone(part) for part in parts if part) if all(parts) else ()
    one = _one_of(found["one"]) if found else _single(text)
    return (one,) if one else ()


def _single(text: str) -> Reading | None:
    left, slash, right = text.partition("/")
    if slash:
        return _interval(left.strip(), right.strip())
    part = _part(text)
    return alone(part) if part else None


def _interval(left: str, right: str) -> Reading | None:
    start, end = _part(left), _part(right)
    if start and end:
        return interval(start, end) if min(len(left), len(right)) >= 4 else None
    if start and right in ("", ".."):
        read = since(start)
        return read._replace(edtf=(read.edtf or "").removesuffix("..") + right or None)
    if end and left in ("", ".."):
        read = until(end)
        return read._replace(edtf=left + (read.edtf or "").removeprefix("..") or None)
    return None


def _one_of(text: str) -> Reading | None:
    """`[1667,1668]`: somewhere from the first to the last, neither of them certain."""
    ends = [_part(piece) for piece in re.split(r"\s*(?:,|\.\.)\s*", text.strip()) if piece]
    known = [part for part in ends if part]
    if len(known) != len(ends) or not known:
        return None
    first, last = min(known, key=lambda p: p.low), max(known, key=lambda p: p.high)
    return interval(first.marked("?"), last.marked("?"))


def _part(text: str) -> Part | None:
    found = _LEVEL_1.fullmatch(text)
    if found:
        part = _level_1(found)
        return part.marked(found["mark"]) if part and found["mark"] else part
    if _LEVEL_2.fullmatch(text):
        whole = _part(re.sub("[?~%]", "", text))
        marks = {mark for mark in text if mark in "?~%"}
        return whole.marked("%" if len(marks) > 1 else marks.pop()) if whole else None
    return None


def _level_1(found: re.Match[str]) -> Part | None:
    year, month, day = (found[name] or "" for name in ("year", "month", "day"))
    if not year.isdigit():
        known = re.sub("[XxUu]", "", year)
        whole = decade(int(known)) if len(known) == 3 else century(int(known))
        return whole if not month else None
    if not month.isdigit():
        part = point(int(year))
        return Part(f"{year}-XX" + ("-XX" if day else ""), "year", year, year) if month else part
    if not day:
        return _month(int(year), int(month))
    if not day.isdigit():
        whole = point(int(year), int(month))
        return Part(f"{whole.text}-XX", "month", whole.low, whole.high, flag=whole.flag)
    return point(int(year), int(month), int(day)) if 1 <= int(month) <= 12 and day > "00" else None


def _month(year: int, month: int) -> Part | None:
    """A month; or what ISO 8601-2 counts on from 21: seasons, quarters, thirds, halves.

    `1914-25` could be the spring of level 2, but is a range wherever it comes: see numeric.py.
    """
    if 1 <= month <= 12:
        return point(year, month)
    if 21 <= month <= 24:
        return season(year, month - 20)
    if year % 100 < month and year - year % 100 + month in PLAUSIBLE and month < 33:
        return None
    if 25 <= month <= 32:
        return season(year, (month - 25) % 4 + 1)
    if 33 <= month <= 36:
        return quarter(year, month - 32)
    if 37 <= month <= 41:
        length, number = (4, month - 37) if month <= 39 else (6, month - 40)
        first = length * number + 1
        return span(f"{year:04}-{first:02}", f"{year:04}-{first + length - 1:02}", "season")
    return None
