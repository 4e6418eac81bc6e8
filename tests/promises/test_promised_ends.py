"""Promised exit codes: 0 done, 3 partial, 1 failed or blocked, 2 usage, 130 interrupted."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from tests import faults
from tests.door import Door, command, site, source_lines
from tests.faults import Exchange, Fault, Reply


def later_pages_broken(reply: Reply, exchange: Exchange) -> Reply:
    return faults.html()(reply, exchange) if "resumptionToken" in exchange.args else reply


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (None, "ok", 0),
        (later_pages_broken, "partial", 3),
        (faults.html(), "failed", 1),
        (faults.status(403), "blocked", 1),
    ],
)
def test_a_run_ends_with_the_code_of_its_status(
    door: Door, tmp_path: Path, fault: faults.Effect | None, status: str, code: int
) -> None:
    with site(tmp_path, [Fault.always(fault)] if fault else []) as server:
        door.config(source_lines(server.url))
        said = door("harvest", "--json")
    assert ([run["status"] for run in said.json], said.code) == ([status], code)


def test_nothing_new_is_unchanged_and_0(door: Door, tmp_path: Path) -> None:
    with site(tmp_path) as server:
        door.config(source_lines(server.url))
        door.right("harvest")
        said = door.right("harvest", "--json")
    assert [run["status"] for run in said.json] == ["unchanged"]


def test_of_several_the_worst_counts(door: Door, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("a", "b", "c")]
    for folder in folders:
        folder.mkdir()
    with (
        site(folders[0]) as good,
        site(folders[1], [Fault.always(later_pages_broken)], host="127.0.0.2") as half,
        site(folders[2], [Fault.always(faults.status(403))], host="127.0.0.3") as blocked,
    ):
        urls = {"good": good.url, "half": half.url, "blocked": blocked.url}
        sources = "".join(f'[[source]]\nname = "{n}"\nurl = "{u}"\n' for n, u in urls.items())
        door.config("[harvest]\nretries = 0\n" + sources)
        assert door("harvest", "good").code == 0
        assert door("harvest", "good", "half").code == 3
        assert door("harvest", "half", "blocked", "good").code == 1


def test_verify_ends_with_1_where_index_and_store_differ(door: Door, demo_data: Path) -> None:
    assert door("--data", demo_data, "index", "verify").code == 0
    (demo_data / "index" / "current").unlink()
    assert door("--data", demo_data, "index", "verify").code == 1


@pytest.mark.parametrize("words", [["serach", "x"], ["search", "--nope", "x"], ["show"]])
def test_wrong_usage_is_2(door: Door, words: list[str]) -> None:
    assert door(*words).code == 2


def test_a_mistake_in_the_settings_is_2(door: Door) -> None:
    door.config("[harvest]\nretries = -1\n")
    assert door("status").code == 2


def test_several_matches_of_show_are_2_and_their_keys(door: Door, tmp_path: Path) -> None:
    for name in ("a", "b"):
        with site(tmp_path, numbers=[1]) as server:
            door.config(source_lines(server.url, name=name))
            door.right("harvest", name)
        (tmp_path / "theirs.db").unlink()
    said = door("show", "oai:test.example.org:1", "--json")
    assert said.code == 2
    keys = [(key["source"], key["identifier"]) for key in said.json["error"]["keys"]]
    assert keys == [("a", "oai:test.example.org:1"), ("b", "oai:test.example.org:1")]


def test_an_interrupted_harvest_is_130(door: Door, tmp_path: Path) -> None:
    with site(tmp_path, [Fault.once(faults.held(200), at=2)]) as server:
        door.config(source_lines(server.url))
        process = subprocess.Popen(
            command("-v", "harvest"), cwd=door.folder, stderr=subprocess.PIPE, text=True
        )
        with process:
            assert process.stderr is not None
            assert "page 1" in process.stderr.readline()
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 130
        server.let_go()
