"""Which dates to ask for, and where the next harvest starts. Pure.

The cursor is the server's clock (responseDate of a window's first page), because neither our clock
nor the greatest datestamp is safe (vufind-org/vufindharvest#7: lists are not in order of time). The
overlap covers index lag and servers that compare whole days although they promise seconds
(pkp/pkp-lib#13161).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from index.errors import UsageError

DAY = "YYYY-MM-DD"
SECOND = "YYYY-MM-DDThh:mm:ssZ"

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
