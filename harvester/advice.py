"""Why a source is as it is, since when, and what to do: in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from index.cli.console import counted
from index.record import Sweep

if TYPE_CHECKING:
    from harvester.monitor import Health

# Overdue by more than this, something keeps the source from its turn.
LATE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Advice:
    """`reason` and `todo` are None where there is nothing to say, and nothing to do."""

    reason: str | None = None
    since: datetime | None = None
    todo: str | None = None


def advice_of(health: Health, now: datetime, *, served: bool) -> Advice:
    """What an operator asks of a source; `served`: a service runs."""
    name, source, run = health.source.name, health.source, health.last_run
    match health.state:
        case "paused":
            return _paused(health)
        case "blocked" | "failing" if run and run.error:
            return Advice(run.error.message, health.past.since, run.error.hint)
        case "blocked" | "failing":
            return Advice("it is being tried again", health.past.since, f"harvester runs {name}")
        case "stale":
            return Advice(
                "no whole harvest for more than three of its intervals",
                source.last_success or health.past.since,
                _begin(name, served=served),
            )
        case "degraded":
            return _degraded(health)
    if source.next_at and now - source.next_at > LATE:
        return Advice("it is overdue", source.next_at, _begin(name, served=served))
    return Advice()


def _begin(name: str, *, served: bool) -> str:
    return f"harvester sources run-now {name}" if served else "no service runs: harvester run"


def _paused(health: Health) -> Advice:
    name, order = health.source.name, health.order
    if order is not None and order.paused_at:
        return Advice(order.paused_why, order.paused_at, f"harvester sources resume {name}")
    return Advice("the settings say enabled = false", None, None)


def _degraded(health: Health) -> Advice:
    name, run, since = health.source.name, health.last_run, health.past.since
    if run and run.status == "partial":
        said = run.error
        if said is None:
            return Advice("a part is missing", since, f"harvester runs {name}")
        return Advice(said.message, since, said.hint)
    if run and run.status == "interrupted":
        return Advice("the last harvest was interrupted", since, "nothing: it goes on from there")
    if health.sweep is not None and health.drifts:
        return _drifting(health.sweep)
    unread = counted(health.source.quarantined, "entry", "entries")
    return Advice(f"{unread} in quarantine", None, f"harvester quarantine list {name}")


def _drifting(sweep: Sweep) -> Advice:
    if sweep.status == "stopped":
        said = f"the sweep stopped: {sweep.why}; nothing was deleted"
        return Advice(said, sweep.ended, f"harvester sweep {sweep.source} --accept")
    lost = counted(sweep.missing - sweep.fetched, "record")
    said = f"{lost} of the server's list could not be fetched"
    return Advice(said, sweep.ended, f"harvester sweep {sweep.source}")


def span(length: timedelta) -> str:
    """A length of time in one unit: `40 s`, `12 min`, `5 h`, `3 days`."""
    seconds = abs(round(length.total_seconds()))
    for unit, size in (("day", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size or (unit == "day" and seconds >= size):
            number = seconds // size
            return f"{number} {unit}{'s' if unit == 'day' and number > 1 else ''}"
    return f"{seconds} s"


def away(when: datetime, now: datetime) -> str:
    """How far a time is from now: `3 days ago`, `in 5 h`."""
    return f"in {span(when - now)}" if when > now else f"{span(now - when)} ago"
