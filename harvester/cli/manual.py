"""The manual page, made from the commands: pure, in the macros of man(7)."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence

import click

from index import __version__

_FILES = (
    ("config.toml", "the settings: harvester init writes one with every key"),
    ("data/harvest.db", "all records, their XML and their history: harvester backup copies it"),
    ("data/index/", "the search index; harvester index rebuild makes it anew from the database"),
)
_EXITS = (
    ("0", "done"),
    ("1", "failed, or refused by a server"),
    ("2", "wrong usage or settings"),
    ("3", "something may be missing; the next harvest goes on there"),
    ("130", "interrupted"),
)


def page(group: click.Group) -> str:
    """The page of `harvester` with all its commands."""
    context = _context(group, "harvester", None)
    return "\n".join(
        [
            f'.TH HARVESTER 1 "" "harvester {__version__}" "User Commands"',
            ".SH NAME",
            f"harvester \\- {_escaped(_first(group))}",
            ".SH SYNOPSIS",
            f".B harvester\n{_escaped(' '.join(group.collect_usage_pieces(context)))}",
            ".SH OPTIONS",
            *_options(group, context),
            ".SH COMMANDS",
            *_commands(group, context),
            ".SH FILES",
            *_list(_FILES),
            ".SH EXIT STATUS",
            *_list(_EXITS),
        ]
    )


def _commands(group: click.Group, above: click.Context) -> Iterator[str]:
    for name in group.list_commands(above):
        command = group.get_command(above, name)
        assert command is not None
        context = _context(command, name, above)
        if isinstance(command, click.Group):
            yield from _commands(command, context)
        else:
            usage = " ".join(command.collect_usage_pieces(context))
            yield f".SS {_escaped(context.command_path)} {_escaped(usage)}"
            yield from _paragraphs(command.help or "")
            yield from _options(command, context)


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    records = (param.get_help_record(context) for param in command.get_params(context))
    return _list([record for record in records if record])


def _list(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    for term, words in rows:
        yield f".TP\n.B {_escaped(term)}\n{_escaped(words)}"


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(text.replace("\b", ""))):
        yield f".PP\n{_escaped(' '.join(paragraph.split()))}"


def _first(command: click.Command) -> str:
    return (command.help or "").strip().partition(".")[0]


def _context(command: click.Command, name: str, above: click.Context | None) -> click.Context:
    return click.Context(command, parent=above, info_name=name, help_option_names=["-h", "--help"])


def _escaped(text: str) -> str:
    """Text as roff takes it: minus signs as such, no macro by chance at the start of a line."""
    safe = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return re.sub(r"^(?=[.])", r"\\&", safe, flags=re.MULTILINE)
