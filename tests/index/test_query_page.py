"""docs/query.md: every example means what the page says, and finds what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvester.demo.samples import sample_deletion, sample_records
from harvester.normalise import NORMALISER, normalise
from index import open_index
from index.core import Index
from index.query import parse
from index.query_limits import MAX_DEPTH, MAX_LEAVES, MAX_LETTERS, MAX_PATTERNS, MAX_WORDS
from index.record import Batch, Incoming
from index.settings import IndexSettings
from index.tree import KEYWORD_FIELDS

PAGE = (Path(__file__).parents[2] / "docs" / "query.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([^`]*)` \| `([^`]*)` \| (\d+) \| (.*?) ?\|$", re.MULTILINE)
EXAMPLES = ROW.findall(PAGE)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def ix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The records of `harvester demo`."""
    records = tuple(Incoming(raw, normalise(raw, "demo"), NORMALISER) for raw in sample_records())
    folder = tmp_path_factory.mktemp("samples")
    with open_index(IndexSettings.of_folder(folder), create=True) as made:
        made.store.declare("demo", "", "oai_dc", declared=False, now=NOW)
        made.store.apply("demo", Batch(records=records), None, NOW)
        made.store.apply("demo", Batch(tombstones=(sample_deletion(),)), None, NOW)
        made.sync()
        yield made


@pytest.mark.parametrize(("typed", "understood", "hits", "first"), EXAMPLES)
def test_an_example_finds_what_the_page_says(
    ix: Index, typed: str, understood: str, hits: str, first: str
) -> None:
    results = ix.search(typed)
    assert (results.interpreted_as, results.total) == (understood, int(hits))
    if first:
        assert first in {title.value for title in results.hits[0].document.titles}


def test_the_layout_that_the_page_names_is_proposed(ix: Index) -> None:
    wrong, right = re.findall(r"`did_you_mean`: `(.*?)` is `(.*?)`", PAGE)[0]
    assert [each.query for each in ix.search(wrong).did_you_mean] == [right]


def test_no_row_is_left_out() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| `")]
    assert len(rows) == len(EXAMPLES) >= 60


def test_every_quote_of_the_page_holds_a_phrase() -> None:
    shown = re.search(r"Quotes may be of any kind: (.*?)\. A quote", PAGE, re.DOTALL)
    assert shown
    for quotes in re.findall(r"`(.)…(.)`", shown[1]):
        assert parse("a b".join(quotes)).interpreted_as == '"a b"'


def test_bounds_are_those_of_the_code() -> None:
    for bound in (f"{MAX_LETTERS:,} letters", f"{MAX_LEAVES} leaves", f"{MAX_DEPTH} levels",
                  f"{MAX_WORDS} words of a phrase"):  # fmt: skip
        assert bound in PAGE.replace("\n", " ")
    assert MAX_PATTERNS == 10  # "Ten of them count"


def test_fields_of_values_can_be_asked_for_being_there() -> None:
    for field in KEYWORD_FIELDS:
        assert parse(f"-{field}:*").interpreted_as == f'{field}:"(none)"'
