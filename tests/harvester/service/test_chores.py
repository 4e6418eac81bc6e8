"""What the service does beside harvesting: it forgets, backs up, and follows upgrades."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from harvester.keeping.backup import back_up, backups, verify
from harvester.normalise import NORMALISER
from harvester.normalise.habits import Habits
from harvester.open import Harvester
from harvester.service.chores import is_due
from harvester.settings import load_settings
from index.engines.current import read_current, write_current
from index.store import open_store
from tests.serving import serving, until
from tests.world import START

NOW = datetime(2026, 11, 23, 3, 15, tzinfo=UTC)


@pytest.fixture
def config(demo_data: Path, tmp_path: Path) -> Path:
    """The settings of a service over the sample records; nothing is due."""
    path = tmp_path / "config.toml"
    path.write_text(f'[data]\ndir = "{demo_data}"\n[service]\nsync_every = 1\n')
    return path


def database(config: Path) -> Path:
    return load_settings(config, environ={}).database


def test_what_is_too_old_is_forgotten_at_the_start(config: Path) -> None:
    config.write_text(config.read_text() + "keep_runs = 20\n")
    with closing(open_store(database(config), create=False)) as store:
        before = len(store.runs("demo", 100))
        for _ in range(25):
            store.start_run("demo", (None, None), START)
    with serving(config) as here:
        said = here.log.until("upkeep")
        # The newest 20 stay, and the one that succeeded.
        assert said["runs_forgotten"] == before + 25 - 21
        assert (said["quarantined_forgotten"], said["versions_forgotten"]) == (0, 0)


def test_a_backup_is_made_when_it_is_due(config: Path, tmp_path: Path) -> None:
    config.write_text(config.read_text() + 'backup = "kept"\nbackup_keep = 2\n')
    for days in (9, 8, 7):
        back_up(database(config), None, tmp_path / "kept", NOW - timedelta(days=days))
    with serving(config) as here:
        said = here.log.until("backup")
        assert said["removed"] == 2
    made = backups(tmp_path / "kept")
    assert len(made) == 2
    assert str(made[-1]) == said["folder"]
    assert verify(made[-1]).records == said["records"]
    assert (made[-1] / "config.toml").read_text() == config.read_text()
    with serving(config) as here:
        here.log.until("upkeep")
    assert backups(tmp_path / "kept") == made


def test_a_backup_that_fails_is_told_until_there_is_one(config: Path, tmp_path: Path) -> None:
    config.write_text(config.read_text() + 'backup = "kept"\n')
    (tmp_path / "kept").write_text("in the way")
    with serving(config) as here:
        until(lambda: here.troubles)
        assert "there is no new backup: no backup in" in here.troubles[-1][0]
        (tmp_path / "kept").unlink()
        here.asks.reload()
        here.log.until("backup")
        until(lambda: here.troubles[-1] == ())


def test_a_backup_is_due_by_the_newest_that_is_not_of_the_future() -> None:
    day = timedelta(days=1)
    assert is_due([], NOW, day)
    assert not is_due([Path("20261122T031501Z")], NOW, day)
    assert is_due([Path("20261122T031500Z")], NOW, day)
    assert is_due([Path("20261121T031500Z"), Path("20991122T031501Z")], NOW, day)


def test_documents_of_an_older_normaliser_are_made_again(config: Path) -> None:
    path = database(config)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE records SET normaliser = 0 WHERE id % 2 = 0")
    with serving(config) as here:
        begun = here.log.until("documents are made again: the normaliser is newer")
        assert begun["records"].keys() == {"demo"}
        assert 0 < begun["records"]["demo"] < here.harvester.store.count()
        assert here.log.until("documents are made again", count=2)["changed"] == 0
        assert here.harvester.store.outdated(NORMALISER) == {}
    with serving(config) as here:
        here.log.until("upkeep")
    assert not here.log.find("documents are made again")


def test_a_mistake_of_the_program_in_one_chore_leaves_the_others_alone(
    config: Path, tmp_path: Path
) -> None:
    @dataclass(frozen=True, slots=True)
    class Broken(Harvester):
        def habits(self, name: str) -> Habits:
            raise ZeroDivisionError("a bug")

    def broken(whole: Harvester) -> Harvester:
        return Broken(**{field.name: getattr(whole, field.name) for field in fields(whole)})

    with closing(sqlite3.connect(database(config))) as connection, connection:
        connection.execute("UPDATE records SET normaliser = 0")
    config.write_text(config.read_text() + 'backup = "kept"\n')
    with serving(config, change=broken) as here:
        until(lambda: here.troubles)
        words = "documents could not be made again: a mistake of this program: ZeroDivisionError"
        assert here.troubles[-1][0].startswith(words)
        assert here.log.find("upkeep")
        assert here.log.find("backup")


def test_an_index_that_other_code_made_is_rebuilt_while_searches_go_on(config: Path) -> None:
    place = load_settings(config, environ={}).index_folder
    made = read_current(place)
    assert made
    write_current(place, made._replace(fingerprint="of an earlier version"))
    with serving(config) as here:
        total = here.harvester.index.search("water").total
        assert total
        here.log.until("indexed")
        after = read_current(place)
        assert after
        assert (after.fingerprint, after.folder != made.folder) == (made.fingerprint, True)
        assert here.harvester.index.search("water").total == total


def test_nothing_is_done_without_room(config: Path, tmp_path: Path) -> None:
    config.write_text(config.read_text() + 'backup = "kept"\n')
    with serving(config, room=lambda folder: 0) as here:
        until(lambda: here.troubles)
    assert not here.log.find("upkeep")
    assert not (tmp_path / "kept").exists()


def test_a_service_that_ends_breaks_off_its_chores(config: Path, tmp_path: Path) -> None:
    config.write_text(config.read_text() + 'backup = "kept"\n')
    with serving(config) as here:
        here.service._stopping.set()
        with pytest.raises(KeyboardInterrupt):
            here.service._chores._watch(1, 2)
