"""`sources import` of a metha cache: sources, records, and where the next harvest begins."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path

import pytest

from harvester.client import Client, Limits
from harvester.clock import SystemClock
from tests.door import Door, site

LIMITS = Limits(timeout_connect=5.0, timeout_read=5.0, max_bytes=1_000_000)


def cache(below: Path, url: str, day: str = "2025-06-30") -> Path:
    """The first page of three articles, as metha would have left it."""
    name = base64.urlsafe_b64encode(f"#oai_dc#{url}".encode()).decode().rstrip("=")
    folder = below / name
    folder.mkdir(parents=True)
    with Client(url, limits=LIMITS, user_agent="t", now=SystemClock().now) as client:
        body = client.list_records(metadataPrefix="oai_dc").body
    (folder / f"{day}-00000000.xml.gz").write_bytes(gzip.compress(body))
    return folder


def test_records_come_and_the_next_harvest_goes_on_from_there(door: Door, tmp_path: Path) -> None:
    door.config("")
    with site(tmp_path) as server:
        cache(tmp_path / "metha", server.url)
        said = door.right("sources", "import", tmp_path / "metha", "--load")
        assert "harvests go on from 2025-06-30" in said.err
        [source] = door.right("sources", "list", "--json").json
        assert (source["url"], source["prefix"], source["sets"]) == (server.url, "oai_dc", [])
        assert door.right("search", "", "--json").json["total"] == 3
        before = len(server.seen)
        [run] = door.right("harvest", "--json").json
        lists = [one.args for one in server.seen[before:] if one.args["verb"] == ["ListRecords"]]
        # A day earlier than the day reached, less the overlap of 48 hours.
        assert lists[0]["from"] == ["2025-06-27T00:00:00Z"]
    assert run["status"] == "ok"
    assert door.right("search", "", "--json").json["total"] == 10
    again = door.right("sources", "import", tmp_path / "metha", "--load")
    assert "0 sources added to config.toml, 1 there already" in again.err


def test_what_metha_lost_is_fetched_by_the_comparison(door: Door, tmp_path: Path) -> None:
    door.config("")
    with site(tmp_path) as server:
        # An expired token was taken for the end of the list, and the day counts as reached.
        cache(tmp_path / "metha", server.url, day="2026-01-05")
        door.right("sources", "import", tmp_path / "metha", "--load")
        [run] = door.right("harvest", "--json").json
    assert run["new"] == 7
    assert door.right("search", "", "--json").json["total"] == 10


def test_without_load_the_command_is_told_that_loads(door: Door, tmp_path: Path) -> None:
    door.config("")
    with site(tmp_path) as server:
        folder = cache(tmp_path / "metha", server.url)
    said = door.right("sources", "import", folder)
    name = door.right("sources", "list", "--json").json[0]["name"]
    line = next(line for line in said.err.splitlines() if "harvester load" in line)
    assert line.endswith(f"its records: harvester load {name} {folder}")
    door.right(*line.split("harvester ")[1].split())
    assert door.right("search", "", "--json").json["total"] == 3


def test_a_dry_run_makes_nothing(door: Door, tmp_path: Path) -> None:
    path = door.config("")
    with site(tmp_path) as server:
        cache(tmp_path / "metha", server.url)
    door.right("sources", "import", tmp_path / "metha", "--load", "--dry-run")
    assert path.read_text() == ""
    assert not (door.folder / "data").exists()


def test_a_cache_that_cannot_be_read_whole_moves_no_cursor(door: Door, tmp_path: Path) -> None:
    door.config("")
    with site(tmp_path) as server:
        folder = cache(tmp_path / "metha", server.url)
        (folder / "2025-07-31-00000000.xml.gz").write_bytes(b"\x1f\x8b no")
        said = door("sources", "import", tmp_path / "metha", "--load")
        assert said.code == 3
        assert "the next harvest begins with the first record" in said.err
        before = len(server.seen)
        door.right("harvest")
        lists = [one.args for one in server.seen[before:] if one.args["verb"] == ["ListRecords"]]
        assert "from" not in lists[0]


@pytest.mark.parametrize("empty", [True, False])
def test_a_cache_without_a_day_begins_at_the_first_record(
    door: Door, tmp_path: Path, empty: bool
) -> None:
    door.config("")
    with site(tmp_path) as server:
        folder = cache(tmp_path / "metha", server.url)
    for file in folder.iterdir():
        file.unlink()
    said = door.right("sources", "import", folder, *([] if empty else ["--load"]))
    assert "metha has nothing of it so far" in said.err


def test_a_list_has_no_records_to_load(door: Door, tmp_path: Path) -> None:
    door.config("")
    path = tmp_path / "urls.txt"
    path.write_text("https://journals.example.org/oai\n")
    assert door("sources", "import", path, "--load").code == 2
