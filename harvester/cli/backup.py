"""`harvester backup` and `harvester restore`."""

from __future__ import annotations

from pathlib import Path

import click

from harvester.cli.app import App
from harvester.cli.runs import indexed
from harvester.clock import SystemClock
from harvester.errors import BackupUnusable
from harvester.keeping.manifest import Manifest
from index.cli.console import counted, emit_json, note, progress, say
from index.cli.options import Place, json_option
from index.errors import StoreError
from index.shapes import Shape, moment


@click.command()
@click.argument("folder", metavar="DIR", type=Place(file_okay=False))
@click.option(
    "--keep", type=click.IntRange(1), metavar="N", help="Keep the newest N there; older ones go."
)
@click.option("--verify", "only_verify", is_flag=True, help="Make none: read what is there.")
@json_option
@click.pass_obj
def backup(app: App, folder: Path, keep: int | None, only_verify: bool, as_json: bool) -> int:
    """Copy the database and the settings into a new folder below DIR.

    Consistent, while harvests and searches go on. It is read back and checked before it counts.
    The search index is not in it: `harvester restore` builds that from the database.
    """
    from harvester.keeping.backup import back_up, backups, remove_older

    if only_verify:
        return _verified(backups(folder), folder, as_json)
    settings = app.settings()
    # Opened first: it is brought up to date, and the error of a missing one is told as ever.
    with app.opened(settings), progress("pages copied") as watch:
        now = SystemClock().now()
        made, manifest = back_up(settings.database, settings.file, folder, now, watch)
    older = remove_older(folder, keep) if keep else []
    if as_json:
        emit_json(_shape(made, manifest) | {"removed": [str(path) for path in older]})
        return 0
    say(f"{made}: {_words(manifest)}; harvester restore {made} brings it back")
    for path in older:
        note(f"{path}: removed, for --keep {keep}")
    return 0


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True))
@click.option("--replace", is_flag=True, help="Move the database that is there aside.")
@json_option
@click.pass_obj
def restore(app: App, folder: Path, replace: bool, as_json: bool) -> int:
    """Put a backup in the place of the database, and build the search index from it.

    DIR is a backup, or a folder of backups: then the newest. It is verified before anything is
    touched. Whatever works on the data folder has to be ended first.
    """
    from harvester.keeping.backup import backups
    from harvester.keeping.restore import restore as put_back

    settings = app.settings()
    found = backups(folder)
    if not found:
        raise BackupUnusable(f"there is no backup in {folder}", "harvester backup DIR makes one")
    restored = put_back(found[-1], settings, SystemClock().now(), replace=replace)
    with app.opened(settings) as harvester:
        code = indexed(harvester)
    if as_json:
        aside = str(restored.aside) if restored.aside else None
        emit_json(_shape(found[-1], restored.manifest) | {"aside": aside})
        return code
    say(f"{settings.database}: {_words(restored.manifest)}, of {moment(restored.manifest.made)}")
    if restored.aside:
        note(f"what was there before lies in {restored.aside}")
    return code


def _verified(found: list[Path], folder: Path, as_json: bool) -> int:
    from harvester.keeping.backup import verify

    if not found:
        raise BackupUnusable(f"there is no backup in {folder}", "harvester backup DIR makes one")
    shapes, code = [], 0
    for path in found:
        try:
            manifest = verify(path)
        except (BackupUnusable, StoreError) as error:
            code = error.exit_code
            shapes.append({"backup": str(path), "error": error.message})
            note(f"{path}: {error.message}")
        else:
            shapes.append(_shape(path, manifest))
            if not as_json:
                say(f"{path}: whole, {_words(manifest)}")
    if as_json:
        emit_json(shapes)
    return code


def _words(manifest: Manifest) -> str:
    return f"{counted(manifest.records, 'record')}, {manifest.bytes / 1_000_000:,.1f} MB"


def _shape(folder: Path, manifest: Manifest) -> Shape:
    return {
        "backup": str(folder),
        "made": moment(manifest.made),
        "version": manifest.version,
        "revision": manifest.revision,
        "records": manifest.records,
        "bytes": manifest.bytes,
        "files": [
            {"name": file.name, "bytes": file.bytes, "sha256": file.sha256}
            for file in manifest.files
        ],
        "error": None,
    }
