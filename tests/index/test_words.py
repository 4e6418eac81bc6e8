"""Words and tokens in many scripts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.words import MAX_LETTERS, spans, tokens, words

# Letters that fold, join, combine or belong to scripts without blanks.
ODD = "aกิ3月か\u3099'’\u0301ıİßéё _\"()-ｶﾞ한\u1112\u00ad\u200d\ufdfa№c+#.net`"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Universities co-operate, don't they?", "universities co operate don't they"),
        ("О’Генри об'єкт", "о'генри об'єкт"),
        ("H₂O ＡＢＣ ﬁne 3.5 №5", "h2o abc fine 3 5 5"),
        ("snake_case ____ …", "snake case"),
        ("эконо\u00adмика", "экономика"),
        ("हिन्दी भाषा", "हिन्दी भाषा"),
        ("C++, (C#) .NET, ASP.NET a+b 5# C++11 x.net.", "c++ c# .net asp net a b 5 c 11 x net"),
        ("Solov`ev Pod``yachev Gry`gorenko 'quoted'", "solov'ev pod''yachev gry'gorenko quoted"),
        ("Маrkov Сovid Тест mкм", "markov covid тест мкм"),
        ("東京大学", "東京 京大 大学"),
        ("月", "月"),
        ("3月号", "3 月号"),
        ("ｶﾞｸ", "ガク"),
        ("한국어", "한국 국어"),
        ("กิน", "กิน"),
        ("", ""),
    ],
)
def test_text_falls_into_tokens(text: str, expected: str) -> None:
    assert tokens(text) == expected.split()


def test_a_run_without_blanks_is_one_word_of_pairs() -> None:
    assert words("in 東京大学 there") == [("in",), ("東京", "京大", "大学"), ("there",)]


def test_no_token_is_too_long_to_store() -> None:
    assert tokens("x" * 1_000_000) == ["x" * MAX_LETTERS]


@settings(max_examples=200, deadline=None)
@given(st.text() | st.text(alphabet=ODD))
def test_tokens_are_stable(text: str) -> None:
    """Tokens written with blanks between them are the same tokens again."""
    found = tokens(text)
    assert tokens(" ".join(found)) == found
    assert all(0 < len(token) <= MAX_LETTERS for token in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The big-Dog", ["The", "big", "Dog"]),
        ("3月号と", ["3", "月号", "号と"]),
        ("фи́зика", ["фи́зика"]),
        ("ｶﾞｸ no", ["ｶﾞｸ", "no"]),
        ("_a_b", ["a", "b"]),
    ],
)
def test_spans_point_into_the_text_as_it_stands(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end, _ in spans(text)] == expected


@settings(max_examples=200, deadline=None)
@given(st.text() | st.text(alphabet=ODD))
def test_spans_stay_inside_and_in_order(text: str) -> None:
    places = [(start, end) for start, end, _ in spans(text)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)
