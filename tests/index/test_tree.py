"""Nodes: how they are written, and how many are kept."""

from __future__ import annotations

import pytest

from index.tree import (
    And,
    Boost,
    Constant,
    Dates,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Prefix,
    Wildcard,
    Word,
    Years,
    first_leaves,
    write,
)


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (Near(("a", "b"), 5), '"a b"~5'),
        (Near(("a", "b"), 2, "title", True), 'title:"a b"~2>'),
        (Prefix("neuro"), "neuro*"),
        (Prefix("neuro", "title"), "title:neuro*"),
        (Wildcard("mod?l*", "abstract"), "abstract:mod?l*"),
        (Fuzzy("quantm"), "quantm~"),
        (Fuzzy("quantm", "title", 2), "title:quantm~2"),
        (Dates("2019-05", None), "date:>=2019-05"),
        (Dates(None, "2019"), "date:<=2019"),
        (Dates("2019-05", "2019-05-17"), "date:2019-05..2019-05-17"),
        (Years(987, 2019), "year:0987..2019"),
        (Boost(Word("a"), 2.0), "a^2"),
        (Boost(And((Word("a"), Word("b"))), 0.5), "(a b)^0.5"),
        (Constant(Or((Word("a"), Word("b"))), 1.0), "(a OR b)^=1"),
        (Not(Boost(Word("a"), 2.0)), "-(a^2)"),
        (And((Constant(Word("a")), Word("b"))), "(a^=1) b"),
    ],
)
def test_a_node_is_written_so(node: Node, text: str) -> None:
    assert write(node) == text


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (Not(Word("80")), "NOT 80"),
        (Not(Prefix("3d")), "NOT 3d*"),
        (Not(Word("80", "title")), "-title:80"),
        (And((Word("a"), Not(Word("80")))), "a NOT 80"),
    ],
)
def test_a_number_is_denied_in_words(node: Node, text: str) -> None:
    assert write(node) == text


A, B, C, D = map(Word, "abcd")


@pytest.mark.parametrize(
    ("node", "most", "left"),
    [
        (And((A, B, C)), 5, And((A, B, C))),
        (And((A, B, C)), 2, And((A, B))),
        (And((A, B, C)), 1, A),
        (And((A, Or((B, C)), D)), 2, And((A, B))),
        (Or((Not(And((A, B))), C)), 1, Not(A)),
        (Or((A, Not(And((B, C))))), 1, A),
        (A, 1, A),
    ],
)
def test_the_first_leaves_are_kept(node: Node, most: int, left: Node) -> None:
    assert first_leaves(node, most) == left
