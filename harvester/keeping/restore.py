"""The way back: a backup in the place of a database, which is moved aside and never removed."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from harvester.errors import BackupUnusable
from harvester.keeping.backup import verify
from harvester.keeping.manifest import DATABASE, Manifest, held
from harvester.service.lock import no_service
from harvester.settings import Settings
from index.engines.folder import forget_index
from index.store import open_store
from index.store.sqlite_copy import require_alone

_TAILS = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and where what was there before lies now."""

    manifest: Manifest
    aside: Path | None


def restore(backup: Path, settings: Settings, now: datetime, *, replace: bool) -> Restored:
    """Put a backup where the settings have their database; the index is to be built anew then.

    What was there is moved aside with `replace`, and is in the way without. Killed at any moment,
    there is the old database or the new one, or one of them beside the place. Raises
    `BackupUnusable`, `StoreError` (`StoreBusy` where somebody works on it), `ServiceHeld`.
    """
    database = settings.database
    manifest = verify(backup)
    with no_service(settings.data.dir), _disk_errors(database):
        if database.exists():
            _require_way(database, replace)
        half = database.with_name(f".restoring-{database.name}")
        _copied(backup, half, manifest)
        # What follows this store by its revisions may have seen later ones: they mean nothing now.
        with closing(open_store(half, create=False)) as store:
            store.forget_origin()
        aside = _moved_aside(database, now)
        half.replace(database)
        forget_index(settings.index_folder)
    return Restored(manifest, aside)


def _require_way(database: Path, replace: bool) -> None:
    if not replace:
        raise BackupUnusable(
            f"there is a database at {database}",
            "--replace moves it aside; --data FOLDER restores to another place",
        )
    require_alone(database)


def _copied(backup: Path, half: Path, manifest: Manifest) -> None:
    half.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(backup / DATABASE, half)
    with half.open("rb") as file:
        os.fsync(file.fileno())
    (wanted,) = (file for file in manifest.files if file.name == DATABASE)
    if held(half).sha256 != wanted.sha256:
        half.unlink()
        raise BackupUnusable(f"{half} is not what was read from the backup", "check the disk")


def _moved_aside(database: Path, now: datetime) -> Path | None:
    """Move the database and its log together: the log may hold what the file lacks."""
    files = [database.with_name(database.name + tail) for tail in _TAILS]
    found = [file for file in files if file.exists()]
    if not found:
        return None
    aside = database.with_name(f"{database.name}.before-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    aside.mkdir()
    for file in reversed(found):
        file.rename(aside / file.name)
    return aside


@contextmanager
def _disk_errors(database: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        hint = "make room" if full else "check who owns the folder, and that it can be written"
        raise BackupUnusable(f"nothing was put at {database}: {error.strerror}", hint) from error
