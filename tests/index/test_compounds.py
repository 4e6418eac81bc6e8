"""Letters and a number: joined, hyphened or apart."""

from __future__ import annotations

from contextlib import closing

import pytest

from index.analysis import PLAIN
from index.compounds import with_compounds
from index.engines.base import Query
from index.engines.memory import MemoryEngine
from index.query import parse
from index.record import Document, Text
from index.tree import And, Boost, Not, Or, Phrase, Word


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("covid19", {"COVID-19 in Rome", "covid19"}),
        ("COVID-19", {"COVID-19 in Rome", "covid19", "19 cases of covid"}),
        ("covid 19 rome", {"COVID-19 in Rome"}),
        ("title:covid19", {"COVID-19 in Rome", "covid19"}),
        ("19covid", set()),
        ("cov2 OR covid19", {"COVID-19 in Rome", "covid19"}),
        ("-covid19 covid", {"COVID-19 in Rome", "19 cases of covid", "covid"}),
    ],
)
def test_what_is_one_word_is_found_as_two_and_two_as_one(query: str, expected: set[str]) -> None:
    with closing(MemoryEngine(PLAIN)) as engine:
        with engine.writer() as writer:
            for title in ("COVID-19 in Rome", "covid19", "19 cases of covid", "covid"):
                writer.put(Document("s", title, titles=(Text(title),)))
        tree = with_compounds(parse(query).tree)
        assert {key.identifier for key in engine.scan(Query(tree))} == expected


def test_what_is_no_compound_is_left_alone() -> None:
    for query in ("russia 1917", "h2o", "2019", "p 53", "a b 5", '"covid 19"', "title:covid 19"):
        assert with_compounds(parse(query).tree) == parse(query).tree


def test_what_holds_words_is_looked_into() -> None:
    both = Or((Word("covid19"), Phrase(("covid", "19"))))
    assert with_compounds(Boost(Word("covid19"), 2.0)) == Boost(both, 2.0)
    assert with_compounds(And((Word("x"), Word("covid19")))) == And((Word("x"), both))
    assert with_compounds(Not(Word("covid19"))) == Not(Word("covid19"))
