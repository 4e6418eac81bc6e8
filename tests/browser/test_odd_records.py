"""Records that are odd to draw, on a telephone: nothing runs over the edge of the screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index import open_index
from index.record import Agent, Batch, Document, Identifier, Journal, Link, Text
from tests.browser.conftest import looking, served
from tests.index.web.pages.test_directions import ARABIC, RECORDS, incoming
from tests.world import START

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WORD, ADDRESS = "x" * 200, f"https://example.org/{'a' * 200}"
ONE_WORD = Document(
    "", "", titles=(Text(WORD),), creators=(Agent(WORD, affiliation=WORD),),
    subjects=(Text(WORD), Text(ADDRESS)), abstracts=(Text(WORD),), publishers=(Text(WORD),),
    journal=Journal((Text(WORD),)), identifiers=(Identifier("url", ADDRESS, ADDRESS),),
    links=(Link(ADDRESS, "fulltext"),), relations=(Identifier("local", WORD, WORD),),
    rights=(Text(WORD),),
)  # fmt: skip


@pytest.fixture(scope="module")
def odd(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = Path(shutil.copytree(samples, tmp_path_factory.mktemp("odd") / "data"))
    with open_index(data) as index:
        index.store.declare("odd", "", "oai_dc", declared=False, now=START)
        records = {**RECORDS, "word": ONE_WORD}
        arrived = tuple(incoming(name, document) for name, document in records.items())
        index.store.apply("odd", Batch(arrived), None, START)
        index.sync()
    with served(data) as address:
        yield address


@pytest.mark.parametrize(
    "path",
    ["/search?source=odd", "/search/values/subject?source=odd", "/records/odd/word",
     "/records/odd/many", "/records/odd/long", "/records/odd/arabic", "/explore?source=odd"],
)  # fmt: skip
def test_nothing_runs_over_the_edge(chromium: Browser, odd: str, path: str) -> None:
    size = {"width": 320, "height": 640}
    with looking(chromium, odd, viewport=size, has_touch=True) as page:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_long_title_keeps_to_four_lines(chromium: Browser, odd: str) -> None:
    with looking(chromium, odd) as page:
        page.goto("/search?source=odd")
        long = page.locator(".hit .name", has_text="On and on")
        short = page.locator(".hit .name", has_text="A collaboration")
        assert long.bounding_box()["height"] <= 4.1 * short.bounding_box()["height"]  # type: ignore[index]


def test_arabic_begins_at_the_right(chromium: Browser, odd: str) -> None:
    with looking(chromium, odd) as page:
        page.goto("/search?source=odd")
        hit = page.locator(".hit", has_text=ARABIC)
        edges = {
            hit.locator(part).evaluate(
                "one => { const range = document.createRange(); range.selectNodeContents(one);"
                " return Math.round(range.getBoundingClientRect().right); }"
            )
            for part in (".name", ".by", ".where")
        }
        assert max(edges) - min(edges) <= 2
