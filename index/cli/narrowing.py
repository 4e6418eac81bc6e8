"""Filters of the command line, which several commands take alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, TypeVar

import click

from index.cli.options import typed
from index.errors import UsageError

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--source", multiple=True, help="Only hits of this source (several: any)."),
    click.option("--year", multiple=True, type=int, help="Only hits of this year."),
    click.option("--language", multiple=True, help="Only hits in this language (ru, en, …)."),
    click.option(
        "--filter",
        "filters",
        multiple=True,
        metavar="FIELD=VALUE",
        help="Only hits with this value of a field (several of a field: any of them).",
    ),
    click.option(
        "--exclude",
        multiple=True,
        metavar="FIELD=VALUE",
        help="No hits with this value of a field.",
    ),
)


def narrowing_options(command: Command) -> Command:
    """`--source`, `--year`, `--language`, `--filter` and `--exclude`."""
    return reduce(lambda done, option: option(done), reversed(_OPTIONS), command)


def filters_of(options: Mapping[str, Any]) -> dict[str, list[str]]:
    """All filters by field: options of their own, and `--filter`. Raises `UsageError`."""
    found = _by_field(options["filters"], "--filter")
    for name in ("source", "year", "language"):
        if options[name]:
            found.setdefault(name, []).extend(typed(str(value)) for value in options[name])
    return found


def exclusions_of(options: Mapping[str, Any]) -> dict[str, list[str]]:
    """What no hit may hold, by field. Raises `UsageError`."""
    return _by_field(options["exclude"], "--exclude")


def _by_field(pairs: Sequence[str], option: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair in pairs:
        field, between, value = typed(pair).partition("=")
        if not between:
            raise UsageError(f"{option} {pair} has no value", f"write {option} {field}=…")
        found.setdefault(field.strip(), []).append(value)
    return found
