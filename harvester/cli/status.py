"""`harvester status`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import sleep
from typing import TYPE_CHECKING

import click

from harvester.advice import Advice, advice_of
from harvester.cli.app import App
from harvester.cli.screen import Line, screen
from harvester.monitor import Health, State, health_of, status_shape
from harvester.service.lock import Holder, holder_of
from harvester.settings import Settings, SourceSettings
from index.cli.console import counted, emit_json, note, printable, say, terminal
from index.cli.options import json_option
from index.errors import StoreMissing, UsageError
from index.record import Order, Run, SourceState, Standing
from index.store.base import Store

if TYPE_CHECKING:
    from harvester.profile import Quality

_MOST = 5  # fields that are named
RUNS = 20  # looked at: so many loads in a row may hide how the last harvest ended
AGAIN = 2.0  # seconds between two looks
_STYLES: dict[State, str] = {
    "blocked": "bold red", "failing": "bold red", "stale": "bold yellow", "degraded": "yellow",
    "paused": "dim", "new": "cyan",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """What the store says of all sources."""

    sources: list[SourceState] = field(default_factory=list)
    newest: list[Run] = field(default_factory=list)
    pasts: list[Standing] = field(default_factory=list)
    orders: dict[str, Order] = field(default_factory=dict)
    pending: int = 0
    qualities: dict[str, Quality | None] | None = None


@click.command()
@click.option(
    "--quality", "asked", is_flag=True, help="Also how complete records are; reads all of them."
)
@click.option("--all", "every", is_flag=True, help="List every source, however many there are.")
@click.option("--tag", "tags", multiple=True, help="Only sources with this tag.")
@click.option("--watch", is_flag=True, help="Go on looking, until Ctrl-C.")
@json_option
@click.pass_obj
def status(
    app: App, asked: bool, every: bool, tags: tuple[str, ...], watch: bool, as_json: bool
) -> None:
    """Say how every source is: what is wrong, since when, and what to do."""
    if watch and (as_json or asked):
        raise UsageError("--watch only shows the screen", "leave out the other option")
    settings = app.settings()
    if watch:
        _watch(app, settings, tags, every=every)
        return
    held = _held(app, settings, quality=asked)
    seen, holder, now = _seen(settings, held, tags)
    if as_json:
        emit_json(status_shape(seen, held.qualities) | {"pending": held.pending})
    elif not seen:
        note("no source yet: harvester sources add NAME URL, or harvester load SOURCE PATH")
    else:
        _show(screen(seen, holder, now, every=every))
        for name, quality in (held.qualities or {}).items():
            say(quality_line(name, quality))
    if held.pending:
        note(f"{counted(held.pending, 'change')} not in the index yet: harvester index sync")


def _watch(app: App, settings: Settings, tags: tuple[str, ...], *, every: bool) -> None:
    """Show the screen again and again; Ctrl-C is how it ends."""
    try:
        while True:
            seen, holder, now = _seen(settings, _held(app, settings), tags)
            if terminal():
                click.clear()
            _show(screen(seen, holder, now, every=every))
            sleep(AGAIN)
    except KeyboardInterrupt:
        return


def _held(app: App, settings: Settings, *, quality: bool = False) -> Held:
    """Nothing where nothing was harvested yet: what is configured is new, and nothing is made."""
    try:
        with app.opened(settings) as harvester:
            store = harvester.store
            sources = store.sources()
            return Held(
                sources,
                store.runs(limit=RUNS),
                store.standings(),
                store.orders(),
                harvester.index.pending(),
                qualities_of(store, sources) if quality else None,
            )
    except StoreMissing:
        return Held(qualities={} if quality else None)


def _seen(
    settings: Settings, held: Held, tags: tuple[str, ...]
) -> tuple[list[tuple[Health, Advice]], Holder | None, datetime]:
    now, holder = datetime.now(UTC), holder_of(settings.data.dir)
    tagged = {source.name for source in settings.sources if set(tags) & set(source.tags)}
    seen = [
        (health, advice_of(health, now, served=holder is not None))
        for health in healths_of(settings, held, now)
        if not tags or health.source.name in tagged
    ]
    return seen, holder, now


def _show(lines: Iterable[Line]) -> None:
    """The lines, on a terminal with colours; whoever sees none has the words."""
    console = terminal()
    for line in lines:
        if console is None:
            say(line.text)
        else:
            style = _STYLES.get(line.state) if line.state else None
            console.print(printable(line.text), style=style, soft_wrap=True)


def qualities_of(store: Store, held: list[SourceState]) -> dict[str, Quality | None]:
    """How complete the records of each source are."""
    from harvester.profile import documents_of, quality

    return {state.name: quality(documents_of(store, state.name)) for state in held}


def quality_line(name: str, quality: Quality | None) -> str:
    """How complete a source is, and what it lacks most."""
    if quality is None:
        return f"{name}: no records, so no completeness"
    most = ", ".join(f"{field} ({n:,})" for field, n in list(quality.missing.items())[:_MOST])
    return f"{name}: completeness {quality.completeness} of 100; missing most: {most or 'nothing'}"


def healths_of(settings: Settings, held: Held, now: datetime) -> list[Health]:
    """Every configured source, also one that never ran, and every one that only the store knows."""
    states = {state.name: state for state in held.sources}
    known = {source.name: source for source in settings.sources}
    pasts = {past.source: past for past in held.pasts}
    runs = _telling(held.newest, known.keys())
    return [
        health_of(
            states.get(name) or _never_ran(known[name]),
            runs.get(name),
            _interval(known.get(name), now),
            now,
            past=pasts.get(name),
            order=held.orders.get(name),
            rests=name in known and not known[name].enabled,
        )
        for name in sorted(states.keys() | known.keys())
    ]


def _telling(newest: list[Run], known: Iterable[str]) -> dict[str, Run]:
    """The newest run of each source; a load from files says nothing of how a server is."""
    asked = {run.source for run in newest if run.requests and run.source in set(known)}
    telling = [
        run
        for run in newest
        if run.requests or run.source not in asked or run.status in ("running", "interrupted")
    ]
    return {run.source: run for run in sorted(telling, key=lambda run: run.id)}


def _interval(source: SourceSettings | None, now: datetime) -> timedelta | None:
    if source is None:
        return None
    if source.cron is None:
        return source.every
    from harvester.schedule import interval_of

    return interval_of(source, now)


def _never_ran(source: SourceSettings) -> SourceState:
    return SourceState(source.name, source.url, source.prefix, True, 0, 0, 0, None, None, None)
