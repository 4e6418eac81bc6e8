"""Promises of an engine that reads: near words, patterns, dates, and what scores are made of."""

from __future__ import annotations

import pytest

from index.engines.base import Engine, Query
from index.fields import GAP
from index.testing.engine_places import EnginePlaces, document, put
from index.tree import (
    And,
    Boost,
    Constant,
    Dates,
    Everything,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Wildcard,
    Word,
)


def found(engine: Engine, tree: Node) -> str:
    """The identifiers of what matches, one after another."""
    return "".join(key.identifier for key in engine.scan(Query(tree)))


def scores(engine: Engine, tree: Node) -> dict[str, float]:
    """The score of each document that matches."""
    matches = engine.search(Query(tree, limit=1000)).matches
    return {match.key.identifier: match.score for match in matches}


class WordContract(EnginePlaces):
    """Nodes that stand for words in a place, or for many words."""

    @pytest.mark.parametrize(
        ("words", "slop", "ordered", "expected"),
        [
            (("big", "dog"), 0, False, "23"),
            (("big", "dog"), 1, False, "123"),
            (("dog", "big"), 0, True, "2"),
            (("big", "dog"), 0, True, "3"),
            (("big", "dog"), 1, True, "13"),
            (("big", "dog"), 5, True, "134"),
            (("big", "dog"), 10_000, False, "1234"),
            (("big", "black", "dog"), 0, False, "1"),
            (("dog", "black", "big"), 0, False, "1"),
            (("dog", "black", "big"), 4, True, ""),
            (("big", "big"), 0, False, "12345"),
            (("dog",), 3, True, "12346"),
            (("ـ",), 3, False, ""),
            (("big", "none"), 9, False, ""),
        ],
    )
    def test_near_words_stand_near_in_one_value(
        self, engine: Engine, words: tuple[str, ...], slop: int, ordered: bool, expected: str
    ) -> None:
        put(
            engine,
            document("1", "the big black dog"),
            document("2", "dog big"),
            document("3", "a big dog"),
            document("4", "big one two three four dog"),
            document("5", "so big", abstract="black"),
            document("6", "hot", "dog", abstract="dogs"),
        )
        assert found(engine, Near(words, slop, None, ordered)) == expected
        assert found(engine, Near(words, slop, "title", ordered)) == expected

    def test_near_never_reaches_into_the_next_value(self, engine: Engine) -> None:
        put(engine, document("1", "red", "blue"), document("2", "red " + "x " * 97 + "blue"))
        for words in (("red", "blue"), ("blue", "red")):
            assert found(engine, Near(words, 10 * GAP)) == "2"
        assert found(engine, Near(("red", "blue"), 10 * GAP, ordered=True)) == "2"
        assert found(engine, Near(("red", "blue"), 96)) == ""

    @pytest.mark.parametrize(
        ("tree", "expected"),
        [
            (Prefix("neuro"), "1234"),
            (Prefix("Neuró", "title"), "12"),
            (Prefix("neurons"), "2"),
            (Prefix("нейро"), "5"),
            (Prefix(""), ""),
            (Prefix("~neur"), ""),
            (Wildcard("*graph*"), "36"),
            (Wildcard("n?uron"), "1"),
            (Wildcard("NEU*s"), "2"),
            (Wildcard("*studi"), ""),  # a stem is no word
            (Wildcard("*eiron*"), ""),  # nor is a sound
            (Wildcard("?"), "36"),
            (Wildcard("neu*", "abstract"), "34"),
            (Wildcard("[ab]"), ""),
            (Wildcard("neur.n"), ""),
            (Fuzzy("neurom"), "1"),
            (Fuzzy("neurom", edits=2), "12"),
            (Fuzzy("xeuron"), "1"),
            (Fuzzy("neuron", edits=0), "1"),
            (Fuzzy("neironi", edits=2), "12"),  # 5 sounds so
            (Fuzzy("studi"), "4"),
            (Fuzzy("нейрон"), "5"),
            (Fuzzy("graf", "abstract", 2), "3"),
        ],
    )
    def test_patterns_stand_for_words_as_they_stand(
        self, engine: Engine, tree: Node, expected: str
    ) -> None:
        put(
            engine,
            document("1", "Neuron"),
            document("2", "Neurons", lang="en"),
            document("3", "x", abstract="neurographic graph", creators=["Ab"]),
            document("4", "studie studies", abstract="neuroscience", lang="en"),
            document("5", "Нейроны", lang="ru"),
            document("6", "the cryptographer a"),
        )
        assert found(engine, tree) == expected
        assert engine.search(Query(tree)).total == len(list(engine.scan(Query(tree))))

    @pytest.mark.parametrize(
        ("tree", "expected"),
        [
            (Word("kistanow"), "123"),
            (Word("кистанов"), "123"),
            (Word("kistanov", "title"), "3"),
            (Word("sel"), "4"),
            (Word("селл"), "45"),
            (Word("voprosi", "journal"), "4"),
            (Word("voprosi", "abstract"), ""),
            (Phrase(("kistanow",)), ""),
            (Prefix("^"), ""),
            (Prefix("kis", "title"), ""),
        ],
    )
    def test_names_and_titles_are_heard_in_other_alphabets(
        self, engine: Engine, tree: Node, expected: str
    ) -> None:
        put(
            engine,
            document("1", "x", creators=["Кистанов Валерий"]),
            document("2", "x", creators=["Kistanov, V. O."]),
            document("3", "Памяти Кистанова: Кистанов"),
            document("4", "x", journal="Вопросы", abstract="вопросы", creators=["Sell"]),
            document("5", "sell"),
        )
        assert found(engine, tree) == expected
        assert engine.search(Query(tree)).total == len(expected)
        held = [term for term, _ in engine.terms("", "creator")]
        assert held == ["kistanov", "o", "sell", "v", "валерий", "кистанов"]

    @pytest.mark.parametrize(
        ("first", "last", "expected"),
        [
            ("2019", "2019", "12"),
            ("2019-05", None, "2345"),
            (None, "2019-05-16", "1"),
            (None, "2019-05-17", "12"),
            ("2019-05", "2019-05", "2"),
            ("2020", "2020-03", "34"),
            ("2020-04", "2020-12", ""),
            ("2021", "2020", ""),
            (None, None, "12345"),
            ("soon", None, ""),
            ("2019-5", "2021", ""),
        ],
    )
    def test_dates_have_ends_of_any_precision(
        self, engine: Engine, first: str | None, last: str | None, expected: str
    ) -> None:
        dates = ["2019", "2019-05-17", "2020", "2020-03-31", "2021-01-01", None]
        put(engine, *(document(f"{n}", "x", date=date) for n, date in enumerate(dates, 1)))
        assert found(engine, Dates(first, last)) == expected
        assert len(found(engine, Not(Dates(first, last)))) == 6 - len(expected)

    def test_scores_are_boosted_and_levelled(self, engine: Engine) -> None:
        put(engine, document("1", "red"), document("2", "red red", abstract="red blue"))
        for tree in (
            Word("red"),
            Phrase(("red",)),
            Or((Word("red"), Word("blue"))),
            And((Word("red"), Not(Word("green")))),
            Prefix("r"),
            Everything(),
        ):
            plain = scores(engine, tree)
            boosted = scores(engine, Boost(tree, 2.5))
            assert boosted == pytest.approx({k: 2.5 * score for k, score in plain.items()})
            assert scores(engine, Constant(tree, 7.0)) == dict.fromkeys(plain, 7.0)
            twice = scores(engine, And((Boost(tree, 2.0), Constant(tree, 1.0))))
            assert twice == pytest.approx({k: 2 * score + 1 for k, score in plain.items()})
        red, without = scores(engine, Word("red")), Not(Word("blue"))
        assert scores(engine, And((Word("red"), without))) == {"1": red["1"]}
        assert scores(engine, And((without, Not(Word("green"))))) == {"1": 1.0}
        either = scores(engine, Or((Constant(Word("red"), 3.0), Constant(Word("blue"), 2.0))))
        assert either == {"1": 3.0, "2": 5.0}

    def test_words_that_a_pattern_finds_count_alike_by_their_field(self, engine: Engine) -> None:
        put(
            engine,
            document("1", "neuron"),
            document("2", "neurons neuron neural"),
            document("3", "x", abstract="neuron"),
            document("4", "neuron", abstract="neurons"),
        )
        expected = {"1": 4.0, "2": 4.0, "3": 1.0, "4": 5.0}
        for tree in (Prefix("neur"), Wildcard("n*"), Fuzzy("neuron")):
            assert scores(engine, tree) == expected
