"""`harvester suggest`: completions of what is being typed, and what may have been meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from index.cli.console import columns, emit_json, say
from index.cli.context import Context, opened
from index.cli.options import json_option, typed
from index.suggest.completions import MOST, Suggestion
from index.suggest.corrections import Correction

_WIDEST = 100  # letters of a title; the query has all of its words


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--limit",
    default=10,
    show_default=True,
    type=click.IntRange(1, MOST),
    help="How many completions to show.",
)
@json_option
@click.pass_obj
def suggest(context: Context, text: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Complete what is being typed: creators, titles, journals, subjects, with their hits.

    A blank at the end says that the last word is whole. Where a search of the text finds hardly
    anything, other spellings and keyboard layouts are tried: rbcnfyjd is кистанов.
    """
    asked = typed(" ".join(text))
    with opened(context) as index:
        found, meant = index.suggest(asked, limit), index.correct(asked)
    if as_json:
        emit_json({"suggestions": found, "did_you_mean": meant})
        return
    for line in (*suggestion_lines(found), *correction_lines(meant)):
        say(line)
    if not found and not meant:
        say(f"nothing begins with {asked}")


def suggestion_lines(found: Sequence[Suggestion]) -> Iterator[str]:
    """Hits, kind and text of each."""
    rows = [(f"{each.count:,}", each.kind, _short(each.text)) for each in found]
    yield from columns(rows, right=(0,)) if rows else ()


def correction_lines(meant: Sequence[Correction]) -> Iterator[str]:
    """A line for each query that may have been meant, with its hits."""
    rows = [("did you mean:" if not at else "", f"{each.count:,}", each.query)
            for at, each in enumerate(meant)]  # fmt: skip
    yield from columns(rows, right=(1,)) if rows else ()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDEST else f"{line[: _WIDEST - 1].rstrip()}…"
