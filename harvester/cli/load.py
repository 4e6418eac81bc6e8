"""`harvester load`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from harvester.cli.app import App
from harvester.cli.runs import exit_code, indexed, print_run, worst
from harvester.load import BROKEN, FileOutcome, Loaded
from harvester.load import load as load_files
from harvester.open import Harvester
from harvester.settings import check_source
from index.cli.console import counted, emit_json, note
from index.cli.options import json_option
from index.shapes import run_shape

SHOWN = 20


@click.command()
@click.argument("source", metavar="SOURCE|DUMP")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@json_option
@click.pass_obj
def load(app: App, source: str, paths: tuple[Path, ...], as_json: bool) -> int:
    """Take stored OAI-PMH responses as if just harvested, or a dump.

    PATHs are files (.xml, .xml.gz, .xml.zst) or folders of them, a metha cache among them; also
    bare records and any wrapper around records. SOURCE is made when it is not known.

    The folder of a dump stands alone: its sources become copies here, and what they have already is
    not read again.
    """
    from harvester.cli.dumps import is_dump, load_dump

    if not paths or is_dump(paths[0]):
        return load_dump(app, [Path(source), *paths], as_json=as_json)
    check_source({"name": source, "url": "http://localhost/"})  # a name that config.toml could have
    with app.opened(create=True) as harvester:
        loaded = taken(app, harvester, source, paths, quiet=as_json)
        code = indexed(harvester)
    if as_json:
        emit_json([run_shape(loaded.run) | {"files": loaded.files}])
    return worst([exit_code([loaded.run]), code])


def taken(
    app: App, harvester: Harvester, source: str, paths: Sequence[Path], *, quiet: bool = False
) -> Loaded:
    """Load files, and say what came of them."""
    with app.watching(source) as watch:
        loaded = load_files(
            source,
            paths,
            harvester.tools(watch),
            harvester.settings.harvest.max_bytes,
            harvester.habits(source),
        )
    for line in file_lines(loaded.files):
        note(line)
    print_run(loaded.run, quiet=quiet)
    return loaded


def file_lines(files: Sequence[FileOutcome]) -> list[str]:
    """Which files could not be read, and what those hold that have no records."""
    broken = [file for file in files if file.outcome in BROKEN]
    empty = [file for file in files if file.outcome not in BROKEN and file.outcome != "loaded"]
    lines = [f"  {file.file}: {file.outcome}" for file in broken[:SHOWN]]
    if rest := broken[SHOWN:]:
        lines.append(f"  and {counted(len(rest), 'more', 'more')} like these: {_codes(rest)}")
    if empty:
        have = "has" if len(empty) == 1 else "have"
        lines.append(f"  {counted(len(empty), 'file')} {have} no records: {_codes(empty)}")
    return lines


def _codes(files: Sequence[FileOutcome]) -> str:
    codes = Counter(file.outcome for file in files)
    return ", ".join(f"{number} {code}" for code, number in codes.most_common())
