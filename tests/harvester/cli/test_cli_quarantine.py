"""`quarantine list`, `show`, `retry`: what could not be read, why, and the bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.cli import run
from index.record import Batch, Unreadable
from index.store import open_store
from tests.door import Door
from tests.harvester.cli.test_cli_load import RECORD
from tests.world import START

KEYS = ["id", "source", "identifier", "kind", "code", "reason", "bytes", "at", "url", "run"]
BROKEN = b"<record>\xff"


@pytest.fixture
def kept(door: Door) -> Door:
    """Two entries: a broken page, and a record that can be read by now."""
    store = open_store(door.folder / "data" / "harvest.db", create=True)
    try:
        store.declare("s", "", "oai_dc", declared=False, now=START)
        good = RECORD.format(n=1).encode()
        entries = (
            Unreadable("page", "not-well-formed", "http://x/oai: cut", BROKEN, "http://x/oai"),
            Unreadable("record", "no-metadata", "it has no metadata", good, "http://y/", "oai:x:1"),
        )
        store.apply("s", Batch(quarantined=entries), None, START)
    finally:
        store.close()
    return door


def numbers(door: Door) -> dict[str, int]:
    """The ids by code."""
    entries = door.right("quarantine", "list", "--json").json
    return {entry["code"]: entry["id"] for entry in entries}


def test_the_list_says_what_and_why_and_how_much(kept: Door) -> None:
    said = kept.right("quarantine", "list")
    found = numbers(kept)
    page, record = found["not-well-formed"], found["no-metadata"]
    assert f"{page}  s  2026-01-01T00:00:00Z  9 bytes  not-well-formed\n" in said.out
    assert "    http://x/oai: cut\n" in said.out
    assert said.out.count("http://x/oai") == 1
    size = f"{len(RECORD.format(n=1)):,}"
    line = f"{record}  s  2026-01-01T00:00:00Z  {size} bytes  no-metadata  oai:x:1\n"
    assert line + "    it has no metadata\n    http://y/\n" in said.out
    assert said.err == "2 entries; harvester quarantine show ID gives the bytes\n"


def test_the_list_as_json_key_for_key(kept: Door) -> None:
    entries = kept.right("quarantine", "list", "--json").json
    assert [list(entry) for entry in entries] == [KEYS, KEYS]
    assert {entry["at"] for entry in entries} == {"2026-01-01T00:00:00Z"}


def test_the_list_of_one_source(kept: Door) -> None:
    assert len(kept.right("quarantine", "list", "--source", "s", "--json").json) == 2
    said = kept("quarantine", "list", "--source", "t")
    assert said.code == 2
    assert "no source 't'" in said.err


def test_nothing_in_quarantine(door: Door, samples: Path) -> None:
    said = door.right("--data", samples, "quarantine", "list")
    assert (said.out, said.err) == ("", "0 entries\n")
    said = door.right("--data", samples, "quarantine", "list", "--source", "demo", "--json")
    assert said.json == []
    said = door.right("--data", samples, "quarantine", "retry")
    assert said.out == "0 of 0 entries could be read now\n"


@pytest.mark.parametrize("words", [["list"], ["show", "1"], ["retry"]])
def test_without_data_nothing_is_made(door: Door, words: list[str]) -> None:
    said = door("quarantine", *words, "--json")
    assert said.code == 1
    assert said.json["error"]["code"] == "store-missing"
    assert not (door.folder / "data").exists()


def test_show_gives_the_bytes_on_stdout_and_why_on_stderr(
    kept: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = numbers(kept)["not-well-formed"]
    with (kept.folder / "out").open("w") as stream:
        monkeypatch.setattr("sys.stdout", stream)
        assert run(["quarantine", "show", str(page)]) == 0
    assert (kept.folder / "out").read_bytes() == BROKEN
    assert "    http://x/oai: cut\n" in kept.capsys.readouterr().err


def test_show_as_json_has_the_entry_and_its_text(kept: Door) -> None:
    page = numbers(kept)["not-well-formed"]
    entry = kept.right("quarantine", "show", page, "--json").json
    assert list(entry) == [*KEYS, "body"]
    assert entry["body"] == "<record>\ufffd"


@pytest.mark.parametrize("words", ["show", "retry"])
def test_an_unknown_entry_is_not_found(kept: Door, words: str) -> None:
    said = kept("quarantine", words, 99)
    assert said.code == 2
    assert "no entry 99" in said.err
    assert "quarantine list" in said.err


@pytest.mark.parametrize("words", ["show", "retry"])
def test_an_entry_is_a_number(kept: Door, words: str) -> None:
    assert kept("quarantine", words, "first").code == 2


def test_show_wants_a_number(kept: Door) -> None:
    assert kept("quarantine", "show").code == 2


def test_retry_of_all_takes_what_can_be_read_now(kept: Door) -> None:
    record = numbers(kept)["no-metadata"]
    said = kept.right("quarantine", "retry", "--json")
    assert said.json == {"retried": 2, "read": [record]}
    assert list(numbers(kept)) == ["not-well-formed"]
    assert kept.right("search", "river", "--json").json["total"] == 1


def test_retry_of_one_leaves_the_others(kept: Door) -> None:
    page = numbers(kept)["not-well-formed"]
    said = kept.right("quarantine", "retry", page)
    assert said.out == "0 of 1 entry could be read now\n"
    assert len(numbers(kept)) == 2


def test_a_source_that_is_being_harvested_is_left_alone(kept: Door) -> None:
    store = open_store(kept.folder / "data" / "harvest.db", create=False)
    try:
        store.claim("s", "elsewhere 7 1", START, START.replace(year=2999))
    finally:
        store.close()
    said = kept("quarantine", "retry")
    assert said.code == 1
    assert "process 7 on elsewhere" in said.err
    assert len(numbers(kept)) == 2
