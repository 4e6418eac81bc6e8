"""Which dates to ask for, and where the next harvest starts. Pure.

The cursor is the server's clock (responseDate of a window's first page), because neither our clock
nor the greatest datestamp is safe (vufind-org/vufindharvest#7: lists are not in order of time). The
overlap covers index lag and servers that compare whole days although they promise seconds
(pkp/pkp-lib#13161).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from index.errors import UsageError

DAY = "YYYY-MM-DD"
SECOND = "YYYY-MM-DDThh:mm:ssZ"

# `from` and `until` of a request; None: not sent.
Asked: TypeAlias = tuple[str | None, str | None]

_ASKED = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?")


def cursor_of(response_date: str | None, started: datetime) -> str:
    """The time of a window's first page: the server's word, or ours where it gives none.

    Never later than ours: from a cursor in the future nothing would be found, and what changed
    until the server's clock was mended would be lost.
    """
    said = parsed(response_date)
    return formatted(started if said is None else min(said, started), SECOND)


def first_from(cursor: str | None, overlap: timedelta, granularity: str | None) -> str | None:
    """The `from` of the next window: the cursor less the overlap; None asks for everything.

    Where the server's granularity is not known, days: every server has to take them (OAI-PMH 2.0,
    section 3.3), and one that knows only days refuses seconds (IQSS/dataverse#11020).
    """
    moment = parsed(cursor)
    try:
        return None if moment is None else formatted(moment - overlap, granularity or DAY)
    except OverflowError:  # a server whose clock says year 1 (.NET's empty date)
        return None


def parsed(text: str | None) -> datetime | None:
    """A datestamp of either granularity as aware UTC; None where it is none."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def formatted(moment: datetime, granularity: str) -> str:
    """A moment as the server wants its dates."""
    # Not strftime: it writes the years before 1000 with fewer than four digits.
    second = moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    return second.date().isoformat() if granularity == DAY else f"{second.isoformat()}Z"


def asked_date(text: str | None, option: str) -> str | None:
    """A `--from` or `--until` as typed, checked: a day, or a second in UTC. Raises `UsageError`."""
    if text is None:
        return None
    if not _ASKED.fullmatch(text) or parsed(text) is None:
        raise UsageError(
            f"{option} {text!r} is no date",
            "write a day as 2024-01-31 or a second in UTC as 2024-01-31T10:00:00Z",
        )
    return text


def step_of(granularity: str | None) -> timedelta:
    """One granule: the smallest step between two datestamps of a server."""
    return timedelta(seconds=1) if granularity == SECOND else timedelta(days=1)


def halves(
    asked: Asked, lowest: datetime, now: datetime, granularity: str | None, floor: timedelta
) -> tuple[Asked, Asked] | None:
    """A window cut in two that meet without gap or overlap; None where it is too small for that.

    Open ends stay open: a tombstone may be older than earliestDatestamp (pkp/pkp-lib#2693), and
    what is new must not wait. `lowest` and `now` stand for them when the middle is looked for.
    `floor`: dates closer than that the server does not tell apart.
    """
    form, step = granularity or DAY, step_of(granularity)
    low, high = edges(asked, lowest, now, granularity)
    if high - low < max(step, floor):
        return None
    middle = low + max(step, (high - low) // 2 // step * step)
    start, end = restated(asked, granularity)
    return (start, formatted(middle - step, form)), (formatted(middle, form), end)


def tiles(days: Iterable[str], size: int) -> list[tuple[str, str]]:
    """Windows of whole days that hold some `size` of these datestamps each, earliest first."""
    found: list[tuple[str, str]] = []
    room = 0
    for day in sorted(_days(days)):
        if room and found:
            first, _ = found[-1]
            found[-1] = (first, day)
            room -= 1
        elif not found or found[-1][1] != day:
            found.append((day, day))
            room = size - 1
    return found


def _days(stamps: Iterable[str]) -> list[str]:
    return [stamp[:10] for stamp in stamps if parsed(stamp)]


def edges(
    asked: Asked, lowest: datetime, now: datetime, granularity: str | None
) -> tuple[datetime, datetime]:
    """The first and the last granule that a window asks for."""
    form = granularity or DAY
    start, end = restated(asked, granularity)
    low = parsed(start) or parsed(formatted(lowest, form)) or lowest
    high = parsed(end) or parsed(formatted(now, form)) or now
    return low, high


def _ends(asked: Asked) -> tuple[tuple[str | None, bool], tuple[str | None, bool]]:
    return (asked[0], False), (asked[1], True)


def form_of(text: str, granularity: str, is_end: bool) -> str:
    """A datestamp of either granularity in that of the server; as an end, a day lasts to its end.

    Both arguments have to be of one form (OJS compares the lengths of the strings).
    """
    moment = parsed(text)
    if moment is None:
        return text
    if is_end and len(text) == len("2026-01-31") and granularity == SECOND:
        moment += timedelta(days=1, seconds=-1)
    return formatted(moment, granularity)


def restated(asked: Asked, granularity: str | None) -> Asked:
    """The dates in the form that the server takes now: none of them asks for less than before."""
    form = granularity or DAY
    start, end = (
        None if text is None else form_of(text, form, edge) for text, edge in _ends(asked)
    )
    return start, end


def outside(datestamp: str, asked: Asked) -> timedelta:
    """How far a record's datestamp is outside the dates that were asked for; zero: it is not.

    Two of different granularity are compared by day.
    """
    moment = parsed(datestamp)
    if moment is None:
        return timedelta(0)
    start, end = asked
    far = timedelta(0)
    if start is not None and (first := parsed(start)):
        far = max(far, first - _like(moment, datestamp, start))
    if end is not None and (last := parsed(end)):
        far = max(far, _like(moment, datestamp, end) - last)
    return far


def _like(moment: datetime, written: str, other: str) -> datetime:
    day = len("2026-01-31")
    if len(written) > day and len(other) > day:
        return moment
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
