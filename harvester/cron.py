"""Crontab expressions: five fields, computed by APScheduler's trigger.

It computes as if local time were UTC, and what it says is made a time of the zone here: at the
change of summer time APScheduler 3 runs a job twice, or at an hour that does not exist. Where both
a day of the month and a weekday are given, both must hold (cron: either).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from apscheduler.triggers.cron import CronTrigger

_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")  # crontab: 0 and 7 are Sunday
_NUMBERS = re.compile(r"([0-7])(?:-([0-7])(?:/([1-9]))?)?")


@lru_cache(maxsize=1024)
def cron_trigger(expression: str) -> CronTrigger:
    """The trigger of a crontab expression. Raises `ValueError` where it is none."""
    from apscheduler.triggers.cron import CronTrigger  # 90 ms: only where a source has one

    fields = expression.split()
    if len(fields) == 5:
        fields[4] = ",".join(_weekday(part) for part in fields[4].split(","))
    return CronTrigger.from_crontab(" ".join(fields), timezone=UTC)


def next_fire(expression: str, moment: datetime, zone: ZoneInfo) -> datetime:
    """The first time of the expression (aware UTC) from `moment` on.

    An hour that the clocks skip is taken as much later; one that they repeat counts once.
    """
    local = moment.astimezone(zone).replace(tzinfo=UTC, fold=0)
    while True:
        due: datetime = cron_trigger(expression).get_next_fire_time(None, local)
        found = due.replace(tzinfo=zone).astimezone(UTC)
        if found >= moment:
            return found
        local = due + timedelta(seconds=1)


def check_cron(expression: str) -> str:
    """The expression, if it is one that ever fires; else `ValueError`."""
    if cron_trigger(expression).get_next_fire_time(None, datetime(2000, 1, 1, tzinfo=UTC)) is None:
        raise ValueError("never fires")
    return expression


def _weekday(part: str) -> str:
    """Numbers as names: crontab counts from Sunday, APScheduler 3 from Monday (its issue 286)."""
    found = _NUMBERS.fullmatch(part)
    if found is None:
        return part
    first, last, step = found.groups()
    days = range(int(first), int(last or first) + 1, int(step or 1))
    return ",".join(_WEEKDAYS[day] for day in days)
