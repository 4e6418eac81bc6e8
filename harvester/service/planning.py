"""The schedule in the database, brought in line with the settings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from harvester import sayings
from harvester.claims import is_dead
from harvester.hosts import Hosts
from harvester.open import Harvester
from harvester.schedule import next_due
from harvester.settings import Settings, SourceSettings
from harvester.tick import spread
from index.record import Standing


def plan_all(harvester: Harvester, names: Collection[str] | None = None) -> list[Standing]:
    """Plan every source of the settings (or those) anew from its runs; gives where they stand.

    The same runs give the same times, so that only what is new, was changed in the settings, or
    lies beyond what the clock can mean (it was set back) gets another time.
    """
    store, settings, now = harvester.store, harvester.settings, harvester.clock.now()
    wanted = [one for one in settings.sources if names is None or one.name in names]
    store.enrol([(one.name, one.url, one.prefix) for one in wanted], now)
    pasts = {past.source: past for past in store.standings()}
    store.plan(dict(_moved(settings, wanted, pasts, now)))
    return list(pasts.values())


def _moved(
    settings: Settings,
    sources: Iterable[SourceSettings],
    pasts: dict[str, Standing],
    now: datetime,
) -> Iterable[tuple[str, datetime | None]]:
    for source in sources:
        past = pasts[source.name]
        due = next_due(source, past, now, settings.manners(source).caps)
        whole = due and due.replace(microsecond=0)  # as the store keeps it
        if whole != past.next_at:
            yield source.name, due


def spread_missed(harvester: Harvester) -> int:
    """Spread what was missed over some time; gives how many sources wait a little."""
    settings, now = harvester.settings, harvester.clock.now()
    ours = {source.name for source in settings.sources}
    due = [(name, when) for name, when in harvester.store.due(now) if name in ours]
    times = spread(now, due, settings.harvest.workers, settings.service.catch_up)
    harvester.store.plan(times)
    return len(times)


def end_dead_runs(harvester: Harvester) -> list[str]:
    """Mark the runs that a dead process left as interrupted; gives their sources."""
    store, now = harvester.store, harvester.clock.now()
    dead = [
        name
        for name, owner, until in store.running()
        if owner is None or is_dead(owner) or (until is not None and until <= now)
    ]
    for name in dead:
        store.interrupt_runs(name, now)
    return dead


def changed_sources(before: Settings, after: Settings) -> set[str]:
    """The sources that are new, or not as they were, in the later settings."""
    old = {source.name: (source, before.manners(source).caps) for source in before.sources}
    return {
        source.name
        for source in after.sources
        if old.get(source.name) != (source, after.manners(source).caps)
    }


# What is opened at the start, and stays as it is.
FIXED = ("data", "store", "index", "web", "log")


def adopted(harvester: Harvester, after: Settings) -> tuple[Harvester, list[str]]:
    """The harvester with other settings; and what of them holds from the next start on only."""
    before, hosts = harvester.settings, harvester.hosts
    fixed = {name: getattr(before, name) for name in FIXED}
    if after.harvest.per_host != before.harvest.per_host:
        hosts = Hosts(harvester.clock, after.harvest.per_host)
    held = [name for name, value in fixed.items() if getattr(after, name) != value]
    settings = after.model_copy(update=fixed)
    return replace(harvester, settings=settings, hosts=hosts), held


def by_name(settings: Settings) -> dict[str, SourceSettings]:
    """The sources of the settings by their names."""
    return {source.name: source for source in settings.sources}


def lack_of_room(settings: Settings, room: Callable[[Path], int]) -> str | None:
    """Why no harvest may begin, in words; `room` gives the free bytes beside a folder."""
    folder = min(settings.data.dir, settings.database.parent, key=room)
    free, least = room(folder), settings.service.min_free
    if free >= least:
        return None
    in_mb = {"free": free // 1_000_000, "least": least // 1_000_000}
    return sayings.NO_ROOM.format(folder=folder, **in_mb)
