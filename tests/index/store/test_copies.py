"""Copies of a database: one state, while others write; what is broken is named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from index.errors import StoreBusy, StoreDamaged, StoreError, StoreTooNew
from index.store import open_store
from index.store.base import Store
from index.store.migrate import HEAD, upgrade
from index.store.sqlite_copy import check_copy, copy_database, require_alone, save_before_upgrade
from index.testing.samples import NOW, make_batch, make_incoming


def fill(store: Store, *names: str, size: int = 0) -> None:
    """Records of these names in the source `herald`; each with a title of so many letters."""
    store.declare("herald", "https://x.example/oai", "oai_dc", True, NOW)
    items = [make_incoming("herald", name, name + "x" * size) for name in names]
    store.apply("herald", make_batch(*items), None, NOW)


def test_a_copy_is_one_state_while_others_write(tmp_path: Path, store: Store, path: Path) -> None:
    """A write between two steps neither comes along nor begins the copy again."""
    noise = "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(4000))
    for begin in range(0, 4000, 500):
        batch = [
            make_incoming("herald", f"{n}", f"{n} {noise[n % 100 :]}")
            for n in range(begin, begin + 500)
        ]
        store.declare("herald", "https://x.example/oai", "oai_dc", True, NOW)
        store.apply("herald", make_batch(*batch), None, NOW)
    steps = []

    def watch(done: int, total: int) -> None:
        steps.append(done)
        with closing(open_store(path, create=False)) as other:
            fill(other, f"late-{len(steps)}")

    copy_database(path, tmp_path / "copy.db", watch)
    assert len(steps) > 1
    assert steps == sorted(steps)
    assert check_copy(tmp_path / "copy.db") == (HEAD, 4000)
    assert store.count() == 4000 + len(steps)
    assert [file.name for file in tmp_path.glob("copy.db*")] == ["copy.db"]


def test_whoever_watches_can_end_it(tmp_path: Path, store: Store, path: Path) -> None:
    def watch(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_database(path, tmp_path / "copy.db", watch)
    fill(store, "a")


def test_what_is_not_there_is_not_copied(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        copy_database(tmp_path / "none" / "x.db", tmp_path / "copy.db")


def test_a_broken_database_is_named(tmp_path: Path, path: Path) -> None:
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(StoreDamaged, match=str(path)):
        copy_database(path, tmp_path / "copy.db")


def test_where_a_copy_cannot_be_written_that_is_named(tmp_path: Path, path: Path) -> None:
    into = tmp_path / "none" / "copy.db"
    with pytest.raises(StoreError, match=str(into)):
        copy_database(path, into)


def test_no_room_is_told_of_the_copy(tmp_path: Path, path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with pytest.raises(StoreError, match="/dev/full"):
        copy_database(path, Path("/dev/full"))


def test_a_damaged_copy_is_found(tmp_path: Path, store: Store, path: Path) -> None:
    fill(store, *map(str, range(300)))
    copy = tmp_path / "copy.db"
    copy_database(path, copy)
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2] + bytes(len(whole) - len(whole) // 2))
    with pytest.raises(StoreDamaged):
        check_copy(copy)


def test_a_copy_of_a_later_version_is_refused(tmp_path: Path, path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy_database(path, copy)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreTooNew, match="revision 9999"):
        check_copy(copy)


def test_alone_is_who_has_it_for_himself(path: Path, tmp_path: Path) -> None:
    require_alone(path)
    with closing(open_store(path, create=False)) as other:
        other.count()
        with pytest.raises(StoreBusy, match="is open elsewhere"):
            require_alone(path)
    require_alone(path)
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"no database" * 1000)
    require_alone(broken)
    with pytest.raises(StoreError):
        require_alone(tmp_path / "none" / "x.db")


def old_database(path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        upgrade(connection, "0003")
        connection.exec_driver_sql(
            "INSERT INTO sources VALUES ('s', 'http://x/', 'oai_dc', 1, 0, NULL, NULL, NULL)"
        )
    engine.dispose()


def test_before_an_upgrade_the_database_is_kept_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "harvest.db"
    old_database(path)
    (tmp_path / "harvest.db.revision-0002").write_text("kept at the upgrade before")
    with closing(open_store(path, create=False)) as store:
        assert [state.name for state in store.sources()] == ["s"]
    kept = tmp_path / "harvest.db.revision-0003"
    assert sorted(tmp_path.glob("*revision*")) == [kept]
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0003",)
        assert connection.execute("SELECT name FROM sources").fetchone() == ("s",)
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("SELECT * FROM suppressed")
    with closing(open_store(path, create=False)):
        assert sorted(tmp_path.glob("*revision*")) == [kept]


def test_without_a_copy_nothing_is_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "harvest.db"
    old_database(path)
    (tmp_path / "harvest.db.revision-0003").mkdir()  # nothing can be put there
    with pytest.raises((StoreError, OSError)):
        open_store(path, create=False)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0003",)


def test_half_a_copy_is_not_left(tmp_path: Path) -> None:
    broken = tmp_path / "x.db"
    broken.write_bytes(b"no database" * 1000)
    with pytest.raises(StoreDamaged):
        save_before_upgrade(broken, "0001")
    assert list(tmp_path.iterdir()) == [broken]
