"""Edges of subjects that no golden value holds."""

from __future__ import annotations

import pytest

from harvester.normalise import classifications
from harvester.normalise.dublin_core import Value
from harvester.normalise.subjects import read
from harvester.normalise.terms import split, split_at_commas, trim
from index.record import Coded, Text
from tests.harvester.normalise.samples import values


def test_the_same_word_stays_in_each_language() -> None:
    found = read((Value("Film", "de"), Value("film", "en"), Value("FILM", "en-US")))
    assert found.terms == (Text("Film", "de"), Text("film", "en"))


def test_commas_part_the_only_subject_of_each_language() -> None:
    found = read((Value("ice, sea, river", "en"), Value("лёд", "ru"), Value("река", "ru")))
    assert [term.value for term in found.terms] == ["ice", "sea", "river", "лёд", "река"]


def test_a_code_keeps_what_came() -> None:
    (code,) = read(values("info:eu-repo/classification/ddc/590")).codes
    assert code == Coded(
        "info:eu-repo/classification/ddc/590", "http://dewey.info/class/590/", "590", "DDC"
    )


def test_the_same_code_stands_once() -> None:
    assert len(read(values("ddc:590", "DDC 590")).codes) == 1


def test_another_scheme_of_openaire_keeps_its_name() -> None:
    (code,) = read(values("info:eu-repo/classification/abc/7")).codes
    assert (code.scheme, code.label, code.uri) == ("ABC", "7", None)


@pytest.mark.parametrize(
    "term", ["UDC", "JEL is a code", "MSC Cruises", "DDC: none", "[Sic!] text"]
)
def test_the_name_of_a_scheme_alone_is_a_term(term: str) -> None:
    assert classifications.read(term) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a\n  b", ["a\n  b"]),
        ("a,\nb", ["a,\nb"]),
        ("x" * 70 + "\ny", ["x" * 70 + "\ny"]),
        ("a;b|c", ["a", "b", "c"]),
    ],
)
def test_lines_are_terms_only_where_each_is_one(text: str, parts: list[str]) -> None:
    assert list(split(text)) == parts


@pytest.mark.parametrize(
    "text", ["a, b", "one, two, three and four", "a, 1999, b", "a, b c d e f, g", "a: b, c, d, e"]
)
def test_commas_that_are_not_safe(text: str) -> None:
    assert list(split_at_commas(text)) == [text]


def test_all_that_surrounds_a_term_goes() -> None:
    assert trim(" • «“term”.», ") == "term"
    assert trim(",;:") == ""
