"""docs/exports.md says what there is, and what it shows can be done."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import zstandard

from index.dump.manifest import DumpedSource, Manifest, Part
from index.export.formats import FORMATS
from tests.door import Door
from tests.doors import demo_data, door, samples

__all__ = ["demo_data", "door", "samples"]

PAGE = (Path(__file__).parents[1] / "docs" / "exports.md").read_text("utf-8")


def block(language: str) -> str:
    found = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.M | re.S)
    assert len(found) == 1
    return str(found[0])


def test_every_format_stands_there_with_its_suffix() -> None:
    rows = re.findall(r"^\| (`[^|]*) \| ([^|]*) \|", PAGE, re.M)
    told = {
        (name, suffix)
        for names, suffixes in rows
        for name, suffix in zip(
            re.findall(r"`(.*?)`", names), re.findall(r"`(.*?)`", suffixes), strict=False
        )
        if suffix.startswith(".")
    }
    assert told == {(one.name, one.suffix) for one in FORMATS.values()}


def test_every_key_of_a_manifest_stands_there() -> None:
    names = set(re.findall(r"`(\w+)(?:\[\])?`", PAGE))
    assert names >= set(Manifest.__slots__)
    for kind in (DumpedSource, Part):
        assert f"`{', '.join(kind.__slots__)}`" in PAGE


@pytest.fixture
def dump(door: Door, demo_data: Path) -> int:
    """A dump of two groups below the folder: everything, then a record that was suppressed."""
    door.right("--data", demo_data, "dump", "dump")
    name = door.right("--data", demo_data, "search", "*", "--json").json["hits"][0]["identifier"]
    door.right("--data", demo_data, "suppress", "demo", name, "--why", "a wish")
    assert len(door.right("--data", demo_data, "dump", "dump", "--json").json["parts"]) == 2
    return int(door.right("--data", demo_data, "search", "*", "--json").json["total"])


def test_duckdb_reads_a_dump_as_shown(
    dump: int, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(door.folder / "dump")
    assert len(duckdb.connect().sql(block("sql")).fetchall()) == dump


def test_pandas_reads_a_dump_as_shown(dump: int, door: Door) -> None:
    pytest.importorskip("pandas")
    names: dict[str, Any] = {}
    exec(block("python"), names)
    assert len(names["live"]) == dump


def test_anything_that_reads_zstd_and_json_does(dump: int, door: Door) -> None:
    last: dict[str, dict[str, Any]] = {}
    for path in sorted((door.folder / "dump").glob("*.zst")):
        with zstandard.open(path, "rt", encoding="utf-8") as lines:
            last |= {one["identifier"]: one for one in map(json.loads, lines)}
    assert sum(one["deleted"] is None for one in last.values()) == dump
