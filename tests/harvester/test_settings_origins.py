"""Where a value of the settings comes from: the stronger origin wins, and mistakes name it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from harvester.environment import variables
from harvester.settings import Settings, load_settings
from index.errors import SettingsError
from tests.harvester.config_texts import SOURCE, loaded, problems


def test_the_config_of_the_current_folder_is_taken_and_remembered(tmp_path: Path) -> None:
    found = loaded(tmp_path, SOURCE)
    assert found.file == tmp_path / "config.toml"
    assert [source.name for source in found.sources] == ["a"]


def test_the_stronger_origin_wins_and_is_told(tmp_path: Path) -> None:
    """Command line, environment, file, default."""
    text = "[harvest]\nretries = 1\nmin_gap = 1\noverlap = 1\n"
    environ = {"HARVESTER__HARVEST__RETRIES": "2", "HARVESTER__HARVEST__MIN_GAP": "2"}
    overrides = {"harvest.retries": 3, "harvest.contact": None}
    found = loaded(tmp_path, text, environ=environ, overrides=overrides)
    keys = ("retries", "min_gap", "overlap", "contact")
    assert [found.origin("harvest", key) for key in keys] == [
        "command line", "environment", "file", "default",
    ]  # fmt: skip
    second = timedelta(seconds=1)
    values = (found.harvest.retries, found.harvest.min_gap, found.harvest.overlap)
    assert values == (3, 2 * second, second)


def test_the_data_option_wins_over_data_and_store(tmp_path: Path) -> None:
    text = '[data]\ndir = "x"\n[store]\nurl = "sqlite:///y.db"\n'
    found = loaded(tmp_path, text, data=Path("z"))
    assert found.database == tmp_path / "z" / "harvest.db"
    assert found.origin("store", "url") == "command line"


def test_paths_are_seen_from_where_they_stand(tmp_path: Path) -> None:
    """In the file from its folder, in the environment from the current one."""
    (tmp_path / "conf").mkdir()
    config = tmp_path / "conf" / "my.toml"
    config.write_text('[data]\ndir = "d"\n[store]\nurl = "sqlite:///s.db"\n')
    found = load_settings(Path("conf/my.toml"), cwd=tmp_path, environ={})
    assert (found.data.dir, found.database) == (config.parent / "d", config.parent / "s.db")
    environ = {"HARVESTER__DATA__DIR": "e"}
    found = load_settings(Path("conf/my.toml"), cwd=tmp_path, environ=environ)
    assert found.data.dir == tmp_path / "e"


def test_the_system_environment_counts_where_none_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HARVESTER__HARVEST__RETRIES", "7")
    monkeypatch.chdir(tmp_path)
    assert load_settings().harvest.retries == 7


def test_a_file_variable_names_a_file_with_the_value(tmp_path: Path) -> None:
    (tmp_path / "contact").write_text(" you@example.org\n")
    environ = {"HARVESTER__HARVEST__CONTACT_FILE": str(tmp_path / "contact")}
    found = load_settings(cwd=tmp_path, environ=environ)
    assert found.harvest.contact == "you@example.org"


def test_mistakes_in_the_environment_name_the_variable(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"caf\xe9")
    environ = {
        "HARVESTER__HARVEST__RETRIES": "many",
        "HARVESTER__HARVEST__MAX_BYTES": "0",
        "HARVESTER__HARVEST__MINGAP": "1",
        "HARVESTER__HARVEST__OVERLAP_FILE": str(tmp_path / "none"),
        "HARVESTER__HARVEST__USER_AGENT_FILE": str(tmp_path / "latin"),
        "HARVESTER__INDEX__ENGINE": "whoosh",
        "HARVESTER__INDEX__ENGINE_FILE": str(tmp_path / "none"),
        "HARVESTER__ZZZ": "1",
        "HARVESTER_SHARED": "another program's",
    }
    found = problems(tmp_path, "", environ=environ)
    assert [line.split(" ")[0].rstrip(":") for line in sorted(found)] == sorted(
        set(environ) - {"HARVESTER__INDEX__ENGINE", "HARVESTER_SHARED"}
    )
    by_name = {line.split(" ")[0].rstrip(":"): line for line in found}
    expected = {
        "HARVEST__RETRIES": ' = "many": expected a whole number from 0 to 100',
        "HARVEST__MAX_BYTES": " = 0: expected bytes above 0",
        "HARVEST__MINGAP": ": unknown variable; did you mean HARVESTER__HARVEST__MIN_GAP?",
        "HARVEST__OVERLAP_FILE": "none cannot be read: No such file",
        "HARVEST__USER_AGENT_FILE": "latin:1: not UTF-8 text",
        "INDEX__ENGINE_FILE": ": together with HARVESTER__INDEX__ENGINE;",
        "ZZZ": ": unknown variable; known: HARVESTER__DATA__DIR,",
    }
    for name, words in expected.items():
        assert words in by_name[f"HARVESTER__{name}"]


def test_every_key_of_a_section_has_a_variable() -> None:
    sections = {
        name: field.annotation.model_fields
        for name, field in Settings.model_fields.items()
        if isinstance(field.annotation, type)
    }
    assert {"data", "harvest", "service", "watch", "notify"} <= sections.keys()
    keys = {(name, key) for name, fields in sections.items() for key in fields}
    assert set(variables(Settings).values()) == keys


def test_mistakes_on_the_command_line_name_the_option(tmp_path: Path) -> None:
    found = problems(tmp_path, "", overrides={"harvest.retries": -1, "harvst.x": 1})
    assert found == [
        "command line: harvest.retries = -1: expected a whole number from 0 to 100",
        'command line: harvst: unknown section; did you mean "harvest"?',
    ]


def test_a_config_that_was_asked_for_and_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"x\.toml: there is no such file"):
        load_settings(Path("x.toml"), cwd=tmp_path, environ={})
