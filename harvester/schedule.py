"""When a source is due: pure; APScheduler's trigger only computes the times of crontab."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from harvester.cron import cron_trigger
from harvester.settings import SourceSettings
from index.record import Run

# Of these runs the next one may well be the same.
FAILED = ("failed", "blocked")


def failures_of(newest: Sequence[Run]) -> int:
    """How many harvests have failed in a row, the newest first. Loads asked nobody."""
    harvests = (run for run in newest if run.requests)
    return len(list(takewhile(lambda run: run.status in FAILED, harvests)))


def next_due(
    source: SourceSettings,
    last_attempt: datetime | None,
    now: datetime,
    failures: int = 0,
    cap: timedelta = timedelta(days=7),
    not_before: datetime | None = None,
) -> datetime | None:
    """When the source is due next (aware UTC): not after `now` means due; None means never.

    `every` counts from the last attempt, whether it succeeded or not; a source that was never tried
    is due at once, with `cron` at its next time. An attempt in the future (the clock was set back)
    counts as one of now. What was missed is due once. After `failures` in a row the time to the
    next doubles for each but the first, up to `cap`, or to what it is without any where that is
    longer: a server that is down for good costs little, and is never given up. Never before
    `not_before`: the server wants to be left alone so long (jupiter#670: 24 hours).
    """
    if source.manual:
        return None
    due = _usual(source, last_attempt, now, failures, cap)
    return due if not_before is None else max(due, not_before)


def _usual(
    source: SourceSettings,
    last_attempt: datetime | None,
    now: datetime,
    failures: int,
    cap: timedelta,
) -> datetime:
    last = None if last_attempt is None else min(last_attempt, now)
    if source.cron is not None:
        due = _due(source.cron, last, now)
        return due if last is None else max(due, last + backed_off(due - last, failures, cap))
    if last is None or source.every is None:
        return now
    return last + backed_off(source.every, failures, cap)


def backed_off(interval: timedelta, failures: int, cap: timedelta) -> timedelta:
    """The interval after so many failures in a row: doubled for each but the first, up to `cap`."""
    if interval >= cap:
        return interval
    doublings = min(max(failures - 1, 0), (cap // interval).bit_length())
    return min(interval * (1 << doublings), cap)


def _due(cron: str, last: datetime | None, now: datetime) -> datetime:
    due: datetime = cron_trigger(cron).get_next_fire_time(last, last or now)
    return due
