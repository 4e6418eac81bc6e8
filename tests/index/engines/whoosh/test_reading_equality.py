"""Every query has the matches and the scores that stock Whoosh gives on the same files."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from whoosh import query as w
from whoosh.query.spans import SpanNear2, SpanNot

from index.engines.whoosh.w3.reading import Found, NotKnown, Reader, matches, scored
from tests.index.engines.whoosh.trees import Trees
from tests.index.engines.whoosh.written import RARE, TAGS, WORDS, index, reader

FIELDS = ["title", "body", "body", "tags"]


@pytest.fixture(scope="module", params=["loose", "compound", "single"])
def held(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    folder: Path = tmp_path_factory.mktemp(request.param)
    sizes = [700] if request.param == "single" else [300, 200, 150, 30]
    index(folder, sizes, compound=request.param == "compound")
    return reader(folder)


def term(rng: random.Random) -> w.Query:
    field = rng.choice(FIELDS)
    text = rng.choice(TAGS) if field == "tags" else rng.choice(WORDS)
    return w.Term(field, text, boost=rng.choice([1.0, 1.0, 0.4, 3.0]))


def phrase(rng: random.Random) -> w.Query:
    words = rng.choices(WORDS[:6], k=rng.randint(2, 4))
    return w.Phrase("body", words, slop=rng.choice([1, 1, 2, 5]), boost=rng.choice([1.0, 2.5]))


def near(rng: random.Random) -> w.Query:
    words = [w.Term("body", word) for word in rng.choices(WORDS[:9], k=2)]
    return SpanNear2(
        words, slop=rng.randint(1, 4), ordered=rng.random() < 0.5, mindist=rng.choice([1, 1, 2])
    )


def years(rng: random.Random) -> w.Query:
    ends = sorted(rng.choices(range(1890, 2040), k=2))
    excluded = rng.random() < 0.3, rng.random() < 0.3
    return w.NumericRange("year", *ends, *excluded, boost=rng.choice([1.0, 2.0]))


WILD = ["*e*", "w?1", "w[12]?", "大*", "?", "b*e", "*学", "?о*", "*"]
# A range of terms, a prefix or a pattern scores 1 here; stock takes BM25 for a few terms.
CONSTANT: list[Callable[[random.Random], w.Query]] = [
    lambda rng: w.Prefix("body", rng.choice(["w1", "w", "b", "ч", "", "nothing"])),
    lambda rng: w.TermRange("body", rng.choice([None, "green"]), rng.choice([None, "w2"]),
                            rng.random() < 0.5, rng.random() < 0.5),
    lambda rng: w.Wildcard("body", rng.choice(WILD)),
    lambda rng: w.Regex("body", rng.choice(["w[13]0?$", "^gr", "the|of"])),
    lambda rng: w.Every(rng.choice(["title", "year", "body"])),
    lambda rng: w.FuzzyTerm("body", rng.choice(["gren", "w11", "черны", "xyz", "of"]),
                            maxdist=rng.choice([1, 2]), prefixlength=rng.choice([0, 1])),
]  # fmt: skip
LEAVES: list[Callable[[random.Random], w.Query]] = [
    *([term] * 8), phrase, phrase, near, years,
    lambda rng: w.Term("plain", rng.choice(TAGS)),
    lambda rng: w.Term("year", rng.choice([1999, 2020])),
    lambda rng: w.Term(rng.choice(["title", "none"]), "missing"),
    lambda rng: w.Every(),
    lambda rng: w.ConstantScoreQuery(rng.choice(CONSTANT)(rng), score=1.5),
]  # fmt: skip
TREES = Trees(term, phrase, LEAVES)


def test_400_queries_have_the_matches_and_scores_of_stock_whoosh(held: Reader) -> None:
    rng = random.Random(3)
    with held.stock() as stock:
        for _ in range(400):
            query = TREES.any(rng)
            numbers, scores = scored(held, query)
            right, right_scores = stock.scored(query)
            assert numbers.tolist() == right.tolist(), query
            assert scores == pytest.approx(right_scores, abs=1e-9, rel=0), query
            assert matches(held, query).tolist() == right.tolist()


def test_queries_of_many_terms_match_what_stock_whoosh_matches(held: Reader) -> None:
    rng = random.Random(4)
    with held.stock() as stock:
        for query in (made(rng) for made in CONSTANT * 12):
            numbers, scores = scored(held, query)
            assert numbers.tolist() == stock.scored(query)[0].tolist(), query
            assert set(scores.tolist()) <= {1.0}


def test_the_exclusion_of_stock_whoosh_is_right_here(held: Reader) -> None:
    """Stock gives documents that the second query holds (see `without`)."""
    rng = random.Random(5)
    for _ in range(40):
        wanted, unwanted = TREES.tree(rng), TREES.tree(rng)
        numbers, scores = scored(held, w.AndNot(wanted, unwanted))
        all_, all_scores = scored(held, wanted)
        left = ~np.isin(all_, matches(held, unwanted))
        assert numbers.tolist() == all_[left].tolist()
        assert scores.tolist() == pytest.approx(all_scores[left].tolist(), abs=1e-12)


def test_what_is_not_known_goes_to_stock_whoosh(held: Reader) -> None:
    terms = [w.Term("body", word) for word in ("the", "of", "red")]
    unknown = [
        w.Or([w.DisjunctionMax(terms), w.Term("title", RARE[0])]),
        SpanNot(terms[0], terms[1]),
        SpanNear2(terms, ordered=False, slop=3),
    ]
    with held.stock() as stock:
        for query in unknown:
            with pytest.raises(NotKnown):
                Found(held, query)._matchings[0].mask(query)
            numbers, scores = scored(held, query)
            right, right_scores = stock.scored(query)
            assert len(right)
            assert numbers.tolist() == matches(held, query).tolist() == right.tolist()
            assert scores.tolist() == right_scores.tolist()


def test_a_number_that_is_none_matches_nothing(held: Reader) -> None:
    assert not len(matches(held, w.Term("year", "soon")))
    assert not len(matches(held, w.TermRange("year", "soon", "later")))
    for query in (
        w.Prefix("none", "a"),
        w.TermRange("none", "a", "b"),
        w.Wildcard("none", "*a"),
        w.FuzzyTerm("none", "a"),
    ):
        assert not len(matches(held, query))
    for query in (w.Prefix("body", "\ud800"), w.Wildcard("body", "*\ud800"), w.Prefix("year", "x")):
        assert not len(matches(held, query))
    for query in (w.NullQuery, w.And([]), w.Or([])):
        assert not len(scored(held, query)[0])
