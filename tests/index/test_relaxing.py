"""What to ask where nothing was found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import PLAIN
from index.engines.base import Query
from index.engines.memory import MemoryEngine
from index.query import parse
from index.questions import query_of
from index.record import Document
from index.relaxing import SHOWN, Question, relaxed
from index.testing.engine_laws import documents, trees
from index.tree import And, Boost, Constant, Fuzzy, Node, Not, Or, Word


def asked(text: str, **filters: list[str]) -> Question:
    return Question(parse(text).tree, filters, {})


def ways(question: Question) -> list[tuple[str, str, str]]:
    """Every proposal, as if each found something."""
    return [(one.kind, one.what, one.query) for one in relaxed(question, lambda _: 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"dark light"', ("quotes", '"dark light"', "dark light")),
        ('"dark light" x', ("quotes", '"dark light"', "dark light x")),
        ("title:dark", ("field", "title:dark", "dark")),
        ('title:"dark light"', ("quotes", 'title:"dark light"', "title:dark title:light")),
        ("dark qqq", ("word", "qqq", "dark")),
        ("dark qqq light", ("word", "qqq", "dark light")),
        ("dark qqq", ("any", "dark qqq", "dark OR qqq")),
        ("dark year:2020", ("filter", "year:2020", "dark")),
        ("dark -light", ("filter", "-light", "dark")),
        ("dark OR title:light", ("field", "title:light", "dark OR light")),
    ],
)
def test_one_thing_is_less_strict(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in ways(asked(text))


@pytest.mark.parametrize("text", ["", "qqq", "-qqq", "year:2020", "10.1234/x"])
def test_where_nothing_can_go_nothing_is_proposed(text: str) -> None:
    assert [way for way in ways(asked(text)) if way[0] != "spelling"] == []


def test_filters_go_one_by_one_and_all_together() -> None:
    question = Question(Word("dark"), {"year": ("2020", "2021"), "source": ("s",)}, {"set": ("x",)})
    found = relaxed(question, lambda _: 1)
    said = [(one.what, one.filters, one.exclude) for one in found if one.kind == "filter"]
    assert said == [
        ("year: 2020, 2021", {"source": ("s",)}, {"set": ("x",)}),
        ("source: s", {"year": ("2020", "2021")}, {"set": ("x",)}),
        ("-set: x", {"year": ("2020", "2021"), "source": ("s",)}, {}),
        ("year, source, -set", {}, {}),
    ]


def test_what_finds_nothing_is_not_proposed() -> None:
    assert relaxed(asked("dark qqq"), lambda one: int(one.tree == Word("dark")))[0].query == "dark"
    assert relaxed(asked("dark qqq"), lambda _: 0) == ()


def test_few_are_counted_however_long_the_query_is() -> None:
    counted: list[Question] = []

    def count(one: Question) -> int:
        counted.append(one)
        return 0

    question = asked(" ".join(f'"w{n} x" title:y{n} zzzz{n}' for n in range(40)), year=["2020"])
    assert relaxed(question, count) == ()
    assert sum(len(list(leaves(one.tree))) for one in counted) < 400
    assert len(relaxed(asked('"a b" "c d" "e f" title:g title:h'), lambda _: 1)) == SHOWN


def test_words_that_nothing_holds_go_together_or_are_spelled_otherwise() -> None:
    held = {Word("dark"), Word("light")}

    def count(one: Question) -> int:
        return int(all(leaf in held or isinstance(leaf, Fuzzy) for leaf in leaves(one.tree)))

    found = relaxed(asked("dark qqqq light zzzz"), count)
    assert [(one.kind, one.what, one.query) for one in found] == [
        ("spelling", "qqqq zzzz", "dark qqqq~ light zzzz~"),
        ("word", "qqqq zzzz", "dark light"),
    ]
    (only,) = relaxed(asked("qqqq"), count)
    assert (only.kind, only.query) == ("spelling", "qqqq~")


def leaves(tree: Node) -> Iterator[Node]:
    if isinstance(tree, And | Or):
        for node in tree.nodes:
            yield from leaves(node)
    else:
        yield tree


def test_what_counts_more_or_not_at_all_is_looked_into() -> None:
    tree = And((Word("b"), Or((Word("a", "title"), Word("c")))))
    assert ("field", "title:a", "b (a OR c)") in ways(Question(tree, {}, {}))
    for odd in (Boost(tree, 2.0), Constant(tree, 2.0), Not(tree)):
        relaxed(Question(odd, {}, {}), lambda _: 1)


@settings(max_examples=60, deadline=None)
@given(st.lists(documents(), min_size=1, max_size=6), trees)
def test_a_proposal_finds_what_it_promises(held: list[Document], tree: Node) -> None:
    engine = MemoryEngine(PLAIN)
    with engine.writer() as writer:
        for document in held:
            writer.put(document)

    def total(query: Query) -> int:
        return engine.search(query).total

    question = Question(tree, {"year": ("2019",)}, {"source": ("a",)})
    for one in relaxed(
        question, lambda q: total(query_of(q.tree, q.filters, "title", 0, 0, q.exclude))
    ):
        again = query_of(parse(one.query).tree, one.filters, "title", 0, 0, one.exclude)
        assert total(again) == one.count > 0
