"""Promised of `--json`: one UTF-8 document on stdout and nothing else, by the same keys for ever.

Keys may be added, never renamed; so these are the keys that have to be there, not all that are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.record import Document
from tests import faults
from tests.door import Door, called, site, source_lines
from tests.faults import Fault

RUN = {
    "id", "source", "status", "window", "requests", "retries", "bytes", "pages", "received",
    "promised", "new", "changed", "unchanged", "deleted", "quarantined", "repairs", "started",
    "ended", "error",
}  # fmt: skip
SOURCE = {
    "source", "state", "records", "deleted", "quarantined", "last_success", "last_run", "next",
}  # fmt: skip
RESULTS = {"total", "total_partial", "interpreted_as", "took", "next", "facets", "hits"}
HIT = {"source", "identifier", "score", "partial", "highlights", "document"}
RECORD = {
    "source", "identifier", "deleted", "datestamp", "first_seen", "last_changed", "last_seen",
    "format", "document",
}  # fmt: skip
DOCUMENT = {
    "source", "identifier", "sets", "titles", "creators", "contributors", "funders", "subjects",
    "classifications", "abstracts", "publishers", "date", "dates", "type", "types", "version",
    "access", "languages", "identifiers", "journal", "licence", "rights", "links", "relations",
    "coverage", "formats", "flags", "completeness",
}  # fmt: skip
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ITEMS = ("new", "changed", "unchanged", "deleted", "quarantined")


@pytest.fixture
def harvested(door: Door, tmp_path: Path) -> Iterator[tuple[Door, Any]]:
    """A door behind one harvest of ten records and a deletion, and what that printed."""
    with site(tmp_path, words="физика") as server:
        door.config(source_lines(server.url))
        yield door, door.right("harvest", "--json").json


def test_a_run(harvested: tuple[Door, Any]) -> None:
    (run,) = harvested[1]
    assert set(run) >= RUN
    assert run["received"] == sum(run[item] for item in ITEMS) == 11
    assert TIME.fullmatch(run["started"])
    assert TIME.fullmatch(run["ended"])
    assert run["error"] is None


def test_a_run_that_failed_says_why(door: Door, tmp_path: Path) -> None:
    with site(tmp_path, [Fault.always(faults.html())]) as server:
        door.config(source_lines(server.url))
        (run,) = door("harvest", "--json").json
    assert set(run) >= RUN
    assert set(run["error"]) >= {"code", "message", "hint"}


def test_a_load_prints_runs_too(door: Door, tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_text("<a>")
    (run,) = door("load", "x", tmp_path / "x.xml", "--json").json
    assert set(run) >= RUN
    assert run["received"] == sum(run[item] for item in ITEMS)


def test_status(harvested: tuple[Door, Any]) -> None:
    door, (run,) = harvested
    (source,) = door.right("status", "--json").json["sources"]
    assert set(source) >= SOURCE
    assert (source["records"], source["deleted"], source["quarantined"]) == (10, 1, 0)
    assert source["last_run"] == run
    assert source["last_success"] == run["ended"]


def test_a_search(harvested: tuple[Door, Any]) -> None:
    door, _ = harvested
    found = door.right("search", "article", "--facet", "source", "--limit", 3, "--json").json
    assert set(found) >= RESULTS
    assert (found["total"], found["total_partial"], len(found["hits"])) == (10, 0, 3)
    assert found["facets"] == {"source": {"s": 10}}
    assert isinstance(found["took"], float)
    for hit in found["hits"]:
        assert set(hit) >= HIT
        assert set(hit["document"]) >= DOCUMENT
        assert hit["highlights"]["title"][0][0] == ["Article", True]
    behind = door.right("search", "article", "--limit", 9, "--cursor", found["next"], "--json").json
    assert len(behind["hits"]) == 7
    assert behind["next"] is None


def test_a_record(harvested: tuple[Door, Any]) -> None:
    door, _ = harvested
    found = door.right("show", "oai:test.example.org:1", "--json").json
    assert set(found) >= RECORD
    assert found["deleted"] is None
    assert set(found["document"]) >= DOCUMENT
    assert all(TIME.fullmatch(found[key]) for key in ("first_seen", "last_changed", "last_seen"))


def test_the_document_has_the_fields_of_the_model() -> None:
    assert set(Document("s", "i").__dataclass_fields__) >= DOCUMENT


def test_verify(harvested: tuple[Door, Any]) -> None:
    found = harvested[0].right("index", "verify", "--json").json
    assert {key: found[key] for key in ("store", "engine", "missing", "extra")} == {
        "store": 10,
        "engine": 10,
        "missing": [],
        "extra": [],
    }


def test_quarantine(door: Door, tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_text("<a>")
    door("load", "x", tmp_path / "x.xml")
    (entry,) = door.right("quarantine", "list", "--json").json
    assert set(entry) >= {"id", "source", "identifier", "reason", "bytes", "at"}
    assert (entry["source"], entry["bytes"]) == ("x", 3)
    assert TIME.fullmatch(entry["at"])


@pytest.mark.parametrize(
    "words",
    [
        ["harvest", "--json"],
        ["status", "--json"],
        ["search", "физика", "--json"],
        ["show", "oai:test.example.org:1", "--json"],
        ["index", "verify", "--json"],
        ["quarantine", "list", "--json"],
    ],
)
def test_stdout_of_a_process_is_one_document_in_utf_8(
    harvested: tuple[Door, Any], words: list[str]
) -> None:
    said = called(*words, cwd=harvested[0].folder)
    json.loads(said.out)
    assert "\\u" not in said.out
