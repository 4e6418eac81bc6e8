"""The explore page: pictures, each with its table and its data."""

from __future__ import annotations

import csv
import io
import sys

import pytest
from lxml import etree

from index.web.pages import charts
from index.web.pages.bars import histogram
from index.web.pages.state import State
from tests.visitor import Visitor, text_of

SVG = "{http://www.w3.org/2000/svg}"


def test_each_picture_has_a_table_and_data_that_agree(visitor: Visitor) -> None:
    page = visitor.page("/explore?q=snow")
    figures = page.cssselect("section.figure")
    assert len(figures) >= 5
    for figure in figures:
        [image] = figure.cssselect("img")
        assert image.get("alt")
        drawn = visitor.get(image.get("src"))
        assert drawn.headers["content-type"] == "image/svg+xml"
        assert etree.fromstring(drawn.content).tag == f"{SVG}svg"
        table = {
            text_of(row.cssselect("th")[0]): text_of(row.cssselect("td")[0])
            for row in figure.cssselect("tbody tr")
        }
        [data] = [a.get("href") for a in figure.cssselect("a") if text_of(a) == "CSV"]
        rows = list(csv.reader(io.StringIO(visitor.get(data).text)))[1:]
        assert {name: count for name, count in rows if count != "0"} == table


def test_a_row_leads_to_its_hits(visitor: Visitor) -> None:
    page = visitor.page("/explore?q=snow")
    row = page.cssselect("#figure-language")[0].getparent().cssselect("tbody tr")[0]
    hits = visitor.page(row.cssselect("a")[0].get("href"))
    assert text_of(hits.cssselect("h1")[0]).startswith(text_of(row.cssselect("td")[0]) + " hit")


def test_all_records_and_growth(visitor: Visitor) -> None:
    page = visitor.page("/explore")
    assert "59 records" in text_of(page.cssselect("h1")[0])
    assert not page.cssselect("#figure-growth"), "of one day there is nothing to draw"
    assert not page.cssselect("meta[name=robots]")


@pytest.mark.parametrize("path", ["/explore/nothing.svg", "/explore/year.svg?q=zzzzzz"])
def test_no_picture(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_pictures_hold_no_script_and_are_drawn_alike() -> None:
    counted = [("<script>alert(1)</script>", 3), ("b\x07\x00c\ufffe", 1), ("x" * 99, 2)]
    for draw in (charts.rows, charts.columns, charts.rising):
        drawn = draw(counted)
        root = etree.fromstring(drawn)
        assert not root.xpath("//*[local-name()='script']")
        assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]
        assert drawn == draw(counted)


def test_the_library_asks_about_no_later_import() -> None:
    assert not [each for each in sys.meta_path if type(each).__module__.startswith("pygal")]


def test_bars_of_years() -> None:
    drawn = histogram({"1999": 2, "2001": 4, "(none)": 3}, State("x", (("year", "2001"),)))
    assert drawn is not None
    assert [(bar.first, bar.count, bar.on) for bar in drawn.bars] == [
        (1999, 2, False), (2000, 0, False), (2001, 4, True),
    ]  # fmt: skip
    assert drawn.undated == 3
    assert (drawn.first, drawn.last, drawn.most) == (1999, 2001, 4)
    assert histogram({"1999": 2, "(none)": 3}, State()) is None
    assert histogram({}, State()) is None


def test_many_years_are_drawn_together_and_strays_left_out() -> None:
    counts = {str(year): 10 for year in range(1900, 2020)} | {"1012": 1}
    drawn = histogram(counts, State())
    assert drawn is not None
    assert 30 <= len(drawn.bars) <= 60
    assert drawn.first == 1900
    assert drawn.undated == 1
    assert sum(bar.count for bar in drawn.bars) == 1200
    assert drawn.bars[0].years == "1900–1901"
    assert 2 <= len(drawn.marks) <= 7
