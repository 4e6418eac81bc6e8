"""What runs: the service, its clock, the states of the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from statistics import median

from harvester.claims import described
from harvester.doctor.finding import Finding, failed, ok, warning
from harvester.errors import CannotListen
from harvester.monitor import Health, counted_states
from harvester.service.lock import holder_of
from harvester.settings import Settings
from harvester.watching.http import serving

# Seconds by which most servers' clocks may differ from ours without a word; as `review.SKEW`.
SKEW = 300
# Of so few servers each may be the one that is wrong.
FEW = 3


def service(settings: Settings) -> Iterator[Finding]:
    """Whether a service runs, and what troubles it; without one, whether its port is free."""
    holder = holder_of(settings.data.dir)
    if holder is not None:
        yield ok("service", f"{described(holder.owner)} since {holder.since}")
        for trouble in holder.trouble:
            yield warning("service", trouble, "see its log")
        return
    scheduled = any(one.enabled and not one.manual for one in settings.sources)
    if scheduled:
        yield warning("service", "no service runs, so nothing is harvested", "harvester run")
    if settings.watch.listen:
        try:
            with serving(settings.watch.listen, {}):
                yield ok("service", f"{settings.watch.listen} is free to be listened on")
        except CannotListen as error:
            yield from failed("service", error)


def clock(now: datetime, healths: Sequence[Health]) -> Iterator[Finding]:
    """Whether our clock can be right: by what we wrote earlier, and by what servers said. Pure."""
    runs = [one.last_run for one in healths if one.last_run is not None]
    newest = max((run.started for run in runs), default=None)
    todo = "set the clock of this machine, and let it be kept (timedatectl set-ntp true)"
    if newest is not None and newest - now > timedelta(minutes=1):
        said = (
            f"it is {now:%Y-%m-%d %H:%M} UTC here, and a harvest began at {newest:%Y-%m-%d %H:%M}"
        )
        yield Finding("clock", "error", said, todo)
        return
    skews = [run.skew for run in runs if run.skew is not None]
    off = median(skews) if len(skews) >= FEW else 0
    if abs(off) > SKEW:
        way = "behind" if off > 0 else "ahead of"
        said = f"this clock is {abs(off):.0f} s {way} those of most servers"
        yield warning("clock", said, todo)
    else:
        yield ok("clock", f"{now:%Y-%m-%d %H:%M:%S} UTC")


def states(healths: Sequence[Health]) -> Iterator[Finding]:
    """How many sources are in which state. Pure."""
    words = ", ".join(f"{count} {state}" for state, count in counted_states(healths).items())
    sick = sum(one.sick for one in healths)
    if sick:
        yield warning("sources", words, "harvester status says of each what to do")
    elif words:
        yield ok("sources", words)
