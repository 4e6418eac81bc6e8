"""How every source is at one moment: what the store says of it, and what the settings say."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from harvester.advice import Advice, advice_of
from harvester.claims import as_they_are
from harvester.monitor import Health, health_of
from harvester.settings import Settings, SourceSettings
from index.record import Order, Run, SourceState, Standing, Sweep
from index.store.base import Store

RUNS = 20  # looked at: so many loads in a row may hide how the last harvest ended
SWEEPS = 5  # the same of those that broke off


@dataclass(frozen=True, slots=True)
class Held:
    """What the store says of all sources, and how many changes the index has not taken."""

    sources: list[SourceState] = field(default_factory=list)
    newest: list[Run] = field(default_factory=list)
    pasts: list[Standing] = field(default_factory=list)
    orders: dict[str, Order] = field(default_factory=dict)
    sweeps: list[Sweep] = field(default_factory=list)
    pending: int = 0


def held_by(store: Store) -> Held:
    """What it says now. Raises `StoreError`."""
    return Held(
        store.sources(),
        as_they_are(store, _newest(store)),
        store.standings(),
        store.orders(),
        store.sweeps(limit=SWEEPS),
        store.pending(),
    )


def _newest(store: Store) -> Iterator[Run]:
    """The newest run of each source; where that is a load, some before it too."""
    for run in store.runs(limit=1):
        if run.requests or run.status in _TELLING:
            yield run
        else:
            yield from store.runs(run.source, RUNS)


def advised(
    settings: Settings, held: Held, now: datetime, *, served: bool
) -> list[tuple[Health, Advice]]:
    """Every source with what there is to say of it, by name; `served`: a service runs."""
    return [
        (health, advice_of(health, now, served=served))
        for health in healths_of(settings, held, now)
    ]


def healths_of(settings: Settings, held: Held, now: datetime) -> list[Health]:
    """Every configured source, also one that never ran, and every one that only the store knows."""
    states = {state.name: state for state in held.sources}
    known = {source.name: source for source in settings.sources}
    pasts = {past.source: past for past in held.pasts}
    runs, sweeps = _telling(held.newest, known.keys()), _ended(held.sweeps)
    return [
        health_of(
            states.get(name) or _never_ran(known[name]),
            runs.get(name),
            _interval(known.get(name), now),
            now,
            past=pasts.get(name),
            order=held.orders.get(name),
            rests=name in known and not known[name].enabled,
            sweep=sweeps.get(name),
        )
        for name in sorted(states.keys() | known.keys())
    ]


# Of runs that asked nobody those that are no load: cut off, or never got so far.
_TELLING = ("running", "interrupted", "failed", "blocked")


def _telling(newest: list[Run], known: Collection[str]) -> dict[str, Run]:
    """The newest run of each source; a load from files says nothing of how a server is."""
    asked = {run.source for run in newest if run.requests and run.source in known}
    telling = [
        run for run in newest if run.requests or run.source not in asked or run.status in _TELLING
    ]
    return {run.source: run for run in sorted(telling, key=lambda run: run.id)}


def _ended(sweeps: list[Sweep]) -> dict[str, Sweep]:
    """The newest sweep of each source that came to an end."""
    ended = [sweep for sweep in sweeps if sweep.status in ("complete", "stopped")]
    return {sweep.source: sweep for sweep in sorted(ended, key=lambda sweep: sweep.id)}


def _interval(source: SourceSettings | None, now: datetime) -> timedelta | None:
    if source is None:
        return None
    if source.cron is None:
        return source.every
    from harvester.schedule import interval_of

    return interval_of(source, now)


def _never_ran(source: SourceSettings) -> SourceState:
    return SourceState(source.name, source.url, source.prefix, True, 0, 0, 0, None, None, None)
