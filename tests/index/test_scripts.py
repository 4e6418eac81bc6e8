"""Which script a text is in, and by which language it is read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.fields import language_of
from index.record import Document, Flag, Text
from index.scripts import _of_most, fits, script_of


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Rivers of the North", "Latn"), ("Реки Севера", "Cyrl"), ("Ποτάμια του βορρά", "Grek"),
        ("أنهار الشمال", "Arab"), ("北方的河流", "Hani"), ("北の川", "Jpan"), ("북쪽의 강", "Kore"),
        ("COVID-19 и дети", None), ("DNA", None), ("ДНК", None), ("12 345", None), ("", None),
        ("½ ²³ — „“", None), ("ᚠᚢᚦᚨᚱᚲ", None), ("Études littéraires", "Latn"),
    ],
)  # fmt: skip
def test_a_text_has_a_script_when_nearly_all_letters_do(text: str, script: str | None) -> None:
    assert script_of(text) == script


_LETTERS = st.characters(max_codepoint=0x2FF) | st.characters(
    min_codepoint=0x3F0, max_codepoint=0x5FF
)


@settings(max_examples=500, deadline=None)
@given(st.text(_LETTERS | st.sampled_from("aя9 ²ªµ₂ᴬ研－\u0301"), max_size=40))
def test_the_short_way_is_the_long_way(text: str) -> None:
    assert script_of(text) == _of_most(text)


@pytest.mark.parametrize(
    ("language", "script", "can"),
    [
        ("en", "Cyrl", False), ("en-GB", "Latn", True), ("ru", "Cyrl", True), ("ru", "Latn", False),
        ("ru-Latn", "Latn", True), ("sr", "Latn", True), ("sr", "Cyrl", True),
        ("sr-Cyrl", "Latn", False), ("uz", "Cyrl", True), ("zh", "Hani", True),
        ("zh-Hant", "Hani", True), ("ja", "Hani", True), ("ja", "Jpan", True),
        ("zh", "Jpan", False),
        ("mul", "Cyrl", True), (None, "Cyrl", True), ("en", None, True), ("qaa", "Latn", True),
    ],
)  # fmt: skip
def test_a_language_is_written_in_its_scripts(
    language: str | None, script: str | None, can: bool
) -> None:
    assert fits(language, script) is can


_CYRILLIC = "Ріки України та їхній лід"


def test_a_language_that_the_script_rules_out_is_passed_over() -> None:
    document = Document("s", "i", languages=("en", "uk"))
    assert language_of(Text(_CYRILLIC, "en"), document) == "uk"
    assert language_of(Text(_CYRILLIC), document) == "uk"
    assert language_of(Text(_CYRILLIC, "ru"), document) == "ru"


def test_where_no_language_fits_the_script_decides() -> None:
    assert language_of(Text(_CYRILLIC, "en"), Document("s", "i", languages=("en",))) is None


def test_a_guess_is_used_only_where_nobody_said() -> None:
    guess = Flag("language-guessed", "language", "uk")
    assert language_of(Text(_CYRILLIC), Document("s", "i", flags=(guess,))) == "uk"
    assert language_of(Text(_CYRILLIC, "ru"), Document("s", "i", flags=(guess,))) == "ru"
