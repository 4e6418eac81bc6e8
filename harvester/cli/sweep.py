"""`harvester sweep`."""

from __future__ import annotations

from collections.abc import Iterable

import click

from harvester.cli.app import App
from harvester.cli.harvest import chosen_sources
from harvester.cli.runs import indexed, worst
from index.cli.console import emit_json, note, say
from index.cli.options import json_option
from index.errors import ClaimHeld, UsageError
from index.record import Sweep
from index.shapes import sweep_shape

EXIT = {"complete": 0, "dry-run": 0, "stopped": 3}


@click.command()
@click.argument("sources", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Only compare: fetch and delete nothing.")
@click.option("--accept", is_flag=True, help="Take a list that shrank, and what it deletes.")
@json_option
@click.pass_obj
def sweep(app: App, sources: tuple[str, ...], dry_run: bool, accept: bool, as_json: bool) -> int:
    """Compare the servers' whole lists of identifiers with ours.

    What is missing here is fetched; what is missing there in two whole lists is deleted. Without a
    name: all sources.
    """
    if dry_run and accept:
        raise UsageError("--dry-run changes nothing, --accept does", "leave out one of them")
    settings = app.settings()
    chosen = chosen_sources(settings, sources)
    done: list[Sweep] = []
    codes: list[int] = []
    with app.tried(settings) if dry_run else app.opened(settings, create=True) as harvester:
        for source in chosen:
            try:
                found = harvester.sweep(source, accept=accept, dry_run=dry_run)
            except ClaimHeld as error:
                note(f"harvester: {error}")
                codes.append(error.exit_code)
                continue
            done.append(found)
            print_sweep(found, quiet=as_json)
        codes += [exit_code(done), 0 if dry_run else indexed(harvester)]
    if as_json:
        emit_json([sweep_shape(one) for one in done])
    return worst(codes)


def exit_code(sweeps: Iterable[Sweep]) -> int:
    """The exit code of several sweeps: 0 done, 3 one that stopped and asks, 1 failed."""
    return worst(EXIT.get(one.status, 1) for one in sweeps)


def sweep_line(one: Sweep) -> str:
    """A sweep in one line."""
    return (
        f"{one.source}: {one.status}, {one.theirs:,} theirs, {one.ours:,} ours, "
        f"{one.missing:,} missing ({one.fetched:,} fetched), "
        f"{one.extra:,} extra ({one.deleted:,} deleted), drift {one.drift:+,}"
    )


def print_sweep(one: Sweep, *, quiet: bool) -> None:
    """Say how a sweep ended to stdout unless `quiet`; what a person has to do to stderr."""
    if not quiet:
        say(sweep_line(one))
    if one.why:
        note(f"  {one.why}")
    if one.status == "stopped":
        note(f"  nothing was deleted; where that is right: harvester sweep {one.source} --accept")
    elif one.status == "complete" and one.extra > one.deleted:
        left = one.extra - one.deleted
        note(f"  {left:,} that the list lacks are deleted where the next whole list lacks them too")
