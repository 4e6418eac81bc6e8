"""Settings of the harvester: layers, types, and every mistake at once."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harvester.environment import variables
from harvester.setting_types import parse_duration, parse_size, short_duration, short_size
from harvester.settings import HarvestSection, Settings, SourceSettings, check_source, load_settings
from index import __version__
from index.errors import SettingsError
from index.mistakes import Expected, mistakes
from index.settings import Section

SOURCE = '[[source]]\nname = "a"\nurl = "https://example.org/oai"\n'


def loaded(folder: Path, text: str, **known: Any) -> Settings:
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return load_settings(cwd=folder, **{"environ": {}, **known})


def problems(folder: Path, text: str, **known: Any) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        loaded(folder, text, **known)
    return list(caught.value.problems)


def test_defaults_hold_where_nothing_is_said(tmp_path: Path) -> None:
    found = load_settings(cwd=tmp_path, environ={})
    assert found.file is None
    assert found.data.dir == tmp_path / "data"
    assert found.harvest == HarvestSection()
    assert found.sources == ()


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


TEN_MISTAKES = """\
[data]
dir = 5
[store]
url = "mysql://host/x"
[index]
engine = "woosh"
[harvest]
retires = 4
retries = "four"
max_bytes = 0
overlap = "2 weeks"
[harvst]
[[source]]
name = "a b"
url = "ftp://example.org/oai"
[[source]]
name = "x"
url = "https://example.org/oai"
every = "1d"
cron = "99 * * * *"
prefx = "oai_dc"
[[source]]
name = "x"
manual = "yes"
"""


def test_all_mistakes_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    found = problems(tmp_path, TEN_MISTAKES)
    starts = [
        "2: [data] dir = 5: expected the path of a folder",
        '4: [store] url = "mysql://host/x": expected',
        '6: [index] engine = "woosh": expected "whoosh"',
        '8: [harvest] retires: unknown key; did you mean "retries"?',
        '9: [harvest] retries = "four": expected a whole number',
        "10: [harvest] max_bytes = 0: expected bytes above 0",
        '11: [harvest] overlap = "2 weeks": expected seconds, or a duration',
        '12: [harvst]: unknown section; did you mean "harvest"?',
        '14: [[source]] no. 1 name = "a b": expected 1 to 64 letters',
        '15: [[source]] no. 1 url = "ftp://example.org/oai": expected an OAI-PMH base URL',
        '20: [[source]] x cron = "99 * * * *": expected five crontab fields',
        "20: [[source]] x cron: together with every; expected one of every, cron, manual",
        '21: [[source]] x prefx: unknown key; did you mean "prefix"?',
        "22: [[source]] x url: missing; expected an OAI-PMH base URL",
        '23: [[source]] x name = "x": the name of an earlier source',
        '24: [[source]] x manual = "yes": expected true or false',
    ]
    assert len(found) == len(starts)
    for problem, start in zip(found, starts, strict=True):
        assert problem.startswith(f"config.toml:{start}")


@pytest.mark.parametrize("key", ["retries", "retry_wait", "timeout_read", "max_bytes"])
@pytest.mark.parametrize("value", ["-1", "true", '"x"', "[]", "nan", "1e30", "0x" + "f" * 5000])
def test_a_number_has_to_be_one(tmp_path: Path, key: str, value: str) -> None:
    (found,) = problems(tmp_path, f"[harvest]\n{key} = {value}\n")
    assert found.startswith(f"config.toml:2: [harvest] {key} = ")
    assert "expected" in found


@pytest.mark.parametrize("key", ["timeout_connect", "timeout_read", "max_bytes"])
def test_zero_is_no_time_and_no_size(tmp_path: Path, key: str) -> None:
    (found,) = problems(tmp_path, f"[harvest]\n{key} = 0\n")
    assert "above 0" in found


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", ""),
        ("name", "x" * 65),
        ("name", "журнал"),
        ("name", "a\n"),
        ("url", "https://"),
        ("url", "https:///oai"),
        ("url", "example.org/oai"),
        ("url", "https://example.org/oai#top"),
        ("url", "https://example.org/o ai"),
        ("url", "https://example.org/oai\n"),
        ("url", "https://example.org:port/oai"),
        ("url", "https://example.org:99999/oai"),
        ("url", "https://[x/oai"),
        ("url", "https://example.org/oai?verb=Identify"),
        ("prefix", ""),
        ("prefix", "oai dc"),
        ("sets", "a"),
        ("sets", ["a", "a"]),
        ("sets", [""]),
        ("every", "0s"),
        ("every", "1w"),
        ("every", True),
        ("cron", "* * * *"),
        ("cron", "0 0 30 2 *"),
        ("cron", "0 0 * * 5-1"),
        ("cron", "0 0 * * 2,5-1"),
        ("cron", "0 0 * * 8"),
        ("cron", ""),
        ("manual", 1),
        ("min_gap", "1w"),
        ("workers", 1),
        ("retries", -1),
        ("user_agent", "a\nb"),
        ("enabled", "no"),
        ("jitter", "-1"),
        ("quiet", "22:00"),
        ("quiet", "24:00-06:00"),
        ("quiet", "22:00-06:00,05:00-07:00"),
        ("quiet", "06:00-06:00"),
        ("quiet", "00:00-12:00, 12:00-00:00"),
        ("timezone", "Europe/Berlln"),
        ("timezone", "../../etc/passwd"),
        ("timezone", ""),
        ("timezone", "Europe"),
        ("priority", 101),
        ("priority", "high"),
        ("tags", "a"),
        ("tags", ["a", "a"]),
        ("tags", ["a b"]),
    ],
)
def test_a_wrong_value_of_a_source_is_refused(key: str, value: object) -> None:
    values = {"name": "a", "url": "https://example.org/oai"}
    with pytest.raises(SettingsError) as caught:
        check_source({**values, key: value})
    (found,) = caught.value.problems
    assert f": {key}" in found


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('cron = "61 3 * * *"', 'cron = "61 3 * * *": expected five crontab fields that fire'),
        ('quiet = "22-6"', 'quiet = "22-6": expected "" or hours such as "22:00-06:00"'),
        ('timezone = "Mars"', 'timezone = "Mars": expected a timezone of the IANA list such as'),
    ],
)
def test_a_wrong_schedule_is_told_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    found = problems(tmp_path, f'[[source]]\nname = "x"\nurl = "https://x.example/"\n{line}\n')
    assert len(found) == 1
    assert found[0].startswith(f"config.toml:4: [[source]] x {said}")


def test_a_new_source_with_two_schedules_is_refused() -> None:
    values = {"name": "a", "url": "https://example.org/oai", "every": "1d", "manual": True}
    with pytest.raises(SettingsError, match="source a: manual: together with every"):
        check_source(values)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8080/oai",
        "https://example.org/cgi/oai2?journal=x",
        "http://[::1]/oai",
        "https://xn--e1afmkfd.example/oai",
    ],
)
def test_usual_addresses_are_taken(url: str) -> None:
    check_source({"name": "a", "url": url})


@pytest.mark.parametrize("contact", ["", "you@example.org", "https://example.org/about?x=1"])
def test_a_contact_is_an_address(contact: str) -> None:
    assert HarvestSection(contact=contact).contact == contact


@pytest.mark.parametrize("key", ["contact", "user_agent"])
@pytest.mark.parametrize("value", ["a@example.org\r\nX: y", "вы@example.org", " ", "a@b" * 100])
def test_what_goes_into_a_header_is_one_line_of_ascii(key: str, value: str) -> None:
    (problem,) = mistakes(HarvestSection, {key: value})
    assert "ASCII" in problem.words


def test_the_user_agent_is_made_of_name_version_and_contact_unless_given() -> None:
    name = f"oai-harvester/{__version__}"
    assert HarvestSection().agent == name
    assert HarvestSection(contact="you@example.org").agent == f"{name} (you@example.org)"
    assert HarvestSection(contact="you@example.org", user_agent="mine/1").agent == "mine/1"


def test_a_key_under_the_wrong_header_is_sent_home(tmp_path: Path) -> None:
    found = problems(tmp_path, "workers = 1\nurl = ''\n[index]\ndir = 1\n" + SOURCE + "workers = 1")
    assert [line.split("; ")[1] for line in found] == [
        "it belongs under [harvest]",
        "it belongs under [store] or [web] or [[source]]",
        "it belongs under [data]",
        "it belongs under [harvest]",
    ]


def test_two_sources_of_one_name_are_a_mistake_each_time(tmp_path: Path) -> None:
    found = problems(tmp_path, SOURCE * 3)
    assert [line.split(":")[1] for line in found] == ["5", "8"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", (timedelta(days=1), None, False)),
        ("manual = false", (timedelta(days=1), None, False)),
        ('every = "12h"', (timedelta(hours=12), None, False)),
        ('every = "12h"\nmanual = false', (timedelta(hours=12), None, False)),
        ('cron = "0 3 * * *"', (None, "0 3 * * *", False)),
        ("manual = true", (None, None, True)),
    ],
)
def test_a_source_has_exactly_one_schedule(
    tmp_path: Path, line: str, expected: tuple[object, ...]
) -> None:
    (source,) = loaded(tmp_path, SOURCE + line).sources
    assert (source.every, source.cron, source.manual) == expected


@pytest.mark.parametrize(
    "line", ['every = "1d"\ncron = "0 3 * * *"', 'cron = "0 3 * * *"\nmanual = true',
             'every = "1d"\nmanual = true', 'every = "1d"\ncron = "0 3 * * *"\nmanual = true'],
)  # fmt: skip
def test_two_schedules_are_a_mistake(tmp_path: Path, line: str) -> None:
    (found,) = problems(tmp_path, SOURCE + line)
    assert "expected one of every, cron, manual" in found


@pytest.mark.parametrize("text", ["source = 5", "source = [5]", "[source]\nname = 'a'"])
def test_sources_are_tables_in_double_brackets(tmp_path: Path, text: str) -> None:
    (found,) = problems(tmp_path, text)
    assert found.endswith("expected tables in double brackets, [[source]]")


@pytest.mark.parametrize(
    ("text", "seconds", "short"),
    [
        (0, 0, "0s"),
        (90, 90, "90s"),
        ("90", 90, "90s"),
        ("90s", 90, "90s"),
        ("5m", 300, "5m"),
        ("48h", 172800, "48h"),
        ("2d", 172800, "48h"),
        ("24h", 86400, "1d"),
        ("7d", 604800, "7d"),
        ("1.5h", 5400, "90m"),
        (0.25, 0.25, "0.25s"),
    ],
)
def test_durations_are_read_and_written_short(text: object, seconds: float, short: str) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)
    assert short_duration(parse_duration(text)) == short


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=3650)))
@settings(deadline=None, max_examples=60)
def test_a_duration_that_was_written_reads_as_the_same(value: timedelta) -> None:
    assert parse_duration(short_duration(value)) == value


@pytest.mark.parametrize(
    ("text", "size", "short"),
    [("64MB", 64_000_000, "64MB"), ("64 MiB", 2**26, "64MiB"), (1000, 1000, "1kB"),
     ("1234", 1234, 1234), ("5b", 5, 5), ("1gb", 10**9, "1GB")],
)  # fmt: skip
def test_sizes_are_read_and_written_short(text: object, size: int, short: object) -> None:
    assert parse_size(text) == size
    assert short_size(size) == short


@given(st.integers(1, 10**12))
@settings(deadline=None, max_examples=60)
def test_a_size_that_was_written_reads_as_the_same(value: int) -> None:
    assert parse_size(short_size(value)) == value


@pytest.mark.parametrize("section", [*Section.__subclasses__(), Settings])
def test_every_field_says_what_it_means_and_what_it_wants(section: type[Section]) -> None:
    for field in section.model_fields.values():
        assert field.description
        assert "\n" not in field.description
        assert any(isinstance(item, Expected) for item in field.metadata)


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        SourceSettings(name="a", url="https://example.org/oai").name = "b"  # type: ignore[misc]


KEYS = [
    "dir", "url", "engine", "retries", "retry_wait", "max_bytes", "contact", "name", "sets",
    "every", "cron", "manual", "prefix", "source", "harvest", "x", "'\\n'", "data.dir",
]  # fmt: skip
VALUES = [
    "4", "-1", "0", "true", "false", "nan", "1e400", "[]", "{}", "[{}]", "[[[]]]", "{a = 1}",
    "07:00:00", "2020-01-01", '""', '"a"', '"1d"', '"9999999999d"', '["a", 1]', '"* * * * *"',
    '"1 1 * * 7-"', "0x" + "f" * 4000, '"https://example.org/oai"', '"http://["',
]  # fmt: skip
HEADERS = [
    "[data]", "[store]", "[index]", "[harvest]", "[[source]]", "[source]", "[[harvest]]",
    "[[source]]\nname = 'a'\nurl = 'https://example.org/oai'",
    "[[source]]\nname = 'b'\nurl = 'https://example.org/oai'",
]  # fmt: skip
LINES = st.sampled_from(HEADERS) | st.builds(
    "{} = {}".format, st.sampled_from(KEYS), st.sampled_from(VALUES)
)
NEAR_VALID = st.lists(LINES, max_size=8).map("\n".join)
ENVIRONS = st.dictionaries(
    st.sampled_from([*variables(Settings), "HARVESTER__X", "HARVESTER__DATA__DIR_FILE"]),
    st.sampled_from(["4", "", "1d", "/", "/none", "64MB", "sqlite:///x"]),
    max_size=2,
)


@given(NEAR_VALID | st.text(max_size=30), ENVIRONS)
@example("[harvest]\n" * 2, {})
@settings(deadline=None, max_examples=200)
def test_any_text_gives_settings_or_one_settings_error(
    tmp_path_factory: pytest.TempPathFactory, text: str, environ: dict[str, str]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"
    folder.mkdir(exist_ok=True)
    (folder / "config.toml").write_bytes(text.encode())
    try:
        told = ["settings"] if load_settings(cwd=folder, environ=environ) else []
    except SettingsError as error:
        told = list(error.problems)
    assert told
    assert all("\n" not in problem for problem in told)


@given(st.text(max_size=20) | st.from_regex(r"(\S{1,4} ){4}[0-7a-z,/*-]{1,6}", fullmatch=True))
@settings(deadline=None, max_examples=150)
def test_any_text_is_a_crontab_or_a_mistake(text: str) -> None:
    values = {"name": "a", "url": "https://example.org/oai", "cron": text}
    assert len(mistakes(SourceSettings, values)) <= 1


def test_importing_the_settings_is_light() -> None:
    code = (
        "import sys, harvester.settings; "
        "print({'sqlalchemy', 'whoosh', 'tomlkit', 'apscheduler', 'requests'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_password_in_a_url_is_refused(tmp_path: Path) -> None:
    """It would stand in every message, run and quarantined page; [source.access] has a place."""
    with pytest.raises(SettingsError, match="no password"):
        check_source({"name": "s", "url": "https://anna:hidden@example.org/oai"})


def test_settings_do_not_load_the_normaliser() -> None:
    """Every command reads them, and the normaliser takes half a second."""
    code = "import sys, harvester.settings; print('harvester.normalise.document' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == "False\n"
