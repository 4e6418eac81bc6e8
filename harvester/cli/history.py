"""`harvester runs`: what became of a source's harvests, newest first."""

from __future__ import annotations

import click

from harvester.claims import as_they_are
from harvester.cli.app import App
from harvester.cli.runs import error_lines, run_line
from harvester.clock import CLOSE
from index.cli.console import emit_json, note, say
from index.cli.options import json_option
from index.errors import NotFound
from index.record import Run
from index.shapes import moment, run_shape


@click.command()
@click.argument("source")
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(1, 10_000), help="So many runs."
)
@json_option
@click.pass_obj
def runs(app: App, source: str, limit: int, as_json: bool) -> None:
    """Show the runs of a source: windows, counts, repairs, errors."""
    settings = app.settings()
    with app.opened(settings) as harvester:
        known = {state.name for state in harvester.store.sources()}
        if source not in known | {each.name for each in settings.sources}:
            raise NotFound(f"no source {source!r}", "harvester status lists them")
        found = as_they_are(harvester.store, harvester.store.runs(source, limit))
    if as_json:
        emit_json([run_shape(run) for run in found])
        return
    for run in found:
        for line in lines_of(run):
            say(line)
    if not found:
        note(f"{source}: no run yet: harvester harvest {source}")


def lines_of(run: Run) -> list[str]:
    """A run as lines: when, what, which dates, what had to be repaired, what went wrong."""
    since, until = run.window
    asked = f"  from {since or 'the beginning'}" + (f" until {until}" if until else "")
    if run.retries:
        asked += f", {run.retries} retries"
    if run.repairs:
        asked += ", repairs: " + ", ".join(f"{name} {count}" for name, count in run.repairs)
    if run.remarks:
        asked += ", remarks: " + ", ".join(f"{name} {count}" for name, count in run.remarks)
    if run.counts.unknown:
        asked += f", {run.counts.unknown} of the deletions unknown"
    if run.skew and abs(run.skew) > CLOSE:
        asked += f", the server's clock {run.skew:+} s"
    return [f"{moment(run.started)}  {run_line(run)}", asked, *error_lines(run)]
