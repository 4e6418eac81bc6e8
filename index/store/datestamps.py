"""OAI-PMH datestamps (section 3.3.1 of the protocol): which of two is older."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_FORM = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?", re.ASCII)
_DAY = len("2026-11-22")


def is_older(stamp: str, than: str) -> bool:
    """Is `stamp` certainly before `than`?

    Both may be of day or of second granularity; two that differ in it are compared by day. What
    is no datestamp is never older: a record must not be lost because a server writes dates badly.
    """
    if stamp == than or not (_is_datestamp(stamp) and _is_datestamp(than)):
        return False
    if len(stamp) != len(than):
        return stamp[:_DAY] < than[:_DAY]
    return stamp < than


def was_future(stamp: str, response_date: str | None, seen: datetime) -> bool:
    """Did `stamp` lie in the future when it was given?

    The time of that is the page's responseDate; where it is none, `seen` (our clock).
    """
    if not _is_datestamp(response_date or ""):
        response_date = seen.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return is_older(response_date or "", stamp)


def _is_datestamp(text: str) -> bool:
    if not _FORM.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
