"""Nodes as they are written; reading them comes with the parser."""

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
