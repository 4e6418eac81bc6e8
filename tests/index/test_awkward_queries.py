"""Awkward queries through the whole way: what must come first, and never an error."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from index import open_index
from index.analysis import PLAIN
from index.core import Index
from index.engines.base import Engine, FacetWish, Query
from index.engines.memory import MemoryEngine
from index.meaning import understood
from index.query import parse
from index.record import Batch, Incoming
from index.settings import IndexSettings
from index.testing.samples import make_raw
from tests.index.awkward_queries import ANY, NOTHING, ROWS
from tests.index.awkward_records import DOCUMENTS, SOURCE

FACETS = ("creator", "language", "year")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def ix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("awkward")
    with open_index(IndexSettings.of_folder(folder), create=True) as made:
        made.store.declare(SOURCE, "", "oai_dc", declared=False, now=NOW)
        raws = (make_raw(each.identifier, f"{n}", sets=()) for n, each in enumerate(DOCUMENTS))
        pairs = zip(raws, DOCUMENTS, strict=True)
        records = tuple(Incoming(raw, document, normaliser=1) for raw, document in pairs)
        made.store.apply(SOURCE, Batch(records=records), None, NOW)
        assert made.sync() == len(DOCUMENTS)
        yield made


@pytest.fixture(scope="module")
def memory() -> Iterator[Engine]:
    engine = MemoryEngine(PLAIN)
    with engine.writer() as writer:
        for document in DOCUMENTS:
            writer.put(document)
    yield engine
    engine.close()


def shown(text: str) -> str:
    return ascii(text[:40]).strip("'")


@pytest.mark.parametrize(("text", "first"), ROWS, ids=[shown(text) for text, _ in ROWS])
def test_an_awkward_query_finds_what_is_meant(ix: Index, text: str, first: str) -> None:
    results = ix.search(text)
    full = [hit for hit in results.hits if not hit.partial]
    if first == NOTHING:
        assert (results.total, full) == (0, [])
    elif first != ANY:
        assert full[0].identifier.rpartition(":")[2] == first
    assert parse(results.interpreted_as).tree == parse(text).tree


def test_the_wrong_layout_is_proposed_in_the_right_one(ix: Index) -> None:
    results = ix.search("rbcnfyjd")
    assert results.total == 0
    assert [each.query for each in results.did_you_mean] == ["кистанов"]
    found = ix.search("кистанов")
    assert found.total == results.did_you_mean[0].count > 0


@pytest.mark.parametrize(("text", "first"), ROWS, ids=[shown(text) for text, _ in ROWS])
def test_the_engine_in_memory_finds_the_same(
    ix: Index, memory: Engine, text: str, first: str
) -> None:
    tree = understood(text).tree
    found = {key.identifier for key in memory.scan(Query(tree))}
    results = ix.search(text, limit=1000)
    assert results.total == len(found)
    assert {hit.identifier for hit in results.hits if not hit.partial} == found
    asked = Query(
        tree, sort="newest", limit=0, facets=tuple(map(FacetWish, FACETS)), histogram=True
    )
    answer = memory.search(asked)
    assert ix.facets(text, FACETS) == answer.facets
    assert ix.histogram(text) == answer.histogram


def test_there_are_many_rows_and_each_is_another_one() -> None:
    assert len(ROWS) >= 120
    assert len({text for text, _ in ROWS}) == len(ROWS)
    assert len({language for each in DOCUMENTS for language in each.languages}) >= 20
