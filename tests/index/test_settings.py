"""Settings for readers: defaults, paths, and every mistake with its line."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import SettingsError
from index.mistakes import Expected, found_words, suggestion
from index.settings import IndexSettings, Section, load_index_settings
from index.toml_text import parse_toml

TEXT = '''\
# comment = "no key"
top = 1
[data] # dir = 1
dir = """
[store]
url = 'an "odd one [
"""
list = [ # opened = 1
  1, # two = 2
  {inner = "]"},
]
a.b = 1
"quoted key" = '#'

[[source]]
name = "one"
[source.sub]
x = 1
[[source]]
name = "two"
text = \'\'\'a 'b
\'\'\'
[source.sub]
x = 2
'''
LINES = {
    ("top",): 2,
    ("data",): 3,
    ("data", "dir"): 4,
    ("data", "list"): 8,
    ("data", "list", 1, "inner"): 8,
    ("data", "a"): 12,
    ("data", "a", "b"): 12,
    ("data", "quoted key"): 13,
    ("data", "missing"): 3,
    ("source",): 15,
    ("source", 0): 15,
    ("source", 0, "name"): 16,
    ("source", 0, "sub", "x"): 18,
    ("source", 1): 19,
    ("source", 1, "name"): 20,
    ("source", 1, "text"): 21,
    ("source", 1, "sub", "x"): 24,
    ("nowhere",): 1,
}


def problems(path: Path, text: str | bytes) -> tuple[str, ...]:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(SettingsError) as caught:
        load_index_settings(path)
    return caught.value.problems


@pytest.mark.parametrize("place", LINES, ids=str)
def test_a_place_has_the_line_of_the_nearest_key_around_it(place: tuple[str | int, ...]) -> None:
    assert parse_toml(TEXT, "t").line(place) == LINES[place]


@pytest.mark.parametrize("place", LINES, ids=str)
def test_windows_line_ends_and_a_byte_order_mark_move_no_line(place: tuple[str | int, ...]) -> None:
    text = "\ufeff" + TEXT.replace("\n", "\r\n")
    assert parse_toml(text, "t").line(place) == LINES[place]


KEYS = st.text("ab.#=[] \"'", min_size=1, max_size=4)
VALUES = st.recursive(
    st.integers() | st.booleans() | st.text("a\"'\\\n]}=#", max_size=6),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


def written(value: Any) -> str:
    """TOML over as many lines as it allows."""
    if isinstance(value, list):
        return "[ # [\n" + "".join(f"{written(each)},\n" for each in value) + "]"
    if isinstance(value, str) and len(value) > 2:
        return '"""' + json.dumps(value)[1:-1].replace("\\n", "\n") + '"""'
    return json.dumps(value)


@given(st.lists(st.tuples(KEYS, st.dictionaries(KEYS, VALUES, max_size=3)), max_size=4))
@settings(deadline=None, max_examples=60)
def test_every_key_of_any_document_is_found_on_its_line(
    tables: list[tuple[str, dict[str, Any]]],
) -> None:
    lines: list[str] = []
    expected: dict[tuple[str | int, ...], int] = {}
    numbers: dict[str, int] = {}
    for name, table in tables:
        numbers[name] = numbers.get(name, -1) + 1
        lines.append(f"[[{json.dumps(name)}]] # [x]")
        expected[name, numbers[name]] = len(lines)
        for key, value in table.items():
            expected[name, numbers[name], key] = len(lines) + 1
            lines += f"{json.dumps(key)} = {written(value)}".split("\n")
    text = parse_toml("\n".join(lines), "t")
    assert {place: text.line(place) for place in expected} == expected


def test_a_folder_gives_defaults_with_everything_in_it(tmp_path: Path) -> None:
    found = load_index_settings(tmp_path)
    assert (found.database, found.index_folder) == (tmp_path / "harvest.db", tmp_path / "index")
    assert found.index.engine == "whoosh"


def test_a_folder_need_not_exist(tmp_path: Path) -> None:
    """Whether there is a store in it is for the store to say."""
    assert load_index_settings(str(tmp_path / "no")).data.dir == tmp_path / "no"
    assert not (tmp_path / "no").exists()


def test_without_a_place_the_config_of_the_current_folder_holds(tmp_path: Path) -> None:
    assert load_index_settings(cwd=tmp_path).data.dir == tmp_path / "data"
    (tmp_path / "config.toml").write_text('[data]\ndir = "there"\n')
    assert load_index_settings(cwd=tmp_path).data.dir == tmp_path / "there"


def test_paths_in_a_config_file_are_seen_from_its_folder(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    config = tmp_path / "deep" / "mine.conf"
    config.write_text('[data]\ndir = "../x"\n[store]\nurl = "sqlite:///y.db"\n')
    found = load_index_settings("deep/mine.conf", cwd=tmp_path)
    assert found.data.dir == tmp_path / "deep" / "../x"
    assert found.database == tmp_path / "deep" / "y.db"


def test_an_absolute_path_stays(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[store]\nurl = "sqlite:////srv/harvest.db"\n')
    assert load_index_settings(cwd=tmp_path).database == Path("/srv/harvest.db")


def test_what_belongs_to_the_harvester_is_not_looked_at(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('source = 5\n[harvest]\nretires = "x"\n[data]\ndir = "d"\n')
    found = load_index_settings(config)
    assert (found.data.dir.name, type(found)) == ("d", IndexSettings)


def test_a_missing_config_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no\.toml: there is no such file") as caught:
        load_index_settings("no.toml", cwd=tmp_path)
    assert caught.value.exit_code == 2
    assert "harvester init" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1\nb = \n", "config.toml:2: not valid TOML at column 5: Invalid value"),
        ("\ufeff[data", "config.toml:1: not valid TOML at column 6"),
        ("a = 1\na = 2\n", "config.toml:2: not valid TOML at column 6: the key stands twice"),
        (b"a = 1\nb = '\xff'", "config.toml:2: not UTF-8 text (byte 0xff)"),
        ("a = " + "[" * 5000, "config.toml: lists or tables nested too deeply"),
        ("a = " + "9" * 5000, "config.toml: not valid TOML: Exceeds the limit"),
        ("[data]\ndir = ''\n", '[data] dir = "": expected the path of a folder'),
        ("[data]\ndir = '~/x'\n", '[data] dir = "~/x": expected the path of a folder'),
        ("[data]\ndir = 5\n", "config.toml:2: [data] dir = 5: expected the path of a folder"),
        ("data = 5\n", "config.toml:1: data = 5: expected a table, [data]"),
        ("[[store]]\n", "config.toml:1: [[store]] = a list: expected a table, [store]"),
        ("[store]\nurl = 'ftp://x'", '[store] url = "ftp://x": expected "" or the URL of an SQL'),
        ("[index]\nengine = 'lucene'", 'engine = "lucene": expected "whoosh"'),
        ("[index]\nengin = 'x'", '[index] engin: unknown key; did you mean "engine"?'),
        ("[index]\n'a\\u0007' = 1", '[index] "a\\\\u0007": unknown key; known here: engine'),
        ("[sorce]", 'config.toml:1: [sorce]: unknown section; did you mean "source"?'),
        (
            "x = 1",
            "config.toml:1: x: unknown key; known here: data, store, index, web, harvest, service,"
            " log, watch, notify, source",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_was_expected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | bytes, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (found,) = problems(Path("config.toml"), text)
    assert message in found
    assert "\n" not in found


def test_a_folder_in_place_of_the_config_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(SettingsError, match="is a folder; expected a file"):
        load_index_settings(cwd=tmp_path)


@pytest.mark.parametrize("name", ["a\0.toml", "x" * 300 + ".toml"])
def test_a_config_that_cannot_be_opened_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="cannot be read: "):
        load_index_settings(name, cwd=tmp_path)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({}, "a table"),
        ([], "a list"),
        (True, "true"),
        ("é\n", '"é\\n"'),
        (1.5, "1.5"),
        pytest.param(10**5000, "a very large number", id="10**5000"),
        ("x" * 100, '"' + "x" * 59 + "…"),
    ],
)
def test_a_value_is_shown_as_it_stands_in_a_file(value: object, words: str) -> None:
    assert found_words(value) == words


def test_the_nearest_word_is_suggested_else_all() -> None:
    assert suggestion("RETIRES", ["retries", "overlap"]) == 'did you mean "retries"?'
    assert suggestion("x", ["retries", "overlap"]) == "known here: retries, overlap"


@pytest.mark.parametrize("section", Section.__subclasses__())
def test_every_field_says_what_it_means_and_what_it_wants(section: type[Section]) -> None:
    for field in section.model_fields.values():
        assert field.description
        assert "\n" not in field.description
        assert any(isinstance(item, Expected) for item in field.metadata)


PIECES = [
    "[data]", "[[data]]", "[index]", "dir", "engine", "=", "'x'", '"""', "'", "[", "]", "{", "}",
    ",", ".", "#", "1", "nan", "true", "\ufeff", "\0", "\n", "\r\n", " ",
]  # fmt: skip
NEAR_TOML = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(st.text(max_size=40) | NEAR_TOML)
@settings(deadline=None, max_examples=150)
def test_any_text_is_a_document_with_lines_or_one_settings_error(text: str) -> None:
    try:
        found, told = parse_toml(text, "t"), ()
    except SettingsError as error:
        found, told = parse_toml("", "t"), error.problems
    assert len(told) <= 1
    assert {statement.place[0] for statement in found.statements} == set(found.values)
    assert found.values == (tomllib.loads(found.text) if not told else {})


def test_importing_the_settings_is_light() -> None:
    code = (
        "import sys, index.settings; "
        "print({'sqlalchemy', 'whoosh', 'tomlkit', 'apscheduler', 'requests'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
