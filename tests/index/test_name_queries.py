"""Words of a query that can be a name ask for the person; others are left alone."""

from __future__ import annotations

from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import PLAIN
from index.engines.base import Query
from index.engines.memory import MemoryEngine
from index.name_queries import with_names
from index.query import parse
from index.record import Agent, Document
from index.tree import And, Boost, Exact, Node, Not, Or, Phrase, Word

CREATORS = ("Кистанов Валерий Олегович", "Kistanov, V. O.", "Кистанов В.", "V. Kistanow")


def keys(tree: Node) -> set[str]:
    """The keys of persons that a tree asks for."""
    match tree:
        case And(nodes) | Or(nodes):
            return set().union(*map(keys, nodes))
        case Boost(node):
            return keys(node)
        case Exact("creator_is", value):
            return {value}
        case _:
            return set()


def found(creators: tuple[str, ...], query: str) -> set[str]:
    """The creators whose records answer."""
    with closing(MemoryEngine(PLAIN)) as engine:
        with engine.writer() as writer:
            for name in (*creators, "Kistanova, A.", "Киселёв В.О.", "Kistanov, Petr"):
                title = "Япония и Japan"
                writer.put(Document("s", name, titles=(), creators=(Agent(name), Agent(title))))
        tree = with_names(parse(query).tree)
        return {key.identifier for key in engine.scan(Query(tree))}


@pytest.mark.parametrize(
    "query",
    ["Kistanov V.O.", "Кистанов Валерий", "V. Kistanow", "Кистанов В.", "кистанов в о",
     "Valerii Kistanov", "Kistanov VO", "VO Kistanov", "В. О. Кистанов", "Kistanov V japan",
     "creator:kistanov creator:valerij"],
)  # fmt: skip
def test_a_person_is_found_by_any_spelling_and_order(query: str) -> None:
    assert found(CREATORS, query) == set(CREATORS)


def test_a_bare_family_finds_every_bearer() -> None:
    assert found(CREATORS, "KISTANOV") == {*CREATORS, "Kistanov, Petr"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Жуков Г.", {"жukov g", "шukov h", "eukov g"}),
        ("Schukow G", {"жukov g", "шukov g"}),
        ("Горбунов-Посадов М. М.", {"gorbunovposadov m", "posadov m"}),
        ("M. M. Gorbunov Posadov", {"gorbunovposadov m", "gorbunov m"}),
        ("Yu. Ivanov", {"ivanov i"}),
        ("Иванова Мария Петровна", {"ivanova m"}),
        ("Kishankov \u0410.V.", {"kishankov a"}),
        ("O'Brien P", {"obren p"}),
        ("creator:ivanov creator:petr", {"ivanov p", "petr i"}),
    ],
)
def test_words_ask_for_a_person(query: str, expected: set[str]) -> None:
    assert expected <= keys(with_names(parse(query).tree))


@pytest.mark.parametrize(
    "query",
    ["black holes", "роль в истории", "a history of science", "Kistanov", "german literature",
     '"Kistanov V.O."', "Kistanov OR V", "title:kistanov title:v", "-(kistanov v)", "1984 g", "и в",
     "a b c d e f g h", "work in", "北京大学 中国", "kistanov vo japan"],
)  # fmt: skip
def test_other_words_are_left_alone(query: str) -> None:
    tree = parse(query).tree
    assert with_names(tree) == tree


def test_names_are_found_among_other_words() -> None:
    tree = with_names(parse("japan kistanov v.o. economy").tree)
    assert isinstance(tree, Or)
    plain, named = tree.nodes[0], tree.nodes[1]
    assert plain == And(tuple(map(Word, ("japan", "kistanov", "v", "o", "economy"))))
    assert isinstance(named, And)
    assert (named.nodes[0], named.nodes[-1]) == (Word("japan"), Word("economy"))
    assert len(named.nodes) == 3


def test_what_holds_words_is_looked_into() -> None:
    name = And((Word("kistanov"), Word("v")))
    for tree in (Boost(name, 2.0), Or((name, Phrase(("x", "y"))))):
        assert "kistanov v" in keys(with_names(tree))
    assert with_names(Not(name)) == Not(name)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(["ivanov", "v", "о", "Иван", "of", "1", "щ", "yu", "шах"]), max_size=12
    )
)
def test_any_words_ask_for_few(words: list[str]) -> None:
    tree = parse(" ".join(words)).tree
    assert len(keys(with_names(tree))) <= 150
