"""`harvester renormalise`, and the settings that make it do something."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.door import Door, site, source_lines

HABITS = '[source.normalise]\nvalues = { language = "ru" }\n'


@pytest.fixture
def harvested(door: Door, tmp_path: Path) -> Door:
    """Ten articles, harvested and indexed; then the settings say that all are Russian."""
    with site(tmp_path) as server:
        door.config(source_lines(server.url))
        door.right("harvest")
        door.config(source_lines(server.url, more=HABITS))
    return door


def test_it_says_what_came_out_otherwise_and_indexes_it(harvested: Door) -> None:
    assert harvested.right("search", "language:ru", "--json").json["total"] == 0
    said = harvested.right("renormalise", "--processes", "1").out.splitlines()
    assert said[0] == "s: 10 records, 10 changed"
    assert '    oai:test.example.org:0: nothing -> ["ru"]' in said
    assert harvested.right("search", "language:ru", "--json").json["total"] == 10
    assert harvested.right("renormalise", "s").out == "s: 10 records, 0 changed\n"


def test_as_json(harvested: Door) -> None:
    (source,) = harvested.right("renormalise", "--processes", "2", "--json").json
    assert (source["source"], source["records"], source["changed"]) == ("s", 10, 10)
    languages = source["fields"]["languages"]
    assert languages["changed"] == 10
    first = {"identifier": "oai:test.example.org:0", "before": [], "after": ["ru"]}
    assert languages["samples"][0] == first


def test_a_harvest_reads_with_the_habits_of_the_source(door: Door, tmp_path: Path) -> None:
    with site(tmp_path) as server:
        door.config(source_lines(server.url, more=HABITS))
        door.right("harvest")
    assert door.right("search", "language:ru", "--json").json["total"] == 10


def test_an_unknown_source_is_named(harvested: Door) -> None:
    said = harvested("renormalise", "t")
    assert said.code == 2
    assert "no source 't'" in said.err


def test_only_the_order_may_differ(harvested: Door) -> None:
    def said(subjects: str) -> str:
        habits = f"[source.normalise]\nvalues = {{ subject = {subjects} }}\n"
        harvested.config(source_lines("http://localhost/", more=habits))
        return harvested.right("renormalise").out

    said('["b", "a"]')
    assert '[{"value":"b","lang":null},{"value":"a","lang":null}] -> [{"value":"a"' in said(
        '["a", "b"]'
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('issn = "1234-5678"', 'normalise issn = "1234-5678": expected "" or an ISSN'),
        ("lang = 1", 'normalise lang: unknown key; did you mean "languages"?'),
        ('values = { creat = "x" }', "normalise values = a table: expected a table of Dublin Core"),
        ("values = { type = [1] }", "normalise values = a table: expected a table of Dublin Core"),
        ('languages = ["Russian!"]', 'normalise languages[0] = "Russian!": expected language'),
        ('names = "given-first"', 'normalise names = "given-first": expected "" or "family-first"'),
    ],
)
def test_a_mistake_is_told_with_its_place(door: Door, line: str, said: str) -> None:
    door.config(source_lines("http://localhost/", more=f"[source.normalise]\n{line}\n"))
    found = door("config", "check")
    assert found.code == 2
    assert f"config.toml:7: [[source]] s {said}" in found.err


def test_settings_are_shown_and_kept_by_edits(door: Door) -> None:
    door.config(source_lines("http://localhost/", more=HABITS))
    shown = 'normalise = {values = {language = ["ru"]}}'
    assert shown in door.right("config", "show").out
    door.right("sources", "add", "t", "http://localhost/")
    assert HABITS in (door.folder / "config.toml").read_text()
    door.right("sources", "remove", "s")
    assert "normalise" not in (door.folder / "config.toml").read_text()
