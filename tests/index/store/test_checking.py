"""A look into a database file from beside."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import StoreDamaged, StoreMissing
from index.store import open_store
from index.store.checking import check_file
from index.store.migrate import CHAIN, HEAD


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "x.db"
    open_store(made, create=True).close()
    return made


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute(statement)


def overwrite(path: Path, table: str = "sweeps") -> None:
    """Write nonsense over the first page of a table."""
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (page,) = file.execute(query, (table,)).fetchone()
    with path.open("r+b") as raw:
        raw.seek((page - 1) * 4096)
        raw.write(b"\xff" * 4096)


def test_a_whole_one_is_whole(path: Path) -> None:
    found = check_file(path)
    assert (found.version, found.problems) == (HEAD, ())
    assert (found.is_old, found.is_too_new) == (False, False)
    assert found.bytes == path.stat().st_size


def test_a_page_that_was_overwritten_is_found_unless_it_is_quick(path: Path) -> None:
    overwrite(path)
    assert check_file(path).problems
    assert check_file(path, quick=True).problems == ()


def test_a_row_that_hangs_in_the_air_is_found(path: Path) -> None:
    change(path, "INSERT INTO cursors VALUES ('nobody', '', 'x')")
    assert check_file(path).problems == ("a row of cursors belongs to none of sources",)


@pytest.mark.parametrize(("version", "old", "new"), [(CHAIN[0], True, False), ("9", False, True)])
def test_other_versions_are_told_and_nothing_is_changed(
    path: Path, version: str, old: bool, new: bool
) -> None:
    change(path, f"UPDATE alembic_version SET version_num = '{version}'")
    found = check_file(path)
    assert (found.is_old, found.is_too_new, found.version) == (old, new, version)
    assert check_file(path).version == version


def test_what_is_no_database_of_ours_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        check_file(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("no database" * 1000)
    change(tmp_path / "other.db", "CREATE TABLE x (y)")
    change(tmp_path / "half.db", "CREATE TABLE alembic_version (version_num)")
    for name in ("text.db", "other.db", "half.db"):
        with pytest.raises(StoreDamaged):
            check_file(tmp_path / name)


def test_it_may_be_read_while_somebody_writes(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE counters SET value = 7")
        assert check_file(path).problems == ()
        other.execute("ROLLBACK")
