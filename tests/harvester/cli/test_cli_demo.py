"""`harvester demo`: the whole way without a network, and what to type next."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from harvester.cli.demo import command_name
from harvester.clock import SystemClock
from index import open_index
from tests.door import Door, Said, called


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Said]:
    """A demo in a process of its own, in a folder whose name a shell has to quote."""
    folder = tmp_path_factory.mktemp("a folder") / "it's new"
    return folder, called("--data", folder, "demo", cwd=folder.parent)


def test_it_harvests_indexes_and_searches(shown: tuple[Path, Said]) -> None:
    _, said = shown
    assert (said.code, said.err) == (0, "")
    assert "   demo: ok, 59 new, 0 changed, 0 unchanged, 1 deleted, 0 quarantined, 3 pages," in (
        said.out
    )
    assert "2. Index: 59 documents, engine whoosh" in said.out
    assert said.out.count("\n   harvester search '") == 3
    assert "'観察'    1 hit\n" in said.out


def test_what_it_says_to_type_next_works(shown: tuple[Path, Said], door: Door) -> None:
    folder, said = shown
    lines = [line for line in said.out.splitlines() if " --data " in line]
    assert len(lines) == 3
    for line in lines:
        words = shlex.split(line)
        assert words[1:3] == ["--data", str(folder)]
        assert door.right(*words[1:]).out


def test_again_it_changes_nothing(door: Door, demo_data: Path) -> None:
    assert "   demo: unchanged, " in door.right("--data", demo_data, "demo").out


def test_without_a_folder_it_takes_a_new_one_and_leaves_the_rest_alone(
    door: Door, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    said = door.right("demo")
    (folder,) = tmp_path.glob("harvester-demo-*")
    assert f" --data {folder} status" in said.out
    assert list(door.folder.iterdir()) == []


def test_a_demo_that_fails_says_why(door: Door, demo_data: Path) -> None:
    with open_index(demo_data) as index:
        now = SystemClock().now()
        index.store.claim("demo", "elsewhere 7 1", now, now.replace(year=now.year + 1))
    said = door("--data", demo_data, "demo")
    assert said.code == 1
    assert "process 7 on elsewhere" in said.err


def test_a_data_folder_that_is_a_file(door: Door) -> None:
    door.config("", "file")
    assert door("--data", "file", "demo").code == 2


def test_the_command_is_named_so_that_a_shell_finds_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert command_name(".venv/bin/harvester") == ".venv/bin/harvester"
    assert command_name("/a b/harvester") == "'/a b/harvester'"
    assert command_name("/x/harvester/__main__.py") == "harvester"
    (tmp_path / "harvester").touch(0o755)
    assert command_name(".venv/bin/harvester") == "harvester"
