"""`harvester profile`."""

from __future__ import annotations

from pathlib import Path

from tests.door import Door

DOCUMENT = """<record><header><identifier>oai:example.org:1</identifier>
<datestamp>2024-01-01</datestamp></header><metadata>
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>N/A</dc:title><dc:date>soon</dc:date>
<dc:creator>Author, An</dc:creator></oai_dc:dc></metadata></record>"""


def test_it_says_what_is_there_and_what_is_odd(door: Door) -> None:
    (door.folder / "one.xml").write_text(DOCUMENT)
    door.right("load", "s", "one.xml")
    lines = door.right("profile", "s").out.splitlines()
    assert lines[0].startswith("s: 1 record, completeness ")
    assert lines[2].split() == ["field", "filled", "values", "distinct", "most", "common"]
    assert lines[3].split() == ["titles", "100", "%", "1", "1", "N/A", "(1)"]
    assert "  titles: a placeholder: 1, as N/A in oai:example.org:1" in lines
    assert any(line.startswith("  date-not-understood: 1: ") for line in lines)


def test_as_json(door: Door) -> None:
    (door.folder / "one.xml").write_text(DOCUMENT)
    door.right("load", "s", "one.xml")
    found = door.right("profile", "s", "--json").json
    assert found["fields"]["titles"] == {
        "filled": 1, "values": 1, "distinct": 1, "top": [["N/A", 1]],
        "odd": [{"reason": "a placeholder", "count": 1, "samples": [["oai:example.org:1", "N/A"]]}],
    }  # fmt: skip
    assert found["flags"]["date-not-understood"] == {"documents": 1, "top": [["date: soon", 1]]}


def test_a_source_without_records(door: Door, tmp_path: Path) -> None:
    (door.folder / "one.xml").write_text("<x/>")
    door("load", "s", "one.xml")
    assert door.right("profile", "s").out == "s: 0 records, completeness 0.0 of 100\n"
    assert door("profile", "t").code == 2


def test_status_says_how_complete_records_are_where_it_is_asked(door: Door) -> None:
    (door.folder / "one.xml").write_text(DOCUMENT)
    (door.folder / "none.xml").write_text("<x/>")
    door.right("load", "s", "one.xml")
    door("load", "t", "none.xml")
    lines = door.right("status", "--quality").out.splitlines()
    assert "s: completeness 20.0 of 100; missing most: " in lines[-2]
    assert lines[-1] == "t: no records, so no completeness"
    found = door.right("status", "--quality", "--json").json["sources"]
    sources = {one["source"]: one for one in found}
    assert sources["s"]["quality"]["completeness"] == 20.0
    assert sources["s"]["quality"]["missing"]["access rights"] == 1
    assert "title" not in sources["s"]["quality"]["missing"]
    assert sources["t"]["quality"] is None
    assert "quality" not in door.right("status", "--json").json["sources"][0]
