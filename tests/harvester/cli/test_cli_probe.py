"""`harvester probe`."""

from __future__ import annotations

from pathlib import Path

from tests import faults
from tests.door import Door, site
from tests.faults import Fault


def test_it_tells_what_the_server_is_and_ends_with_lines_to_paste(
    door: Door, tmp_path: Path
) -> None:
    with site(tmp_path) as server:
        out = door.right("probe", server.url).out
        assert "name:             S\n" in out
        assert "first page:       3 records, 0 deleted, 11 in all by the server's word" in out
        assert "sample 1: oai:test.example.org:0\n  title en:" in out
        lines = out[out.index("[[source]]") :]
        assert f'url = "{server.url}"' in lines
        door.config(lines)
        door.right("config", "check")
    assert not (door.folder / "data").exists()


def test_add_writes_the_lines(door: Door, tmp_path: Path) -> None:
    door.config("")
    with site(tmp_path) as server:
        door.right("probe", server.url, "--add", "rivers")
        assert door.right("sources", "list", "--json").json[0]["name"] == "rivers"
        assert door.right("harvest", "rivers", "--json").json[0]["new"] == 10


def test_as_json(door: Door, tmp_path: Path) -> None:
    with site(tmp_path) as server:
        found = door.right("probe", server.url, "--json").json
    assert (found["works"], found["records"], found["dates_work"]) == (True, 3, True)
    assert found["granularity"] == {"said": "YYYY-MM-DDThh:mm:ssZ", "real": "day"}
    assert [step["error"] for step in found["steps"]] == [None] * 6


def test_what_failed_is_told_and_nothing_is_added(door: Door, tmp_path: Path) -> None:
    path = door.config("")
    with site(tmp_path, [Fault.always(faults.status(503))]) as server:
        said = door("probe", server.url, "--add", "rivers")
    assert said.code == 1
    assert "what failed\n  Identify: " in said.out
    assert path.read_text() == ""


def test_a_wrong_address_is_refused_before_anything_is_asked(door: Door) -> None:
    assert door("probe", "ftp://x.example").code == 2
    assert door("probe", "http://x.example/", "--prefix", "oai dc").code == 2
