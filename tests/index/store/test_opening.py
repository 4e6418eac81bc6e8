"""Opening a store: what is made, what is left alone, and what each wrong file is called."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import (
    Error,
    SettingsError,
    StoreDamaged,
    StoreError,
    StoreMissing,
    StoreTooNew,
)
from index.store import Store, open_store
from index.store.session import Session
from index.testing.samples import NOW, make_batch, make_incoming
from tests.index.store.conftest import Opener


def fill(store: Store, *titles: str) -> None:
    """Put one record for each title into the store."""
    store.declare("herald", "https://herald.example.org/oai", "oai_dc", True, NOW)
    items = [make_incoming(identifier=title, title=title) for title in titles]
    store.apply("herald", make_batch(*items), None, NOW)


def test_missing_store_is_an_error_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing) as caught:
        open_store(tmp_path / "data" / "store.db", create=False)
    assert str(tmp_path / "data" / "store.db") in caught.value.message
    assert caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_created_store_stands_in_its_new_folder(tmp_path: Path, opened: Opener) -> None:
    where = tmp_path / "a" / "b" / "store.db"
    fill(opened(where, create=True), "one")
    assert opened(where).count() == 1


def test_url_names_the_same_file(path: Path, opened: Opener) -> None:
    fill(opened(), "one")
    store = open_store(f"sqlite:///{path}", create=False)
    try:
        assert store.count() == 1
    finally:
        store.close()


@pytest.mark.parametrize(
    "url", ["", "store.db", "sqlite://", "sqlite:///:memory:", "oracle://host/db", "a b://c"]
)
def test_url_that_is_no_sqlite_file_is_a_mistake_in_the_settings(url: str) -> None:
    with pytest.raises(SettingsError, match="expected sqlite:///"):
        open_store(url, create=True)


def test_path_may_hold_what_urls_give_a_meaning(tmp_path: Path, opened: Opener) -> None:
    where = tmp_path / "100 % да?mode=ro#x" / "st%20ore.db"
    fill(opened(where, create=True), "one")
    assert where.is_file()


@pytest.mark.parametrize("create", [True, False])
def test_file_that_is_no_database_is_damaged_and_left_alone(tmp_path: Path, create: bool) -> None:
    where = tmp_path / "store.db"
    where.write_bytes(b"<html>" * 1000)
    with pytest.raises(StoreDamaged) as caught:
        open_store(where, create=create)
    assert str(where) in caught.value.message
    assert caught.value.hint
    assert where.read_bytes() == b"<html>" * 1000


def test_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    where = tmp_path / "store.db"
    with sqlite3.connect(where) as other:
        other.execute("CREATE TABLE songs (title)")
    other.close()
    with pytest.raises(StoreDamaged, match="songs"):
        open_store(where, create=True)
    with sqlite3.connect(where) as other:
        names = other.execute("SELECT name FROM sqlite_master").fetchall()
    other.close()
    assert names == [("songs",)]


def test_empty_file_is_missing_until_it_may_be_filled(tmp_path: Path, opened: Opener) -> None:
    where = tmp_path / "empty.db"
    where.touch()
    with pytest.raises(StoreMissing, match="empty"):
        opened(where)
    assert opened(where, create=True).count() == 0


def test_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreDamaged, match="not a file"):
        open_store(tmp_path, create=True)


def test_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(StoreError, match="folder") as caught:
        open_store(tmp_path / "data" / "store.db", create=True)
    assert caught.value.hint


def test_store_of_a_newer_version_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    with pytest.raises(StoreTooNew, match="9999") as caught:
        open_store(path, create=False)
    assert caught.value.hint


def test_broken_pages_are_damage(path: Path, opened: Opener) -> None:
    store = opened()
    fill(store, *(f"title {number}" for number in range(300)))
    store.close()
    content = path.read_bytes()
    path.write_bytes(content[:8192] + b"\xa5" * (len(content) - 8192))
    with pytest.raises(StoreDamaged):
        opened().listing("herald")


def test_database_is_in_wal_mode_with_foreign_keys(path: Path, opened: Opener) -> None:
    with opened().engine.connect() as connection:  # type: ignore[attr-defined]
        answers = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous")
        ]
    assert answers == ["wal", 1, 1]


def test_neither_making_nor_opening_a_store_imports_alembic(tmp_path: Path, path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; import index.store\n"
        "assert 'sqlalchemy' not in sys.modules\n"
        "index.store.open_store(Path(sys.argv[1]), create=True).close()\n"
        "assert 'alembic' not in sys.modules"
    )
    for where in (path, tmp_path / "new.db"):
        subprocess.run([sys.executable, "-c", script, str(where)], check=True)


def test_stores_are_made_by_many_threads_at_once(tmp_path: Path) -> None:
    outcomes: list[int | Error] = []
    start = threading.Barrier(6)

    def make(number: int) -> None:
        start.wait()
        try:
            store = open_store(tmp_path / f"{number % 2}.db", create=True)
        except Error as error:
            outcomes.append(error)
        else:
            outcomes.append(store.count())
            store.close()

    threads = [threading.Thread(target=make, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == [0] * 6


READ_ONLY = """
import os, sys
from pathlib import Path
from index.errors import Error
from index.store import open_store
import index.store.sql, index.store.sqlite  # while the interpreter's files can be read
from index.testing.samples import NOW
if os.getuid() == 0:
    os.setuid(65534)
try:
    store = open_store(Path(sys.argv[1]), create=sys.argv[2] == "create")
    print(store.count())
    store.declare("x", "https://x.example.org/oai", "oai_dc", True, NOW)
except Error as error:
    print(error.code, bool(error.hint))
"""


@pytest.fixture
def locked() -> Iterator[Path]:
    """A folder that a plain user can read and not write, with a store of one record in it."""
    # Not tmp_path: another user may not enter the folders above it.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = open_store(folder / "store.db", create=True)
        fill(store, "one")
        store.close()
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


def as_plain_user(where: Path, how: str = "open") -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", READ_ONLY, str(where), how],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_store_in_a_read_only_folder_can_be_read(locked: Path) -> None:
    assert as_plain_user(locked / "store.db") == ["1", "store-read-only True"]
    assert [file.name for file in locked.iterdir()] == ["store.db"]


def test_reader_without_rights_sees_what_a_writer_has_in_its_log(locked: Path) -> None:
    locked.chmod(0o755)
    store = open_store(locked / "store.db", create=False)
    try:
        fill(store, "one", "two")
        locked.chmod(0o555)
        assert as_plain_user(locked / "store.db") == ["2", "store-read-only True"]
    finally:
        store.close()


def test_store_cannot_be_made_in_a_read_only_folder(locked: Path) -> None:
    answer = ["store-read-only True"]
    assert as_plain_user(locked / "new.db", "create") == answer
    assert as_plain_user(locked / "deeper" / "new.db", "create") == answer


def test_file_without_tables_cannot_be_filled_in_a_read_only_folder(locked: Path) -> None:
    locked.chmod(0o755)
    (locked / "empty.db").touch()
    locked.chmod(0o555)
    assert as_plain_user(locked / "empty.db", "create") == ["store-read-only True"]


def test_who_only_reads_takes_little_memory_for_pages(path: Path, opened: Opener) -> None:
    """A server has a connection for each of its threads, and writes with none of them."""
    store = opened()
    assert isinstance(store, Session)
    with store._reading() as connection:
        assert connection.exec_driver_sql("PRAGMA cache_size").scalar() == -4096
    with store._writing() as connection:
        assert connection.exec_driver_sql("PRAGMA cache_size").scalar() == -16384
