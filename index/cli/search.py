"""`harvester search`: hits with title, creators, journal, year and identifier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

import click
from click.core import ParameterSource

from index.cli.console import counted, emit_json, note, say
from index.cli.context import Context, opened
from index.cli.narrowing import exclusions_of, filters_of, narrowing_options
from index.cli.options import WithExclusions, json_option, typed
from index.core import Index, Results
from index.engines.base import Sort
from index.errors import UsageError

# Engines count hits in 32 bits; nobody turns pages that far.
MAX_OFFSET = 10_000_000
# With `--all` there are no pages, and nothing but hits.
_OF_PAGES = ("limit", "offset", "cursor", "facet", "histogram", "explain", "as_json")


@click.command(cls=WithExclusions)
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--limit",
    default=10,
    show_default=True,
    type=click.IntRange(0, 10_000),
    help="How many hits to show.",
)
@click.option(
    "--offset", default=0, type=click.IntRange(0, MAX_OFFSET), help="Leave out so many hits."
)
@click.option("--cursor", help="Go on behind a page: its `next`.")
@narrowing_options
@click.option(
    "--sort",
    type=click.Choice(get_args(Sort)),
    default="relevance",
    show_default=True,
    help="The order of the hits.",
)
@click.option("--facet", multiple=True, help="Count the values of this field (several: each).")
@click.option("--histogram", is_flag=True, help="Draw the hits by year.")
@click.option("--explain", is_flag=True, help="Say of each hit why it is one, and why so high.")
@click.option("--fields", metavar="A,B,…", help="Show these fields of each hit, and no others.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl", "csv"]),
    default="text",
    show_default=True,
    help="Hits to read, or a row for each: JSON Lines, or CSV that spreadsheets open safely.",
)
@click.option(
    "--all", "every", is_flag=True, help="Every hit, as a stream; by key where --sort is not given."
)
@json_option
@click.pass_context
def search(click_context: click.Context, /, query: tuple[str, ...], **options: Any) -> None:
    """Search titles, abstracts, names, journals, subjects and identifiers.

    Words are all to be found; '"words in quotes"' stand side by side; -word excludes; title:word,
    creator:name, year:2023 ask one field. A DOI, ISSN, ORCID or address finds its records.
    """
    from index.cli.picked import fields_of

    context: Context = click_context.obj
    text, fields = typed(" ".join(query)), fields_of(options["fields"] or "")
    given = {
        name
        for name in options
        if click_context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }
    _check(given, options)
    with opened(context) as index:
        if options["every"]:
            _print_all(index, text, options, fields, sorted_="sort" in given)
        else:
            results = index.search(text, **_asked(options))
            _print(results, options, fields)
        waiting = index.pending()
    if waiting:
        note(f"{counted(waiting, 'change')} not in the index yet: harvester index sync")


def _check(given: set[str], options: dict[str, Any]) -> None:
    """Raise `UsageError` for options that say two things at once."""
    if options["every"]:
        _refuse(given, _OF_PAGES, "--all")
    if options["form"] != "text":
        _refuse(given, ("facet", "histogram", "as_json"), f"--format {options['form']}")
    if options["as_json"]:
        _refuse(given, ("fields",), "--json")


def _refuse(given: set[str], names: Sequence[str], beside: str) -> None:
    for name in names:
        if name in given:
            option = {"as_json": "json"}.get(name, name)
            raise UsageError(f"--{option} and {beside} cannot be meant at once", "leave one out")


def _asked(options: dict[str, Any]) -> dict[str, Any]:
    """The arguments of `Index.search`."""
    same = ("limit", "offset", "cursor", "sort", "histogram", "explain")
    return {name: options[name] for name in same} | {
        "filters": filters_of(options),
        "exclude": exclusions_of(options),
        "facets": options["facet"],
    }


def _print_all(
    index: Index, text: str, options: dict[str, Any], fields: Sequence[str], *, sorted_: bool
) -> None:
    from index.cli.hits import print_hits
    from index.cli.rows import print_rows

    hits = index.scan(
        text,
        filters=filters_of(options),
        exclude=exclusions_of(options),
        sort=options["sort"] if sorted_ else None,
    )
    if options["form"] == "text":
        print_hits(hits, fields=fields)
    else:
        print_rows(hits, options["form"], fields)


def _print(results: Results, options: dict[str, Any], fields: Sequence[str]) -> None:
    from index.cli.rows import print_rows

    if options["as_json"]:
        emit_json(results)
        return
    if options["form"] == "text":
        _print_text(results, options["offset"], fields)
    else:
        print_rows(results.hits, options["form"], fields)
    offset = options["offset"]
    if results.next and options["cursor"]:
        note(f"more: --cursor {results.next}")
    elif results.next:
        note(f"more: --offset {offset + len(results.hits)}")
    elif not results.hits and offset >= results.total + results.total_partial > 0 < offset:
        note(f"--offset {offset} leaves out all of them")


def _print_text(results: Results, offset: int, fields: Sequence[str]) -> None:
    from index.cli.counts import facet_lines, histogram_lines
    from index.cli.hits import print_hits
    from index.cli.relax import relax_lines
    from index.cli.suggest import correction_lines

    hits, took = counted(results.total, "hit"), f"{results.took * 1000:.0f} ms"
    meant = "everything" if results.interpreted_as == "*" else results.interpreted_as
    say(f"{hits} for {meant}  ({took})")
    if results.literal:
        say(f"taken as words: {'  '.join(results.literal)}")
    for line in correction_lines(results.did_you_mean):
        say(line)
    for line in ("", *relax_lines(results.relax)) if results.relax else ():
        say(line)
    print_hits(results.hits, offset + 1, partial=results.total_partial, fields=fields)
    for title, lines in (
        ("years", [*histogram_lines(results.histogram)]),
        ("", [*facet_lines(results.facets, results.labels)]),
    ):
        for line in ([""] if lines else []) + ([f"{title}:"] if lines and title else []) + lines:
            say(line)
    if results.next:
        say()
