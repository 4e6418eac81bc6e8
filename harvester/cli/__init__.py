"""The `harvester` command. Commands are imported when they are called, so that it starts fast."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

import click

from harvester.cli.app import App
from index import __version__
from index.cli.options import Place
from index.errors import Error, Interrupted, UsageError

# name -> (module, what `harvester --help` says); a test holds the words to those of the command.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("harvester.cli.demo", "Harvest, index and search sample records, without a network."),
    "init": ("harvester.cli.init", "Write a config.toml with every setting into this folder."),
    "config": ("harvester.cli.config", "Check the settings, or show what is in force."),
    "probe": (
        "harvester.cli.probe",
        "Get to know a server: what it is, what it has, and what is wrong with it.",
    ),
    "sources": (
        "harvester.cli.sources",
        "List, add and remove what is harvested; let it rest, or run now.",
    ),
    "harvest": ("harvester.cli.harvest", "Harvest sources now, then bring the index up to date."),
    "run": ("harvester.cli.serving", "Harvest what is due, for as long as it runs."),
    "reload": ("harvester.cli.serving", "Let the running service read its settings again."),
    "sweep": (
        "harvester.cli.sweep",
        "Compare the servers' whole lists of identifiers with ours.",
    ),
    "load": (
        "harvester.cli.load",
        "Take stored OAI-PMH responses as if just harvested, or a dump.",
    ),
    "renormalise": (
        "harvester.cli.renormalise",
        "Make all documents again from the XML that is held, without the network.",
    ),
    "search": (
        "index.cli.search",
        "Search titles, abstracts, names, journals, subjects and identifiers.",
    ),
    "suggest": (
        "index.cli.suggest",
        "Complete what is being typed: creators, titles, journals, subjects, with their hits.",
    ),
    "similar": (
        "index.cli.similar",
        "Show records like one: SOURCE IDENTIFIER, or an OAI identifier or a DOI alone.",
    ),
    "show": (
        "index.cli.show",
        "Show a record: SOURCE IDENTIFIER, or an OAI identifier or a DOI alone.",
    ),
    "export": (
        "index.cli.export",
        "Write all hits of a query in a format that other programs read.",
    ),
    "dump": (
        "harvester.cli.dump",
        "Write the whole store as files that others read, follow and load again.",
    ),
    "serve": (
        "harvester.cli.serve",
        "Answer over HTTP: pages to search and to watch, the API at /api/v1.",
    ),
    "status": (
        "harvester.cli.status",
        "Say how every source is: what is wrong, since when, and what to do.",
    ),
    "doctor": (
        "harvester.cli.doctor",
        "Check settings, disk, database, index, clock and servers: what is wrong, and what to do.",
    ),
    "profile": (
        "harvester.cli.profile",
        "Say what the records of a source are like: read it before trusting them.",
    ),
    "runs": (
        "harvester.cli.history",
        "Show the runs of a source: windows, counts, repairs, errors.",
    ),
    "quarantine": ("harvester.cli.quarantine", "See and retry what could not be read."),
    "backup": (
        "harvester.cli.backup",
        "Copy the database and the settings into a new folder below DIR.",
    ),
    "restore": (
        "harvester.cli.backup",
        "Put a backup in the place of the database, and build the search index from it.",
    ),
    "vacuum": (
        "harvester.cli.vacuum",
        "Forget what is beyond its limits, and give the room back to the disk.",
    ),
    "suppress": (
        "harvester.cli.suppress",
        "Hide a record from every door: searches, pages, exports, our own OAI-PMH.",
    ),
    "index": (
        "index.cli.index",
        "Bring the search index up to date, rebuild it, compare it with the store.",
    ),
    "completion": (
        "harvester.cli.completion",
        "Print a script by which a shell completes commands and options.",
    ),
    "manpage": ("harvester.cli.completion", "Print the manual page of all commands, for man(1)."),
}


class LazyGroup(click.Group):
    """A group that knows its commands' names and one-line helps without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            self._name_nearest(ctx, cmd_name)
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name][0]), cmd_name)
        return command

    def _name_nearest(self, ctx: click.Context, name: str) -> None:
        """Fail with the nearest command, where one is near; else click says that there is none."""
        from difflib import get_close_matches

        if near := get_close_matches(name, COMMANDS, n=1):
            ctx.fail(f"No such command '{name}'. Did you mean '{near[0]}'?")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    type=Place(),
    help="The settings; without it ./config.toml where it is, else defaults.",
)
@click.option(
    "--data",
    type=Place(file_okay=False),
    help="The data folder, in place of the one in the settings.",
)
@click.option("-v", "--verbose", is_flag=True, help="Say more: a line for each page.")
@click.version_option(__version__, prog_name="harvester")
@click.pass_context
def cli(ctx: click.Context, config: Path | None, data: Path | None, verbose: bool) -> None:
    """Harvest OAI-PMH endpoints into a local full-text index, and search it."""
    ctx.obj = App(config, data, verbose)


def main() -> None:
    """Run the command line; ends the process with the exit codes of docs/reference.md."""
    sys.stdout, sys.stderr = _writable(sys.stdout), _writable(sys.stderr)
    if wish := os.environ.get("_HARVESTER_COMPLETE"):
        # A shell asks, by the script that `harvester completion` prints.
        from click.shell_completion import shell_complete

        sys.exit(shell_complete(cli, {}, "harvester", "_HARVESTER_COMPLETE", wish))
    # `kill`, `timeout`, containers: a run that just died would look like one that goes on.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    code = run(sys.argv[1:])
    if code == Interrupted.exit_code and threading.active_count() > 1:
        # A thread hangs in a server's silence, and would be waited for. What it has is stored.
        os._exit(code)
    sys.exit(code)


def _writable(stream: TextIO | None) -> TextIO:
    """A stream that takes whatever is printed; the caller may have closed it (`>&-`)."""
    if stream is None:
        return Path(os.devnull).open("w")
    if isinstance(stream, TextIOWrapper):
        # A locale without our letters must cost letters, not the answer.
        stream.reconfigure(errors="replace")
    return stream


def run(arguments: Sequence[str]) -> int:
    """Run the command line with these arguments; gives the exit code."""
    try:
        code = _told(arguments)
        sys.stdout.flush()
    except OSError as error:
        from index.cli.console import drop

        # The interpreter writes out at its end what is left, and would fail again.
        drop(sys.stdout)
        if isinstance(error, BrokenPipeError):
            return 0
        print(f"harvester: {error}", file=sys.stderr)
        return 1
    return code


def _told(arguments: Sequence[str]) -> int:
    """Run a command, and say what went wrong: on stderr, with `--json` on stdout too."""
    try:
        with cli.make_context("harvester", list(arguments)) as context:
            code = cli.invoke(context)
            return code if isinstance(code, int) else 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        from harvester.cli.misplaced import sent_home

        mistake = sent_home(error, [name for option in cli.params for name in option.opts])
        mistake.show()
        _emit(arguments, UsageError(mistake.format_message()))
        return mistake.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _failed(arguments, Interrupted("interrupted", "what was stored before is kept"))
    except Error as error:
        return _failed(arguments, error)


def _failed(arguments: Sequence[str], error: Error) -> int:
    from index.cli.console import note

    note(f"harvester: {error}")
    _emit(arguments, error)
    return error.exit_code


def _emit(arguments: Sequence[str], error: Error) -> None:
    """The one JSON document that `--json` promises, where there is no result."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    if "--json" not in options:
        return
    from index.cli.console import emit_json
    from index.shapes import error_shape

    emit_json(error_shape(error))
