"""The names that resolvers and archives give, each by its own function."""

from __future__ import annotations

import pytest

from index.dois import doi, doi_inside
from index.identifiers import is_isbn_like, recognise
from index.persistent import arxiv, handle, urn


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see 10.1000/1 and 10.1000/1.", "10.1000/1"),
        ("see 10.1000/1 and 10.1000/2", None),
        ("no DOI at all", None),
        ("version 10.2/3", None),
        ("https://example.org/doi/full/10.1000/182", "10.1000/182"),
        ("https://example.org/doi/10.1000/182/pdf", "10.1000/182"),
        ("https://example.org/10.1000/182", None),
        ("10.1000/1 " * 1000, None),
    ],
)
def test_the_one_doi_in_a_citation_or_an_address(text: str, expected: str | None) -> None:
    assert doi_inside(text) == expected


def test_two_dois_are_not_one() -> None:
    assert doi("10.1000/1;10.1000/2") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hdl:1813/3024/", "1813/3024"),
        ("https://hdl.handle.net/1813/a%20b", "1813/a b"),
        ("1813/3024", None),
    ],
)
def test_a_handle_needs_its_resolver_or_label(text: str, expected: str | None) -> None:
    assert handle(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("URN:NBN:SE:uu:diva-100", "urn:nbn:se:uu:diva-100"),
        ("http://urn.kb.se/resolve?urn=urn%3Anbn%3Ase%3Auu%3Adiva-100", "urn:nbn:se:uu:diva-100"),
        ("https://example.org/urn:isbn:123", None),
    ],
)
def test_a_urn_also_behind_its_resolver(text: str, expected: str | None) -> None:
    assert urn(text) == expected


@pytest.mark.parametrize("text", ["1207.1019", "foo/9901001", "arXiv:12.3", "hep-th/99"])
def test_what_is_no_arxiv_number(text: str) -> None:
    assert arxiv(text) is None


def test_an_isbn_with_a_wrong_digit_still_looks_like_one() -> None:
    assert is_isbn_like("ISBN 978-3-531-17246-1")
    assert not is_isbn_like("978-3-531-17246-1")
    assert not is_isbn_like("ISBN 12")


@pytest.mark.parametrize("text", ["edn second", "pubmed 2019", "elibrary.ru/cokgzm", "C32"])
def test_words_of_a_question_are_no_identifiers(text: str) -> None:
    assert recognise(text) is None
