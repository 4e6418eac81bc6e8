"""Laws of cleaning: it never raises, cleaning twice is cleaning once, and no word is lost."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harvester.normalise import identifiers, markup, mathml, mojibake, subjects
from harvester.normalise.hygiene import clean
from harvester.normalise.scripts import lowered, raised
from harvester.normalise.text import fold, paragraphs
from index.dois import doi, doi_inside
from index.identifiers import recognise
from tests.harvester.normalise.samples import document, values

_PIECES = st.sampled_from(
    [
        "<", ">", "</", "<p>", "</p>", "<br/>", "<i>", "</i>", "<sub>", "</sub>", "<sup>2</sup>",
        "<b and c>", "<math>", "<mn>2</mn>", "</math>", "<!--", "-->", "<style>", "</style>", "&",
        "&amp;", "amp;", "lt;", "#38;", "&#38;", "gt;", "&nbsp;", "&shy;", "&#146;", "\u00ad",
        "\u200b", "\u200c", "\u200d", "\ufeff", "\u00a0", "\u0092", "\u0085", "\ufffd", "Ã", "Â",
        "§", "â", "€", "™", "Р", "С", "ѓ", "ї", "é", "e\u0301", "\u0338", "\u037e", "क", "ب", "ក",
        "a", "B", "1", " ", "\n", ";", ",", "|", "//", "x<y", "10.1000/182", "doi:", "http://",
    ]
)  # fmt: skip
_TEXT = st.lists(_PIECES | st.text(max_size=4), max_size=14).map("".join)
_PLAIN = st.text(st.characters(categories=("L", "N", "P", "Z", "S"), max_codepoint=0x17F)).filter(
    lambda text: not re.search("[<&\x80-\x9f\u00ad]", text) and mojibake.repaired(text) == text
)


@given(_TEXT)
@settings(max_examples=500, deadline=None)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert clean(fold(once)) == fold(once)
    assert clean(paragraphs(once)) == paragraphs(once)


@given(_PLAIN)
@settings(max_examples=200, deadline=None)
def test_clean_text_comes_back_as_it_is(text: str) -> None:
    assert clean(text) == text


@given(
    st.lists(st.sampled_from(["rivers", "of", "the", "North", "p<0.05", "a<b", "лёд"]), min_size=1)
)
@settings(max_examples=100, deadline=None)
def test_markup_around_words_loses_no_word(words: list[str]) -> None:
    marked = " ".join(
        f"<i>{word}</i>" if at % 2 else f"<p>{word}</p>" for at, word in enumerate(words)
    )
    assert re.findall(r"\S+", clean(marked)) == words


@given(_TEXT)
@settings(max_examples=300, deadline=None)
def test_no_function_raises(text: str) -> None:
    markup.to_text(text)
    mathml.to_text(text)
    lowered(text)
    raised(text, text[:1], text[-1:])
    recognise(text)
    doi_inside(text)
    found = identifiers.read(values(text))
    list(identifiers.flags(values(text), found))
    subjects.read(values(text, text))


@given(_TEXT)
@settings(max_examples=200, deadline=None)
def test_no_word_of_an_identifier_vanishes(text: str) -> None:
    line = fold(clean(text))
    found = identifiers.read(values(line))
    held = " ".join(identifier.raw for identifier in found)
    flagged = [flag.raw for flag in identifiers.flags(values(line), found)]
    assert set(re.findall(r"\w+", line)) <= set(re.findall(r"\w+", " ".join([held, *flagged])))


_TERMS = st.lists(
    st.sampled_from(
        ["rivers", "sea ice", "лёд", "U.S.", "“x”", "A", ";", "; ", ",", ", ", "|", " // ", ".",
         "\n", "•", "1", "-", "JEL", "C32", "ddc:590", "МСК", "35J60", " "]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@given(_TERMS)
@example("35J60,rivers,rivers")  # a code among the parts at commas
@example("ddc:590 A.")  # a caption with the dot that ends the list
@example("LCC:JEL C32")  # a code behind the name of another scheme
@example("rivers,none,sea ice,лёд")
@settings(max_examples=300, deadline=None)
def test_subjects_given_again_are_the_same(text: str) -> None:
    once = document(("subject", text))
    again = document(*(("subject", term.value) for term in once.subjects))
    assert again.subjects == once.subjects


@given(_TERMS)
@settings(max_examples=300, deadline=None)
def test_no_word_of_a_subject_vanishes(text: str) -> None:
    done = document(("subject", text))
    held = " ".join(
        [term.value for term in done.subjects] + [one.raw for one in done.classifications]
    )
    words = set(re.findall(r"\w+", text))
    assert {word.casefold() for word in words} <= set(re.findall(r"\w+", held.casefold()))


@given(st.from_regex(r"10\.[0-9]{4,5}/[a-z0-9()._;-]{1,20}", fullmatch=True))
@settings(max_examples=200, deadline=None)
def test_a_doi_is_its_own_normal_form(text: str) -> None:
    once = doi(text)
    if once:
        assert doi(once) == once
        assert doi(f"https://doi.org/{once}") == once
        assert doi(f"DOI: {once.upper()}") == once


@pytest.mark.parametrize(
    "sign", ["<b " * 3000, "<p a=" * 3000, "&amp;" * 3000, "<sub>" * 1500, "<!--" * 3000]
)
def test_long_rubbish_takes_no_long_time(sign: str) -> None:
    """No more than the time in which a slow machine could not do it by trying every way."""
    assert clean(clean(sign)) == clean(sign)


@given(st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_clean_text_is_composed(text: str) -> None:
    assert unicodedata.is_normalized("NFC", fold(clean(text)))
