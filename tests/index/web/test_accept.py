"""Accept and Accept-Encoding."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.web.accept import best, encoding

OFFERED = ["application/json", "text/csv; charset=utf-8", "application/x-bibtex"]


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("", 0), ("*/*", 0), ("text/csv", 1), ("TEXT/CSV", 1), ("text/*", 1),
        ("application/*", 0), ("application/x-bibtex, application/json", 0),
        ("application/json;q=0.5, application/x-bibtex", 2),
        ("text/html, */*;q=0.1", 0), ("application/json;q=0, */*", 1),
        ("image/png", None), ("application/json;q=0", None), ("application/json;q=x", None),
        ("application/json;q=7", None),
    ],
)  # fmt: skip
def test_the_type_that_is_wanted_most(header: str, wanted: int | None) -> None:
    assert best(header, OFFERED) == (None if wanted is None else OFFERED[wanted])


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("", None), ("identity", None), ("gzip", "gzip"), ("gzip, zstd", "zstd"), ("*", "zstd"),
        ("gzip;q=1, zstd;q=0.5", "gzip"), ("gzip;q=0", None), ("br", None),
        ("identity;q=1, gzip;q=0.5", None),
    ],
)  # fmt: skip
def test_the_coding_that_is_wanted_most(header: str, wanted: str | None) -> None:
    assert encoding(header, ("zstd", "gzip")) == wanted


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abc/*;q=.,01 x", max_size=200))
def test_any_header_has_an_answer(header: str) -> None:
    assert best(header, OFFERED) in (None, *OFFERED)
    assert encoding(header, ("zstd", "gzip")) in (None, "zstd", "gzip")
