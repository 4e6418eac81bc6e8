"""`harvester index …`: the search index beside the store."""

from __future__ import annotations

import click

from index.cli.console import columns, counted, emit_json, progress, say
from index.cli.context import Context, opened
from index.cli.options import json_option
from index.cli.verify import as_one, compared, health_of, rows, told


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
@click.option("--deep", is_flag=True, help="Also read every file, and compare it with its sum.")
@click.option("--repair", is_flag=True, help="Build what is damaged or differs anew; means --deep.")
@json_option
@click.pass_obj
def verify(context: Context, deep: bool, repair: bool, as_json: bool) -> int:
    """Compare the index with the store; exit code 1 when they differ, or a file is damaged."""
    with opened(context) as ix:
        found = health_of(ix, repair) if deep or repair else None
        verdict = compared(ix, found)
    if as_json:
        emit_json(as_one(verdict, found))
    else:
        for line in columns(rows(verdict, found)):
            say(line)
    return told(verdict, found)


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
