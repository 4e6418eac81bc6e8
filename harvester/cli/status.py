"""`harvester status`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from harvester.cli.app import App
from harvester.monitor import Health, health_of, status_shape
from harvester.settings import Settings, SourceSettings
from index.cli.console import columns, counted, emit_json, note, say
from index.cli.options import json_option
from index.errors import StoreMissing
from index.record import Run, SourceState
from index.shapes import moment
from index.store.base import Store

if TYPE_CHECKING:
    from harvester.profile import Quality

HEAD = ("source", "state", "records", "deleted", "quarantined", "last run", "last success", "next")
NUMBERS = (2, 3, 4)
_MOST = 5  # fields that are named
RUNS = 20  # looked at: so many loads in a row may hide how the last harvest ended


@click.command()
@click.option(
    "--quality", "asked", is_flag=True, help="Also how complete records are; reads all of them."
)
@json_option
@click.pass_obj
def status(app: App, asked: bool, as_json: bool) -> None:
    """Say how every source is, a line each."""
    settings = app.settings()
    held: list[SourceState] = []
    newest: list[Run] = []
    waiting = 0
    qualities: dict[str, Quality | None] = {}
    try:
        with app.opened(settings) as harvester:
            held, newest = harvester.store.sources(), harvester.store.runs(limit=RUNS)
            waiting = harvester.index.pending()
            if asked:
                qualities = qualities_of(harvester.store, held)
    except StoreMissing:
        pass  # nothing was harvested yet: what is configured is new, and nothing is made
    healths = healths_of(settings, held, newest, datetime.now(UTC))
    if as_json:
        emit_json(status_shape(healths, qualities if asked else None) | {"pending": waiting})
    else:
        _print(healths)
        for name, quality in qualities.items():
            say(quality_line(name, quality))
    if waiting:
        note(f"{counted(waiting, 'change')} not in the index yet: harvester index sync")


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
