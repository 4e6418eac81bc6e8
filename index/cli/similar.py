"""`harvester similar`: records like one, the same work in other records first."""

from __future__ import annotations

import click

from index.cli.console import emit_json, say
from index.cli.context import Context, opened
from index.cli.options import json_option, typed
from index.cli.show import named_record
from index.errors import UsageError


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="[SOURCE] IDENTIFIER")
@click.option(
    "--limit",
    default=10,
    show_default=True,
    type=click.IntRange(1, 1000),
    help="How many records to show.",
)
@json_option
@click.pass_obj
def similar(context: Context, names: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Show records like one: SOURCE IDENTIFIER, or an OAI identifier or a DOI alone."""
    from index.cli.hits import print_hits

    if len(names) > 2:
        raise UsageError(
            f"similar takes one or two names, not {len(names)}",
            "harvester similar [SOURCE] IDENTIFIER",
        )
    with opened(context) as index:
        record = named_record(index, tuple(map(typed, names)))
        found = index.similar(*record.key, limit)
    if as_json:
        emit_json({"source": record.source, "identifier": record.identifier, "hits": found})
    elif found:
        print_hits(found)
    else:
        say(f"nothing is like {record.source} {record.identifier}")
