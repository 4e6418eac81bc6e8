"""Durations, sizes, and any text at all: read as they are meant, or one clear mistake."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harvester.environment import variables
from harvester.setting_types import parse_duration, parse_size, short_duration, short_size
from harvester.settings import Settings, SourceSettings, load_settings
from index.errors import SettingsError
from index.mistakes import mistakes


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
