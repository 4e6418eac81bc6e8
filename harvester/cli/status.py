"""`harvester status`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from time import sleep
from typing import TYPE_CHECKING

import click

from harvester.advice import Advice
from harvester.cli.app import App
from harvester.cli.screen import Line, screen
from harvester.monitor import Health, State, status_shape
from harvester.service.lock import Holder, holder_of
from harvester.settings import Settings
from harvester.sight import Held, advised, held_by
from index.cli.console import counted, emit_json, note, printable, say, terminal
from index.cli.options import json_option
from index.errors import StoreMissing, UsageError
from index.record import SourceState
from index.store.base import Store

if TYPE_CHECKING:
    from harvester.profile import Quality

_MOST = 5  # fields that are named
AGAIN = 2.0  # seconds between two looks
_STYLES: dict[State, str] = {
    "blocked": "bold red", "failing": "bold red", "stale": "bold yellow", "degraded": "yellow",
    "paused": "dim", "new": "cyan",
}  # fmt: skip


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
    held, qualities = _held(app, settings, quality=asked)
    seen, holder, now = _seen(settings, held, tags)
    if as_json:
        emit_json(status_shape(seen, qualities) | {"pending": held.pending})
    elif not seen:
        note("no source yet: harvester sources add NAME URL, or harvester load SOURCE PATH")
    else:
        _show(screen(seen, holder, now, every=every))
        for name, quality in (qualities or {}).items():
            say(quality_line(name, quality))
    if held.pending:
        note(f"{counted(held.pending, 'change')} not in the index yet: harvester index sync")


def _watch(app: App, settings: Settings, tags: tuple[str, ...], *, every: bool) -> None:
    """Show the screen again and again; Ctrl-C is how it ends."""
    try:
        while True:
            seen, holder, now = _seen(settings, _held(app, settings)[0], tags)
            if terminal():
                click.clear()
            _show(screen(seen, holder, now, every=every))
            sleep(AGAIN)
    except KeyboardInterrupt:
        return


def _held(
    app: App, settings: Settings, *, quality: bool = False
) -> tuple[Held, dict[str, Quality | None] | None]:
    """Nothing where nothing was harvested yet: what is configured is new, and nothing is made."""
    try:
        with app.opened(settings) as harvester:
            held = held_by(harvester.store)
            return held, qualities_of(harvester.store, held.sources) if quality else None
    except StoreMissing:
        return Held(), {} if quality else None


def _seen(
    settings: Settings, held: Held, tags: tuple[str, ...]
) -> tuple[list[tuple[Health, Advice]], Holder | None, datetime]:
    now, holder = datetime.now(UTC), holder_of(settings.data.dir)
    tagged = {source.name for source in settings.sources if set(tags) & set(source.tags)}
    seen = [
        (health, advice)
        for health, advice in advised(settings, held, now, served=holder is not None)
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
