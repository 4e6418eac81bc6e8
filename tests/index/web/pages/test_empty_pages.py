"""The pages while nothing is held yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import open_index
from tests.index.web.pages.conftest import visiting
from tests.visitor import text_of


@pytest.mark.parametrize(
    "path", ["/", "/search", "/search?q=tea", "/explore", "/about", "/search/values/creator"]
)
def test_nothing_is_held(tmp_path: Path, path: str) -> None:
    with open_index(tmp_path, create=True) as index:
        index.sync()
        page = visiting(index).page(path)
    assert page.cssselect("h1")
    if path == "/":
        assert "0 records" in text_of(page)


def test_there_is_no_index_yet(tmp_path: Path) -> None:
    with open_index(tmp_path, create=True) as index:
        page = visiting(index).page("/", 503)
    assert "no search index yet" in text_of(page)
