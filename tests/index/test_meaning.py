"""What a text asks of an engine."""

from __future__ import annotations

import pytest

from index.analysis import PLAIN
from index.engines.base import Query
from index.engines.memory import MemoryEngine
from index.meaning import understood
from index.query import parse
from index.ranking import ranked
from index.record import Document, Identifier, Text
from index.tree import Exact, Node


def held(*records: tuple[str, str, str]) -> MemoryEngine:
    """An engine with records of an identifier, a title and a DOI."""
    engine = MemoryEngine(PLAIN)
    with engine.writer() as writer:
        for identifier, title, doi in records:
            known = (Identifier("doi", doi, doi),) if doi else ()
            writer.put(Document("s", identifier, titles=(Text(title),), identifiers=known))
    return engine


def found(engine: MemoryEngine, tree: Node | None) -> list[str]:
    assert tree is not None
    return [match.key.identifier for match in engine.search(Query(ranked(tree))).matches]


@pytest.mark.parametrize(
    "query",
    [
        "10.1234/x sea ice",
        "Sea ice, sea ice and sea. doi:10.1234/x",
        "(sea OR 10.1234/x) ice water",
    ],
)
def test_a_record_that_is_named_stands_before_all_that_share_words(query: str) -> None:
    engine = held(
        *((f"a{n}", "Sea ice, sea, ice", "") for n in range(5)), ("b", "Heat", "10.1234/x")
    )
    meaning = understood(query)
    assert found(engine, meaning.tree) == []
    assert found(engine, meaning.partial)[0] == "b"
    assert len(found(engine, meaning.partial)) == 6


def test_an_identifier_that_may_be_a_word_comes_first() -> None:
    engine = held(("1", "SAMPAA of SAMPAA", ""), ("2", "SAMPAA", ""), ("SAMPAA", "Heat", ""))
    assert found(engine, understood("SAMPAA").tree)[0] == "SAMPAA"


def test_an_identifier_alone_is_asked_for_as_it_is() -> None:
    assert understood("10.1234/x").tree == parse("10.1234/x").tree == Exact("doi", "10.1234/x")
    assert understood("10.1234/x").partial is None
