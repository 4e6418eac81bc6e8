"""`init`, `config check`, `config show`, and every way to get settings wrong."""

from __future__ import annotations

import json

import pytest

from tests.door import Door, source_lines

TEN = """\
[data]
dir = ""
folder = "x"
[store]
url = "postgresql://x"
[index]
engine = "lucene"
[harvest]
retries = "many"
retry_wait = "soon"
overlapp = "48h"
max_bytes = 0
[[source]]
name = "a b"
url = "ftp://x"
"""


def test_init_writes_a_config_that_has_no_mistakes(door: Door) -> None:
    said = door.right("init")
    assert said.out.startswith("config.toml is written. Next: ")
    assert said.out.endswith("harvester harvest\n")
    assert door.right("config", "check").out.endswith("config.toml: no mistakes, 3 sources\n")


def test_init_never_writes_over_a_file(door: Door) -> None:
    path = door.config("# mine\n")
    said = door("init")
    assert said.code == 2
    assert "exists already" in said.err
    assert path.read_text() == "# mine\n"


def test_init_writes_where_config_says(door: Door) -> None:
    said = door.right("--config", "other.toml", "init")
    assert said.out.endswith("harvester --config other.toml harvest\n")
    assert (door.folder / "other.toml").exists()
    assert not (door.folder / "config.toml").exists()


def test_init_where_nothing_can_be_written(door: Door) -> None:
    said = door("--config", "missing/config.toml", "init")
    assert said.code == 2
    assert "cannot be written" in said.err


def test_check_without_a_file_says_that_defaults_hold(door: Door) -> None:
    assert door.right("config", "check").out == (
        "no config.toml here, the defaults hold: no mistakes, 0 sources\n"
    )
    assert door.right("config", "check", "--json").json == {"file": None, "sources": 0}


def test_check_as_json_names_the_file(door: Door) -> None:
    path = door.config(source_lines("http://x.example/oai"))
    assert door.right("config", "check", "--json").json == {"file": str(path), "sources": 1}


def test_a_missing_config_is_named(door: Door) -> None:
    for words in (["config", "check"], ["status"], ["harvest"], ["search", "x"]):
        said = door("--config", "nowhere.toml", *words)
        assert said.code == 2
        assert "nowhere.toml: there is no such file" in said.err
        assert "harvester init" in said.err


def test_a_folder_is_no_config_file(door: Door) -> None:
    said = door("--config", door.folder, "status")
    assert said.code == 2
    assert "is a folder" in said.err


@pytest.mark.parametrize("text", ["[harvest\n", "retries = \n", '[data]\ndir = "x\n', "\0"])
def test_broken_toml_says_where(door: Door, text: str) -> None:
    door.config(text)
    said = door("status")
    assert said.code == 2
    assert said.err.startswith("harvester: config.toml:1") or "config.toml:2" in said.err


def test_ten_mistakes_are_told_at_once_each_with_its_line(door: Door) -> None:
    door.config(TEN)
    said = door("config", "check", "--json")
    problems = said.json["error"]["problems"]
    assert said.code == 2
    assert len(problems) == 10
    assert all(problem.startswith("config.toml:") for problem in problems)
    assert all(problem in said.err for problem in problems)
    assert any('"overlap"' in problem for problem in problems)
    assert not (door.folder / "data").exists()


def test_a_wrong_variable_in_the_environment_is_named(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HARVESTER__HARVEST__RETRYS", "2")
    said = door("config", "check")
    assert said.code == 2
    assert "did you mean HARVESTER__HARVEST__RETRIES?" in said.err


def test_show_tells_every_value_and_its_origin(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    path = door.config(source_lines("http://x.example/oai"))
    monkeypatch.setenv("HARVESTER__HARVEST__MIN_GAP", "3")
    shown = door.right("--data", "elsewhere", "config", "show", "--json").json
    assert shown["file"] == str(path)
    assert shown["harvest"]["retries"] == {"value": 0, "from": "file"}
    assert shown["harvest"]["min_gap"] == {"value": "3s", "from": "environment"}
    assert shown["harvest"]["overlap"] == {"value": "48h", "from": "default"}
    assert shown["data"]["dir"]["from"] == "command line"
    assert [source["name"]["value"] for source in shown["source"]] == ["s"]


def test_what_show_prints_is_a_config_file_itself(door: Door) -> None:
    door.config(source_lines("http://x.example/oai", more='sets = ["a", "b"]\n'))
    before = door.right("config", "show", "--json").json
    door.config(door.right("config", "show").out, "again.toml")
    after = door.right("--config", "again.toml", "config", "show", "--json").json
    assert values(before) == values(after)


def values(shown: dict[str, object]) -> str:
    """The values alone."""
    del shown["file"]
    return json.dumps(shown).replace('"file"', "").replace('"default"', "")


def test_show_lines_up_where_values_come_from(door: Door) -> None:
    lines = door.right("config", "show").out.splitlines()
    assert lines[0] == "# no config.toml here: the defaults hold"
    section = lines[lines.index("[harvest]") + 1 : lines.index("[service]") - 1]
    at = {line.index("# ") for line in section}
    assert len(at) == 1
