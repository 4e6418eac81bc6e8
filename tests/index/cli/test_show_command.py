"""`harvester show`: by key, by OAI identifier, by DOI; the document or the XML."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.record import Batch, Document, Identifier, Incoming, Text
from index.store import open_store
from tests.door import Door
from tests.records import article, gone
from tests.world import START

FIRST = "oai:journals.example.org:article/1001"
DOI = "10.5555/ovn.2023.1001"
KEYS = [
    "source", "identifier", "deleted", "datestamp", "sets", "first_seen", "last_changed",
    "last_seen", "revision", "format", "base_url", "response_date", "content_hash", "normaliser",
    "document",
]  # fmt: skip


@pytest.mark.parametrize(
    "names",
    [["demo", FIRST], [FIRST], [DOI], [DOI.upper()], [f"https://doi.org/{DOI}"], [f"doi:{DOI}"]],
)
def test_each_way_to_name_a_record(door: Door, samples: Path, names: list[str]) -> None:
    record = door.right("--data", samples, "show", *names, "--json").json
    assert list(record) == KEYS
    assert (record["source"], record["identifier"], record["deleted"]) == ("demo", FIRST, None)
    assert record["document"]["titles"][0]["value"] == "Физика первого льда на городских лужах"
    assert record["format"]["prefix"] == "oai_dc"


def test_a_person_sees_every_field_that_holds_something(door: Door, samples: Path) -> None:
    out = door.right("--data", samples, "show", FIRST).out
    lines = out.splitlines()
    assert lines[0] == f"record          demo  {FIRST}"
    assert "titles          Физика первого льда на городских лужах  [ru]" in lines
    assert "                The Physics of First Ice on City Puddles  [en]" in lines
    assert f"                doi  {DOI}" in lines
    assert "\nfunders " not in out


def test_raw_is_the_xml_as_it_came(door: Door, samples: Path) -> None:
    said = door.right("--data", samples, "show", FIRST, "--raw")
    assert said.out.startswith("<oai_dc:dc ")
    assert said.out.endswith("</oai_dc:dc>\n")
    record = door.right("--data", samples, "show", FIRST, "--raw", "--json").json
    assert list(record) == [*KEYS, "raw"]
    assert record["raw"] + "\n" == said.out


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["demo", "nothing"], "demo: no record nothing"),
        (["other", FIRST], f"other: no record {FIRST}"),
        (["10.5555/nothing"], "no record 10.5555/nothing"),
        (["nothing"], "harvester search nothing"),
    ],
)
def test_what_is_not_there_is_not_found(
    door: Door, samples: Path, names: list[str], words: str
) -> None:
    said = door("--data", samples, "show", *names, "--json")
    assert (said.code, said.json["error"]["code"]) == (2, "not-found")
    assert words in said.err


def test_three_names_are_too_many(door: Door, samples: Path) -> None:
    said = door("--data", samples, "show", "a", "b", "c")
    assert said.code == 2
    assert "not 3" in said.err


def test_a_name_is_needed(door: Door) -> None:
    assert door("show").code == 2


def test_without_data_nothing_is_made(door: Door) -> None:
    assert door("show", "x").code == 1
    assert list(door.folder.iterdir()) == []


@pytest.fixture
def mixed(door: Door) -> Door:
    """Sources a and b with the same record 1, a tombstone, and 22 records with one DOI in b."""
    store = open_store(door.folder / "data" / "harvest.db", create=True)
    try:
        for source in ("a", "b"):
            store.declare(source, "", "oai_dc", declared=False, now=START)
            store.apply(source, Batch((article(1, source=source),), (gone(7),)), None, START)
        store.apply("b", Batch(tuple(map(with_doi, range(100, 122)))), None, START)
    finally:
        store.close()
    door.right("index", "sync")
    return door


def with_doi(number: int) -> Incoming:
    raw = article(number, source="b").raw
    doi = Identifier("doi", "10.5555/same", "10.5555/same")
    document = Document("b", raw.identifier, titles=(Text("x\x9b2J"),), identifiers=(doi,))
    return Incoming(raw, document, 1)


def test_an_identifier_of_two_sources_is_ambiguous_and_the_keys_are_told(mixed: Door) -> None:
    said = mixed("show", "oai:test.example.org:1", "--json")
    assert said.code == 2
    assert said.json["error"]["code"] == "ambiguous-record"
    assert said.json["error"]["keys"] == [
        {"source": "a", "identifier": "oai:test.example.org:1"},
        {"source": "b", "identifier": "oai:test.example.org:1"},
    ]
    assert said.err.splitlines() == [
        "harvester: oai:test.example.org:1 names 2 records:",
        "    a oai:test.example.org:1",
        "    b oai:test.example.org:1",
        "  name the source too: harvester show a oai:test.example.org:1",
    ]
    mixed.right("show", "b", "oai:test.example.org:1")


def test_of_many_keys_a_person_sees_twenty_and_json_has_all(mixed: Door) -> None:
    said = mixed("show", "10.5555/same", "--json")
    assert said.code == 2
    assert len(said.json["error"]["keys"]) == 22
    assert "names 22 records" in said.err
    assert said.err.count("    b oai:") == 20
    assert "    and 2 more\n" in said.err


def test_a_title_cannot_steer_the_terminal(mixed: Door) -> None:
    out = mixed.right("show", "b", "oai:test.example.org:100").out
    assert "titles          x\ufffd2J\n" in out
    assert "\x9b" not in mixed.right("search", "10.5555/same").out


def test_a_tombstone_says_when_and_how_and_has_no_xml(mixed: Door) -> None:
    record = mixed.right("show", "a", "oai:test.example.org:7", "--json").json
    assert record["deleted"] == {"at": "2026-01-01T00:00:00Z", "how": "header"}
    assert record["document"] is None
    out = mixed.right("show", "a", "oai:test.example.org:7").out
    assert "deleted         2026-01-01T00:00:00Z, said by header\n" in out
    said = mixed("show", "a", "oai:test.example.org:7", "--raw")
    assert said.code == 2
    assert "there is no XML" in said.err
