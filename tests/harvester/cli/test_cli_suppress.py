"""`harvester suppress`: hidden from search, show and OAI-PMH, through harvests and rebuilds."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from index import open_index
from index.provider import Provider
from tests.door import Door, site, source_lines

ONE = "oai:test.example.org:1"
WHY = ("--why", "a wish of its author")


@pytest.fixture
def harvested(door: Door, tmp_path: Path) -> Door:
    """Ten articles, harvested and indexed."""
    with site(tmp_path) as server:
        door.config(source_lines(server.url))
        door.right("harvest")
    return door


def found(door: Door) -> list[str]:
    hits = door.right("search", "Article", "--limit", "20", "--json").json["hits"]
    return sorted(hit["identifier"] for hit in hits)


def test_a_suppressed_record_is_behind_no_door(harvested: Door) -> None:
    everything = found(harvested)
    said = harvested.right("suppress", "s", ONE, *WHY)
    undo = f"harvester suppress --undo s {ONE} shows it again"
    assert said.out == f"s {ONE}: hidden; {undo}\n"
    assert found(harvested) == [name for name in everything if name != ONE]
    assert harvested.right("search", "Article", "--json").json["total"] == 9
    assert harvested("show", "s", ONE).code == 2
    assert harvested("show", ONE).code == 2
    verdict = harvested.right("index", "verify", "--json").json
    assert (verdict["store"], verdict["engine"]) == (9, 9)
    (source,) = harvested.right("status", "--json").json["sources"]
    assert source["records"] == 9
    with open_index(harvested.folder / "data") as ix:
        assert ix.get("s", ONE) is None
        assert ONE not in {hit.identifier for hit in ix.scan("Article")}


def test_our_own_oai_pmh_says_that_it_is_deleted(harvested: Door) -> None:
    harvested.right("suppress", "s", ONE, *WHY)
    with open_index(harvested.folder / "data") as ix:
        provider = Provider(ix.store, "s", name="S", base_url="", admin_email="a@b.example")
        now = datetime(2030, 1, 1, tzinfo=UTC)

        def ask(**arguments: str) -> str:
            asked = {"metadataPrefix": "oai_dc", **arguments}
            return provider.answer({k: [v] for k, v in asked.items()}, now).decode()

        assert "idDoesNotExist" in ask(verb="GetRecord", identifier=ONE)
        listed = ask(verb="ListRecords")
        assert listed.count("<dc:title") == 9
        assert f'<header status="deleted"><identifier>{ONE}</identifier>' in listed


def test_it_survives_harvests_and_rebuilds_and_is_listed(harvested: Door, tmp_path: Path) -> None:
    harvested.right("suppress", "s", ONE, *WHY)
    (tmp_path / "again").mkdir()
    with site(tmp_path / "again", words="anew") as server:
        harvested.config(source_lines(server.url))
        harvested.right("harvest", "--full")
    harvested.right("index", "rebuild")
    assert len(found(harvested)) == 9
    said = harvested.right("suppress", "--list")
    assert said.out.splitlines()[0].startswith(f"s  {ONE}  20")
    assert said.out.splitlines()[1] == "    a wish of its author"
    assert said.err == "1 record hidden\n"
    (entry,) = harvested.right("suppress", "--list", "s", "--json").json
    assert entry | {"since": ""} == {
        "source": "s", "identifier": ONE, "why": "a wish of its author", "since": "",
    }  # fmt: skip
    assert harvested.right("suppress", "--list", "t").out == ""
    assert harvested.right("suppress", "--undo", "s", ONE).out == f"s {ONE}: is shown again\n"
    assert "anew" in harvested.right("show", "s", ONE).out
    assert len(found(harvested)) == 10


def test_what_is_not_there_is_hidden_when_it_comes(harvested: Door) -> None:
    said = harvested.right("suppress", "s", "oai:no", *WHY, "--json")
    assert said.err == "s has no record oai:no now; it is hidden when it comes\n"
    assert [one["identifier"] for one in said.json] == ["oai:no"]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("s", ONE), 2, "--why is missing"),
        (("s", ONE, "--why", " "), 2, "--why is missing"),
        (("s", *WHY), 2, "give its source and its identifier"),
        (("t", ONE, *WHY), 2, "no source 't'"),
        (("--undo", "s", ONE), 2, f"s {ONE} is not hidden"),
        (("--list", "s", "t"), 2, "--list takes one source"),
    ],
)
def test_what_cannot_be_done_is_said(
    harvested: Door, words: tuple[str, ...], code: int, told: str
) -> None:
    said = harvested("suppress", *words)
    assert said.code == code
    assert told in said.err
    assert len(found(harvested)) == 10
