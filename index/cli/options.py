"""What several commands share: their `--json`, and arguments as people type them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def json_option(command: Command) -> Command:
    """`--json`, which gives the command `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)


def typed(text: str) -> str:
    """An argument as text: bytes that are no UTF-8 become U+FFFD instead of lone surrogates."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class Place(click.Path):
    """A path that is to be used: one that is empty is refused.

    Python takes it for the current folder: `--data "$DATA"` with a variable that is not set would
    fill whatever folder somebody stands in.
    """

    def __init__(self, *, file_okay: bool = True) -> None:
        super().__init__(path_type=Path, file_okay=file_okay)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("is empty: a variable that is not set?", param, ctx)
        return super().convert(value, param, ctx)


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
