"""Everything that only SQLite can say: opening a file, pragmas, locks, and what its errors mean."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from index.errors import (
    Error,
    SettingsError,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreMissing,
    StoreReadOnly,
)
from index.store.migrate import bring_up_to_date
from index.store.session import WRITES, Backend

_BETWEEN_TRIES = 0.01  # seconds
# A page of records is some 200 pages of database, scattered by hash: to write with 2 MB (the
# default) thrashes. Who reads has the system's own cache behind, and each of many threads a
# connection: eight with 16 MB each made a server 110 MB larger, and no faster.
_TO_READ, _TO_WRITE = "PRAGMA cache_size = -4096", "PRAGMA cache_size = -16384"  # KiB
# Less than this is a full disk: SQLite grows its shared memory by 32 KiB at a time.
_NO_ROOM = 65_536


def path_of(url: str) -> Path:
    """The file that an SQLite URL names. Raises `SettingsError` for anything else."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise _not_usable(url) from error
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        raise _not_usable(url)
    return Path(str(parsed.database))


def open_sqlite(
    path: Path, *, create: bool, busy_timeout: float, save: Callable[[str], None]
) -> Backend:
    """Open the file, to write where that is possible, and bring its tables up to date.

    `save` is called with the revision that they are at, where that is an older one.
    """
    _look(path, create)
    with translated(path):
        mode = mode_of(path)
        engine = _engine(path, mode, busy_timeout)
        try:
            bring_up_to_date(
                engine, str(path), create=create, write=mode.startswith("mode=rw"), save=save
            )
        except (SQLAlchemyError, Error):
            engine.dispose()
            raise
    turn = partial(_turn, Lock(), busy_timeout, path)
    return Backend(engine, partial(translated, path), turn)


@contextmanager
def _turn(lock: Lock, busy_timeout: float, path: Path) -> Iterator[None]:
    """One writing thread after another. SQLite lets those that wait sleep for up to 100 ms at a
    time, and fifty harvests that wait for each other so stand still while nobody writes.
    """
    if not lock.acquire(timeout=busy_timeout):
        raise _busy(path, "another thread writes")
    try:
        yield
    finally:
        lock.release()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Let what SQLite and its files raise come out as a `StoreError`, most specific first."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = error.__cause__ if isinstance(error.__cause__, sqlite3.Error) else error
        raise meaning(cause, path) from error
    except sqlite3.Error as error:
        raise meaning(error, path) from error
    except (OverflowError, UnicodeEncodeError) as error:
        raise StoreError(f"the database {path} cannot hold a value: {error}") from error


def free_room(path: Path) -> int:
    """How many bytes are free on the disk of the file."""
    return shutil.disk_usage(path.parent).free


def meaning(error: Exception, path: Path, room: Callable[[Path], int] = free_room) -> StoreError:
    """Which of our errors an error of SQLite is; `room` gives the free bytes beside the file."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return StoreError(f"the database {path} failed: {error}")
    # The lower byte is the kind, the rest says where (https://sqlite.org/rescode.html).
    match code & 0xFF:
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return damaged(path, str(error))
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return _busy(path, str(error))
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN:
            return _read_only(path, str(error))
        case sqlite3.SQLITE_FULL:
            return _full(path)
        case sqlite3.SQLITE_IOERR if room(path) < _NO_ROOM:
            return _full(path)
    return StoreError(f"the database {path} failed: {error}")


def _busy(path: Path, why: str) -> StoreBusy:
    return StoreBusy(
        f"the database {path} is held by somebody else: {why}",
        "Wait until the other command has finished, then run this one again.",
    )


def damaged(path: Path, why: str) -> StoreDamaged:
    """The error of a file that is no database of ours, or is broken."""
    return StoreDamaged(
        f"{path} is damaged, or no database of this program: {why}",
        "Move the file away, then restore it from a backup or harvest again.",
    )


def _look(path: Path, create: bool) -> None:
    """Tell what can be told of the path before SQLite opens it; make its folder."""
    try:
        if path.exists():
            if not path.is_file():
                raise damaged(path, "it is not a file")
        elif not create:
            raise missing(path)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise meaning_of_os(error, path) from error


def missing(path: Path) -> StoreMissing:
    """The error of a database that is not there."""
    return StoreMissing(
        f"there is no database at {path}",
        "Harvest or load something first, or point --data or [store] url at the right place.",
    )


def mode_of(path: Path) -> str:
    """How SQLite is to open the file: the query part of its URI."""
    if not path.exists():
        return "mode=rwc"
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return "mode=rw"
    return read_mode(path)


def read_mode(path: Path) -> str:
    """How to open a file that cannot be written.

    SQLite reads a database in WAL mode only where its -shm file is or can be made
    (https://sqlite.org/wal.html#readonly). `immutable` needs none, but overlooks the -wal file and
    other writers: good only where nobody has left or holds one.
    """
    used = any(path.with_name(path.name + tail).exists() for tail in ("-wal", "-shm"))
    return "mode=ro" if used else "mode=ro&immutable=1"


def _engine(path: Path, mode: str, busy_timeout: float) -> Engine:
    engine = create_engine(
        "sqlite://",
        creator=partial(connect, path, mode, busy_timeout),
        poolclass=QueuePool,
        pool_size=8,
        # A thread more than the pool holds opens a connection of its own instead of waiting.
        max_overflow=-1,
    )
    event.listen(engine, "begin", _begin)
    return engine


def connect(path: Path, mode: str, busy_timeout: float) -> sqlite3.Connection:
    """A connection with our pragmas; `mode` as `mode_of` gives it."""
    connection = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?{mode}",
        uri=True,
        timeout=busy_timeout,
        # Python must not begin transactions of its own: `_begin` says which kind.
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_TO_READ)
        if mode.startswith("mode=rw"):
            _to_wal(connection, busy_timeout)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _to_wal(connection: sqlite3.Connection, busy_timeout: float) -> None:
    """Switch to the write-ahead log, unless the database has it.

    SQLite's own busy time-out does not hold for the switch: of several processes that make a
    database at once, one would be told that it is locked.
    """
    end = monotonic() + busy_timeout
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > end:
                raise
            sleep(_BETWEEN_TRIES)


def _begin(connection: Connection) -> None:
    """A writer takes the lock at once: one that reads first could not wait for another."""
    writes = connection.get_execution_options().get(WRITES, False)
    if writes:
        connection.exec_driver_sql(_TO_WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def meaning_of_os(error: OSError, path: Path) -> StoreError:
    """Which of our errors an error of the file's folder is."""
    match error.errno:
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return _read_only(path, error.strerror or str(error))
        case errno.ENOSPC | errno.EDQUOT:
            return _full(path)
    return StoreError(
        f"the folder of the database {path} cannot be used: {error.strerror or error}",
        "Choose another folder with --data or [data] dir.",
    )


def _read_only(path: Path, why: str) -> StoreReadOnly:
    return StoreReadOnly(
        f"the database {path} cannot be opened or written: {why}",
        "Check who owns the file and its folder, and whether the disk is mounted read-only.",
    )


def _full(path: Path) -> StoreFull:
    return StoreFull(
        f"there is no room for the database {path}",
        "Make room on that disk, then run the command again: what was stored before is kept.",
    )


def _not_usable(url: str) -> SettingsError:
    return SettingsError(
        [f"store url {url!r}: expected sqlite:/// and the path of a file"],
        "Leave [store] url empty to keep the database in the data folder.",
    )
