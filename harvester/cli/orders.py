"""`harvester sources pause`, `resume`, `run-now`: what an operator wants of sources.

It stands in the database: the service looks there each second.
"""

from __future__ import annotations

import click

from harvester.cli.app import App
from harvester.service.lock import holder_of
from harvester.settings import Settings
from index.cli.console import note, say
from index.errors import NotFound, UsageError
from index.mistakes import suggestion

_names = click.argument("names", nargs=-1)
_tags = click.option("--tag", "tags", multiple=True, help="All sources with this tag.")


def chosen(settings: Settings, names: tuple[str, ...], tags: tuple[str, ...]) -> list[str]:
    """The names of those sources, each once. Raises `NotFound`, `UsageError`."""
    known = {source.name: source.tags for source in settings.sources}
    for name in names:
        if name not in known:
            raise NotFound(
                f"no source {name!r}; {suggestion(name, list(known))}", "harvester sources list"
            )
    for tag in tags:
        if not any(tag in held for held in known.values()):
            raise NotFound(f"no source has the tag {tag!r}", "tags stand in [[source]]: tags = []")
    tagged = [name for name, held in known.items() if set(tags) & set(held)]
    if not (names or tags):
        raise UsageError("which sources?", "give names, or --tag")
    return list(dict.fromkeys([*names, *tagged]))


@click.command()
@_names
@_tags
@click.option("--why", help="Why: `harvester status` shows it.")
@click.pass_obj
def pause(app: App, names: tuple[str, ...], tags: tuple[str, ...], why: str | None) -> None:
    """Let sources rest: they are not harvested until `sources resume`.

    A harvest that goes on ends behind the page in hand, and is taken up there. What they hold stays
    searchable. `harvester harvest NAME` harvests them all the same.
    """
    settings = app.settings()
    wanted = chosen(settings, names, tags)
    with app.opened(settings, create=True) as harvester:
        harvester.store.pause(wanted, why, harvester.clock.now())
    for name in wanted:
        say(f"{name}: paused; harvester sources resume {name} lets it go on")


@click.command()
@_names
@_tags
@click.pass_obj
def resume(app: App, names: tuple[str, ...], tags: tuple[str, ...]) -> None:
    """Let paused sources be harvested again; what they missed is done at once."""
    settings = app.settings()
    wanted = chosen(settings, names, tags)
    resting = {source.name for source in settings.sources if not source.enabled}
    with app.opened(settings, create=True) as harvester:
        harvester.store.resume(wanted)
    for name in wanted:
        say(f"{name}: goes on")
        if name in resting:
            note(f"{name}: rests by the settings all the same: enabled = false")


@click.command(name="run-now")
@_names
@_tags
@click.pass_obj
def run_now(app: App, names: tuple[str, ...], tags: tuple[str, ...]) -> None:
    """Let the service harvest sources as soon as it has room.

    Once, whatever their schedule, quiet hours or pauses say. Without a service, `harvester harvest`
    does the same.
    """
    settings = app.settings()
    wanted = chosen(settings, names, tags)
    with app.opened(settings, create=True) as harvester:
        harvester.store.want(wanted, harvester.clock.now())
    for name in wanted:
        say(f"{name}: asked for")
    if holder_of(settings.data.dir) is None:
        note(
            "no service runs, so that waits for the next harvester run; "
            f"harvester harvest {' '.join(wanted)} does it now"
        )
