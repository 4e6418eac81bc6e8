"""The machine: versions, folders, space."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import psutil

from harvester.doctor.finding import Finding, ok, warning
from harvester.settings import Settings
from index import __version__

# UPDATE … RETURNING came with it.
SQLITE = (3, 35, 0)
_LIBRARIES = ("lxml", "requests", "SQLAlchemy", "Whoosh-Reloaded", "APScheduler")
# The write-ahead log needs memory that all its processes share (https://sqlite.org/wal.html).
_FAR = ("nfs", "cifs", "smb", "fuse.sshfs", "9p", "afs")


def versions(found: tuple[int, ...] = sqlite3.sqlite_version_info) -> Iterator[Finding]:
    """Of the program, Python, SQLite and what else a report of a mistake should name."""
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    yield ok(
        "versions", f"harvester {__version__}, Python {platform.python_version()}, {libraries}"
    )
    said = f"SQLite {'.'.join(map(str, found))}"
    if found >= SQLITE:
        yield ok("versions", said)
    else:
        least = ".".join(map(str, SQLITE))
        todo = f"use a Python that was built with SQLite {least} or newer"
        yield Finding("versions", "error", f"{said} is too old", todo)


def folders(settings: Settings, kind: Callable[[Path], str] | None = None) -> Iterator[Finding]:
    """Whether the data folder and that of the database can be used; `kind`: of file system."""
    for folder in dict.fromkeys((settings.data.dir, settings.database.parent)):
        yield _folder(folder)
        there = next(path for path in (folder, *folder.parents) if path.exists())
        found = (kind or kind_of)(there)
        if found.startswith(_FAR):
            yield warning(
                "folders",
                f"{folder} lies on a network file system ({found}), where SQLite's write-ahead "
                "log is not safe",
                "put [data] dir on a disk of this machine",
            )


def _folder(folder: Path) -> Finding:
    if not folder.exists():
        return ok("folders", f"{folder} is not there yet: the first harvest makes it")
    if not folder.is_dir():
        todo = "move the file away, or name another place in [data] dir"
        return Finding("folders", "error", f"{folder} is no folder", todo)
    if not os.access(folder, os.W_OK | os.X_OK):
        todo = "check who owns it, and whether the disk is mounted read-only"
        return Finding("folders", "error", f"{folder} cannot be written by this user", todo)
    return ok("folders", f"{folder} can be written")


def kind_of(path: Path) -> str:
    """The kind of the file system on which a path lies; empty where the system does not say."""
    real = path.resolve()
    mounts = {Path(one.mountpoint): one.fstype for one in psutil.disk_partitions(all=True)}
    return next((mounts[one] for one in (real, *real.parents) if one in mounts), "")


def space(
    settings: Settings, room: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free
) -> Iterator[Finding]:
    """Whether there is room for harvests, and for what takes the database's size once more."""
    folder = settings.database.parent
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free, least = room(there), settings.service.min_free
    size = settings.database.stat().st_size if settings.database.is_file() else 0
    said = f"{free // 1_000_000:,} MB are free beside {size // 1_000_000:,} MB of database"
    if free < least:
        todo = f"make room: below {least // 1_000_000:,} MB ([service] min_free) no harvest begins"
        yield Finding("space", "error", said, todo)
    elif free < size:
        yield warning("space", said, "make room: a backup beside it, or an upgrade, needs as much")
    else:
        yield ok("space", said)
