"""Promised of config.toml: the keys, their defaults, what is stronger, and a file that is missing.

Keys may be added, never renamed: who has a config.toml of the first release keeps it for ever.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.door import Door, site
from tests.records import identifier

PROMISED = """\
[data]
dir = "data"
[store]
url = ""
[index]
engine = "whoosh"
[harvest]
retries = 4
retry_wait = 5
min_gap = 1
overlap = "48h"
[[source]]
name = "herald-ras_2"
url = "https://journals.example.org/0869-5873/oai"
prefix = "oai_dc"
sets = []
every = "1d"
"""
DEFAULTS = {
    ("store", "url"): "",
    ("index", "engine"): "whoosh",
    ("harvest", "retries"): 4,
    ("harvest", "retry_wait"): "5s",
    ("harvest", "min_gap"): "1s",
    ("harvest", "overlap"): "48h",
}


def shown(door: Door, *before: object) -> Any:
    """What is in force."""
    return door.right(*before, "config", "show", "--json").json


def response(door: Door, number: int) -> Path:
    """A stored response with one record."""
    path = door.folder / f"{number}.xml"
    path.write_text(
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header>'
        f"<identifier>{identifier(number)}</identifier><datestamp>2026-01-01</datestamp></header>"
        '<metadata><dc xmlns="http://www.openarchives.org/OAI/2.0/oai_dc/">'
        '<title xmlns="http://purl.org/dc/elements/1.1/">Reedbed</title></dc></metadata>'
        "</record></ListRecords></OAI-PMH>"
    )
    return path


def test_the_promised_file_has_no_mistake(door: Door) -> None:
    door.config(PROMISED)
    assert door.right("config", "check", "--json").json["sources"] == 1
    found = shown(door)
    assert found["data"]["dir"]["value"] == str(door.folder / "data")
    (source,) = found["source"]
    assert {key: source[key]["value"] for key in ("name", "prefix", "sets", "every")} == {
        "name": "herald-ras_2",
        "prefix": "oai_dc",
        "sets": [],
        "every": "1d",
    }


def test_the_promised_defaults_hold_without_a_file(door: Door) -> None:
    found = shown(door)
    assert {key: found[key[0]][key[1]]["value"] for key in DEFAULTS} == DEFAULTS
    assert found["data"]["dir"]["value"] == str(door.folder / "data")


@pytest.mark.parametrize("line", ['every = "7d"', 'cron = "0 3 * * *"', "manual = true"])
def test_the_three_ways_to_say_when(door: Door, line: str) -> None:
    door.config(PROMISED.replace('every = "1d"', line))
    door.right("config", "check")


@pytest.mark.parametrize(
    ("written", "means"), [("90", "90s"), ('"90s"', "90s"), ('"5m"', "5m"), ('"7d"', "7d")]
)
def test_a_bare_number_is_seconds(door: Door, written: str, means: str) -> None:
    door.config(PROMISED.replace("retry_wait = 5", f"retry_wait = {written}"))
    assert shown(door)["harvest"]["retry_wait"]["value"] == means


@pytest.mark.parametrize("name", ["a b", "a.b", "вестник", "a/b", ""])
def test_a_name_has_letters_digits_and_two_signs(door: Door, name: str) -> None:
    door.config(PROMISED.replace("herald-ras_2", name))
    assert door("config", "check").code == 2


def test_environment_is_stronger_than_the_file(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    door.config(PROMISED)
    monkeypatch.setenv("HARVESTER__HARVEST__RETRIES", "2")
    assert shown(door)["harvest"]["retries"] == {"value": 2, "from": "environment"}
    monkeypatch.delenv("HARVESTER__HARVEST__RETRIES")
    (door.folder / "secret").write_text("3\n")
    monkeypatch.setenv("HARVESTER__HARVEST__RETRIES_FILE", "secret")
    assert shown(door)["harvest"]["retries"] == {"value": 3, "from": "environment"}


def test_data_on_the_command_line_is_stronger_than_all(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.config(PROMISED.replace('url = ""', 'url = "sqlite:///elsewhere.db"'))
    monkeypatch.setenv("HARVESTER__DATA__DIR", "environment")
    found = shown(door, "--data", "here")
    assert found["data"]["dir"]["value"] == str(door.folder / "here")
    assert found["store"]["url"] == {"value": "", "from": "command line"}


@pytest.mark.parametrize("words", [["status"], ["search", "x"], ["load", "x", "."], ["harvest"]])
def test_a_file_that_is_asked_for_and_missing_is_2(door: Door, words: list[str]) -> None:
    said = door("--config", "nope.toml", *words)
    assert said.code == 2
    assert "nope.toml" in said.err
    assert list(door.folder.iterdir()) == []


def test_a_load_needs_no_file(door: Door) -> None:
    door.right("load", "x", response(door, 1))
    assert door.right("search", "reedbed", "--json").json["total"] == 1


def test_a_loaded_source_is_never_scheduled_and_moves_no_cursor(door: Door, tmp_path: Path) -> None:
    door.right("load", "x", response(door, 1))
    (loaded,) = door.right("status", "--json").json["sources"]
    assert loaded["next"] is None
    with site(tmp_path) as server:
        door.config(f'[[source]]\nname = "x"\nurl = "{server.url}"\nevery = "1d"\n')
        door.right("harvest")
        door.right("load", "x", response(door, 2))
        lists = [seen.args for seen in server.seen if seen.args["verb"] == ["ListRecords"]]
    assert "from" not in lists[0]
