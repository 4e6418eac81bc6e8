"""`harvester backup` and `restore`: a drill, and everything that can be in its way."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import FileLock

from harvester.errors import BackupUnusable
from harvester.keeping.backup import back_up, backups, remove_older, verify
from harvester.keeping.manifest import held, read_manifest
from harvester.keeping.restore import restore
from harvester.service.lock import Holder, service_lock
from harvester.settings import Settings
from index import open_index
from index.errors import StoreBusy, StoreError, StoreFull
from index.settings import DataSection
from index.store import open_store
from index.store.sqlite_upkeep import vacuum
from tests.door import Door

NOW = datetime(2026, 11, 23, 3, 15, tzinfo=UTC)
WHO = Holder("elsewhere 1 0", "2026")


def settings_of(folder: Path) -> Settings:
    return Settings(data=DataSection(dir=folder))


@pytest.fixture
def made(samples: Path, tmp_path: Path) -> Path:
    """A backup of the sample records."""
    return back_up(samples / "harvest.db", None, tmp_path / "kept", NOW)[0]


def test_the_drill_from_the_door(door: Door, demo_data: Path, tmp_path: Path) -> None:
    config = door.config(f'[data]\ndir = "{demo_data}"\n')
    before = door.right("search", "water", "--json").json["total"]
    assert before
    said = door.right("backup", tmp_path / "kept", "--json").json
    (folder,) = backups(tmp_path / "kept")
    assert said["backup"] == str(folder)
    assert [file["name"] for file in said["files"]] == ["config.toml", "harvest.db"]
    assert (folder / "config.toml").read_text() == config.read_text()
    assert f"{folder}: whole, " in door.right("backup", tmp_path / "kept", "--verify").out
    refused = door("restore", tmp_path / "kept")
    assert refused.code == 1
    assert "--replace moves it aside" in refused.err
    with closing(open_store(demo_data / "harvest.db", create=False)) as store:
        store.remove_source("demo", purge=True)
    door.right("index", "sync")
    assert door.right("search", "water", "--json").json["total"] == 0
    back = door.right("restore", tmp_path / "kept", "--replace", "--json").json
    assert door.right("search", "water", "--json").json["total"] == before
    assert door.right("index", "verify").code == 0
    with closing(open_store(Path(back["aside"]) / "harvest.db", create=False)) as store:
        assert store.count() == 0


def test_older_ones_go(door: Door, demo_data: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    for day in range(3):
        back_up(demo_data / "harvest.db", None, kept, NOW - timedelta(days=999 - day))
    (kept / "notes.txt").write_text("not ours")
    said = door.right("--data", demo_data, "backup", kept, "--keep", "2")
    names = [path.name for path in backups(kept)]
    assert len(names) == 2
    assert names[0] == "20240301T031500Z"
    assert "20240229T031500Z: removed, for --keep 2" in said.err
    assert (kept / "notes.txt").exists()
    assert remove_older(kept, 5) == []


def test_a_backup_is_not_for_others_to_read(made: Path) -> None:
    assert made.stat().st_mode & 0o077 == 0
    assert made.name == "20261123T031500Z"
    assert [path.name for path in made.parent.iterdir() if path.name.startswith(".half")] == []


def test_what_died_before_is_cleared_away(samples: Path, tmp_path: Path) -> None:
    (tmp_path / ".half-20200101T000000Z").mkdir()
    back_up(samples / "harvest.db", None, tmp_path, NOW)
    assert [path.name for path in backups(tmp_path)] == ["20261123T031500Z"]
    assert list(tmp_path.glob(".half-*")) == []


def test_a_backup_that_is_broken_off_leaves_nothing(samples: Path, tmp_path: Path) -> None:
    def watch(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(samples / "harvest.db", None, tmp_path, NOW, watch)
    assert [path for path in tmp_path.iterdir() if path.name != ".lock"] == []


def test_two_at_once_are_one_too_many(samples: Path, tmp_path: Path) -> None:
    with (
        FileLock(tmp_path / ".lock"),
        pytest.raises(BackupUnusable, match="another backup goes on"),
    ):
        back_up(samples / "harvest.db", None, tmp_path, NOW)


def test_where_nothing_can_be_written_is_said(samples: Path, tmp_path: Path, made: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BackupUnusable, match=r"no backup in .*file"):
        back_up(samples / "harvest.db", None, tmp_path / "file" / "below", NOW)
    with pytest.raises(BackupUnusable, match="no backup in"):
        back_up(samples / "harvest.db", None, made.parent, NOW)  # of that very second


def spoil_a_byte(made: Path) -> None:
    body = bytearray((made / "harvest.db").read_bytes())
    body[len(body) // 2] ^= 1
    (made / "harvest.db").write_bytes(bytes(body))


def spoil_the_count(made: Path) -> None:
    said = json.loads((made / "manifest.json").read_text())
    (made / "manifest.json").write_text(json.dumps(said | {"records": 1}))


def name_a_path(made: Path) -> None:
    said = json.loads((made / "manifest.json").read_text())
    said["files"].append({"name": "../x", "bytes": 0, "sha256": ""})
    (made / "manifest.json").write_text(json.dumps(said))


def forget_the_database(made: Path) -> None:
    said = json.loads((made / "manifest.json").read_text())
    (made / "manifest.json").write_text(json.dumps(said | {"files": []}))


SPOILT = {
    "is not what was written": spoil_a_byte,
    "is not the one of the manifest": spoil_the_count,
    "outside of it": name_a_path,
    "names no harvest.db": forget_the_database,
    "harvest.db cannot be read": lambda made: (made / "harvest.db").unlink(),
    "manifest.json cannot be read": lambda made: (made / "manifest.json").write_text("{"),
    "is no backup": lambda made: (made / "manifest.json").unlink(),
}


@pytest.mark.parametrize("why", SPOILT)
def test_what_is_not_whole_is_not_restored(made: Path, tmp_path: Path, why: str) -> None:
    SPOILT[why](made)
    with pytest.raises(BackupUnusable, match=why):
        verify(made)
    with pytest.raises(BackupUnusable, match=why):
        restore(made, settings_of(tmp_path / "new"), NOW, replace=False)
    assert not (tmp_path / "new" / "harvest.db").exists()


def test_verify_tells_of_each(door: Door, made: Path, samples: Path) -> None:
    back_up(samples / "harvest.db", None, made.parent, NOW + timedelta(days=1))
    spoil_a_byte(made)
    said = door("backup", made.parent, "--verify")
    assert said.code == 1
    assert f"{made}/harvest.db is not what was written" in said.err
    assert "20261124T031500Z: whole" in said.out
    shapes = door("backup", made.parent, "--verify", "--json").json
    assert [shape["error"] is None for shape in shapes] == [False, True]
    assert door("backup", made, "--verify").code == 1
    for words in (("backup", door.folder, "--verify"), ("restore", door.folder)):
        assert "there is no backup in" in door(*words).err


def test_nobody_may_work_on_what_is_replaced(made: Path, demo_data: Path) -> None:
    settings = settings_of(demo_data)
    with open_index(demo_data) as ix:
        ix.store.count()
        with pytest.raises(StoreBusy, match="is open elsewhere"):
            restore(made, settings, NOW, replace=True)
    with (
        service_lock(demo_data, WHO),
        pytest.raises(Exception, match="a service runs on"),
    ):
        restore(made, settings, NOW, replace=True)
    restored = restore(made, settings, NOW, replace=True)
    assert restored.manifest == read_manifest(made)


def test_a_damaged_database_is_replaced(made: Path, demo_data: Path) -> None:
    (demo_data / "harvest.db").write_bytes(b"no database" * 500)
    restored = restore(made, settings_of(demo_data), NOW, replace=True)
    assert restored.aside == demo_data / "harvest.db.before-20261123T031500Z"
    with closing(open_store(demo_data / "harvest.db", create=False)) as store:
        assert store.count() == restored.manifest.records


def test_a_log_without_its_database_does_not_reach_the_restored_one(
    made: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "harvest.db-wal").write_bytes(b"of another database")
    restored = restore(made, settings_of(folder), NOW, replace=False)
    assert restored.aside is not None
    assert [path.name for path in restored.aside.iterdir()] == ["harvest.db-wal"]
    assert verify(made).records == restored.manifest.records


def test_where_nothing_can_be_put_is_said(made: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "harvest.db.before-20261123T031500Z").mkdir()
    with closing(sqlite3.connect(tmp_path / "data" / "harvest.db")) as connection:
        connection.execute("CREATE TABLE x (y)")
    with pytest.raises(BackupUnusable, match="nothing was put at"):
        restore(made, settings_of(tmp_path / "data"), NOW, replace=True)
    assert (tmp_path / "data" / "harvest.db").exists()


def test_a_missing_database_has_no_backup(door: Door) -> None:
    assert door("backup", "kept").code == 1
    assert not (door.folder / "kept").exists()


def test_a_database_of_a_later_version_is_not_restored(made: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(made / "harvest.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    said = json.loads((made / "manifest.json").read_text())
    one = held(made / "harvest.db")
    said["files"] = [{"name": one.name, "bytes": one.bytes, "sha256": one.sha256}]
    (made / "manifest.json").write_text(json.dumps(said))
    with pytest.raises(StoreError, match="a newer version"):
        restore(made, settings_of(tmp_path / "new"), NOW, replace=False)


def test_vacuum_forgets_and_gives_room_back(door: Door, demo_data: Path) -> None:
    door.config(f'[data]\ndir = "{demo_data}"\n[service]\nkeep_versions = 1\n')
    with closing(open_store(demo_data / "harvest.db", create=False)) as store:
        store.remove_source("demo", purge=True)
    said = door.right("vacuum", "--json").json
    assert said["bytes"] == (demo_data / "harvest.db").stat().st_size
    assert said["bytes"] < said["bytes_before"]
    assert said.keys() == {"runs", "quarantined", "versions", "bytes_before", "bytes"}
    assert "forgotten: 0 runs, 0 entries in quarantine" in door.right("vacuum").out


def test_vacuum_needs_room(demo_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=1000))
    with pytest.raises(StoreFull, match="no room to write"):
        vacuum(demo_data / "harvest.db")
