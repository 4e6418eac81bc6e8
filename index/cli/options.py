"""What several commands share: their `--json`, and arguments as people type them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def json_option(command: Command) -> Command:
    """`--json`, which gives the command `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)


def typed(text: str) -> str:
    """An argument as text: bytes that are no UTF-8 become U+FFFD instead of lone surrogates."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class WithExclusions(click.Command):
    """A command that takes `-word` for a word of its query that must not be found."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        valued = {
            name
            for option in self.params
            if isinstance(option, click.Option) and not option.is_flag
            for name in option.opts
        }
        return super().parse_args(ctx, list(_spelt_out(args, valued)))


def _spelt_out(args: Sequence[str], valued: set[str]) -> Iterator[str]:
    """The arguments with `-word` as `NOT word`: the parser would look for an option `-w`."""
    before = ""
    for at, arg in enumerate(args):
        if arg == "--":
            yield from args[at:]
            return
        if len(arg) > 2 and arg[0] == "-" != arg[1] and before not in valued:
            yield from ("NOT", arg[1:])
        else:
            yield arg
        before = arg
