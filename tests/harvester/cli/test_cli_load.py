"""`harvester load`: stored responses, and all that is no stored response."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from tests.door import BOUND, Door, called
from tests.harvester.cli.test_cli_harvest import RUN_KEYS

RECORD = """\
<record xmlns="http://www.openarchives.org/OAI/2.0/"><header><identifier>oai:x:{n}</identifier>
<datestamp>2024-01-01</datestamp></header><metadata>
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>River {n}</dc:title></oai_dc:dc>
</metadata></record>
"""
IDENTIFY = """\
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2024-01-01T00:00:00Z</responseDate>
<request verb="Identify">http://x.example/oai</request><Identify><repositoryName>X</repositoryName>
</Identify></OAI-PMH>
"""


@pytest.fixture
def files(door: Door) -> Path:
    """A folder with two records, an answer to Identify, and a broken file."""
    folder = door.folder / "files"
    folder.mkdir()
    (folder / "one.xml").write_text(RECORD.format(n=1))
    (folder / "two.xml.gz").write_bytes(gzip.compress(RECORD.format(n=2).encode()))
    (folder / "identify.xml").write_text(IDENTIFY)
    (folder / "broken.xml").write_text("<record>")
    return folder


def test_a_good_file_is_loaded_and_found(door: Door, files: Path) -> None:
    said = door.right("load", "x", files / "one.xml")
    assert said.out.startswith("x: ok, 1 new, 0 changed, 0 unchanged, 0 deleted, 0 quarantined, ")
    assert ", 1 page, 1 record, " in said.out
    assert said.err == ""
    assert door.right("search", "river", "--json").json["total"] == 1


def test_what_is_broken_is_named_and_the_rest_loaded_with_3(door: Door, files: Path) -> None:
    said = door("load", "x", files)
    assert said.code == 3
    assert said.out.startswith("x: partial, 2 new, ")
    assert said.err.splitlines() == [
        "  broken.xml: not-well-formed",
        "  1 file has no records: 1 Identify",
        "  1 of 4 files could not be read: 1 not-well-formed",
        "  they are in quarantine: harvester quarantine list",
    ]


def test_json_is_a_run_with_what_became_of_each_file(door: Door, files: Path) -> None:
    said = door("load", "x", files, "--json")
    (run,) = said.json
    assert list(run) == [*RUN_KEYS, "files"]
    assert {file["file"]: (file["outcome"], file["received"]) for file in run["files"]} == {
        "one.xml": ("loaded", 1),
        "two.xml.gz": ("loaded", 1),
        "identify.xml": ("Identify", 0),
        "broken.xml": ("not-well-formed", 0),
    }


def test_of_many_broken_files_some_are_named_and_all_counted(door: Door) -> None:
    for number in range(25):
        (door.folder / f"{number:02}.xml").write_text("<a>")
    said = door("load", "x", door.folder)
    assert said.code == 1
    assert said.err.count(".xml: not-well-formed") == 20
    assert "  and 5 more like these: 5 not-well-formed\n" in said.err


def test_several_paths_are_one_run(door: Door, files: Path) -> None:
    (run,) = door.right("load", "x", files / "one.xml", files / "two.xml.gz", "--json").json
    assert run["new"] == 2


def test_again_is_unchanged(door: Door, files: Path) -> None:
    door.right("load", "x", files / "one.xml")
    assert door.right("load", "x", files / "one.xml").out.startswith("x: unchanged, ")


def test_verbose_says_a_line_a_file(door: Door, files: Path) -> None:
    said = door.right("-v", "load", "x", files / "one.xml")
    assert said.err == "x: page 1, 1 record\n"


def test_a_missing_path_makes_nothing(door: Door) -> None:
    said = door("load", "x", "nowhere", "--json")
    assert said.code == 2
    assert "'nowhere' does not exist" in said.err
    assert said.json["error"]["code"] == "usage"
    assert not (door.folder / "data").exists()


def test_a_folder_without_xml_is_an_error(door: Door) -> None:
    (door.folder / "empty").mkdir()
    (door.folder / "empty" / "notes.txt").write_text("x")
    said = door("load", "x", "empty")
    assert (said.code, said.out) == (1, "")
    assert "no file in this folder ends in .xml, .xml.gz, .xml.zst" in said.err


def test_a_bad_name_is_told_before_anything_is_made(door: Door, files: Path) -> None:
    said = door("load", "a b", files)
    assert said.code == 2
    assert 'name = "a b": expected' in said.err
    assert not (door.folder / "data").exists()


def test_an_unreadable_file_in_a_folder_is_named(door: Door, files: Path) -> None:
    (files / "one.xml").chmod(0)
    said = called("load", "x", files, "--json", cwd=door.folder, before=BOUND)
    assert said.code == 3
    (one,) = [file for file in said.json[0]["files"] if file["file"] == "one.xml"]
    assert one["outcome"] == "file-unreadable"
    assert "Permission denied" in one["message"]
    assert "  one.xml: file-unreadable\n" in said.err


@pytest.mark.parametrize("name", ["one.xml", "."])
def test_an_unreadable_path_makes_nothing(door: Door, files: Path, name: str) -> None:
    (files / name).chmod(0)
    try:
        said = called("load", "x", files / name, cwd=door.folder, before=BOUND)
    finally:
        (files / name).chmod(0o755)
    assert said.code == 2
    assert "is not readable" in said.err
    assert not (door.folder / "data").exists()


def test_a_file_name_that_is_no_text_does_no_harm(door: Door, files: Path) -> None:
    for name, text in ((b"\xff.xml", RECORD.format(n=7)), (b"\xfe.xml", "<a>")):
        Path(os.fsdecode(bytes(files / "x")[:-1] + name)).write_text(text)
    said = door("load", "x", files, "--json")
    assert said.code == 3
    assert "\ufffd.xml" in [file["file"] for file in said.json[0]["files"]]


def test_a_load_never_moves_what_a_harvest_asks_for(door: Door, files: Path) -> None:
    door.right("load", "x", files / "one.xml")
    (source,) = door.right("status", "--json").json["sources"]
    assert (source["source"], source["next"], source["url"]) == ("x", None, None)
