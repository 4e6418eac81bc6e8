"""`harvester search`: hits with title, creators, journal, year and identifier."""

from __future__ import annotations

import click

from index.cli.console import counted, emit_json, note, say
from index.cli.context import Context, opened
from index.cli.options import WithExclusions, json_option, typed
from index.core import Results

# Engines count hits in 32 bits; nobody turns pages that far.
MAX_OFFSET = 10_000_000


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
@click.option("--source", multiple=True, help="Only hits of this source (several: any of them).")
@click.option("--year", multiple=True, type=int, help="Only hits of this year.")
@click.option("--language", multiple=True, help="Only hits in this language (ru, en, …).")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest", "title"]),
    default="relevance",
    show_default=True,
    help="The order of the hits.",
)
@click.option("--facet", multiple=True, help="Count the values of this field (several: each).")
@click.option("--histogram", is_flag=True, help="Draw the hits by year.")
@json_option
@click.pass_obj
def search(
    context: Context,
    query: tuple[str, ...],
    limit: int,
    offset: int,
    source: tuple[str, ...],
    year: tuple[int, ...],
    language: tuple[str, ...],
    sort: str,
    facet: tuple[str, ...],
    histogram: bool,
    as_json: bool,
) -> None:
    """Search titles, abstracts, names, journals, subjects and identifiers.

    Words are all to be found; '"words in quotes"' stand side by side; -word excludes; title:word,
    creator:name, year:2023 ask one field. A DOI, ISSN, ORCID or address finds its records.
    """
    asked = {"source": source, "year": tuple(map(str, year)), "language": language}
    filters = {field: tuple(map(typed, values)) for field, values in asked.items() if values}
    with opened(context) as index:
        results = index.search(
            typed(" ".join(query)),
            limit=limit,
            offset=offset,
            filters=filters,
            sort=sort,
            facets=facet,
            histogram=histogram,
        )
        waiting = index.pending()
    if as_json:
        emit_json(results)
    else:
        _print(results, offset)
    if waiting:
        note(f"{counted(waiting, 'change')} not in the index yet: harvester index sync")


def _print(results: Results, offset: int) -> None:
    from index.cli.counts import facet_lines, histogram_lines
    from index.cli.hits import print_hits

    hits, took = counted(results.total, "hit"), f"{results.took * 1000:.0f} ms"
    asked = "everything" if results.interpreted_as == "*" else results.interpreted_as
    say(f"{hits} for {asked}  ({took})")
    print_hits(results.hits, offset + 1)
    for line in (*histogram_lines(results.histogram), *facet_lines(results.facets)):
        say(line)
    if results.next:
        say()
        note(f"more: --offset {offset + len(results.hits)}")
    elif offset >= results.total > 0:
        note(f"--offset {offset} leaves out all of them")
