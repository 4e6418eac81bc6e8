"""What partial matches are asked for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import PLAIN
from index.engines.base import Query
from index.engines.memory import MemoryEngine
from index.partial import loosened, partly
from index.query import parse
from index.record import Document
from index.testing.engine_laws import documents, trees
from index.tree import And, Boost, Constant, Node, Not, Or, Word, write


@pytest.mark.parametrize(
    ("query", "loose"),
    [
        ("light of stars", "light OR stars"),
        ("light of the", "light"),
        ("of the", "of OR the"),
        ("light title:of stars -the", "-the (light OR stars)"),
        ('light "of stars"', 'light OR "of stars"'),
        ("light stars year:2020", "year:2020 (light OR stars)"),
        ("light stars year:>=2020", "year:>=2020 (light OR stars)"),
        ("light stars lang:ru source:x", "language:ru source:x (light OR stars)"),
        ("light stars -dark", "-dark (light OR stars)"),
        ("title:light creator:stars", "title:light OR creator:stars"),
        ("light (stars OR suns)", "light OR stars OR suns"),
        ("light (stars OR (dark suns))", "light OR stars OR dark OR suns"),
        ("light stars OR suns", "light OR stars OR suns"),
        ("light 10.1234/x", "light OR doi:10.1234/x"),
        ("東京大学", '"東京大学" OR 東京 OR 京大 OR 大学'),
    ],
)
def test_any_of_what_is_wanted_within_all_that_narrows(query: str, loose: str) -> None:
    found = loosened(parse(query).tree)
    assert found is not None
    assert write(found) == loose


@pytest.mark.parametrize(
    "query",
    ["", "light", '"light of stars"', "light year:2020", "-light", "light -stars", "10.1234/x",
     "title:light lang:ru", "light OR stars", "日本", "year:2020 lang:ru"],
)  # fmt: skip
def test_there_is_nothing_to_loosen(query: str) -> None:
    assert loosened(parse(query).tree) is None
    assert partly(parse(query).tree) is None


def test_what_counts_more_counts_more() -> None:
    both = And((Word("light"), Word("stars")))
    either = Or((Word("light"), Word("stars")))
    assert loosened(Boost(both, 2.0)) == Boost(either, 2.0)
    assert loosened(Constant(both, 2.0)) == Constant(either, 2.0)
    assert loosened(And((Boost(both, 2.0), Word("suns")))) == Or((Boost(either, 2.0), Word("suns")))
    assert partly(both) == And((either, Not(both)))


def test_of_a_long_text_the_first_words_are_enough() -> None:
    found = loosened(parse(" ".join(f"word{n}" for n in range(90))).tree)
    assert isinstance(found, Or)
    assert len(found.nodes) == 32


@settings(max_examples=60, deadline=None)
@given(st.lists(documents(), max_size=6), trees)
def test_partial_matches_and_full_ones_are_different_documents(
    held: list[Document], tree: Node
) -> None:
    engine = MemoryEngine(PLAIN)
    with engine.writer() as writer:
        for document in held:
            writer.put(document)
    full = set(engine.scan(Query(tree)))
    loose = loosened(tree)
    if loose is not None:
        assert full <= set(engine.scan(Query(loose)))
    rest = partly(tree)
    assert full.isdisjoint(engine.scan(Query(rest)) if rest is not None else ())
