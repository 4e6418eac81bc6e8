"""Sounds: what names and titles are found by in other alphabets, and what they are not found by."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import PLAIN, is_exact, terms
from index.sounds import SOUND, asked_sounds, sounds
from index.words import tokens


@pytest.mark.parametrize(
    ("held", "asked", "hearing", "found"),
    [
        ("Кистанов", "Kistanov", "any", True),
        ("Kistanov", "Kistanow", "any", True),
        ("Kistanov", "Кистанов", "any", True),
        ("Kistanov", "Kistanow", "across", False),
        ("Кистанов", "Kistanow", "across", True),
        ("Вопросы", "voprosy", "across", True),
        ("Voprosy", "вопросы", "across", True),
        ("но", "no", "across", False),
        ("Ли", "Li", "any", True),
        ("Παπαδόπουλος", "Papadopoulos", "any", True),
        ("田中", "Tanaka", "any", False),
        ("В", "V", "any", False),
    ],
)
def test_a_word_is_heard(held: str, asked: str, hearing: str, found: bool) -> None:
    token, word = tokens(held)[0], tokens(asked)[0]
    heard = set(terms(token, None, sounded=True)) & set(PLAIN.query_sounds(word, hearing))  # type: ignore[arg-type]
    assert bool(heard) == found


@pytest.mark.parametrize("token", ["2019", "y2", "大学", "かな", "ไทย", "한국", "a", "محمد", "ь"])
def test_what_has_no_sound(token: str) -> None:
    assert sounds([token]) == [None]
    assert asked_sounds(token, "any") == ()


@settings(max_examples=300, deadline=None)
@given(st.text() | st.text(alphabet="аБвЬščłŒκΣაԱ'-1"))
def test_sounds_are_marked_and_found_by_the_word_itself(text: str) -> None:
    for token in tokens(text):
        [heard] = sounds([token])
        if heard:
            assert heard.startswith(SOUND)
            assert not is_exact(heard)
            assert heard in asked_sounds(token, "any")
            assert heard not in asked_sounds(token, "across")
