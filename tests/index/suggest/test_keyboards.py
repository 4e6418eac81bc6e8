"""What the same keys give in another layout."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.suggest.keyboards import retyped


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rbcnfyjd", "кистанов"),
        ("Rbcnfyjd", "кистанов"),
        ("йгфтегь", "quantum"),
        ("[bvbz", "химия"),
        (";bpym", "жизнь"),
        ("'rcgthbvtyn", "эксперимент"),
        ("ghbhjlf", "природа"),
        ("{BVBZ", "химия"),
        ("kbnjdcrbq-gjkmcrbq", "литовский-польский"),
        ("]hsq", "їрий".replace("и", "і")),
        ("καρδια", "kardia"),
        ("φυσικη", "fysikh"),
        ("akashe", "שלשדיק"),
    ],
)
def test_a_word_of_another_layout(typed: str, meant: str) -> None:
    assert meant in retyped(typed)


@pytest.mark.parametrize("typed", ["", " ", "123", "p53", "C++", "日本", "?!", "a b", "😀", "\0"])
def test_what_no_layout_has_as_letters_is_not_retyped(typed: str) -> None:
    assert retyped(typed) == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=20))
def test_any_text_gives_words_of_letters(text: str) -> None:
    for word in retyped(text):
        assert len(word) == len(text.strip())
        assert any(map(str.isalpha, word))
        assert word != text.strip().lower()


@given(st.text("абвгдежзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=12))
def test_what_was_typed_blindly_comes_back(word: str) -> None:
    keys = str.maketrans("йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,.")
    assert word in retyped(word.translate(keys))
