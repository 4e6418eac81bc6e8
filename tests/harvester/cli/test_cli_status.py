"""`harvester status`: a line a source, whatever there is or is not."""

from __future__ import annotations

from pathlib import Path

from index import open_index
from index.record import Key
from tests.door import Door, site, source_lines
from tests.harvester.cli.test_cli_harvest import RUN_KEYS
from tests.harvester.cli.test_cli_load import RECORD

KEYS = [
    "source", "state", "records", "deleted", "quarantined", "last_success", "last_run", "next",
    "url",
]  # fmt: skip


def test_before_the_first_harvest_sources_are_new_and_nothing_is_made(door: Door) -> None:
    door.config(source_lines("http://x.example/oai"))
    said = door.right("status")
    assert said.out.splitlines() == [
        "source  state  records  deleted  quarantined  last run  last success  next",
        "s       new          0        0            0  -         never         -",
    ]
    (source,) = door.right("status", "--json").json["sources"]
    assert list(source) == KEYS
    assert (source["state"], source["last_run"], source["last_success"]) == ("new", None, None)
    assert not (door.folder / "data").exists()


def test_without_sources_it_says_how_to_get_some(door: Door) -> None:
    said = door.right("status")
    assert said.out == ""
    assert "harvester sources add NAME URL" in said.err
    assert door.right("status", "--json").json == {"sources": [], "pending": 0}


def test_after_a_harvest_everything_is_told(door: Door, tmp_path: Path) -> None:
    with site(tmp_path) as server:
        door.config(source_lines(server.url))
        door.right("harvest")
    (source,) = door.right("status", "--json").json["sources"]
    assert (source["state"], source["records"], source["deleted"]) == ("healthy", 10, 1)
    assert list(source["last_run"]) == RUN_KEYS
    assert source["last_success"] == source["last_run"]["ended"]
    assert source["next"] > source["last_success"]
    assert "  healthy       10        1            0  ok        20" in door.right("status").out


def test_why_the_last_run_failed_is_told_below(door: Door) -> None:
    door.config(source_lines("http://127.0.0.1:9/oai"))
    door("harvest")
    said = door.right("status")
    assert said.out.splitlines()[1].startswith("s       failing ")
    assert "s: failed: http://127.0.0.1:9/oai: no connection: Connection refused\n  " in said.out


def test_columns_are_as_wide_as_they_have_to_be(door: Door) -> None:
    name = "n" * 64
    door.config(source_lines("http://x.example/oai", name))
    head, row = door.right("status").out.splitlines()
    assert row.startswith(f"{name}  new ")
    assert head.index("state") == row.index("new")


def test_changes_that_wait_for_the_index_are_told(door: Door, demo_data: Path) -> None:
    with open_index(demo_data) as index:
        index.store.enqueue([Key("demo", "oai:journals.example.org:article/1001")])
    said = door.right("--data", demo_data, "status")
    assert said.err == "1 change not in the index yet: harvester index sync\n"
    assert door.right("--data", demo_data, "status", "--json").json["pending"] == 1


def test_what_only_the_store_knows_is_listed_too(door: Door, demo_data: Path) -> None:
    door.config(f'[data]\ndir = "{demo_data}"\n' + source_lines("http://x.example/oai"))
    states = {one["source"]: one["state"] for one in door.right("status", "--json").json["sources"]}
    assert states == {"demo": "healthy", "s": "new"}


def test_a_load_does_not_hide_that_the_server_fails(door: Door, tmp_path: Path) -> None:
    door.config(source_lines("http://127.0.0.1:9/"))
    door("harvest")
    (tmp_path / "one.xml").write_text(RECORD.format(n=1))
    door.right("load", "s", tmp_path / "one.xml")
    (source,) = door.right("status", "--json").json["sources"]
    assert (source["state"], source["records"]) == ("failing", 1)
