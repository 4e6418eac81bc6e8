"""`harvester status`."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from harvester.cli.app import App
from harvester.monitor import Health, health_of, status_shape
from harvester.settings import Settings, SourceSettings
from index.cli.console import columns, counted, emit_json, note, say
from index.cli.options import json_option
from index.errors import StoreMissing
from index.record import Run, SourceState
from index.shapes import moment

HEAD = ("source", "state", "records", "deleted", "quarantined", "last run", "last success", "next")
NUMBERS = (2, 3, 4)
RUNS = 20  # looked at: so many loads in a row may hide how the last harvest ended


@click.command()
@json_option
@click.pass_obj
def status(app: App, as_json: bool) -> None:
    """Say how every source is, a line each."""
    settings = app.settings()
    held: list[SourceState] = []
    newest: list[Run] = []
    waiting = 0
    try:
        with app.opened(settings) as harvester:
            held, newest = harvester.store.sources(), harvester.store.runs(limit=RUNS)
            waiting = harvester.index.pending()
    except StoreMissing:
        pass  # nothing was harvested yet: what is configured is new, and nothing is made
    healths = healths_of(settings, held, newest, datetime.now(UTC))
    if as_json:
        emit_json(status_shape(healths) | {"pending": waiting})
    else:
        _print(healths)
    if waiting:
        note(f"{counted(waiting, 'change')} not in the index yet: harvester index sync")


def healths_of(
    settings: Settings, held: list[SourceState], newest: list[Run], now: datetime
) -> list[Health]:
    """Every configured source, also one that never ran, and every one that only the store knows."""
    states = {state.name: state for state in held}
    known = {source.name: source for source in settings.sources}
    # What was loaded from files says nothing of how the server of a source is.
    asked = {run.source for run in newest if run.requests and run.source in known}
    telling = [run for run in newest if run.requests or run.source not in asked]
    runs = {run.source: run for run in sorted(telling, key=lambda run: run.id)}
    return [
        health_of(
            states.get(name) or _never_ran(known[name]),
            runs.get(name),
            known[name].every if name in known else None,
            now,
        )
        for name in sorted(states.keys() | known.keys())
    ]


def _never_ran(source: SourceSettings) -> SourceState:
    return SourceState(source.name, source.url, source.prefix, True, 0, 0, 0, None, None, None)


def _print(healths: list[Health]) -> None:
    if not healths:
        note("no source yet: harvester sources add NAME URL, or harvester load SOURCE PATH")
        return
    for line in columns([HEAD, *map(_row, healths)], NUMBERS):
        say(line)
    for health in healths:
        run = health.last_run
        for words in run.warnings if run else ():
            say(f"{health.source.name}: {words}")
        if run and run.error and health.state != "healthy":
            hint = f"\n  {run.error.hint}" if run.error.hint else ""
            say(f"{health.source.name}: {run.status}: {run.error.message}{hint}")


def _row(health: Health) -> tuple[str, ...]:
    source, run = health.source, health.last_run
    return (
        source.name,
        health.state,
        f"{source.records:,}",
        f"{source.deleted:,}",
        f"{source.quarantined:,}",
        run.status if run else "-",
        moment(source.last_success) or "never",
        moment(source.next_at) or "-",
    )
