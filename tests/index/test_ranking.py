"""What ranking adds to a query: pairs of its neighbouring words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.function_words import is_function_word
from index.query import parse
from index.ranking import ranked
from index.tree import And, Near, Node, Not, Or, Prefer, Word, Years


def pairs(text: str) -> list[tuple[tuple[str, ...], str | None]]:
    found = ranked(parse(text).tree)
    wanted = found.wanted if isinstance(found, Prefer) else ()
    return [(near.words, near.field) for near in wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("heat", []),
        ("heat conduction", [("heat", "conduction")]),
        ("heat conduction slabs", [("heat", "conduction"), ("conduction", "slabs")]),
        ("theory of the relativity", [("theory", "relativity")]),
        ("of the", []),
        ("high-speed flow", [("high", "speed"), ("speed", "flow")]),
        ('"heat flow"', []),
        ("heat OR flow", []),
        ("heat -flow", []),
        ("year:2019 heat flow", [("heat", "flow")]),
        ("(heat flow) OR wing", [("heat", "flow")]),
        ("heat title:flow", []),
        ("физика и химия", [("физика", "химия")]),
    ],
)
def test_neighbours_are_wanted_near(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [words for words, _ in pairs(text)] == wanted


def test_pairs_are_of_one_field() -> None:
    assert pairs("title:heat title:flow") == [(("heat", "flow"), "title")]


def test_long_queries_want_no_more_than_short_ones() -> None:
    assert 5 < len(pairs(" ".join(f"word{n}" for n in range(90)))) < 20


leaves: st.SearchStrategy[Node] = st.one_of(
    st.builds(Word, st.sampled_from(["heat", "of", "flow", "wing"])), st.just(Years(1999, None))
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, min_size=1, max_size=5).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=1, max_size=5).map(tuple)),
        st.builds(Not, inner),
    ),
)


@given(trees)
def test_the_tree_itself_stays(tree: Node) -> None:
    found = ranked(tree)
    assert (found.node if isinstance(found, Prefer) else found) == tree
    for near in found.wanted if isinstance(found, Prefer) else ():
        assert isinstance(near, Near)
        assert len(near.words) == 2
        assert not any(map(is_function_word, near.words))


@pytest.mark.parametrize("word", ["the", "THE", "und", "für", "что", "Её", "été", "yang"])
def test_function_words_in_any_dress(word: str) -> None:
    assert is_function_word(word)


@pytest.mark.parametrize("word", ["theory", "физика", "system", "C++", "", "大学"])
def test_other_words_are_none(word: str) -> None:
    assert not is_function_word(word)
