"""Whether a database file is whole: looked at from beside, nothing in it is changed."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from index.store.migrate import CHAIN, HEAD
from index.store.sqlite import damaged, missing, read_mode, translated

_MOST = 10  # problems that are listed
# Rows that name a row of another table that is not there.
_DANGLING = "PRAGMA foreign_key_check"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look into the file found: `version` of the tables, bytes, and what is wrong."""

    version: str
    bytes: int
    problems: tuple[str, ...] = ()

    @property
    def is_old(self) -> bool:
        """Whether the next command that opens it brings it up to date."""
        return self.version in CHAIN and self.version != HEAD

    @property
    def is_too_new(self) -> bool:
        return self.version not in CHAIN


def check_file(path: Path, *, quick: bool = False) -> Checked:
    """Look at the file; `quick` reads a small part of it only.

    Raises `StoreMissing`, `StoreDamaged` where it is no database of ours, other `StoreError`.
    """
    if not path.is_file():
        raise missing(path)
    with (
        translated(path),
        closing(sqlite3.connect(_uri(path), uri=True)) as file,
    ):
        version = _version(file, path)
        problems = [] if quick else _problems(file)
    return Checked(version, path.stat().st_size, tuple(problems))


def _uri(path: Path) -> str:
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    mode = "mode=ro" if writable else read_mode(path)
    return f"file:{quote(str(path.absolute()))}?{mode}"


def _version(file: sqlite3.Connection, path: Path) -> str:
    tables = "SELECT name FROM sqlite_master WHERE name = 'alembic_version'"
    row = file.execute(tables).fetchone()
    if row is not None:
        row = file.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None:
        raise damaged(path, "it has no tables of ours")
    return str(row[0])


def _problems(file: sqlite3.Connection) -> list[str]:
    try:
        said = [row[0] for row in file.execute(f"PRAGMA integrity_check({_MOST})")]
    except sqlite3.DatabaseError as error:
        # SQLite 3.40 gives up with this where a page is no page at all, in place of listing it.
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        return [str(error)]
    found = [words for words in said if words != "ok"]
    # What is no whole file cannot be asked for more.
    dangling = [] if found else file.execute(_DANGLING).fetchmany(_MOST)
    return found + [f"a row of {row[0]} belongs to none of {row[2]}" for row in dangling]
