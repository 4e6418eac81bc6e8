"""What the first page of a list tells: dates, tokens, clocks. Pure."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import datetime

from harvester.stages import Page
from harvester.windows import parsed


def real_granularity(page: Page) -> str | None:
    """How fine the datestamps of the records are: `second` or `day`; None where there are none.

    Servers that promise seconds and hold days give midnight in every header.
    """
    stamps = [raw.datestamp for raw in page.records] + [one.datestamp for one in page.tombstones]
    if not stamps:
        return None
    midnight = all(re.fullmatch(r"\d{4}-\d\d-\d\d(T00:00:00Z)?", stamp) for stamp in stamps)
    return "day" if midnight else "second"


def token_style(token: str) -> str:
    """What a resumption token looks like: whether it says where it goes on, or hides it."""
    if re.search(r"(^|\D)\d{4}-\d\d-\d\d", token) or re.search(r"[/|!,:;]\d+$", token):
        return "says where it goes on"
    if token.lstrip().startswith(("{", "%7B")):
        return "JSON"
    if _is_base64(token):
        return "base64"
    return "a number" if token.isdecimal() else "opaque"


def _is_base64(token: str) -> bool:
    try:
        plain = base64.b64decode(token, validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(token) >= 12 and plain.isascii()


def token_life(page: Page) -> float | None:
    """Seconds that a token is good for, by the server's own clock; None where it does not say."""
    said = parsed(page.response_date)
    if page.token_expires is None or said is None:
        return None
    return (page.token_expires - said).total_seconds()


def skew(page: Page, asked: datetime, elapsed: float) -> float | None:
    """Seconds that the server's clock is ahead of ours; None where it tells no time.

    It is told when the answer is made: somewhere between our asking and its coming.
    """
    said = parsed(page.response_date)
    return None if said is None else (said - asked).total_seconds() - elapsed / 2
