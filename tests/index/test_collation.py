"""Keys of titles: they compare as people expect, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.collation import LETTERS, sort_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Élan", "ELAN"),
        ("«Война и мир»", "война  и мир"),
        ("Straße", "STRASSE"),
        ("ёлки", "Елки"),
        ("ＡＢＣ", "abc"),
        ("L’eau", "l'eau"),
        ("Ørsted", "orsted"),
        ("well-known", "Well known"),
        ("İstanbul", "istanbul"),
        ("e\u0301lan", "élan"),
    ],
)
def test_what_people_take_for_the_same_has_the_same_key(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


@pytest.mark.parametrize(
    "titles",
    [
        ["3D", "abc", "Zebra", "αλφα", "Ель", "שלום", "كتاب", "大学"],
        ["a b", "ab"],
        ["ель", "еяя", "єдність", "жук"],
        ["Ида", "Іван", "Їжак", "Йод", "Кот"],
        ["гусь", "ґанок", "дом"],
        ["нуль", "њива", "око"],
    ],
)
def test_titles_come_in_this_order(titles: list[str]) -> None:
    assert sorted(set(titles), key=sort_key) == titles


@given(st.text(st.characters(exclude_categories=[]), max_size=300))
def test_any_text_has_a_short_key_without_signs_at_its_ends(text: str) -> None:
    key = sort_key(text)
    assert len(key) <= LETTERS
    assert key == key.strip()
    key.encode()


def test_no_letters_no_key() -> None:
    assert sort_key("?! …") == sort_key("") == ""
