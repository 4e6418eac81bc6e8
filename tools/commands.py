"""The commands as click knows them: usage, help, arguments, options, exit codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import get_args

import click

from harvester.cli import COMMANDS, cli
from harvester.cli.runs import WORST_FIRST, exit_code
from index.errors import Error
from index.record import Run, RunStatus
from tools.errors import errors
from tools.markdown import code, sentence, table
from tools.meanings import ARGUMENTS, EXIT_CODES, complete
from tools.sample import sample

# click keeps the help option that the first context of a command asked for: ask as the group does.
HELP = ["-h", "--help"]


@dataclass(frozen=True, slots=True)
class Command:
    """A command and the words that call it: `sources add`, or nothing for `harvester` itself."""

    name: str
    inner: click.Command

    @property
    def options(self) -> list[click.Option]:
        return [each for each in self.inner.params if isinstance(each, click.Option)]

    @property
    def arguments(self) -> list[click.Argument]:
        return [each for each in self.inner.params if isinstance(each, click.Argument)]


def commands() -> list[Command]:
    """Every command and sub-command, in the order of `harvester --help`."""
    return list(_below(Command("", cli)))


def _below(command: Command) -> Iterator[Command]:
    yield command
    group = command.inner
    if isinstance(group, click.Group):
        context = click.Context(group, help_option_names=HELP)
        for name in group.list_commands(context):
            found = group.get_command(context, name)
            if found is not None:
                yield from _below(Command(f"{command.name} {name}".strip(), found))


def render_commands() -> str:
    """The section: a table of the commands, each command, the exit codes."""
    found = commands()
    arguments = dict(complete("ARGUMENTS", list(_argument_names(found)), ARGUMENTS))
    overview = table(
        ("command", "what it does"),
        ((code(name), words) for name, (_, words) in COMMANDS.items()),
    )
    return "\n\n".join(
        [
            "Every command knows `-h` and `--help`. Options of `harvester` stand before the"
            " command. Results go to stdout, messages to stderr.",
            overview,
            *(_command(each, arguments) for each in found),
            f"### Exit codes\n\n{_exit_codes()}",
        ]
    )


def _argument_names(found: list[Command]) -> Iterator[str]:
    for command in found:
        yield from (f"{command.name} {_argument(each)}" for each in command.arguments)


def _argument(argument: click.Argument) -> str:
    return argument.metavar or (argument.name or "").upper()


def _command(command: Command, arguments: dict[str, str]) -> str:
    rows = [
        (code(_argument(each)), arguments[f"{command.name} {_argument(each)}"])
        for each in command.arguments
    ]
    rows += [(code(_option(each)), _option_words(each)) for each in command.options]
    title = f"harvester {command.name}".strip()
    parts = [
        f"### {title}",
        f"```text\n{title} {_usage(command)}\n```",
        *_paragraphs(command.inner.help or ""),
        *([table(("argument, option", "meaning"), rows)] if rows else []),
    ]
    return "\n\n".join(parts)


def _usage(command: Command) -> str:
    return " ".join(
        command.inner.collect_usage_pieces(click.Context(command.inner, help_option_names=HELP))
    )


def _paragraphs(text: str) -> list[str]:
    return [sentence(part) for part in text.split("\n\n")]


def _option(option: click.Option) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    takes_value = not (option.is_flag or option.count)
    return f"{names} {_value(option)}" if takes_value else names


def _value(option: click.Option) -> str:
    """What stands behind an option. Ours, not click's words: those differ by version."""
    kind = option.type
    if option.metavar:
        return option.metavar
    if isinstance(kind, click.Choice):
        return "|".join(kind.choices)
    if isinstance(kind, click.Path):
        return "FILE" if kind.file_okay else "DIR"
    return "N" if kind.name.startswith("integer") else "TEXT"


def _option_words(option: click.Option) -> str:
    known = f" Default: {code(str(option.default))}." if option.show_default else ""
    return (option.help or "") + known


def _exit_codes() -> str:
    run: Run = sample(Run)
    ends = {
        status: exit_code([replace(run, status=status)])
        for status in get_args(RunStatus)
        if status != "running"
    }
    classes = _failures()
    rows = []
    for number, words in complete("EXIT_CODES", _codes(ends, classes), EXIT_CODES):
        runs = ", ".join(code(status) for status, end in ends.items() if str(end) == number)
        errors = ", ".join(code(kind.code) for kind in classes if str(kind.exit_code) == number)
        rows.append((number, words, runs or "", errors or ""))
    order = ", then ".join(map(str, (*WORST_FIRST, 0)))
    worst = (
        f"Of several runs the worst counts: {order}. Of the errors only the uppermost are"
        " named; those below them in [Errors](#errors) end the same way."
    )
    return table(("code", "meaning", "status of a run", "errors"), rows) + f"\n\n{worst}"


def _codes(ends: dict[str, int], classes: list[type[Error]]) -> list[str]:
    """Every exit code; 0, 2 and 130 are click's and the shell's too."""
    used = {0, 2, 130, *ends.values(), *(kind.exit_code for kind in classes)}
    return [number for number in EXIT_CODES if int(number) in used] + [
        str(number) for number in sorted(used) if str(number) not in EXIT_CODES
    ]


def _failures() -> list[type[Error]]:
    """The uppermost errors, and those that end otherwise than the one above them."""
    below = ((depth, kind) for depth, kind in errors() if depth > 0)
    return [
        kind
        for depth, kind in below
        if depth == 1 or kind.exit_code != getattr(kind.__base__, "exit_code", None)
    ]
