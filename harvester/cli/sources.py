"""`harvester sources …`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from harvester.claims import claimed, this_process
from harvester.cli.adopt import adopted
from harvester.cli.app import App
from harvester.cli.orders import pause, resume, run_now
from harvester.cli.runs import indexed
from harvester.config_file import add_source, remove_source
from harvester.metha import cached
from harvester.open import Harvester
from harvester.setting_types import short_duration
from harvester.settings import Settings, SourceSettings, check_source
from harvester.source_lists import Listed, listed, named, written
from index.cli.console import columns, counted, emit_bytes, emit_json, note, say
from index.cli.options import json_option, typed
from index.errors import NotFound, StoreMissing, UsageError
from index.mistakes import suggestion
from index.settings import CONFIG_NAME
from index.toml_text import decode


@click.group()
def sources() -> None:
    """List, add and remove what is harvested; let it rest, or run now."""


for _command in (pause, resume, run_now):
    sources.add_command(_command)


@sources.command(name="list")
@json_option
@click.pass_obj
def list_(app: App, as_json: bool) -> None:
    """List the sources of the settings."""
    found = app.settings().sources
    if as_json:
        emit_json([source.model_dump(mode="json") for source in found])
    elif not found:
        note("no source is configured: harvester sources add NAME URL")
    else:
        rows = [(each.name, schedule(each), each.prefix, each.url, _sets(each)) for each in found]
        for line in columns(rows):
            say(line)


def schedule(source: SourceSettings) -> str:
    """When a source is harvested, as the settings say it."""
    if source.every is not None:
        return f"every {short_duration(source.every)}"
    return f"cron {source.cron}" if source.cron else "manual"


def _sets(source: SourceSettings) -> str:
    return "sets " + ", ".join(source.sets) if source.sets else ""


@sources.command()
@click.argument("name")
@click.argument("url")
@click.option("--set", "sets", multiple=True, help="Only this set (several: each of them).")
@click.option("--prefix", default="oai_dc", show_default=True, help="The metadata format.")
@click.option("--every", default="1d", show_default=True, help="How often: 90s, 5m, 12h, 1d.")
@click.pass_obj
def add(app: App, name: str, url: str, sets: tuple[str, ...], prefix: str, every: str) -> None:
    """Add a source to config.toml; comments in it stay."""
    path = app.config or Path(CONFIG_NAME)
    named = tuple(map(typed, sets))
    add_source(path, typed(name), typed(url), sets=named, prefix=typed(prefix), every=typed(every))
    say(f"{name} is in {path} now. Next: harvester harvest {name}")


@sources.command(name="import")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--load", is_flag=True, help="From a metha cache: take the records too.")
@click.option("--dry-run", is_flag=True, help="Only say what would be added.")
@click.pass_obj
def import_(app: App, file: Path, load: bool, dry_run: bool) -> int:
    """Add the sources of a list to config.toml: CSV, OPML, or a URL on each line.

    CSV needs a column url; name, prefix, sets (divided by |) and every may stand beside it. Sources
    that are there already (the same URL, prefix and sets) are left alone. FILE may be the folder of
    a metha cache: harvests then go on where it ends.
    """
    if load and not file.is_dir():
        raise UsageError(f"{file}: a list has no records to load", "leave out --load")
    settings = app.settings()
    known = {(each.url, each.prefix, each.sets) for each in settings.sources}
    caches = {one.source: one for one in cached(file)} if file.is_dir() else {}
    found = list(caches) or listed(decode(file.read_bytes(), str(file)), str(file))
    fresh = [each for each in found if (each.url, each.prefix, each.sets) not in known]
    new = named(fresh, [each.name for each in settings.sources], str(file))
    for each in new:
        check_source(_values(each))
    path = app.config or Path(CONFIG_NAME)
    for each in new:
        if not dry_run:
            add_source(path, **_values(each))
        say(f"{each.name}  {each.url}")
    said = "would be added to" if dry_run else "added to"
    note(f"{counted(len(new), 'source')} {said} {path}, {len(found) - len(new)} there already")
    if not new or not caches or dry_run:
        return 0
    return adopted(
        app, [replace(caches[a], source=b) for a, b in zip(fresh, new, strict=True)], load
    )


def _values(source: Listed) -> dict[str, Any]:
    return {
        "name": source.name,
        "url": source.url,
        "prefix": source.prefix,
        "sets": list(source.sets),
        "every": source.every,
    }


@sources.command()
@click.pass_obj
def export(app: App) -> None:
    """Print the sources of the settings as CSV, which `sources import` takes."""
    rows = (
        Listed(each.url, each.name, each.prefix, each.sets, _every(each))
        for each in app.settings().sources
    )
    emit_bytes(written(rows).encode())


def _every(source: SourceSettings) -> str:
    return short_duration(source.every) if source.every is not None else ""


@sources.command()
@click.argument("name")
@click.option("--keep", is_flag=True, help="Keep its records: they stay searchable.")
@click.option("--purge", is_flag=True, help="Delete its records and their history.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.pass_obj
def remove(app: App, name: str, keep: bool, purge: bool, dry_run: bool) -> int:
    """Remove a source from config.toml; says what becomes of its records, and asks."""
    if keep and purge:
        raise UsageError("--keep and --purge exclude each other", "give one of them")
    settings = app.settings()
    try:
        with app.opened(settings) as harvester:
            return _removed(settings, harvester, name, keep, purge, dry_run)
    except StoreMissing:
        _require(name, [source.name for source in settings.sources])
        _drop(settings, name, "it has no records", dry_run)
        return 0


def _removed(
    settings: Settings, harvester: Harvester, name: str, keep: bool, purge: bool, dry_run: bool
) -> int:
    held = {state.name: state for state in harvester.store.sources()}
    _require(name, [*(source.name for source in settings.sources), *held])
    if name not in held:
        _drop(settings, name, "it has no records", dry_run)
        return 0
    live = counted(held[name].records, "record")
    unsaid = bool(held[name].records) and not (keep or purge)
    if unsaid and not dry_run:
        purge = _purge_wanted(name, live)
    fate = f"{live} {'deleted' if purge else 'kept, and still found by searches'}"
    if dry_run:
        _drop(
            settings,
            name,
            f"{live} kept or deleted, as you will be asked" if unsaid else fate,
            dry_run,
        )
        return 0
    # Nobody may harvest it meanwhile: a page that comes later would bring it back.
    with claimed(harvester.store, name, this_process(), harvester.clock):
        _drop(settings, name, fate, dry_run)
        harvester.store.remove_source(name, purge=purge)
    return indexed(harvester)


def _require(name: str, known: list[str]) -> None:
    if name not in known:
        raise NotFound(f"no source {name!r}; {suggestion(name, known)}", "harvester sources list")


def _drop(settings: Settings, name: str, fate: str, dry_run: bool) -> None:
    """Take it out of the config file, where it stands there, and say so."""
    configured = name in {source.name for source in settings.sources}
    if not dry_run and configured and settings.file:
        remove_source(settings.file, name)
    where = "removed from the settings" if configured else "forgotten (it is not in the settings)"
    say(f"{name}: {'would be ' if dry_run else ''}{where}; {fate}")


def _purge_wanted(name: str, live: str) -> bool:
    """Ask what becomes of the records. Raises `UsageError` where nobody answers."""
    question = f"{name} has {live}. Keep them, purge them, or cancel?"
    choice = click.Choice(["keep", "purge", "cancel"])
    try:
        answer = click.prompt(question, type=choice, default="cancel", err=True)
    except click.Abort as error:
        if isinstance(error.__context__, EOFError):
            raise UsageError(f"{name}: nothing removed", "say --keep or --purge") from error
        raise
    if answer == "cancel":
        raise UsageError(f"{name}: nothing removed, as you said")
    return bool(answer == "purge")
