"""What SQLite and its disk say becomes the most specific of our errors, and costs nothing."""

from __future__ import annotations

import errno
import sqlite3
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from index.errors import StoreBusy, StoreDamaged, StoreError, StoreFull, StoreReadOnly
from index.record import Counts, Run
from index.store.sqlite import meaning, meaning_of_os, translated
from index.testing.samples import NOW, make_batch, make_incoming
from tests.index.store.conftest import Opener

SPECIFIC = {
    sqlite3.SQLITE_NOTADB: StoreDamaged,
    sqlite3.SQLITE_CORRUPT: StoreDamaged,
    sqlite3.SQLITE_CORRUPT_INDEX: StoreDamaged,
    sqlite3.SQLITE_BUSY: StoreBusy,
    sqlite3.SQLITE_BUSY_SNAPSHOT: StoreBusy,
    sqlite3.SQLITE_LOCKED: StoreBusy,
    sqlite3.SQLITE_READONLY: StoreReadOnly,
    sqlite3.SQLITE_READONLY_DIRECTORY: StoreReadOnly,
    sqlite3.SQLITE_PERM: StoreReadOnly,
    sqlite3.SQLITE_CANTOPEN: StoreReadOnly,
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_ERROR: StoreError,
    sqlite3.SQLITE_IOERR: StoreError,
    sqlite3.SQLITE_IOERR_READ: StoreError,
    sqlite3.SQLITE_CONSTRAINT: StoreError,
}


def failure(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("it went wrong")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(("code", "kind"), SPECIFIC.items())
def test_code_has_its_own_error(tmp_path: Path, code: int, kind: type[StoreError]) -> None:
    error = meaning(failure(code), tmp_path / "store.db")
    assert type(error) is kind
    assert "store.db" in error.message
    assert (error.hint is not None) or kind is StoreError


def test_failed_write_on_a_full_disk_is_a_full_disk(tmp_path: Path) -> None:
    shm = failure(sqlite3.SQLITE_IOERR_SHMSIZE)
    assert type(meaning(shm, tmp_path / "s.db", room=lambda _: 4096)) is StoreFull
    assert type(meaning(shm, tmp_path / "s.db", room=lambda _: 2**30)) is StoreError


def test_error_without_a_code_is_a_store_error(tmp_path: Path) -> None:
    assert type(meaning(sqlite3.ProgrammingError("closed"), tmp_path)) is StoreError


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.EACCES, StoreReadOnly),
        (errno.EPERM, StoreReadOnly),
        (errno.EROFS, StoreReadOnly),
        (errno.ENOSPC, StoreFull),
        (errno.EDQUOT, StoreFull),
        (errno.ENOTDIR, StoreError),
    ],
)
def test_error_of_the_folder_has_its_own_error(number: int, kind: type[StoreError]) -> None:
    error = meaning_of_os(OSError(number, "it went wrong"), Path("data/store.db"))
    assert type(error) is kind
    assert error.hint
    assert "Errno" not in str(error)


def test_bare_error_of_the_driver_is_translated_too(tmp_path: Path) -> None:
    with pytest.raises(StoreBusy) as caught, translated(tmp_path / "store.db"):
        raise failure(sqlite3.SQLITE_BUSY)
    assert isinstance(caught.value.__cause__, sqlite3.Error)


def test_full_disk_stores_nothing_of_the_page_and_keeps_the_rest(opened: Opener) -> None:
    store: Any = opened()
    store.declare("herald", "https://herald.example.org/oai", "oai_dc", True, NOW)
    store.apply("herald", make_batch(make_incoming()), None, NOW)
    page = make_batch(*(make_incoming(identifier=f"n{n}", title=f"{n}") for n in range(500)))

    def limit(pages: int) -> None:
        with store.engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    limit(1)  # SQLite takes the present size instead: not a page more
    for _ in range(2):
        with pytest.raises(StoreFull) as caught:
            store.apply("herald", page, None, NOW)
    assert caught.value.hint
    assert (store.count(), store.pending()) == (1, 1)
    limit(1_000_000)
    assert store.apply("herald", page, None, NOW) == Counts(new=500)


def test_writer_that_waits_too_long_is_told_and_readers_go_on(opened: Opener) -> None:
    holder: Any = opened()
    patient = opened(wait=0.05)
    with holder.engine.connect() as connection:
        connection.rollback()
        connection.connection.driver_connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy) as caught:
            patient.declare("herald", "https://herald.example.org/oai", "oai_dc", True, NOW)
        assert patient.count() == 0
    assert caught.value.hint
    patient.declare("herald", "https://herald.example.org/oai", "oai_dc", True, NOW)


def test_a_thread_that_waits_too_long_for_another_is_told(opened: Opener) -> None:
    store: Any = opened(wait=0.05)
    with store._writing(), pytest.raises(StoreBusy, match="another thread writes"):
        store.declare("herald", "https://herald.example.org/oai", "oai_dc", True, NOW)
    store.declare("herald", "https://herald.example.org/oai", "oai_dc", True, NOW)


def test_value_that_does_not_fit_is_a_store_error(opened: Opener) -> None:
    store = opened()
    store.declare("herald", "https://herald.example.org/oai", "oai_dc", True, NOW)
    number = store.start_run("herald", (None, None), NOW)
    run = Run(number, "herald", "ok", (None, None), NOW, ended=NOW)
    with pytest.raises(StoreError, match="cannot hold"):
        store.finish_run(replace(run, promised=10**30))
    with pytest.raises(StoreError, match="cannot hold"):
        store.fail_window(1, "\ud800")
    with pytest.raises(StoreError, match="zone"):
        store.set_next("herald", datetime(2026, 1, 1))  # noqa: DTZ001
    assert store.runs()[0].status == "running"
