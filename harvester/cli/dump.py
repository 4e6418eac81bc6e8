"""`harvester dump`."""

from __future__ import annotations

from pathlib import Path

import click

from harvester.cli.app import App
from index.cli.console import counted, emit_json, progress, say
from index.cli.options import Place, json_option


@click.command()
@click.argument("folder", metavar="DIR", type=Place(file_okay=False))
@click.option("--full", is_flag=True, help="Everything again, in place of what is there.")
@click.option(
    "--xml/--no-xml", default=True, help="With or without the XML as harvested (with it)."
)
@json_option
@click.pass_obj
def dump(app: App, folder: Path, full: bool, xml: bool, as_json: bool) -> None:
    """Write the whole store as files that others read, follow and load again.

    JSON Lines compressed with zstd, and a manifest with counts and SHA-256. The first time it is
    everything; into the same folder again, what changed since, deletions among it.
    """
    from index.dump.writing import dump as write_dump

    with app.opened() as harvester, progress("dump") as watch:
        now = harvester.clock.now()
        made = write_dump(
            harvester.store,
            folder,
            now,
            full=full,
            xml=xml,
            told=lambda done: watch(done, None),
        )
    if as_json:
        emit_json(made.manifest)
        return
    live = sum(part.records for part in made.written)
    gone = sum(part.deleted for part in made.written)
    files = f"{counted(len(made.written), 'new file')}, {counted(live, 'record')}, {gone:,} deleted"
    say(f"{folder}: up to revision {made.manifest.revision:,}; {files}")
