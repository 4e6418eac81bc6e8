"""`harvester index …`: the search index beside the store."""

from __future__ import annotations

import click

from index.cli.console import columns, counted, emit_json, note, progress, say
from index.cli.context import Context, opened
from index.cli.options import json_option


@click.group()
def index() -> None:
    """Bring the search index up to date, rebuild it, compare it with the store."""


@index.command()
@json_option
@click.pass_obj
def sync(context: Context, as_json: bool) -> None:
    """Bring waiting changes into the index; a damaged or old index is rebuilt."""
    with opened(context) as ix:
        with progress("indexing") as watch:
            done = ix.sync(watch)
        waiting = ix.pending()
    if as_json:
        emit_json({"indexed": done, "pending": waiting})
    elif done is None:
        say(f"another process indexes now, and takes along {counted(waiting, 'waiting change')}")
    else:
        say(f"{counted(done, 'change')} indexed")


@index.command()
@click.option(
    "--processes",
    type=click.IntRange(min=0),
    help="How many processes build it (0: as many as pay); else [index] processes.",
)
@json_option
@click.pass_obj
def rebuild(context: Context, processes: int | None, as_json: bool) -> None:
    """Build the index anew from the store; searches go on meanwhile."""
    with opened(context) as ix:
        with progress("indexing") as watch:
            done = ix.rebuild(watch, processes)
        waiting = ix.pending()
    if as_json:
        emit_json({"indexed": done, "pending": waiting})
    else:
        say(f"{counted(done, 'record')} indexed")


@index.command()
@json_option
@click.pass_obj
def verify(context: Context, as_json: bool) -> int:
    """Compare the index with the store; exit code 1 when they differ."""
    with opened(context) as ix:
        verdict = ix.verify()
    if as_json:
        emit_json(verdict)
    else:
        numbers = {
            "store": counted(verdict.store, "live record"),
            "index": counted(verdict.engine, "document"),
            "missing": f"{len(verdict.missing):,}",
            "extra": f"{len(verdict.extra):,}",
        }
        for line in columns(list(numbers.items())):
            say(line)
    if verdict.clean:
        return 0
    note("they differ; mend it by: harvester index sync, or else harvester index rebuild")
    return 1


@index.command()
@json_option
@click.pass_obj
def stats(context: Context, as_json: bool) -> None:
    """Say what the index is: engine, folder, documents, bytes, changes that wait."""
    with opened(context) as ix:
        found = ix.stats()
    if as_json:
        emit_json(found)
        return
    said = {name: "none yet" if value is None else str(value) for name, value in found.items()}
    for line in columns(list(said.items())):
        say(line)
