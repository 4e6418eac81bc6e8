"""`harvester demo`."""

from __future__ import annotations

import shlex
import shutil
import sys
import tempfile
from pathlib import Path

import click

from harvester.cli.app import App
from harvester.cli.runs import error_lines, exit_code, run_line
from harvester.clock import SystemClock
from harvester.demo.run import demonstration, searched
from index.cli.console import counted, note, say
from index.cli.hits import print_hits
from index.record import Run


@click.command()
@click.pass_obj
def demo(app: App) -> int:
    """Harvest, index and search sample records, without a network.

    A small OAI-PMH server on this machine plays the journal. The records are invented. They are
    kept in the folder of --data, else in a new temporary one, for you to search on.
    """
    folder = app.data or Path(tempfile.mkdtemp(prefix="harvester-demo-"))
    say("1. Harvest: our own OAI-PMH server on a free port, three pages of records")
    with demonstration(folder.absolute(), SystemClock(), _page) as (harvester, run):
        say(f"   {run_line(run)}")
        for why in error_lines(run):
            note(why)
        stats = harvester.index.stats()
        say(f"2. Index: {counted(stats['documents'], 'document')}, engine {stats['engine']}")
        say("3. Search:")
        for query, results in searched(harvester):
            say(f"\n   harvester search '{query}'    {counted(results.total, 'hit')}")
            print_hits(results.hits, indent="     ")
    say(f"\nNext, on these records:\n{_next(folder, command_name(sys.argv[0]))}")
    return exit_code([run])


def _page(run: Run) -> None:
    say(f"   page {run.pages}: {run.counts.received} of {run.promised} records")


def _next(folder: Path, command: str) -> str:
    here = f"  {command} --data {shlex.quote(str(folder))}"
    return "\n".join(
        (
            f"{here} search экономика --year 2023",
            f"{here} show oai:journals.example.org:article/1001",
            f"{here} status",
            "Then on real ones:",
            f"  {command} init",
            f"  {command} harvest",
        )
    )


def command_name(called: str) -> str:
    """How this command is to be typed: by its path where the shell would not find the name."""
    if shutil.which("harvester") or Path(called).name != "harvester":
        return "harvester"
    return shlex.quote(called)
