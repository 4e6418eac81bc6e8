"""When a source is due: pure; APScheduler's trigger only computes the times of crontab."""

from __future__ import annotations

from datetime import datetime

from harvester.cron import cron_trigger
from harvester.settings import SourceSettings


def next_due(
    source: SourceSettings, last_attempt: datetime | None, now: datetime
) -> datetime | None:
    """When the source is due next (aware UTC): not after `now` means due; None means never.

    `every` counts from the last attempt, whether it succeeded or not; a source that was never tried
    is due at once, with `cron` at its next time. An attempt in the future (the clock was set back)
    counts as one of now. What was missed is due once.
    """
    if source.manual:
        return None
    last = None if last_attempt is None else min(last_attempt, now)
    if source.cron is not None:
        due: datetime | None = cron_trigger(source.cron).get_next_fire_time(last, last or now)
        return due
    if last is None or source.every is None:
        return now
    return last + source.every
