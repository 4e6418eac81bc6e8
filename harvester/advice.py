"""Why a source is as it is, since when, and what to do: in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from harvester import sayings
from harvester.said import Said, read, verbatim
from harvester.said import said as _
from harvester.said import several as ngettext
from index.record import RunError, Sweep

if TYPE_CHECKING:
    from harvester.monitor import Health

# Overdue by more than this, something keeps the source from its turn.
LATE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Advice:
    """`why` and `do` are None where there is nothing to say, and nothing to do.

    An error says both itself. `reason` and `todo` are the English of the command line and JSON.
    """

    why: Said | RunError | None = None
    since: datetime | None = None
    do: Said | None = None

    @property
    def reason(self) -> str | None:
        if isinstance(self.why, RunError):
            return self.why.message
        return str(self.why) if self.why else None

    @property
    def todo(self) -> str | None:
        if isinstance(self.why, RunError):
            return self.why.hint
        return str(self.do) if self.do else None


def advice_of(health: Health, now: datetime, *, served: bool) -> Advice:
    """What an operator asks of a source; `served`: a service runs."""
    name, source, run = health.source.name, health.source, health.last_run
    match health.state:
        case "paused":
            return _paused(health)
        case "blocked" | "failing" if run and run.error:
            return Advice(run.error, health.past.since)
        case "blocked" | "failing":
            return Advice(_("it is being tried again"), health.past.since, _runs_of(name))
        case "stale":
            return Advice(
                _("no whole harvest for more than three of its intervals"),
                source.last_success or health.past.since,
                _begin(name, served=served),
            )
        case "degraded":
            return _degraded(health)
    if source.next_at and now - source.next_at > LATE:
        return Advice(_("it is overdue"), source.next_at, _begin(name, served=served))
    return Advice()


def _runs_of(name: str) -> Said:
    return verbatim(f"harvester runs {name}")


def _begin(name: str, *, served: bool) -> Said:
    if served:
        return verbatim(f"harvester sources run-now {name}")
    return _("no service runs: {command}", command="harvester run")


def _paused(health: Health) -> Advice:
    name, order = health.source.name, health.order
    if order is not None and order.paused_at:
        why = verbatim(order.paused_why) if order.paused_why else None
        return Advice(why, order.paused_at, verbatim(f"harvester sources resume {name}"))
    return Advice(_("the settings say enabled = false"))


def _degraded(health: Health) -> Advice:
    name, run, since = health.source.name, health.last_run, health.past.since
    if run and run.status == "partial":
        if run.error is None:
            return Advice(_("a part is missing"), since, _runs_of(name))
        return Advice(run.error, since)
    if run and run.status == "interrupted":
        going_on = _("nothing: it goes on from there")
        return Advice(_("the last harvest was interrupted"), since, going_on)
    if health.sweep is not None and health.drifts:
        return _drifting(health.sweep)
    unread = ngettext(
        "{number} entry in quarantine", "{number} entries in quarantine", health.source.quarantined
    )
    return Advice(unread, None, verbatim(f"harvester quarantine list {name}"))


def _drifting(sweep: Sweep) -> Advice:
    if sweep.status == "stopped":
        why = read(sweep.why or "", sayings.KEPT)
        stopped = _("the sweep stopped: {why}; nothing was deleted", why=why)
        return Advice(stopped, sweep.ended, verbatim(f"harvester sweep {sweep.source} --accept"))
    lost = ngettext(
        "{number} record of the server's list could not be fetched",
        "{number} records of the server's list could not be fetched",
        sweep.missing - sweep.fetched,
    )
    return Advice(lost, sweep.ended, verbatim(f"harvester sweep {sweep.source}"))


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
