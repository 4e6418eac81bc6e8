"""Quiet hours: when no harvest of a source begins. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_HOURS = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])-([01]?[0-9]|2[0-3]):([0-5][0-9])")
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Quiet:
    """From a minute of the day up to another, which may be one of the next day."""

    start: int
    end: int

    @property
    def minutes(self) -> frozenset[int]:
        """Every minute of the day in it."""
        length = (self.end - self.start) % _DAY
        return frozenset((self.start + minute) % _DAY for minute in range(length))


@lru_cache(maxsize=256)
def parse_quiet(text: str) -> tuple[Quiet, ...]:
    """ "22:00-06:00", several with commas between. Raises `ValueError`.

    Those that overlap are a mistake that somebody made, and so is a day that is all quiet.
    """
    found = tuple(_one(part.strip()) for part in text.split(",")) if text.strip() else ()
    taken: set[int] = set()
    for one in found:
        if not one.minutes or taken & one.minutes:
            raise ValueError("quiet hours that overlap, or begin where they end")
        taken |= one.minutes
    if len(taken) == _DAY:
        raise ValueError("no hour is left")
    return found


def _one(part: str) -> Quiet:
    hours = _HOURS.fullmatch(part)
    if hours is None:
        raise ValueError("not quiet hours")
    first, minute, last, other = map(int, hours.groups())
    return Quiet(first * 60 + minute, last * 60 + other)


def loud_from(moment: datetime, quiet: tuple[Quiet, ...], zone: ZoneInfo) -> datetime:
    """The first moment (aware UTC) from this one on that is in none of the quiet hours."""
    for _ in range(len(quiet) + 1):  # one may begin where another ends
        local = moment.astimezone(zone)
        minute = local.hour * 60 + local.minute
        hours = next((one for one in quiet if minute in one.minutes), None)
        if hours is None:
            break
        day = local.date() + timedelta(days=1 if hours.end <= minute else 0)
        moment = _after(moment, datetime.combine(day, time(*divmod(hours.end, 60))), zone)
    return moment


def _after(moment: datetime, local: datetime, zone: ZoneInfo) -> datetime:
    """A local time as UTC; of an hour that the clocks repeat, the first that is not over."""
    found = local.replace(tzinfo=zone).astimezone(UTC)
    if found > moment:
        return found
    return local.replace(tzinfo=zone, fold=1).astimezone(UTC)
