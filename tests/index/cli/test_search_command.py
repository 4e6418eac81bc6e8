"""`harvester search`: words in, hits out, in text and in JSON."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index import open_index
from index.record import Agent, Batch, Date, Document, Key
from index.store import open_store
from tests.door import Door, Said, command
from tests.records import article
from tests.world import START

Search = Callable[..., Said]

RESULT_KEYS = [
    "total", "total_partial", "interpreted_as", "took", "next", "facets", "labels", "histogram",
    "hits", "relax", "literal", "did_you_mean",
]  # fmt: skip
HIT_KEYS = ["source", "identifier", "score", "partial", "highlights", "document", "explanation"]
FIRST = "oai:journals.example.org:article/1001"


@pytest.fixture
def search(door: Door, samples: Path) -> Search:
    """Search the samples."""
    return lambda *words: door.right("--data", samples, "search", *words)


def found(said: Said) -> list[str]:
    return [hit["identifier"] for hit in said.json["hits"]]


def test_a_hit_has_title_creators_journal_year_and_identifiers(search: Search) -> None:
    said = search("первого", "льда")
    head, _, title, who, names, *_ = said.out.split("\n")
    assert head.startswith("1 hit for первого льда  (")
    assert title == "1. Физика первого льда на городских лужах"
    assert who == "   Obraztsova A.P.; Primerov D.K. — Образцовый вестник наблюдений, 2023"
    assert names == f"   demo  {FIRST}  doi:10.5555/ovn.2023.1001"
    assert said.err == ""


def test_json_key_for_key(search: Search) -> None:
    said = search("физика", "--json")
    assert list(said.json) == RESULT_KEYS
    assert all(list(hit) == HIT_KEYS for hit in said.json["hits"])
    assert said.json["hits"][0]["document"]["identifier"] == said.json["hits"][0]["identifier"]
    assert said.json["total"] == len(said.json["hits"])


@pytest.mark.parametrize(
    "words",
    [
        "льда",
        "puddles",
        "creator:Obraztsova",
        "10.5555/ovn.2023.1001",
        '"первого льда"',
        "9999-0113",
    ],
)
def test_every_kind_of_question_finds_it(search: Search, words: str) -> None:
    assert FIRST in found(search(words, "--limit", 100, "--json"))


def test_a_word_with_a_minus_excludes(search: Search) -> None:
    with_it, without = search("физика", "--json"), search("физика", "-лужах", "--json")
    assert FIRST in found(with_it)
    assert FIRST not in found(without)
    assert without.json["total"] == with_it.json["total"] - 1
    assert found(search("--json", "-лужах", "физика")) == found(without)
    assert found(search("--json", "--", "физика", "-лужах")) == found(without)


def test_values_of_options_are_no_exclusions(door: Door, samples: Path) -> None:
    said = door("--data", samples, "search", "x", "--limit", "-25")
    assert said.code == 2
    assert "-25 is not in the range" in said.err


def test_limit_and_offset_walk_through_all(search: Search) -> None:
    every = found(search("", "--limit", 100, "--json"))
    assert len(every) == 59
    pages = [found(search("", "--limit", 20, "--offset", at, "--json")) for at in (0, 20, 40)]
    assert [len(page) for page in pages] == [20, 20, 19]
    assert [one for page in pages for one in page] == every


def test_the_next_page_is_named(search: Search) -> None:
    said = search("", "--limit", 2, "--offset", 3)
    assert "\n4. " in said.out
    assert said.err == "more: --offset 5\n"
    assert search("", "--limit", 100).err == ""


def test_limit_0_only_counts(search: Search) -> None:
    assert search("", "--limit", 0).out.startswith("59 hits for everything  (")


def test_an_offset_behind_the_end_says_so(search: Search) -> None:
    said = search("", "--offset", 59)
    assert said.out.count("\n") == 1
    assert said.err == "--offset 59 leaves out all of them\n"


@pytest.mark.parametrize(
    "options",
    [
        ["--limit", "10001"],
        ["--limit", "-1"],
        ["--limit", "x"],
        ["--offset", "-1"],
        ["--offset", "99999999999999999999"],
        ["--year", "lately"],
        ["--sort", "random"],
        ["--nope"],
    ],
)
def test_what_is_out_of_range_or_unknown_is_2(
    door: Door, samples: Path, options: list[str]
) -> None:
    said = door("--data", samples, "search", "x", "--json", *options)
    assert said.code == 2
    assert options[0] in said.err
    assert said.json["error"]["code"] == "usage"


def test_a_query_is_needed(door: Door) -> None:
    assert door("search").code == 2


def test_filters_narrow(search: Search) -> None:
    every = search("", "--json").json["total"]
    for options in (["--year", 2023], ["--language", "ja"], ["--language", "JA"]):
        said = search("", *options, "--json")
        assert 0 < said.json["total"] < every
    years = [search("", "--year", year, "--json").json["total"] for year in (2022, 2023)]
    assert search("", "--year", 2022, "--year", 2023, "--json").json["total"] == sum(years)
    assert search("", "--source", "demo", "--json").json["total"] == every
    assert search("", "--source", "other", "--json").json["total"] == 0


@pytest.mark.parametrize(("order", "reverse"), [("newest", True), ("oldest", False)])
def test_sort_by_date(search: Search, order: str, reverse: bool) -> None:
    hits = search("", "--sort", order, "--limit", 59, "--json").json["hits"]
    dates = [hit["document"]["date"]["edtf"][:4] for hit in hits if hit["document"]["date"]]
    assert dates == sorted(dates, reverse=reverse)


def test_changes_that_wait_are_told_beside_the_hits(door: Door, demo_data: Path) -> None:
    with open_index(demo_data) as index:
        index.store.enqueue([Key("demo", FIRST), Key("demo", "x")])
    said = door.right("--data", demo_data, "search", "льда", "--json")
    assert said.err == "2 changes not in the index yet: harvester index sync\n"
    assert said.json["total"]


def test_of_a_long_list_of_creators_the_first_are_named(door: Door) -> None:
    names = tuple(Agent(f"Name {number}") for number in range(9))
    document = Document("s", "oai:test.example.org:1", creators=names, dates=(Date("lately"),))
    store = open_store(door.folder / "data" / "harvest.db", create=True)
    try:
        store.declare("s", "", "oai_dc", declared=False, now=START)
        store.apply("s", Batch((replace(article(1), document=document),)), None, START)
    finally:
        store.close()
    door.right("index", "sync")
    lines = door.right("search", "creator:name").out.splitlines()
    assert lines[2:4] == [
        "1. (no title)",
        "   Name 0; Name 1; Name 2; Name 3; Name 4; Name 5 and 3 more",
    ]
    assert "dates           lately  (as written)\n" in door.right("show", document.identifier).out


def test_on_a_terminal_matches_are_marked_and_lines_wrapped(
    door: Door, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    door.right("--data", samples, "search", "льда")
    lines = stream.getvalue().splitlines()
    assert any("\x1b[1;33mльда" in line for line in lines)
    assert all(len(line.rstrip()) <= 60 for line in lines if "\x1b" not in line)


def test_without_data_nothing_is_made(door: Door) -> None:
    said = door("search", "x")
    assert said.code == 1
    assert "there is no database" in said.err
    assert list(door.folder.iterdir()) == []


def test_without_an_index_it_says_how_to_make_one(door: Door, demo_data: Path) -> None:
    for path in sorted((demo_data / "index").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    said = door("--data", demo_data, "search", "льда", "--json")
    assert (said.code, said.json["error"]["code"]) == (1, "engine-missing")
    assert "harvester index sync" in said.err
    door.right("--data", demo_data, "index", "sync")
    assert door.right("--data", demo_data, "search", "льда", "--json").json["total"] == 1


def test_facets_and_years_are_counted_and_drawn(search: Search) -> None:
    counts = search("*", "--facet", "language", "--facet", "year", "--histogram", "--json").json
    total = sum(counts["histogram"].values())
    assert list(counts["facets"]) == ["language", "year"]
    for year, count in counts["facets"]["year"].items():
        if year != "(none)":
            assert counts["histogram"][year] == count
            assert search("*", "--year", year, "--json").json["total"] == count
    assert total == counts["total"] > 50
    out = search("*", "--facet", "language", "--histogram", "--limit", "0").out.splitlines()
    year, count = next(iter(counts["histogram"].items()))
    assert any(line.split()[:2] == [year, str(count)] and "█" in line for line in out)
    language, count = next(iter(counts["facets"]["language"].items()))
    assert f"  {count}  {language}" in out


def test_a_facet_of_no_field_is_told(door: Door, samples: Path) -> None:
    said = door("--data", samples, "search", "x", "--facet", "colour")
    assert said.code == 2
    assert "'colour' is no field" in said.err


def test_hits_by_title(search: Search) -> None:
    said = search("language:en", "--sort", "title", "--limit", "100", "--json")
    titles = [hit["document"]["titles"][0]["value"].casefold() for hit in said.json["hits"]]
    plain = [title for title in titles if title.isascii() and title[0].isalpha()]
    assert plain == sorted(plain)
    assert len(plain) > 5


def test_partial_hits_stand_apart(search: Search) -> None:
    words = ("льда", "физика", "qqqqq")
    said = search(*words, "--json").json
    assert said["total"] == 0
    assert said["total_partial"] == len(said["hits"]) > 1
    assert all(hit["partial"] for hit in said["hits"])
    out = search(*words).out
    assert f"\n{said['total_partial']} hits hold only some of the words:\n\n1. " in out
    full = search("первого", "льда", "--json").json
    assert not any(hit["partial"] for hit in full["hits"][: full["total"]])


def test_where_nothing_is_found_it_says_what_finds_something(search: Search) -> None:
    said = search("льда", "qqqqq", "--year", 2023)
    assert "What finds something:\n" in said.out
    assert re.search(r"^ +1  льда +without qqqqq$", said.out, re.MULTILINE)
    for one in search("льда", "qqqqq", "--year", 2023, "--json").json["relax"]:
        filters = [f"{name}={value}" for name, held in one["filters"].items() for value in held]
        options = [word for pair in filters for word in ("--filter", pair)]
        assert search(one["query"], *options, "--json").json["total"] == one["count"]


def test_any_field_filters(search: Search) -> None:
    every = search("", "--json").json["total"]
    held = search("", "--facet", "language", "--json").json["facets"]["language"]["ru"]
    assert search("", "--filter", "lang=ru", "--json").json["total"] == held
    assert search("", "--exclude", "language=ru", "--json").json["total"] == every - held
    both = search("", "--filter", "language=ru", "--language", "ja", "--json").json["total"]
    assert held < both < every


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--filter", "language"], "--filter language has no value"),
        (["--exclude", "colour=red"], "'colour' is no field"),
        (["--fields", "title,colour"], "no field 'colour'"),
        (["--all", "--limit", "3"], "--limit and --all"),
        (["--all", "--json"], "--json and --all"),
        (["--format", "csv", "--json"], "--json and --format csv"),
        (["--format", "jsonl", "--facet", "year"], "--facet and --format jsonl"),
        (["--fields", "title", "--json"], "--fields and --json"),
        (["--cursor", "x"], "'x' is no cursor"),
    ],
)
def test_what_cannot_be_meant_is_told(
    door: Door, samples: Path, options: list[str], told: str
) -> None:
    said = door("--data", samples, "search", "льда", *options)
    assert said.code == 2
    assert told in said.err


def test_pages_by_cursor(search: Search) -> None:
    first = search("", "--limit", 30, "--json").json
    rest = search("", "--limit", 30, "--cursor", first["next"], "--json")
    assert len(found(rest)) == 29
    assert rest.json["next"] is None
    said = search("", "--limit", 5, "--cursor", first["next"])
    assert said.err.startswith("more: --cursor ")
    again = search("", "--limit", 100, "--cursor", said.err.split()[-1], "--json")
    assert found(again) == found(rest)[5:]


def test_a_score_is_explained(search: Search) -> None:
    (hit, *_) = search("первого", "льда", "--explain", "--json").json["hits"]
    parts = hit["explanation"]["parts"]
    assert sum(part["score"] for part in parts) == pytest.approx(hit["score"])
    assert {part["query"] for part in parts} >= {"первого", "льда"}
    line = next(
        line for line in search("первого", "льда", "--explain").out.splitlines() if " = " in line
    )
    assert re.match(rf"   {hit['score']:.2f} = \d+\.\d\d \w+ in title", line)
    (hit, *_) = search("qqqqq", "льда", "--explain", "--json").json["hits"]
    assert hit["partial"]
    assert hit["explanation"]["partial"]


def test_chosen_fields_are_shown(search: Search) -> None:
    out = search("первого", "льда", "--fields", "author,year,issn").out
    assert out.split("\n")[2:5] == [
        "1. creator: Obraztsova A.P.; Primerov D.K.",
        "   year: 2023",
        "   issn: 9999-0113; 9999-0121",
    ]  # fmt: skip


def test_rows_of_json(search: Search) -> None:
    said = search("физика", "--format", "jsonl", "--limit", 3)
    rows = [json.loads(line) for line in said.out.splitlines()]
    assert len(rows) == 3
    assert all(list(row) == HIT_KEYS for row in rows)
    row = json.loads(search("первого", "льда", "--format", "jsonl", "--fields", "creator,doi").out)
    assert row == {
        "creator": ["Obraztsova A.P.", "Primerov D.K."],
        "doi": ["10.5555/ovn.2023.1001"],
    }


def test_rows_of_a_table(search: Search) -> None:
    out = search("первого", "льда", "--format", "csv").out
    head, row = csv.reader(io.StringIO(out))
    found = dict(zip(head, row, strict=True))
    assert (found["source"], found["identifier"], found["year"]) == ("demo", FIRST, "2023")
    assert found["creator"] == "Obraztsova A.P.; Primerov D.K."


def test_every_hit_is_streamed(search: Search) -> None:
    rows = search("", "--all", "--format", "jsonl", "--fields", "source,identifier").out
    keys = [tuple(json.loads(line).values()) for line in rows.splitlines()]
    assert len(keys) == 59
    assert keys == sorted(keys)
    by_date = search("", "--all", "--sort", "newest", "--format", "csv", "--fields", "identifier")
    newest = search("", "--sort", "newest", "--limit", 59, "--json")
    assert by_date.out.splitlines()[1:] == found(newest)
    few = search("", "--all", "--exclude", "language=ru", "--format", "csv").out.count("\n") - 1
    assert few == search("", "--exclude", "language=ru", "--json").json["total"]
    assert search("льда", "puddles", "--all").out.count("\n1. ") == 1


def test_a_reader_that_goes_away_ends_the_rows(samples: Path) -> None:
    asked = command("--data", samples, "search", "", "--all", "--format", "csv")
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
