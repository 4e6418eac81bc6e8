"""`harvester suggest` and `harvester similar`: in text and in JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import open_index
from index.record import Batch
from tests.door import Door
from tests.records import article
from tests.world import START

FIRST = "oai:journals.example.org:article/1001"


@pytest.fixture
def fields(tmp_path: Path) -> Path:
    """A data folder with six records on magnetic fields, and a long title."""
    with open_index(tmp_path / "data", create=True) as ix:
        ix.store.declare("s", "", "oai_dc", declared=False, now=START)
        titles = ["Magnetic fields"] * 5 + ["Magnetic " + "and very long " * 20]
        records = tuple(article(n, title=title, lang="en") for n, title in enumerate(titles))
        ix.store.apply("s", Batch(records=records), None, START)
        ix.sync()
    return tmp_path / "data"


def test_completions_with_their_hits(door: Door, fields: Path) -> None:
    lines = door.right("--data", fields, "suggest", "magn").out.splitlines()
    assert lines[0] == "5  title  Magnetic fields"
    assert lines[1].startswith("1  title  Magnetic and very long and")
    assert lines[1].endswith("…")
    said = door.right("--data", fields, "suggest", "magnetic", "f", "--limit", "1", "--json").json
    assert said == {
        "suggestions": [
            {"kind": "title", "text": "Magnetic fields", "count": 5,
             "query": 'title:"magnetic fields"'}
        ],
        "did_you_mean": [],
    }  # fmt: skip


def test_other_spellings_and_layouts(door: Door, fields: Path) -> None:
    out = door.right("--data", fields, "suggest", "magnztic").out
    assert out == "did you mean:  6  magnetic\n"
    said = door.right("--data", fields, "suggest", "ьфптуешс", "--json").json
    assert said["did_you_mean"] == [{"query": "magnetic", "count": 6}]
    out = door.right("--data", fields, "search", "ьфптуешс").out
    assert "did you mean:  6  magnetic" in out.splitlines()


def test_nothing_is_said_to_be_nothing(door: Door, fields: Path) -> None:
    assert door.right("--data", fields, "suggest", "qqqqqq").out == "nothing begins with qqqqqq\n"
    said = door.right("--data", fields, "suggest", "?", "--json").json
    assert said == {"suggestions": [], "did_you_mean": []}


def test_records_like_one(door: Door, fields: Path, samples: Path) -> None:
    said = door.right("--data", fields, "similar", "s", "oai:test.example.org:0", "--json").json
    assert (said["source"], said["identifier"]) == ("s", "oai:test.example.org:0")
    assert len(said["hits"]) == 5
    assert set(said["hits"][0]) >= {"source", "identifier", "score", "document"}
    out = door.right("--data", fields, "similar", "oai:test.example.org:0", "--limit", "1").out
    assert out.splitlines()[1] == "1. Magnetic fields"
    last = door.right("--data", fields, "similar", "s", "oai:test.example.org:5").out
    assert last.startswith("\n1. Magnetic fields\n")


def test_a_record_that_nothing_is_like(door: Door, tmp_path: Path) -> None:
    with open_index(tmp_path / "data", create=True) as ix:
        ix.store.declare("s", "", "oai_dc", declared=False, now=START)
        ix.store.apply("s", Batch(records=(article(1, title="Alone"),)), None, START)
        ix.sync()
    said = door.right("--data", tmp_path / "data", "similar", "oai:test.example.org:1")
    assert said.out == "nothing is like s oai:test.example.org:1\n"


def test_what_is_not_there_is_like_nothing(door: Door, fields: Path) -> None:
    assert door("--data", fields, "similar", "nothing").code == 2
    assert door("--data", fields, "similar", "a", "b", "c").code == 2
    assert door("--data", fields, "suggest").code == 2
