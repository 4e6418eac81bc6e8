"""Years and dates of a query: `2019..2024`, `>=2020`, `2019-05..2020`. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from index.fields import days
from index.tree import Dates, Node, Years

_END = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_RANGE = re.compile(rf"({_END})?(?:\.\.\.?|…|–|—)({_END})?", re.ASCII)
_TWO_YEARS = re.compile(r"(\d{4})-(\d{4})", re.ASCII)
_BOUND = re.compile(rf"(>=|<=|>|<|≥|≤)({_END})", re.ASCII)
_SIGNS = {"≥": ">=", "≤": "<="}


def ranged(field: str, value: str) -> Node | None:
    """The range that a value of `year` or `date` is; None for all else, and for no such day."""
    ends = _ends(value)
    if ends is None or not all(_is_date(end) for end in ends if end is not None):
        return None
    first, last = ends
    if field == "date":
        return Dates(*_in_order(first, last))
    if any(end is not None and len(end) != 4 for end in ends):
        return None
    low, high = (int(end) if end is not None else None for end in ends)
    turned = low is not None and high is not None and low > high
    return Years(high, low) if turned else Years(low, high)


def _ends(value: str) -> tuple[str | None, str | None] | None:
    found = _TWO_YEARS.fullmatch(value) or _RANGE.fullmatch(value)
    if found and any(found.groups()):
        return found[1], found[2]
    bound = _BOUND.fullmatch(value)
    return _open(_SIGNS.get(bound[1], bound[1]), bound[2]) if bound else None


def _open(sign: str, end: str) -> tuple[str | None, str | None] | None:
    if sign == ">=":
        return end, None
    if sign == "<=":
        return None, end
    beside = _beside(end, 1 if sign == ">" else -1)
    if beside is None:
        return None
    return (beside, None) if sign == ">" else (None, beside)


def _beside(end: str, step: int) -> str | None:
    """The year, month or day after or before; None at either end of the calendar."""
    try:
        if len(end) == 4:
            return date(int(end) + step, 1, 1).isoformat()[:4]
        if len(end) == 7:
            months = int(end[:4]) * 12 + int(end[5:]) - 1 + step
            return date(months // 12, months % 12 + 1, 1).isoformat()[:7]
        return (date.fromisoformat(end) + timedelta(days=step)).isoformat()
    except (ValueError, OverflowError):
        return None


def _is_date(end: str) -> bool:
    try:
        date.fromisoformat(end + "0001-01-01"[len(end) :])
    except ValueError:
        return False
    return True


def _in_order(first: str | None, last: str | None) -> tuple[str | None, str | None]:
    low, high = days(first, last)
    return (first, last) if low <= high else (last, first)
