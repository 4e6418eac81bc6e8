"""What the doctor finds, and what it says to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from harvester.clock import SystemClock
from harvester.doctor import machine, running
from harvester.doctor.doctor import Wishes, examine
from harvester.doctor.finding import Finding, exit_code, worst
from harvester.settings import load_settings
from harvester.watching.http import serving as pages_at
from index.store import open_store
from tests import faults
from tests.door import Door, site
from tests.doors import door
from tests.faults import Fault
from tests.harvester.cli.test_screen import NOW, health
from tests.harvester.service.test_service import source
from tests.index.store.test_checking import overwrite
from tests.provider import ScriptedServer
from tests.sink import sink

__all__ = ["door"]

HEAD = '[harvest]\nretries = 0\ncontact = "ops@example.org"\n[watch]\nlisten = "127.0.0.1:0"\n'


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ScriptedServer]:
    (tmp_path / "server").mkdir()
    with site(tmp_path / "server") as made:
        yield made


@pytest.fixture
def config(door: Door, server: ScriptedServer) -> Path:
    """A harvest that is done and indexed."""
    path = door.config(HEAD + source(server.url))
    door.right("harvest")
    return path


ALL = Wishes()


def found(
    config: Path,
    wishes: Wishes = ALL,
    environ: Mapping[str, str] | None = None,
) -> list[Finding]:
    def read() -> object:
        return load_settings(config, environ={})

    return list(examine(read, SystemClock(), environ or {}, wishes))  # type: ignore[arg-type]


def said(findings: list[Finding], check: str, level: str = "error") -> list[str]:
    return [one.says for one in findings if (one.check, one.level) == (check, level)]


def test_where_all_is_well_only_the_service_is_missing(config: Path) -> None:
    findings = found(config)
    assert [(one.check, one.todo) for one in findings if one.level != "ok"] == [
        ("service", "harvester run")
    ]
    assert {one.check for one in findings} == {
        "versions", "settings", "folders", "space", "service", "database", "index", "clock",
        "sources",
    }  # fmt: skip
    assert "every page of it is whole" in said(findings, "database", "ok")[0]
    assert said(findings, "index", "ok")[0].startswith("10 documents, ")
    assert (worst(findings), exit_code(findings)) == ("warning", 0)


def test_a_fresh_installation_is_no_error_and_nothing_is_made(door: Door) -> None:
    path = door.config("")
    findings = found(path)
    assert worst(findings) == "warning"
    assert said(findings, "settings", "warning") == ["no source to harvest"]
    assert not (door.folder / "data").exists()


def test_settings_that_are_wrong_are_all_told_and_end_it(door: Door) -> None:
    path = door.config('[[source]]\nname = "a b"\nurl = "x"\n')
    findings = found(path)
    assert len(said(findings, "settings")) == 2
    assert {one.check for one in findings} == {"versions", "settings"}
    assert exit_code(findings) == 2


def test_secrets_that_are_not_there_are_told(door: Door, server: ScriptedServer) -> None:
    lines = '[notify]\nurls = ["env:HOOK"]\n' + source(server.url)
    path = door.config(HEAD + lines + '[source.access]\nauth = "file:none"\n')
    wrong = said(found(path), "secrets")
    assert wrong[0].startswith("[[source]] s access auth: ")
    assert wrong[1] == "[notify] urls: the environment has no HOOK"
    (door.folder / "none").write_text("me:secret")
    assert said(found(path, environ={"HOOK": "json://x"}), "secrets") == []


def test_a_database_that_is_broken_is_told_and_not_opened(config: Path, door: Door) -> None:
    database = door.folder / "data" / "harvest.db"
    overwrite(database)
    findings = found(config)
    assert said(findings, "database")
    assert {one.todo for one in findings if one.level == "error"} == {
        "stop the service, restore a backup, or harvest into a new data folder"
    }
    assert said(findings, "index", "ok") == []
    assert exit_code(findings) == 1


@pytest.mark.parametrize(
    ("version", "level", "words"),
    [("0001", "warning", "made by an older version"), ("99", "error", "made by a newer version")],
)
def test_a_database_of_another_version_is_told_and_left_as_it_is(
    config: Path, door: Door, version: str, level: str, words: str
) -> None:
    database = door.folder / "data" / "harvest.db"
    with closing(sqlite3.connect(database, isolation_level=None)) as file:
        file.execute(f"UPDATE alembic_version SET version_num = '{version}'")
        assert words in said(found(config), "database", level)[0]
        (now,) = file.execute("SELECT version_num FROM alembic_version").fetchone()
    assert now == version


def test_a_file_in_the_place_of_the_database_is_told(door: Door) -> None:
    path = door.config(HEAD)
    (door.folder / "data").mkdir()
    (door.folder / "data" / "harvest.db").write_text("no database" * 1000)
    (wrong,) = said(found(path), "database")
    assert "is damaged, or no database of this program" in wrong


def test_an_index_that_lacks_records_is_told_and_one_that_only_waits_is_not(
    config: Path, door: Door
) -> None:
    store = open_store(door.folder / "data" / "harvest.db", create=False)
    keys = list(store.keys())
    store.enqueue(keys[:3])
    findings = found(config)
    assert said(findings, "index") == []
    assert said(findings, "index", "warning") == ["3 changes are not in the index yet"]
    store.done(store.changes(10))
    store.remove_source("s", purge=True)
    store.done(store.changes(20))
    store.close()
    findings = found(config)
    assert said(findings, "index") == ["0 records are missing in it, 10 too many"]
    assert said(found(config, Wishes(quick=True)), "index") == []


def test_a_file_of_the_index_that_is_not_as_written_is_told(config: Path, door: Door) -> None:
    (segment,) = (door.folder / "data" / "index").rglob("*.seg")
    body = bytearray(segment.read_bytes())
    body[len(body) // 2] ^= 1
    segment.write_bytes(body)
    wrong = [one for one in found(config) if one.level == "error"]
    assert [(one.check, one.todo) for one in wrong][:1] == [("index", "harvester index repair")]


def test_records_without_an_index_are_told(config: Path, door: Door) -> None:
    (door.folder / "data" / "index" / "current").unlink()
    assert said(found(config), "index", "warning") == ["there is none yet"]


def test_a_port_that_is_taken_is_told(door: Door) -> None:
    with pages_at("127.0.0.1:0", {}) as url:
        taken = url.removeprefix("http://")
        path = door.config(f'[watch]\nlisten = "{taken}"\n')
        (wrong,) = said(found(path), "service")
    assert wrong == f"[watch] listen: {taken} cannot be listened on: Address already in use"


def test_folders_that_cannot_be_used_are_told(door: Door) -> None:
    path = door.config("")
    settings = load_settings(path, environ={})
    (door.folder / "data").write_text("in the way")
    levels = [(one.level, one.says) for one in machine.folders(settings, lambda _: "ext4")]
    assert levels == [("error", f"{door.folder}/data is no folder")]
    (door.folder / "data").unlink()
    ours, far = machine.folders(settings, lambda _: "nfs4")
    assert (ours.level, far.level) == ("ok", "warning")
    assert "(nfs4), where SQLite's write-ahead log is not safe" in far.says
    assert machine.kind_of(Path("/"))


def test_room_is_told_before_it_is_gone(config: Path) -> None:
    settings = load_settings(config, environ={})
    size = settings.database.stat().st_size
    assert [one.level for one in machine.space(settings, lambda _: 10**12)] == ["ok"]
    small = settings.model_copy(
        update={"service": settings.service.model_copy(update={"min_free": 1})}
    )
    assert [one.level for one in machine.space(small, lambda _: size - 1)] == ["warning"]
    (none,) = machine.space(settings, lambda _: 1_000_000)
    assert (none.level, none.says[:16]) == ("error", "1 MB are free be")
    assert "200 MB ([service] min_free)" in str(none.todo)


def test_an_sqlite_that_is_too_old_is_told() -> None:
    assert [one.level for one in machine.versions((3, 34, 1))] == ["ok", "error"]


def test_a_clock_that_cannot_be_right_is_told() -> None:
    ours = [health(name) for name in ("a", "b", "c")]
    assert [one.level for one in running.clock(NOW, ours)] == ["ok"]
    (back,) = running.clock(NOW - timedelta(days=1), ours)
    assert back.level == "error"
    assert "it is 2025-12-31 01:00 UTC here, and a harvest began at 2026-01-01 00:00" in back.says
    assert [one.level for one in running.clock(NOW, [])] == ["ok"]

    def skewed(*seconds: int | None) -> list[Finding]:
        made = [
            replace(one, last_run=replace(one.last_run, skew=skew))  # type: ignore[type-var]
            for one, skew in zip(ours, seconds, strict=True)
        ]
        return list(running.clock(NOW, made))

    assert skewed(900, 880, -5)[0].says == "this clock is 880 s behind those of most servers"
    assert skewed(-900, -880, 0)[0].says == "this clock is 880 s ahead of those of most servers"
    assert [skewed(*some)[0].level for some in ((900, 900, None), (9000, 0, 1))] == ["ok", "ok"]


def test_sick_sources_are_counted() -> None:
    ours = [health("a"), health("b", "failed", failures=1), health("c", quarantined=1)]
    (one,) = running.states(ours)
    assert (one.level, one.says) == ("warning", "1 failing, 1 degraded, 1 healthy")
    assert list(running.states([])) == []


def test_online_each_server_is_asked_one_thing(
    door: Door, server: ScriptedServer, tmp_path: Path
) -> None:
    (tmp_path / "walled").mkdir()
    walls = [Fault.always(faults.status(403))]
    with site(tmp_path / "walled", walls, host="127.0.0.2") as walled:
        path = door.config(
            HEAD
            + source(server.url, "fine")
            + source(walled.url, "walled")
            + source("http://no-such-host.invalid/oai", "nowhere")
            + source("http://127.0.0.1:9/oai", "down")
            + source(server.url, "resting", "enabled = false")
        )
        findings = found(path, Wishes(online=True))
        assert len(walled.seen) == 1
    told = {one.check: one for one in findings if one.check.startswith("source ")}
    assert set(told) == {"source fine", "source walled", "source nowhere", "source down"}
    assert told["source fine"].level == "ok"
    assert "says who it is, in " in told["source fine"].says
    assert "HTTP 403" in told["source walled"].says
    assert "no-such-host.invalid has no address" in told["source nowhere"].says
    assert all(one.todo for one in told.values() if one.level == "error")
    assert [dict(seen.args) for seen in server.seen] == [{"verb": ["Identify"]}]


def test_an_address_that_answers_another_verb_is_told(door: Door, tmp_path: Path) -> None:
    (tmp_path / "odd").mkdir()
    with site(tmp_path / "odd", [Fault.always(faults.oai_error("badVerb"))]) as odd:
        path = door.config(HEAD + source(odd.url))
        (wrong,) = said(found(path, Wishes(online=True)), "source s")
    assert "badVerb" in wrong


def test_notifiers_are_tried(door: Door) -> None:
    with sink() as there:
        path = door.config(f'[notify]\nurls = ["{there.url}"]\ncommand = ["/nowhere/mail"]\n')
        findings = found(path, Wishes(notify=True))
    assert there.titles == ["harvester doctor: a message to try this"]
    assert said(findings, "notify", "ok") == [f"{there.url}: handed over"]
    assert said(findings, "notify") == [
        "the command /nowhere/mail cannot be run: No such file or directory"
    ]
    none = found(door.config(""), Wishes(notify=True))
    assert said(none, "notify", "warning") == ["nobody is told of anything"]
