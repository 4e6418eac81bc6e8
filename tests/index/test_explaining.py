"""Why a hit is one, and why so high."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum

import pytest

from index.analysis import PLAIN
from index.engines.base import Query
from index.engines.memory import MemoryEngine
from index.explaining import Explanation, Part, explained, scores_of
from index.query import parse
from index.record import Document, Key
from index.testing.engine_places import document
from index.tree import And, Boost, Constant, Exact, Node, Not, Or, Phrase, Prefix, Word

HELD = (
    document("1", "Dark light", creators=["Light, A."], abstract="Of lights", date="2020"),
    document("2", "Lights", abstract="Dark"),
    document("3", "Nothing"),
)
KEY = HELD[0].key


@pytest.fixture(scope="module")
def engine() -> MemoryEngine:
    made = MemoryEngine(PLAIN)
    with made.writer() as writer:
        for one in HELD:
            writer.put(one)
    return made


def why(engine: MemoryEngine, node: Node, held: Document = HELD[0]) -> Explanation:
    found = explained(node, held.key, scores_of(engine.search, [one.key for one in HELD]))
    assert found is not None
    assert fsum(part.score for part in found.parts) == pytest.approx(found.score)
    scores = {match.key: match.score for match in engine.search(Query(node)).matches}
    assert found.score == pytest.approx(scores[held.key])
    return found


def said(found: Explanation) -> set[tuple[str, str | None, bool | None]]:
    return {(part.query, part.field, part.exact) for part in found.parts}


def test_words_are_told_by_field(engine: MemoryEngine) -> None:
    found = why(engine, parse("light dark year:2020 -nothing").tree)
    assert said(found) == {
        ("light", "title", True), ("light", "creator", True), ("light", "abstract", False),
        ("dark", "title", True), ("year:2020", None, None),
    }  # fmt: skip
    assert [part.score for part in found.parts] == sorted(
        (part.score for part in found.parts), reverse=True
    )
    assert found.parts[0].field == "title"


def test_another_form_of_a_word_is_told(engine: MemoryEngine) -> None:
    assert said(why(engine, Word("light"), HELD[1])) == {("light", "title", False)}
    assert said(why(engine, Word("lights"), HELD[1])) == {("lights", "title", True)}


@pytest.mark.parametrize(
    ("node", "parts"),
    [
        (Phrase(("dark", "light")), {('"dark light"', "title", None)}),
        (Prefix("lig", "title"), {("lig*", "title", None)}),
        (Boost(Word("light", "title"), 3.0), {("light", "title", True)}),
        (Constant(Word("light", "title"), 3.0), {("title:light^=3", None, None)}),
        (Constant(Exact("id", "1"), 3.0), {("id:1", None, None)}),
        (Not(Word("nothing")), {("-nothing", None, None)}),
        (Or((Word("light", "title"), Word("nothing"))), {("light", "title", True)}),
        (And((Boost(Or((Word("light", "title"), Word("x"))), 2.0), Word("dark", "title"))),
         {("light", "title", True), ("dark", "title", True)}),
        (Boost(Constant(Word("light"), 0.0), 2.0), {("(light^=0)^2", None, None)}),
    ],
)  # fmt: skip
def test_every_kind_of_node_has_its_parts(
    engine: MemoryEngine, node: Node, parts: set[object]
) -> None:
    assert said(why(engine, node)) == parts


def test_a_word_that_is_asked_for_twice_is_told_once(engine: MemoryEngine) -> None:
    twice = And((Word("dark"), Or((Word("dark"), Word("x")))))
    assert len(why(engine, twice).parts) == 1


def test_who_does_not_answer_is_not_explained(engine: MemoryEngine) -> None:
    scores = scores_of(engine.search, [KEY, Key("no", "where")])
    assert explained(Word("nothing"), KEY, scores) is None
    assert explained(Word("dark"), Key("no", "where"), scores) is None


def test_what_counts_where_words_meet_is_a_part() -> None:
    """An engine may count more than the sum of words, or divide otherwise among fields."""
    tree = And((Word("a"), Word("b", "title")))

    def scores(node: Node) -> Mapping[Key, float]:
        known: dict[Node, float] = {
            tree: 10.0,
            Word("a"): 6.0,
            Word("a", "title"): 2.0,
            Word("a", "abstract"): 1.0,
            Word("b", "title"): 3.0,
        }
        return {KEY: known[node]} if node in known else {}

    found = explained(tree, KEY, scores, partial=True)
    assert found == Explanation(
        10.0,
        True,
        (
            Part("a", "title", False, 4.0),
            Part("b", "title", False, 3.0),
            Part("a", "abstract", False, 2.0),
            Part("a title:b", None, None, 1.0),
        ),
    )
