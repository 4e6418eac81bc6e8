"""Copies of an SQLite database: of one state, made while others write; and whether one is whole."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from index.errors import StoreBusy, StoreDamaged
from index.store.migrate import CHAIN, too_new
from index.store.sqlite import connect, meaning, mode_of, translated

_PAGES = 2000  # copied between two looks at whether to stop: 8 MB
# What stands behind the name of a database in that of the copy made before an upgrade.
_BEFORE = "revision-"
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

# Told how far the copy is: pages done, of how many.
Watch = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """A watcher for copies that nobody watches."""


def copy_database(path: Path, into: Path, watch: Watch = silent) -> None:
    """Copy the database as it is at one moment into a new file, and have that on the disk.

    Nobody waits for it, readers or writers. What `watch` raises ends it. Raises `StoreError`.
    """
    with translated(path), closing(connect(path, mode_of(path), 30.0)) as source:
        # A transaction of our own holds the state: else every write of another process would
        # begin the copy again (https://sqlite.org/c3ref/backup_finish.html).
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        try:
            with closing(sqlite3.connect(into)) as target:
                source.backup(
                    target,
                    pages=_PAGES,
                    progress=lambda _status, left, total: watch(total - left, total),
                )
                # The copy is one file, whole without a log beside it.
                target.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as error:
            at_fault = path if _kind(error) in _BROKEN else into
            raise meaning(error, at_fault) from error
    with into.open("rb") as file:
        os.fsync(file.fileno())


def check_copy(path: Path) -> tuple[str, int]:
    """Read all of a copy that nobody writes; gives its revision of the tables and its live records.

    Raises `StoreDamaged` where SQLite finds it broken, `StoreTooNew`.
    """
    with translated(path), closing(_untouched(path)) as connection:
        (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise StoreDamaged(f"{path} is damaged: {found}", "take another backup")
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        query = "SELECT count(*) FROM records WHERE deleted_at IS NULL"
        (records,) = connection.execute(query).fetchone()
    if revision not in CHAIN:
        raise too_new(str(path), revision)
    return revision, records


def require_alone(path: Path) -> None:
    """Raise `StoreBusy` where anybody has the database open; a damaged one is nobody's."""
    try:
        with closing(sqlite3.connect(path, timeout=1.0, isolation_level=None)) as connection:
            # Asked for before the first read: then SQLite wants the file for itself.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        if _kind(error) == sqlite3.SQLITE_BUSY:
            raise StoreBusy(
                f"the database {path} is open elsewhere", "end what works on it first"
            ) from error
        if _kind(error) not in _BROKEN:
            raise meaning(error, path) from error


def _untouched(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1", uri=True)


def _kind(error: sqlite3.Error) -> int:
    """The lower byte of an error's code (https://sqlite.org/rescode.html); -1: it has none."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return -1 if code is None else code & 0xFF


def save_before_upgrade(path: Path, revision: str) -> None:
    """Keep the database as an older version left it, beside it; an earlier copy goes.

    Raises `StoreError`: without room for the copy it is not brought up to date.
    """
    half = path.with_name(f"{path.name}.{_BEFORE}half")
    half.unlink(missing_ok=True)
    try:
        copy_database(path, half)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    kept = path.with_name(f"{path.name}.{_BEFORE}{revision}")
    half.replace(kept)
    for older in path.parent.glob(f"{path.name}.{_BEFORE}*"):
        if older != kept:
            older.unlink()
