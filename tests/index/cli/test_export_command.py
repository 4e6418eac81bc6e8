"""`harvester export`: all hits, into a file or to whoever reads."""

from __future__ import annotations

import csv
import json
import os
import shlex
import subprocess
from pathlib import Path

import pytest

from index.export.formats import FORMATS
from tests.door import BOUND, Door, command


@pytest.fixture
def total(door: Door, samples: Path) -> int:
    """How many live records there are."""
    count = door.right("--data", samples, "search", "*", "--json").json["total"]
    assert count > 10  # more than a page
    return int(count)


def test_every_hit_goes_into_a_file_whose_suffix_says_how(
    door: Door, samples: Path, total: int
) -> None:
    said = door.right("--data", samples, "export", "*", "-o", "all.csv")
    body = (door.folder / "all.csv").read_bytes()
    assert said.err == f"all.csv: {len(body):,} bytes\n"
    assert len(list(csv.DictReader(body.decode().splitlines(True)))) == total
    assert [path.name for path in door.folder.iterdir()] == ["all.csv"]
    door.right("--data", samples, "export", "*", "-o", "all.csl.json")
    assert len(json.loads((door.folder / "all.csl.json").read_bytes())) == total


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_by_its_name(door: Door, samples: Path, name: str) -> None:
    door.right("--data", samples, "export", "физика", "--format", name, "-o", "some")
    assert (door.folder / "some").stat().st_size > 100


def test_to_stdout_and_narrowed_as_a_search(door: Door, samples: Path) -> None:
    narrowed = ("физика", "--language", "ru", "--sort", "newest")
    said = door.right("--data", samples, "export", *narrowed, "--format", "jsonl")
    hits = door.right("--data", samples, "search", *narrowed, "--json").json["hits"]
    lines = [json.loads(line) for line in said.out.splitlines()]
    assert [line["identifier"] for line in lines] == [hit["identifier"] for hit in hits] != []
    assert said.err == ""
    minus = door.right("--data", samples, "export", "*", "-физика", "--format", "jsonl")
    assert not {line["identifier"] for line in lines} & {
        json.loads(line)["identifier"] for line in minus.out.splitlines()
    }


EMPTY = "no record matches: the export is empty (harvester search tells what comes near)\n"


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_of_nothing_says_so(door: Door, samples: Path, name: str) -> None:
    """What a nightly job exports is that of today: an empty file takes the place of the last."""
    file = door.folder / "some"
    file.write_text("of yesterday")
    said = door.right("--data", samples, "export", "zzzzq", "--format", name, "-o", "some")
    assert said.err.startswith(EMPTY)
    assert b"yesterday" not in file.read_bytes()
    if not FORMATS[name].binary:
        said = door.right("--data", samples, "export", "zzzzq", "--format", name)
        assert (said.out.encode(), said.err) == (file.read_bytes(), EMPTY)


def test_citations_in_a_style_of_ones_own(door: Door, samples: Path) -> None:
    (door.folder / "own.csl").write_text(STYLE)
    said = door.right("--data", samples, "export", "льда", "--format", "text", "--style", "own.csl")
    assert "Физика первого льда на городских лужах!" in said.out
    said = door("--data", samples, "export", "льда", "--format", "text", "--style", "no such")
    assert said.code == 2
    assert "oai-harvester[styles]" in said.err
    said = door("--data", samples, "export", "льда", "--format", "csv", "--style", "apa")
    assert (said.code, said.err.split("\n")[0]) == (2, "harvester: --style says nothing to csv")


STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>Own</title><id>own</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout suffix="!"><text variable="title"/></layout></bibliography></style>"""


@pytest.mark.parametrize(
    "options", [["--format", "word"], [], ["-o", "refs.unknown"], ["--filter", "year"]]
)
def test_what_cannot_be_meant_ends_with_2_and_leaves_no_file(
    door: Door, samples: Path, options: list[str]
) -> None:
    said = door("--data", samples, "export", "*", *options)
    assert (said.code, said.out) == (2, "")
    assert list(door.folder.iterdir()) == []


def test_a_file_that_cannot_be_written_stays_as_it_was(door: Door, samples: Path) -> None:
    shut = door.folder / "shut"
    shut.mkdir()
    (shut / "all.ris").write_text("before")
    shut.chmod(0o500)
    arguments = ("--data", samples, "export", "*", "-o", shut / "all.ris")
    done = subprocess.run([*BOUND, *command(*arguments)], capture_output=True, text=True)
    assert done.returncode == 1
    assert "all.ris cannot be written" in done.stderr
    assert (shut / "all.ris").read_text() == "before"


def test_a_reader_that_goes_away_ends_it(samples: Path) -> None:
    line = shlex.join(command("--data", samples, "export", "*", "--format", "jsonl"))
    done = subprocess.run(
        ["bash", "-c", f"{line} | head -c 10"], capture_output=True, env=os.environ
    )
    assert (done.stdout, done.stderr) == (b'{"source":', b"")
