"""config.toml: made from the model, edited with everything else kept."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.config_file import (
    JOURNALS,
    add_source,
    remove_source,
    render_config,
    shown,
    source_text,
    write_config,
)
from harvester.manners import OwnManners
from harvester.settings import HarvestSection, Settings, SourceSettings, load_settings
from index.errors import NotFound, SettingsError, UsageError
from index.settings import DataSection

ROOT = Path(__file__).parents[2]
URL = "https://example.org/oai"
EDITED = """\
# top
[harvest]
retries = 3 # three

# about one
[[source]]
name = "one"   # spaced
url = "https://example.org/1"
sets = [
  "a", # first
]

# about two
[[source]]
name = "two"
url = "https://example.org/2"

[store]
url = "" # kept

[[source]]
name = "three"
url = "https://example.org/3"
# the end"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_bytes(EDITED.encode())
    return path


def names(path: Path) -> list[str]:
    return [source.name for source in load_settings(path, environ={}).sources]


def test_the_config_of_the_root_is_made_from_the_model() -> None:
    """`python -m harvester.config_file > config.toml` brings it up to date."""
    assert (ROOT / "config.toml").read_text(encoding="utf-8") == render_config()


def test_the_module_prints_the_config() -> None:
    command = [sys.executable, "-m", "harvester.config_file"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout.decode() == render_config()


def test_every_key_stands_there_with_its_meaning() -> None:
    lines = render_config().splitlines()
    for name, field in HarvestSection.model_fields.items():
        (at,) = [number for number, line in enumerate(lines) if line.startswith(f"{name} = ")]
        assert lines[at - 1] == f"# {field.description}"
    for name, field in SourceSettings.model_fields.items():
        if name in OwnManners.model_fields:
            assert any(line.startswith("#") and name in line for line in lines)
        else:
            assert any(line.endswith(str(field.description)) for line in lines)
    assert max(map(len, lines)) <= 100


def test_the_config_to_begin_with_says_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(render_config(), encoding="utf-8")
    found = load_settings(cwd=tmp_path, environ={})
    assert found.model_dump(exclude={"sources", "data"}) == Settings().model_dump(
        exclude={"sources", "data"}
    )
    assert found.data.dir == tmp_path / "data"
    assert found.sources == JOURNALS


def test_promised_values_are_written_as_promised() -> None:
    text = render_config()
    for line in ("retries = 4", "retry_wait = 5", "min_gap = 1", 'overlap = "48h"', "sets = []",
                 'every = "1d"', 'dir = "data"', 'url = ""', 'max_bytes = "64MB"'):  # fmt: skip
        assert f"\n{line}\n" in text


WORDS = st.text("abc-_019", min_size=1, max_size=9)
SPANS = st.timedeltas(min_value=timedelta(microseconds=1), max_value=timedelta(days=3650))
AGENTS = st.just("") | st.from_regex(r"[!-~][ -~]{0,9}", fullmatch=True)
SCHEDULES: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({"manual": True}),
    st.just({"cron": "0 3 * * 1-5"}),
    st.builds(lambda every: {"every": every}, SPANS),
)
SET_SPECS = st.text(st.characters(min_codepoint=32, exclude_characters="\x7f", codec="utf-8"))
SOURCES = st.builds(
    lambda name, schedule, sets: SourceSettings(name=name, url=URL, sets=sets, **schedule),
    WORDS,
    SCHEDULES,
    st.lists(SET_SPECS.filter(bool), max_size=3, unique=True).map(tuple),
)
FOLDERS = st.text(st.characters(exclude_characters="\0~", codec="utf-8"), min_size=1).filter(
    str.strip
)
ALL = st.builds(
    lambda folder, harvest, sources: Settings(
        data=DataSection(dir=Path("/") / folder), harvest=harvest, source=tuple(sources)
    ),
    FOLDERS,
    st.builds(
        HarvestSection,
        retries=st.integers(0, 100),
        overlap=SPANS,
        timeout_read=SPANS,
        max_bytes=st.integers(1, 10**12),
        user_agent=AGENTS,
    ),
    st.lists(SOURCES, max_size=3, unique_by=lambda source: source.name),
)


@given(ALL)
@settings(deadline=None, max_examples=80)
def test_what_was_written_loads_as_the_same(
    tmp_path_factory: pytest.TempPathFactory, wanted: Settings
) -> None:
    path = tmp_path_factory.getbasetemp() / "written.toml"
    path.write_bytes(render_config(wanted).encode())
    assert load_settings(path, environ={}).model_dump() == wanted.model_dump()


def test_a_new_config_is_written_and_never_over_one_that_exists(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    write_config(path)
    assert path.read_text(encoding="utf-8") == render_config()
    path.write_text("mine")
    with pytest.raises(UsageError, match="exists already"):
        write_config(path)
    assert path.read_text() == "mine"


def test_a_config_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"config\.toml: cannot be written: No such file"):
        write_config(tmp_path / "none" / "config.toml")


def test_adding_keeps_every_byte_of_the_rest(config: Path) -> None:
    add_source(config, "four", URL, sets=["a", 'b"'], prefix="marc21", every="12h")
    text = config.read_text()
    assert text.startswith(EDITED + "\n\n[[source]]\n")
    added = load_settings(config, environ={}).sources[-1]
    assert added == SourceSettings(
        name="four", url=URL, sets=("a", 'b"'), prefix="marc21", every=timedelta(hours=12)
    )


def test_adding_to_a_file_with_windows_line_ends_and_a_mark_keeps_both(config: Path) -> None:
    before = b"\xef\xbb\xbf" + EDITED.replace("\n", "\r\n").encode()
    config.write_bytes(before)
    add_source(config, "four", URL)
    after = config.read_bytes()
    assert after.startswith(before + b"\r\n\r\n[[source]]\r\n")
    assert after.count(b"\n") == after.count(b"\r\n")
    remove_source(config, "four")
    assert config.read_bytes().rstrip() == before


def test_adding_to_an_empty_file(config: Path) -> None:
    config.write_text("")
    add_source(config, "one", URL)
    assert names(config) == ["one"]


@pytest.mark.parametrize("name", ["one", "two", "three"])
def test_removing_takes_the_lines_of_the_source_and_nothing_else(config: Path, name: str) -> None:
    block = next(part for part in EDITED.split("[[source]]\n")[1:] if f'"{name}"' in part)
    end = "]\n" if name == "one" else '"\n'
    gone = "[[source]]\n" + block[: block.rindex(end) + len(end)]
    remove_source(config, name)
    after = config.read_text()
    assert after.replace("\n", "") == EDITED.replace(gone, "").replace("\n", "")
    assert "# kept" in after
    assert "\n\n\n" not in after
    assert names(config) == [each for each in ("one", "two", "three") if each != name]


@pytest.mark.parametrize("source", JOURNALS, ids=lambda source: source.name)
def test_an_edited_config_is_as_one_made_with_those_sources(
    config: Path, source: SourceSettings
) -> None:
    config.write_text(render_config(), encoding="utf-8")
    remove_source(config, source.name)
    others = tuple(each for each in JOURNALS if each != source)
    assert config.read_text(encoding="utf-8") == render_config(Settings(source=others))
    add_source(config, source.name, source.url)
    assert config.read_text(encoding="utf-8") == render_config(Settings(source=(*others, source)))


def test_removing_every_source_leaves_a_valid_file(config: Path) -> None:
    for name in ("two", "one", "three"):
        remove_source(config, name)
    assert names(config) == []
    assert "# about one" in config.read_text()


def test_the_mode_of_the_file_is_kept_and_no_other_file_is_left(config: Path) -> None:
    config.chmod(0o640)
    add_source(config, "four", URL)
    assert config.stat().st_mode & 0o7777 == 0o640
    assert [path.name for path in config.parent.iterdir()] == ["config.toml"]


def test_a_link_to_the_config_stays_a_link(config: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(config)
    add_source(link, "four", URL)
    assert link.is_symlink()
    assert names(config)[-1] == "four"


@pytest.mark.parametrize(
    ("name", "url", "known", "error", "words"),
    [
        ("one", URL, {}, UsageError, "has a source one already"),
        ("a b", URL, {}, SettingsError, 'source a b: name = "a b": expected 1 to 64'),
        ("a", "ftp://x", {}, SettingsError, 'source a: url = "ftp://x": expected'),
        ("a", URL, {"every": "1w"}, SettingsError, 'source a: every = "1w": expected'),
        ("a", URL, {"sets": [""]}, SettingsError, "source a: sets"),
        ("a", URL, {"prefix": "a b"}, SettingsError, "source a: prefix"),
    ],
)
def test_a_source_that_cannot_be_added_leaves_the_file_alone(
    config: Path, name: str, url: str, known: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        add_source(config, name, url, **known)
    assert config.read_text() == EDITED


def test_a_source_that_is_not_there_is_named_with_the_nearest(config: Path) -> None:
    with pytest.raises(NotFound, match="has no source thre\n  Did you mean three"):
        remove_source(config, "thre")
    with pytest.raises(NotFound, match="Its sources: one, two, three"):
        remove_source(config, "x")


def test_editing_where_there_is_no_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="harvester init"):
        add_source(tmp_path / "config.toml", "a", URL)
    with pytest.raises(UsageError, match="harvester init"):
        remove_source(tmp_path / "config.toml", "a")


def test_a_file_with_mistakes_is_not_edited(config: Path) -> None:
    config.write_text("[harvest]\nretires = 1\n")
    with pytest.raises(SettingsError, match="retires: unknown key"):
        add_source(config, "a", URL)


def test_sources_in_one_list_are_left_to_the_person_who_wrote_them(config: Path) -> None:
    text = f'source = [{{name = "one", url = "{URL}"}}]\n'
    config.write_text(text)
    with pytest.raises(UsageError, match="by hand"):
        add_source(config, "two", URL)
    with pytest.raises(UsageError, match="by hand"):
        remove_source(config, "one")
    assert config.read_text() == text


def test_a_folder_that_cannot_be_written_is_named(config: Path) -> None:
    """A name that is just short enough for the file, and too long for the file beside it."""
    long = config.with_name("x" * 250 + ".toml")
    config.rename(long)
    with pytest.raises(SettingsError, match="cannot be written: File name too long"):
        add_source(long, "four", URL)
    assert long.read_text() == EDITED


@contextmanager
def full_disk() -> Iterator[None]:
    """No file can grow beyond 100 bytes; around one call, for pytest itself may write to a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_no_half_of_a_new_config(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be written: File too large"), full_disk():
        write_config(tmp_path / "config.toml")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_config_as_it_was(config: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be written: File too large"), full_disk():
        add_source(config, "four", URL)
    assert [(path.name, path.read_text()) for path in config.parent.iterdir()] == [
        ("config.toml", EDITED)
    ]


def test_settings_are_shown_with_where_they_came_from(config: Path) -> None:
    environ = {"HARVESTER__HARVEST__OVERLAP": "172800"}
    found = shown(load_settings(config, environ=environ, data=Path("/d")))
    assert json.loads(json.dumps(found)) == found
    assert found["file"] == str(config)
    assert found["data"]["dir"] == {"value": "/d", "from": "command line"}
    assert found["harvest"]["overlap"] == {"value": "48h", "from": "environment"}
    assert found["harvest"]["retries"] == {"value": 3, "from": "file"}
    assert found["harvest"]["min_gap"] == {"value": "1s", "from": "default"}
    assert found["source"][1]["url"] == {"value": "https://example.org/2", "from": "file"}
    assert found["source"][1]["every"] == {"value": "1d", "from": "default"}
    assert "cron" not in found["source"][1]


def test_settings_without_a_file_are_shown_too(tmp_path: Path) -> None:
    assert shown(load_settings(cwd=tmp_path, environ={}))["file"] is None


def test_of_its_timing_a_source_says_only_what_is_not_as_usual() -> None:
    plain = SourceSettings(name="x", url="https://x.example/oai")
    assert "enabled" not in source_text(plain)
    timed = {"enabled": False, "quiet": "22:00-06:00", "priority": 2, "tags": ["a"]}
    own = SourceSettings.model_validate({"name": "x", "url": "https://x.example/oai", **timed})
    lines = source_text(own).splitlines()
    assert lines[-4:] == [
        "enabled = false",
        'quiet = "22:00-06:00"',
        "priority = 2",
        'tags = ["a"]',
    ]
