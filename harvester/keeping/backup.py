"""Backups: a consistent copy while everything goes on, verified before it counts as one."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from harvester.errors import BackupUnusable
from harvester.keeping.manifest import (
    DATABASE,
    MANIFEST,
    SETTINGS,
    Manifest,
    check_files,
    held,
    read_manifest,
    write_manifest,
)
from index import __version__
from index.store.sqlite_copy import Watch, check_copy, copy_database, silent

_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"\d{8}T\d{6}Z")
_HALF = ".half-"


def back_up(
    database: Path, settings: Path | None, into: Path, now: datetime, watch: Watch = silent
) -> tuple[Path, Manifest]:
    """Make a backup below `into`, named by the time; gives its folder, and what it holds.

    It is verified: read back, compared, and checked by SQLite. Until then its name begins with
    `.half-`. What `watch` raises ends it. Raises `StoreError`, `BackupUnusable`.
    """
    made = now.astimezone(UTC)
    folder = into / made.strftime(_STAMP)
    with _folder_errors(into), ExitStack() as stack:
        into.mkdir(parents=True, exist_ok=True)
        stack.enter_context(_alone(into))
        _remove_halves(into)
        half = into / f"{_HALF}{folder.name}"
        half.mkdir(mode=0o700)
        try:
            copy_database(database, half / DATABASE, watch)
            if settings is not None:
                shutil.copyfile(settings, half / SETTINGS)
            revision, records = check_copy(half / DATABASE)
            files = tuple(held(path) for path in sorted(half.iterdir()))
            stamp = made.replace(microsecond=0)
            manifest = Manifest(stamp, __version__, revision, records, files)
            write_manifest(half, manifest)
            check_files(half, files)
            half.rename(folder)
            _on_disk(into)
        except BaseException:
            shutil.rmtree(half, ignore_errors=True)
            raise
    return folder, manifest


def verify(folder: Path) -> Manifest:
    """Read all of a backup; gives what it holds. Raises `BackupUnusable`, `StoreError`."""
    manifest = read_manifest(folder)
    check_files(folder, manifest.files)
    revision, records = check_copy(folder / DATABASE)
    if (revision, records) != (manifest.revision, manifest.records):
        raise BackupUnusable(f"{folder / DATABASE} is not the one of the manifest")
    return manifest


def backups(into: Path) -> list[Path]:
    """The backups below a folder, oldest first; or itself, where it is one."""
    if (into / MANIFEST).is_file():
        return [into]
    names = sorted(path for path in into.glob("*") if _NAME.fullmatch(path.name))
    return [path for path in names if (path / MANIFEST).is_file()]


def remove_older(into: Path, keep: int) -> list[Path]:
    """Remove all but the newest backups below a folder; gives those that went."""
    with _folder_errors(into):
        older = backups(into)[:-keep]
        for folder in older:
            # The manifest first: what is left of one that could not be removed is no backup.
            (folder / MANIFEST).unlink()
            shutil.rmtree(folder)
    return older


def _remove_halves(into: Path) -> None:
    """Remove what backups that died have left."""
    for half in into.glob(f"{_HALF}*"):
        shutil.rmtree(half, ignore_errors=True)


@contextmanager
def _alone(into: Path) -> Iterator[None]:
    lock = FileLock(into / ".lock", thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise BackupUnusable(f"another backup goes on in {into}", "wait for its end") from error
    try:
        yield
    finally:
        lock.release()


def _on_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _folder_errors(into: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        hint = "make room" if full else "check who owns the folder, and that it can be written"
        raise BackupUnusable(f"no backup in {into}: {error.strerror}", hint) from error
