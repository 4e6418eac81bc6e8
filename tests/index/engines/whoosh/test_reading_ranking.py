"""How words are weighed, and what is looked at for nearness."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from whoosh.util.numeric import length_to_byte

from index.engines.whoosh.w3.reading.nearness import top
from index.engines.whoosh.w3.reading.phrase import side_by_side
from index.engines.whoosh.w3.reading.scoring import bent, rarity, repeated, shares


def test_the_best_are_those_whatever_their_order() -> None:
    scores = np.array([3.0, 1.0, 2.0, 5.0, 1.0])
    assert top(scores, 9).tolist() == [0, 1, 2, 3, 4]
    assert top(scores, 2).tolist() == [0, 3]
    assert top(scores, 4).tolist() == [0, 1, 2, 3, 4]  # both of those that tie
    assert top(np.ones(100), 10).tolist() == []  # rather none than some of them
    assert not len(top(np.zeros(0), 3))


def test_next_to_each_other_and_near() -> None:
    first = np.array([10, 1 << 32, (2 << 32) + 5])
    second = np.array([11, (1 << 32) + 4, (2 << 32) + 1])
    near, following = side_by_side(first, second, 4)
    assert (near.tolist(), following.tolist()) == ([0, 1, 2], [0])
    near, following = side_by_side(first, second, 3)
    assert (near.tolist(), following.tolist()) == ([0], [0])
    near, following = side_by_side(first, first, 4)  # one word is not near itself
    assert (near.tolist(), following.tolist()) == ([], [])


def test_rare_words_tell_more_and_none_tells_less_than_nothing() -> None:
    found = [rarity(1000, holding) for holding in (0, 1, 10, 500, 999, 1000, 1001)]
    assert found == sorted(found, reverse=True)
    assert found[-1] >= 0


def test_words_said_again_are_told_from_words_of_chance() -> None:
    assert repeated(1000, 100, 300, 0.5, 0) > 0.9  # three times where it stands
    assert repeated(1000, 100, 105, 0.5, 0) == pytest.approx(0, abs=0.01)  # as chance has it
    assert repeated(1000, 1000, 9000, 0.5, 0) == pytest.approx(0, abs=0.001)  # in every text
    assert repeated(1000, 0, 0, 0.5, 3) == repeated(0, 0, 0, 0.5, 3) == 0.5  # nothing is known
    assert repeated(1000, 3, 3, 0.5, 3) == pytest.approx(0.25, abs=0.01)  # half known
    # Of rare words: by how often they are said where they are.
    assert repeated(10**6, 100, 200, 0.5, 0) == pytest.approx(log(2), abs=0.001)


def test_occurrences_say_ever_less_and_long_fields_too() -> None:
    said = bent(np.array([0.0, 1.0, 2.0, 100.0]), 1.4)
    assert said[0] == 0
    assert (np.diff(said) > 0).all()
    assert said[-1] < 2.4
    found = shares(20.0, 0.5)
    short, average, long = (found[length_to_byte(length)] for length in (5, 20, 60))
    assert short > average > long > 0
    assert average == pytest.approx(1)
    assert np.isnan(found[0])
