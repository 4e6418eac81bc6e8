"""When a source is due: pure; APScheduler's trigger only computes the times of crontab.

Nothing here is drawn by lot: jitter is told from the source's name and its last attempt, so that
the same rows give the same times again, after a restart too.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zlib import crc32

from harvester.caps import DEFAULT, Caps
from harvester.cron import next_fire
from harvester.quiet import loud_from, parse_quiet
from harvester.settings import SourceSettings
from harvester.timing import zone_of
from index.record import Standing

# What failed is tried again after this, or sooner where it is harvested more often.
FIRST_RETRY = timedelta(hours=1)
# A harvest that was interrupted goes on at once, but one that was so often may be why.
MOST_CUT = 2
FIRST_PAUSE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)


def next_due(
    source: SourceSettings, past: Standing, now: datetime, caps: Caps = DEFAULT
) -> datetime | None:
    """When the source is due next (aware UTC): not after `now` means due; None means never.

    `every` counts from the last attempt; a source that was never tried is due at once, with `cron`
    at its next time. An attempt in the future (the clock was set back) counts as one of now. What
    was missed is due once, and what was interrupted at once. A failure is tried again soon, then
    later and later, up to the cap: a server that is down for good costs little, and is never given
    up. Where a part of it came, it is never later than usual. Quiet hours and jitter come last.
    Never before the server wants to be asked again (jupiter#670: 24 hours).
    """
    if source.manual or not source.enabled:
        return None
    due, rest = _usual(source, past, now, caps), past.not_before
    return due if rest is None or rest <= due else _loud(source, rest)


def _usual(source: SourceSettings, past: Standing, now: datetime, caps: Caps) -> datetime:
    if past.last_attempt is None:
        # One that waits for its first time since then keeps its place among others.
        first = min(past.next_at or now, now)
        return _loud(source, first if source.cron is None else _fire(source, first))
    last = min(past.last_attempt, now)
    if past.status in ("running", "interrupted"):
        # As it was due: whoever was cut off keeps its place before those that had to wait.
        return min(past.next_at or last, last) if past.cut <= MOST_CUT else last + _pause(past.cut)
    chance = chance_of(source.name, last)
    wait = retry_wait(source.every or FIRST_RETRY, past, caps, chance)
    if source.cron is not None:
        due = _fire(source, last + max(wait or _SECOND, _SECOND))
    else:
        due = last + (source.every or FIRST_RETRY if wait is None else wait)
    return _loud(source, due + chance * source.jitter)


def interval_of(source: SourceSettings, now: datetime) -> timedelta | None:
    """How long one harvest is behind another; None: not by the clock."""
    if source.cron is None:
        return source.every
    first = _fire(source, now)
    return _fire(source, first + _SECOND) - first


def retry_wait(
    interval: timedelta, past: Standing, caps: Caps, chance: float = 0.0
) -> timedelta | None:
    """How long after a run that went wrong the next one comes; None: it went well."""
    base = min(interval, FIRST_RETRY)
    match past.status:
        case "failed":
            return backed_off(base, past.failures, max(caps.failing, base), chance)
        case "blocked":
            patient = max(interval, FIRST_RETRY)
            return backed_off(patient, past.failures, max(caps.blocked, patient), chance)
        case "partial":
            return backed_off(base, past.tries, interval, chance)
    return None


def backed_off(base: timedelta, failures: int, cap: timedelta, chance: float = 0.0) -> timedelta:
    """The wait after so many failures in a row: doubled for each but the first, up to `cap`.

    `chance` (from 0 up to 1) takes away up to an eighth of what was added, so that what failed
    together does not come back together.
    """
    doublings = min(max(failures - 1, 0), (cap // base).bit_length())
    wait = min(base * (1 << doublings), cap)
    return wait - (wait - base) * (chance / 8)


def chance_of(name: str, moment: datetime) -> float:
    """A number from 0 up to 1 that looks drawn by lot, and is always the same for the same."""
    return crc32(f"{name} {moment.timestamp():.0f}".encode()) / 2**32


def _pause(cut: int) -> timedelta:
    return backed_off(FIRST_PAUSE, cut - MOST_CUT, FIRST_RETRY)


def _fire(source: SourceSettings, moment: datetime) -> datetime:
    assert source.cron is not None
    return next_fire(source.cron, moment, zone_of(source.timezone))


def _loud(source: SourceSettings, due: datetime) -> datetime:
    return loud_from(due, parse_quiet(source.quiet), zone_of(source.timezone))
