"""`sources list`, `add`, `remove`: what they print, ask, and do to config.toml and the records."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from harvester.clock import SystemClock
from harvester.manners import OwnManners
from harvester.open import open_harvester
from harvester.settings import Settings
from index import open_index
from index.settings import DataSection
from tests.door import Door, source_lines

URL = "http://127.0.0.1:9/oai"


def test_a_list_of_nothing_says_what_to_do(door: Door) -> None:
    said = door.right("sources", "list")
    assert (said.out, said.err) == (
        "",
        "no source is configured: harvester sources add NAME URL\n",
    )
    assert door.right("sources", "list", "--json").json == []


def test_the_list_is_set_in_columns(door: Door) -> None:
    name = "n" * 40
    lines = source_lines(URL) + f'[[source]]\nname = "{name}"\nurl = "{URL}"\nmanual = true\n'
    lines += f'[[source]]\nname = "c"\nurl = "{URL}"\ncron = "0 3 * * *"\nsets = ["x", "y"]\n'
    door.config(lines)
    assert door.right("sources", "list").out.splitlines() == [
        f"{'s':40}  every 1d        oai_dc  {URL}",
        f"{name}  manual          oai_dc  {URL}",
        f"{'c':40}  cron 0 3 * * *  oai_dc  {URL}  sets x, y",
    ]
    assert not (door.folder / "data").exists()


def test_the_list_as_json_has_every_key(door: Door) -> None:
    door.config(source_lines(URL))
    (source,) = door.right("sources", "list", "--json").json
    assert source == dict.fromkeys(OwnManners.model_fields) | {
        "name": "s",
        "url": URL,
        "prefix": "oai_dc",
        "sets": [],
        "deletions": "auto",
        "every": "1d",
        "cron": None,
        "manual": False,
        "enabled": True, "jitter": "0s", "quiet": "", "timezone": "UTC", "priority": 0, "tags": [],
        "tokens": "encoded",
        "normalise": {
            "languages": [], "date": "", "separator": "", "names": "", "issn": "", "values": {},
            "guess": False,
        },
        "access": {"proxy": "", "ca_file": "", "auth": "", "headers": {}, "cookies": ""},
    }  # fmt: skip


def test_add_keeps_comments_and_takes_every_option(door: Door) -> None:
    path = door.config("# mine\n" + source_lines(URL))
    options = ["--set", "a", "--set", "b", "--prefix", "marcxml", "--every", "12h"]
    said = door.right("sources", "add", "new", URL, *options)
    assert said.out == "new is in config.toml now. Next: harvester harvest new\n"
    assert path.read_text().startswith("# mine\n" + source_lines(URL))
    added = door.right("sources", "list", "--json").json[1]
    assert (added["name"], added["prefix"], added["sets"], added["every"]) == (
        "new",
        "marcxml",
        ["a", "b"],
        "12h",
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["s", URL], "has a source s already"),
        (["x", "ftp://x"], "url"),
        (["a b", URL], "name"),
        (["x", URL, "--every", "often"], "every"),
        (["x", URL, "--prefix", "a b"], "prefix"),
        (["x", URL, "--set", ""], "sets"),
    ],
)
def test_what_cannot_be_added_leaves_the_file(door: Door, arguments: list[str], words: str) -> None:
    path = door.config(source_lines(URL))
    said = door("sources", "add", *arguments)
    assert said.code == 2
    assert words in said.err
    assert path.read_text() == source_lines(URL)


def test_add_without_a_file_points_to_init(door: Door) -> None:
    said = door("sources", "add", "x", URL)
    assert said.code == 2
    assert "harvester init" in said.err


def test_letters_that_are_none_are_refused(door: Door) -> None:
    door.config(source_lines(URL))
    said = door("sources", "add", "x", "http://x.example/\udcff")
    assert said.code in (0, 2)


@pytest.fixture
def held(door: Door, demo_data: Path) -> Door:
    """A config whose source `demo` has 59 records."""
    door.config(f'[data]\ndir = "{demo_data}"\n[[source]]\nname = "demo"\nurl = "{URL}"\n')
    return door


def live(door: Door) -> int:
    """How many records the store has and searches find."""
    (state,) = door.right("status", "--json").json["sources"] or [{"records": 0}]
    found = door.right("search", "", "--json").json["total"]
    assert found == state["records"]
    return int(found)


def test_remove_with_keep_leaves_the_records(held: Door) -> None:
    said = held.right("sources", "remove", "demo", "--keep")
    assert said.out == (
        "demo: removed from the settings; 59 records kept, and still found by searches\n"
    )
    assert held.right("sources", "list", "--json").json == []
    assert live(held) == 59


def test_remove_with_purge_takes_records_out_of_store_and_index(held: Door) -> None:
    said = held.right("sources", "remove", "demo", "--purge")
    assert said.out == "demo: removed from the settings; 59 records deleted\n"
    assert live(held) == 0
    assert held.right("index", "verify", "--json").json["engine"] == 0


@pytest.mark.parametrize(
    ("option", "fate"),
    [
        ([], "59 records kept or deleted, as you will be asked"),
        (["--keep"], "59 records kept, and still found by searches"),
        (["--purge"], "59 records deleted"),
    ],
)
def test_dry_run_only_says_it(held: Door, option: list[str], fate: str) -> None:
    before = (held.folder / "config.toml").read_text()
    said = held.right("sources", "remove", "demo", "--dry-run", *option)
    assert said.out == f"demo: would be removed from the settings; {fate}\n"
    assert (held.folder / "config.toml").read_text() == before
    assert live(held) == 59


@pytest.mark.parametrize(("answer", "left"), [("keep", 59), ("purge", 0)])
def test_remove_asks_what_becomes_of_the_records(
    held: Door, monkeypatch: pytest.MonkeyPatch, answer: str, left: int
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer + "\n"))
    said = held.right("sources", "remove", "demo")
    assert "demo has 59 records. Keep them, purge them, or cancel?" in said.err
    assert live(held) == left


@pytest.mark.parametrize(
    ("answer", "words"),
    [("cancel\n", "as you said"), ("\n", "as you said"), ("", "say --keep or --purge")],
)
def test_without_a_clear_answer_nothing_is_removed(
    held: Door, monkeypatch: pytest.MonkeyPatch, answer: str, words: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    said = held("sources", "remove", "demo")
    assert said.code == 2
    assert "nothing removed" in said.err
    assert words in said.err
    assert len(held.right("sources", "list", "--json").json) == 1
    assert live(held) == 59


def test_ctrl_c_at_the_question_is_130(held: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    class Pressing(io.StringIO):
        def readline(self, *rest: object) -> str:
            raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin", Pressing())
    assert held("sources", "remove", "demo").code == 130
    assert live(held) == 59


def test_keep_and_purge_exclude_each_other(held: Door) -> None:
    said = held("sources", "remove", "demo", "--keep", "--purge")
    assert said.code == 2
    assert "exclude each other" in said.err


def test_an_unknown_source_names_the_nearest(held: Door) -> None:
    said = held("sources", "remove", "demon")
    assert said.code == 2
    assert 'did you mean "demo"?' in said.err


def test_a_source_without_data_is_removed_and_no_folder_made(door: Door) -> None:
    door.config(source_lines(URL))
    assert door("sources", "remove", "t").code == 2
    said = door.right("sources", "remove", "s")
    assert said.out == "s: removed from the settings; it has no records\n"
    assert door.right("sources", "list", "--json").json == []
    assert not (door.folder / "data").exists()


def test_a_source_that_never_ran_is_removed_beside_others(held: Door) -> None:
    held.right("sources", "add", "idle", URL)
    said = held.right("sources", "remove", "idle")
    assert said.out == "idle: removed from the settings; it has no records\n"
    assert live(held) == 59


def test_a_source_that_only_load_made_is_forgotten(door: Door, demo_data: Path) -> None:
    said = door.right("--data", demo_data, "sources", "remove", "demo", "--purge")
    assert said.out == "demo: forgotten (it is not in the settings); 59 records deleted\n"
    with open_index(demo_data) as index:
        assert index.store.count() == 0


def test_a_source_that_is_being_harvested_stays(held: Door, demo_data: Path) -> None:
    with open_harvester(Settings(data=DataSection(dir=demo_data))) as harvester:
        now = SystemClock().now()
        harvester.store.claim("demo", "elsewhere 7 1", now, now.replace(year=now.year + 1))
    said = held("sources", "remove", "demo", "--purge")
    assert said.code == 1
    assert "process 7 on elsewhere" in said.err
    assert live(held) == 59
    assert len(held.right("sources", "list", "--json").json) == 1


def test_a_list_is_imported_once_and_exported_again(door: Door) -> None:
    path = door.config("# mine\n" + source_lines(URL))
    (door.folder / "list.csv").write_text(f"url,sets\n{URL},\n{URL}/b,x|y\n")
    dry = door.right("sources", "import", "list.csv", "--dry-run")
    assert "1 source would be added to config.toml, 1 there already" in dry.err
    assert path.read_text() == "# mine\n" + source_lines(URL)
    (name,) = door.right("sources", "import", "list.csv").out.split()[:1]
    assert "0 sources added" in door.right("sources", "import", "list.csv").err
    assert door.right("sources", "export").out == (
        f"name,url,prefix,sets,every\ns,{URL},oai_dc,,1d\n{name},{URL}/b,oai_dc,x|y,1d\n"
    )


def test_a_list_with_a_mistake_adds_nothing(door: Door) -> None:
    path = door.config("")
    (door.folder / "list.txt").write_text("http://x.example/oai\nftp://y.example/oai\n")
    assert door("sources", "import", "list.txt").code == 2
    assert path.read_text() == ""
