"""`harvester dump` and `harvester load` of it: a second data folder follows the first."""

from __future__ import annotations

import json
from pathlib import Path

import zstandard

from tests.door import Door


def count(door: Door, data: Path | str) -> int:
    return int(door.right("--data", data, "search", "*", "--json").json["total"])


def test_a_dump_is_loaded_and_followed(door: Door, demo_data: Path) -> None:
    said = door.right("--data", demo_data, "dump", "dump")
    manifest = json.loads((door.folder / "dump" / "manifest.json").read_bytes())
    (part,) = manifest["parts"]
    assert said.out == (
        f"dump: up to revision {manifest['revision']}; 1 new file, {part['records']} records, "
        f"{part['deleted']} deleted\n"
    )
    assert part["records"] == count(door, demo_data)
    said = door.right("--data", "copy", "load", "dump")
    assert said.out.startswith(f"demo: ok, {part['records']} new, 0 changed, ")
    assert count(door, "copy") == part["records"]
    assert "0 new files, 0 records" in door.right("--data", demo_data, "dump", "dump").out
    assert door.right("--data", "copy", "load", "dump").out.startswith("demo: unchanged, 0 new")
    (hit,) = door.right("--data", "copy", "search", "первого льда", "--json").json["hits"]
    door.right("--data", demo_data, "suppress", "demo", hit["identifier"], "--why", "a wish")
    door.right("--data", demo_data, "dump", "dump")
    (run,) = door.right("--data", "copy", "load", "dump", "--json").json
    assert (run["source"], run["status"], run["deleted"], run["received"]) == ("demo", "ok", 1, 1)
    assert count(door, "copy") == part["records"] - 1
    assert door.right("--data", "copy", "index", "verify", "--json").json["missing"] == []


def test_every_record_comes_with_all_that_show_tells(door: Door, samples: Path) -> None:
    made = door.right("--data", samples, "dump", "dump", "--json").json
    body = (door.folder / "dump" / made["parts"][0]["file"]).read_bytes()
    lines = zstandard.ZstdDecompressor().decompressobj().decompress(body).splitlines()
    first = json.loads(lines[0])
    shown = door.right("--data", samples, "show", first["identifier"], "--json").json
    assert {name: first[name] for name in shown} == shown
    assert first["xml"].startswith("<")
    door.right("--data", samples, "dump", "bare", "--no-xml")
    door.right("--data", "copy", "load", "bare")
    assert (
        door.right("--data", "copy", "show", first["identifier"], "--json").json["document"]
        == (shown["document"])
    )


def test_what_is_no_dump_is_said(door: Door, samples: Path) -> None:
    said = door("--data", "copy", "load", "nothing")
    assert (said.code, said.err.split("\n")[0]) == (
        2,
        "harvester: what is to be loaded? nothing is no folder of a dump",
    )
    door.right("--data", samples, "dump", "dump")
    assert door("--data", "copy", "load", "demo", "dump").code == 2
    (door.folder / "dump" / "manifest.json").write_text("{}")
    said = door("--data", "copy", "load", "dump")
    assert said.code == 1
    assert "is no manifest of a dump" in said.err
    (door.folder / "letters").mkdir()
    (door.folder / "letters" / "mine.txt").write_text("")
    said = door("--data", samples, "dump", "letters")
    assert (said.code, said.err.split("\n")[0]) == (2, "harvester: letters holds other files")
    assert len(list((door.folder / "letters").iterdir())) == 1


def test_a_dump_by_a_newer_version_is_refused(door: Door, samples: Path) -> None:
    door.right("--data", samples, "dump", "dump")
    path = door.folder / "dump" / "manifest.json"
    for change, words in (({"dump": 2}, "newer version"), ({}, "outside of its folder")):
        manifest = json.loads(path.read_bytes()) | change
        if not change:
            manifest["dump"], manifest["parts"][0]["file"] = 1, "../secret"
        path.write_text(json.dumps(manifest))
        said = door("--data", "copy", "load", "dump")
        assert said.code == 1
        assert words in said.err
