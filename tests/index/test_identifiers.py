"""Identifiers in every dress come to one normal form; what is not certain is not claimed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import dois
from index.identifiers import (
    doi,
    edn,
    is_electronic_issn,
    is_issn_like,
    isbn,
    issn,
    orcid,
    recognise,
)

PARENTHESES = "10.1016/0020-7519(75)90103-4"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.31857/S086958732311004X", "10.31857/s086958732311004x"),
        (" 10.1000/182\n", "10.1000/182"),
        ("doi:10.1000/182", "10.1000/182"),
        ("DOI 10.1000/182", "10.1000/182"),
        ("DOI: https://doi.org/10.1000/182", "10.1000/182"),
        ("info:doi/10.1000/182", "10.1000/182"),
        ("http://dx.doi.org/10.1000/182", "10.1000/182"),
        ("https://doi.org/10.1000/182?nosfx=y#top", "10.1000/182"),
        ("https://doi.org/10.1016%2F0020-7519%2875%2990103-4", PARENTHESES),
        ("10.1016%2F0020-7519(75)90103-4", PARENTHESES),
        (PARENTHESES, PARENTHESES),
        (f"({PARENTHESES}).", PARENTHESES),
        ("<https://doi.org/10.1000/182>", "10.1000/182"),
        ("10.1000/182,", "10.1000/182"),
        ("10.1000.10/123", "10.1000.10/123"),
        ("10.1000/a%2Fb", "10.1000/a%2fb"),
        ("10.1/182", None),
        ("10.1000/", None),
        ("10.1000/one two", None),
        ("https://doi.org/10.1000/%20", None),
        ("https://example.org/10.1000/182", None),
        ("10.1000/(a)", "10.1000/(a)"),
        ("10.1000/" + ")" * 5000, None),
        ("10.1000/" + "a" * 5000, None),
        ("", None),
    ],
)
def test_a_doi_in_every_dress(text: str, expected: str | None) -> None:
    assert doi(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0869-5873", "0869-5873"),
        ("ISSN 0869-5873", "0869-5873"),
        ("ISSN: 08695873", "0869-5873"),
        ("urn:ISSN:0028-0836", "0028-0836"),
        ("eISSN 2434-561x", "2434-561X"),
        ("0869\u20135873", "0869-5873"),
        ("0869-5873 (Print)", "0869-5873"),
        ("0869-5874", None),
        ("08695873", None),
        ("0869-5873; 93", None),
    ],
)
def test_an_issn_needs_its_check_digit(text: str, expected: str | None) -> None:
    assert issn(text) == expected


def test_an_issn_with_a_wrong_check_digit_still_looks_like_one() -> None:
    assert is_issn_like("0869-5874")
    assert not is_issn_like("08695874")
    assert not is_issn_like("Vol 93")


@pytest.mark.parametrize(
    "text",
    [
        "eISSN 0869-5873",
        "E-ISSN: 0869-5873",
        "0869-5873 (Online)",
        "ISSN-e 0869-5873",
        "ISSN electrónico 0869-5873",
    ],
)
def test_a_label_tells_the_online_edition(text: str) -> None:
    assert is_electronic_issn(text)


@pytest.mark.parametrize(
    "text", ["ISSN 0869-5873", "pISSN 0869-5873", "0869-5873", "ISSN impreso 0869-5873", "word"]
)
def test_no_label_tells_no_online_edition(text: str) -> None:
    assert not is_electronic_issn(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9780306406157", "9780306406157"),
        ("ISBN 0-306-40615-2", "9780306406157"),
        ("0-306-40615-2", "9780306406157"),
        ("ISBN-10: 0306406152", "9780306406157"),
        ("urn:isbn:9780306406157", "9780306406157"),
        ("0306406152", None),
        ("9780306406158", None),
        ("ISBN unknown", None),
    ],
)
def test_an_isbn_is_thirteen_digits_with_the_right_check_digit(
    text: str, expected: str | None
) -> None:
    assert isbn(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "0000-0002-1825-0097",
        "https://orcid.org/0000-0002-1825-0097",
        "orcid.org/0000-0002-1825-0097/",
        "ORCID: 0000\u20130002\u20131825\u20130097",
        "0000 0002 1825 0097",
        "0000000218250097",
        "(ORCID № 0000-0002-1825-0097).",
        "https://orcid.org/0000-0002-1825-0097?lang=en",
        "urn:orcid:0000-0002-1825-0097",
        "\u200b0000 - 0002 - 1825 - 0097",
        "\uff10\uff10\uff10\uff10-0002-1825-0097",
    ],
)
def test_an_orcid_in_every_spelling(text: str) -> None:
    assert orcid(text) == "0000-0002-1825-0097"


def test_an_orcid_may_end_in_x() -> None:
    assert orcid("0000-0002-1694-233x") == "0000-0002-1694-233X"


@pytest.mark.parametrize("text", ["0000-0002-1825-0098", "0000-0002-1825", "Ivanov"])
def test_a_wrong_orcid_is_none(text: str) -> None:
    assert orcid(text) is None


def test_an_edn_is_six_capitals_and_certain_only_with_a_label_or_address() -> None:
    assert edn("COKGZM") == "COKGZM"
    assert edn("EDN: COKGZM") == "COKGZM"
    assert edn("cokgzm") is None
    assert recognise("COKGZM") is None
    assert recognise("https://elibrary.ru/COKGZM") is not None


@pytest.mark.parametrize(
    ("text", "scheme", "value"),
    [
        ("https://doi.org/10.1000/182", "doi", "10.1000/182"),
        ("info:eu-repo/semantics/altIdentifier/doi/10.1000/ABC", "doi", "10.1000/abc"),
        ("http://hdl.handle.net/10945/27023", "handle", "10945/27023"),
        ("hdl:20.500.12345/7", "handle", "20.500.12345/7"),
        ("info:eu-repo/semantics/altIdentifier/hdl/1813/3024", "handle", "1813/3024"),
        ("info:eu-repo/semantics/altIdentifier/hdl/http://hdl.handle.net/1813/3024", "handle",
         "1813/3024"),
        ("URN:NBN:de:101:1-2", "urn", "urn:nbn:de:101:1-2"),
        ("urn:issn:0028-0836", "issn", "0028-0836"),
        ("ISSN 0869-5873", "issn", "0869-5873"),
        ("1992-2027", None, None),
        ("ISSN 1992-2027", "issn", "1992-2027"),
        ("e-ISSN 3034-5200", "eissn", "3034-5200"),
        ("info:eu-repo/semantics/altIdentifier/eissn/3034-5200", "eissn", "3034-5200"),
        ("ISBN 0-306-40615-2", "isbn", "9780306406157"),
        ("arXiv:2101.00001v2", "arxiv", "2101.00001"),
        ("https://arxiv.org/pdf/2101.00001.pdf", "arxiv", "2101.00001"),
        ("http://arxiv.org/abs/hep-th/9901001", "arxiv", "hep-th/9901001"),
        ("PMID: 123456", "pmid", "123456"),
        ("https://pubmed.ncbi.nlm.nih.gov/123456/", "pmid", "123456"),
        ("EDN COKGZM", "edn", "COKGZM"),
        ("oai:journal.example.org:article/1", "oai", "oai:journal.example.org:article/1"),
        ("HTTPS://Example.ORG/Path?Q=1", "url", "https://example.org/Path?Q=1"),
        ("info:eu-repo/semantics/altIdentifier/url/http://example.org/a", "url",
         "http://example.org/a"),
        ("https://example.org/a b", None, None),
        ("2101.00001", None, None),
        ("123456", None, None),
        ("physics", None, None),
        ("PHYSICS OF METALS", None, None),
        ("", None, None),
    ],
)  # fmt: skip
def test_recognise_claims_what_is_certain_and_nothing_else(
    text: str, scheme: str | None, value: str | None
) -> None:
    found = recognise(text)
    assert (found and found.scheme, found and found.value) == (scheme, value)
    assert found is None or found.raw == text


_PIECES = st.sampled_from(
    ["10.1000/", "https://doi.org/", "doi:", "%2F", "%25", "(", ")", ".", "0869-5873", "ISSN ",
     "ISBN ", "978", "0000-0002-1825-0097", "hdl:", "urn:", "arXiv:", "info:eu-repo/", " ", "İ",
     "semantics/altIdentifier/", "oai:", "http://", "[", "²", "٣", "\ud800"]
)  # fmt: skip
_TEXTS = st.text() | st.lists(_PIECES | st.text(max_size=3), max_size=8).map("".join)


@given(_TEXTS)
@settings(max_examples=300, deadline=None)
def test_any_text_is_answered_and_the_normal_form_stays_itself(text: str) -> None:
    """No text raises; a normal form normalised again is the same."""
    for normal in (doi, issn, isbn, orcid, edn):
        value = normal(text)
        assert value is None or normal(value) == value
    found = recognise(text)
    assert found is None or found.raw == text


@given(st.from_regex(dois._NORMAL, fullmatch=True))
@settings(max_examples=300, deadline=None)
def test_a_doi_that_needs_no_reading_is_read_as_it_is(text: str) -> None:
    assert dois._undressed(text) == text
