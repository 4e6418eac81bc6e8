"""How a record is cited: the style that is always here, those of an extra, one at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index import Index
from index.export.citations import DEFAULT, _style, has_style, writer
from index.record import Journal
from index.web.pages.citing import STYLES, cited
from tests.visitor import Visitor, text_of

RECORD = "/records/demo/oai:journals.example.org:article/1001"
HARVARD = "Obraztsova, A.P. and Primerov, D.K. (2023) “Физика первого льда на городских лужах”"
STARTS = {
    "apa": "Obraztsova, A. P., & Primerov, D. K. (2023). Физика",
    "gost-r-7-0-5-2008": "Obraztsova A. P., Primerov D. K. Физика первого льда",
    "modern-language-association": "Obraztsova, A. P., and D. K. Primerov. “Физика",
    "chicago-author-date": "Obraztsova, A. P., and D. K. Primerov. 2023. “Физика",
    "elsevier-vancouver": "Obraztsova AP, Primerov DK. Физика",
    "ieee": "A. P. Obraztsova and D. K. Primerov, “Физика",
}
extra = pytest.mark.skipif(not has_style("apa"), reason="the extra `styles` is not installed")


def test_one_style_is_always_here(visitor: Visitor) -> None:
    for path in (RECORD, f"{RECORD}?style=nobodys", f"{RECORD}?style=../../etc/passwd"):
        page = visitor.page(path)
        assert text_of(page.cssselect(".citation")[0]).startswith(HARVARD)
        assert page.cssselect("link[rel=canonical]")[0].get("href").endswith("article/1001")


def test_names_of_styles_are_no_paths() -> None:
    assert has_style(DEFAULT)
    assert not has_style(f"../styles/{DEFAULT}")
    assert not has_style("nobodys")


def test_every_style_has_its_words() -> None:
    assert STARTS.keys() | {DEFAULT} == STYLES.keys()


@extra
@pytest.mark.parametrize("style", STARTS)
def test_a_style_is_chosen_by_address(visitor: Visitor, style: str) -> None:
    page = visitor.page(RECORD)
    [link] = [a for a in page.cssselect(".styles a") if a.text == STYLES[style]]
    assert link.get("href") == f"{RECORD}?style={style}#cite"
    page = visitor.page(link.get("href").partition("#")[0])
    assert text_of(page.cssselect(".citation")[0]).startswith(STARTS[style])
    assert text_of(page.cssselect(".styles [aria-current]")[0]) == STYLES[style]
    assert page.cssselect(".styles a")[0].get("href") == f"{RECORD}#cite"


@extra
def test_only_the_style_that_is_shown_is_read(library: Index) -> None:
    record = library.get("demo", "oai:journals.example.org:article/1001")
    assert record is not None
    cited(record, None)
    before = _style.cache_info()
    cited(record, "apa")
    after = _style.cache_info()
    assert (after.hits + after.misses) - (before.hits + before.misses) <= 2


@extra
@pytest.mark.parametrize("pages", ["5-14", "9-95", "170-174"])
def test_pages_are_whole(library: Index, pages: str) -> None:
    """citeproc-py 0.11 makes 5–4 of 5–14, and 9–5 of 9–95."""
    record = library.get("demo", "oai:journals.example.org:article/1001")
    assert record is not None
    assert record.document is not None
    document = replace(record.document, journal=Journal(pages=pages))
    for style in ("modern-language-association", "elsevier-vancouver"):
        text = b"".join(writer(style, "text")([replace(record, document=document)])).decode()
        assert pages.replace("-", "–") in text
