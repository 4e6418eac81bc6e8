"""`harvester index …`: sync, rebuild, verify, stats."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from whoosh.index import open_dir
from whoosh.writing import OPTIMIZE

from index import open_index
from index.engines.folder import index_lock
from index.record import Key
from tests.door import Door

FIRST = Key("demo", "oai:journals.example.org:article/1001")


@pytest.fixture
def waiting(demo_data: Path) -> Path:
    """The samples with one change that waits."""
    with open_index(demo_data) as index:
        index.store.enqueue([FIRST])
    return demo_data


def test_sync_takes_what_waits(door: Door, waiting: Path) -> None:
    assert door.right("--data", waiting, "index", "sync").out == "1 change indexed\n"
    assert door.right("--data", waiting, "index", "sync").out == "0 changes indexed\n"
    said = door.right("--data", waiting, "index", "sync", "--json")
    assert said.json == {"indexed": 0, "pending": 0}
    assert said.err == ""


def test_sync_leaves_it_to_another_process(door: Door, waiting: Path) -> None:
    with index_lock(waiting / "index"):
        said = door.right("--data", waiting, "index", "sync")
        as_json = door.right("--data", waiting, "index", "sync", "--json").json
    assert said.out == "another process indexes now, and takes along 1 waiting change\n"
    assert as_json == {"indexed": None, "pending": 1}


def test_rebuild_says_how_many(door: Door, waiting: Path) -> None:
    assert door.right("--data", waiting, "index", "rebuild").out == "59 records indexed\n"
    said = door.right("--data", waiting, "index", "rebuild", "--json")
    assert said.json == {"indexed": 59, "pending": 0}


def test_rebuild_while_another_writes_is_1(door: Door, demo_data: Path) -> None:
    with index_lock(demo_data / "index"):
        said = door("--data", demo_data, "index", "rebuild", "--json")
    assert (said.code, said.json["error"]["code"]) == (1, "engine-busy")


def test_verify_of_what_is_right(door: Door, samples: Path) -> None:
    said = door.right("--data", samples, "index", "verify")
    assert said.out.splitlines() == [
        "store    59 live records",
        "index    59 documents",
        "missing  0",
        "extra    0",
    ]
    assert door.right("--data", samples, "index", "verify", "--json").json == {
        "store": 59,
        "engine": 59,
        "missing": [],
        "extra": [],
    }


def test_verify_of_what_differs_is_1_and_says_what(door: Door, demo_data: Path) -> None:
    shutil.rmtree(demo_data / "index")
    said = door("--data", demo_data, "index", "verify", "--json")
    assert said.code == 1
    assert (said.json["store"], said.json["engine"], said.json["extra"]) == (59, 0, [])
    assert list(FIRST) in said.json["missing"]
    assert "harvester index sync" in said.err
    assert "missing  59\n" in door("--data", demo_data, "index", "verify").out


def spoilt(data: Path) -> str:
    """Change a byte of the index; gives the name of its file."""
    path = max((data / "index").glob("g-*/*.seg"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 16
    path.write_bytes(content)
    return path.name


def test_verify_deep_of_what_is_whole(door: Door, samples: Path) -> None:
    said = door.right("--data", samples, "index", "verify", "--deep").out.splitlines()
    assert said[:4] == [
        "store      59 live records",
        "index      59 documents",
        "missing    0",
        "extra      0",
    ]
    assert said[4].startswith("files      ")
    assert said[4].endswith(" bytes read")
    assert said[5:] == ["damaged    none", "unchecked  none"]
    found = door.right("--data", samples, "index", "verify", "--deep", "--json").json
    assert (found["store"], found["engine"], found["missing"], found["extra"]) == (59, 59, [], [])
    assert (found["damaged"], found["unchecked"], found["repaired"]) == ([], [], None)
    assert found["files"] > 1
    assert found["bytes"] > 1000


def test_verify_deep_tells_damage_and_repairs_it(door: Door, demo_data: Path) -> None:
    file = spoilt(demo_data)
    deep = ("--data", demo_data, "index", "verify", "--deep")
    said = door(*deep, "--json")
    assert said.code == 1
    assert said.json["damaged"] == [{"file": file, "what": "is not what was written"}]
    assert (said.json["store"], said.json["engine"], said.json["missing"]) == (None, None, None)
    assert "--repair" in said.err
    assert f"damaged    {file} is not what was written\n" in door(*deep).out
    searched = door("--data", demo_data, "search", "льда")
    assert searched.code == 1
    assert f"{file} is not what was written" in searched.err
    assert "harvester index sync" in searched.err
    said = door.right("--data", demo_data, "index", "verify", "--repair")
    assert f"{file} is not what was written: built anew from the store" in said.err
    assert "repaired   59 documents\n" in said.out
    assert door.right(*deep, "--repair", "--json").json["repaired"] == 0
    assert door.right("--data", demo_data, "search", "льда", "--json").json["total"] == 1


def test_verify_repair_while_another_writes_is_1(door: Door, demo_data: Path) -> None:
    with index_lock(demo_data / "index"):
        said = door("--data", demo_data, "index", "verify", "--repair", "--json")
    assert (said.code, said.json["error"]["code"]) == (1, "engine-busy")


def test_verify_deep_of_damage_that_has_no_sums(door: Door, demo_data: Path) -> None:
    """Files that nobody can check, and that cannot be read: told, and built anew."""
    (folder,) = (demo_data / "index").glob("g-*")
    with open_dir(str(folder)).writer() as writer:
        writer.mergetype = OPTIMIZE
    (segment,) = folder.glob("*.seg")
    segment.write_bytes(b"garbage")
    said = door("--data", demo_data, "index", "verify", "--deep", "--json")
    assert (said.code, said.json["engine"]) == (1, None)
    assert said.json["unchecked"] == [segment.stem]
    assert "cannot be read" in said.err
    door.right("--data", demo_data, "index", "verify", "--repair")
    door.right("--data", demo_data, "index", "verify", "--deep")


def test_stats_in_text_and_json(door: Door, samples: Path) -> None:
    found = door.right("--data", samples, "index", "stats", "--json").json
    assert (found["engine"], found["documents"], found["pending"]) == ("whoosh", 59, 0)
    assert found["bytes"] > 0
    assert Path(found["folder"]).parent == samples / "index"
    lines = door.right("--data", samples, "index", "stats").out.splitlines()
    assert "engine       whoosh" in lines
    assert "documents    59" in lines


def test_stats_without_an_index(door: Door, demo_data: Path) -> None:
    shutil.rmtree(demo_data / "index")
    assert "folder       none yet\n" in door.right("--data", demo_data, "index", "stats").out


@pytest.mark.parametrize("words", ["sync", "rebuild", "verify", "stats"])
def test_without_data_nothing_is_made(door: Door, words: str) -> None:
    said = door("index", words, "--json")
    assert (said.code, said.json["error"]["code"]) == (1, "store-missing")
    assert list(door.folder.iterdir()) == []


def test_no_sub_command_shows_the_help(door: Door) -> None:
    said = door("index")
    assert said.code == 2
    assert "rebuild" in said.out + said.err


GARBAGE: dict[str, Callable[[Path], object]] = {
    "current is no JSON": lambda place: (place / "current").write_text("garbage"),
    "current names nothing": lambda place: (place / "current").write_text(
        '{"folder": "g-0", "fingerprint": ""}'
    ),
    "files cut": lambda place: [
        path.write_bytes(path.read_bytes()[:40]) for path in place.glob("g-*/*") if path.is_file()
    ],
    "files gone": lambda place: [path.unlink() for path in place.glob("g-*/*") if path.is_file()],
    "files of zeros": lambda place: [
        path.write_bytes(bytes(500)) for path in place.glob("g-*/*") if path.is_file()
    ],
}


@pytest.mark.parametrize("kind", sorted(GARBAGE))
def test_garbage_in_the_index_is_told_and_healed(door: Door, demo_data: Path, kind: str) -> None:
    GARBAGE[kind](demo_data / "index")
    said = door("--data", demo_data, "search", "льда", "--json")
    assert said.code == 1
    assert said.json["error"]["code"].startswith("engine-")
    assert "harvester index " in said.err
    door.right("--data", demo_data, "index", "sync")
    assert door.right("--data", demo_data, "search", "льда", "--json").json["total"] == 1
    door.right("--data", demo_data, "index", "verify")
