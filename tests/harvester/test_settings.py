"""Settings of the harvester: layers, types, and every mistake at once."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from harvester.settings import HarvestSection, Settings, SourceSettings, check_source, load_settings
from index import __version__
from index.errors import SettingsError
from index.mistakes import Expected, mistakes
from index.settings import Section
from tests.harvester.config_texts import SOURCE, loaded, problems


def test_defaults_hold_where_nothing_is_said(tmp_path: Path) -> None:
    found = load_settings(cwd=tmp_path, environ={})
    assert found.file is None
    assert found.data.dir == tmp_path / "data"
    assert found.harvest == HarvestSection()
    assert found.sources == ()


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


@pytest.mark.parametrize("section", [*Section.__subclasses__(), Settings])
def test_every_field_says_what_it_means_and_what_it_wants(section: type[Section]) -> None:
    for field in section.model_fields.values():
        assert field.description
        assert "\n" not in field.description
        assert any(isinstance(item, Expected) for item in field.metadata)


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        SourceSettings(name="a", url="https://example.org/oai").name = "b"  # type: ignore[misc]


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
