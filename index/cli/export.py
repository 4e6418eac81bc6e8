"""`harvester export`: all hits of a query in a format that other programs read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, get_args

import click

from index.cli.console import Watch, counted, drop, note, progress
from index.cli.context import Context, opened
from index.cli.narrowing import exclusions_of, filters_of, narrowing_options
from index.cli.options import Place, WithExclusions, typed
from index.core import Index
from index.engines.base import Sort
from index.errors import UsageError
from index.export.files import replacing
from index.export.formats import FORMATS, Format, format_named
from index.record import Record


@click.command(cls=WithExclusions)
@click.argument("query", nargs=-1)
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    help=f"One of {', '.join(FORMATS)}; without it the one of the file's suffix.",
)
@click.option(
    "-o",
    "--output",
    type=Place(),
    help="The file to write, replaced when all is there; without it stdout.",
)
@click.option(
    "--raw",
    is_flag=True,
    help="Whole sources (QUERY names them, nothing: all) as harvested, into folders below -o.",
)
@click.option(
    "--style",
    help="Of text and html: the name of a CSL style (apa, ieee, …), or a .csl file.",
)
@narrowing_options
@click.option(
    "--sort",
    type=click.Choice(get_args(Sort)),
    help="The order of the records; without it by source and identifier, which is fastest.",
)
@click.pass_obj
def export(
    context: Context,
    /,
    query: tuple[str, ...],
    form: str | None,
    output: Path | None,
    raw: bool,
    **options: Any,
) -> None:
    """Write all hits of a query in a format that other programs read.

    The query is that of `harvester search`; '*' is everything. Memory stays flat.
    """
    if raw:
        from index.cli.raw import export_raw

        export_raw(context, query, output)
    else:
        _export(context, query, form, output, options)


def _export(
    context: Context,
    query: tuple[str, ...],
    form: str | None,
    output: Path | None,
    options: dict[str, Any],
) -> None:
    if not query:
        raise UsageError("export what? give a query", "harvester export --format ris '*'")
    chosen = _styled(_format(form, output), options["style"])
    if output is None and chosen.binary and sys.stdout.isatty():
        raise UsageError(f"{chosen.name} is nothing to read on a terminal", "name a file with -o")
    text, narrowed = typed(" ".join(query)), _narrowed(options)
    with opened(context) as index, progress("export") as watch:
        records = index.records(text, **narrowed, sort=options["sort"])
        total = _total(index, text, narrowed)
        shown = _told(records, watch, total)
        if output is None:
            _print(chosen.write(shown))
        else:
            with replacing(output) as file:
                _fill(file, chosen.write(shown))
        waiting = index.pending()
    if not total:
        note("no record matches: the export is empty (harvester search tells what comes near)")
    if output is not None:
        note(f"{output}: {counted(output.stat().st_size, 'byte')}")
    if waiting:
        note(f"{counted(waiting, 'change')} not in the index yet: harvester index sync")


def _format(name: str | None, output: Path | None) -> Format:
    """The format that is named, or else that of the file's suffix."""
    if name is not None:
        return format_named(name)
    ends = {one.suffix: one for one in FORMATS.values()}
    fits = [one for end, one in ends.items() if output and output.name.endswith(end)]
    if not fits:
        raise UsageError("in which format?", f"--format with one of {', '.join(FORMATS)}")
    return max(fits, key=lambda one: len(one.suffix))


def _styled(chosen: Format, style: str | None) -> Format:
    """The format in a citation style, where one is named. Raises `UsageError`."""
    if style is None:
        return chosen
    if chosen.name not in ("text", "html"):
        raise UsageError(f"--style says nothing to {chosen.name}", "use it with text or html")
    from index.export.citations import writer

    return replace(chosen, write=writer(style, "html" if chosen.name == "html" else "text"))


def _narrowed(options: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    return {"filters": filters_of(options), "exclude": exclusions_of(options)}


def _total(index: Index, text: str, narrowed: dict[str, Any]) -> int:
    return index.search(text, limit=0, sort="newest", **narrowed).total


def _told(items: Iterable[Record], watch: Watch, total: int) -> Iterator[Record]:
    for done, item in enumerate(items, 1):
        yield item
        watch(done, total)


def _print(pieces: Iterable[bytes]) -> None:
    """Print the pieces; a reader that goes away ends it."""
    try:
        _fill(sys.stdout.buffer, pieces)
        sys.stdout.flush()
    except BrokenPipeError:
        drop(sys.stdout)


def _fill(file: BinaryIO, pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        file.write(piece)
