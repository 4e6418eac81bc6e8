"""Texts that run from right to left, long ones, many names; errors in the reader's language."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from harvester.normalise import NORMALISER
from harvester.record_xml import raw_record
from index import open_index
from index.record import Agent, Batch, Document, Incoming, Text
from index.web.pages.drawing import direction
from index.web.pages.wording import PROBLEMS
from index.web.problems import KINDS
from tests.index.web.pages.conftest import visiting
from tests.records import OAI_DC
from tests.visitor import Visitor, text_of
from tests.world import START

ARABIC = "أثر التعلم الإلكتروني"
MANY = tuple(Agent(f"Author, {number}") for number in range(300))
RECORDS = {
    "arabic": Document("", "", titles=(Text(ARABIC, "ar"),), creators=(Agent("الحسن، فاطمة"),)),
    "many": Document("", "", titles=(Text("A collaboration"),), creators=MANY),
    "long": Document("", "", titles=(Text("On and on " * 60),)),
}


@pytest.fixture(scope="module")
def odd(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Who looks at records that are odd to draw."""
    data = Path(shutil.copytree(samples, tmp_path_factory.mktemp("odd") / "data"))
    with open_index(data) as index:
        index.store.declare("odd", "", "oai_dc", declared=False, now=START)
        arrived = tuple(incoming(name, document) for name, document in RECORDS.items())
        index.store.apply("odd", Batch(arrived), None, START)
        index.sync()
        yield visiting(index)


@pytest.mark.parametrize(
    ("text", "runs"),
    [("", "ltr"), ("2020", "ltr"), ("A שלום", "ltr"), ("(1) שלום A", "rtl"), (ARABIC, "rtl")],
)
def test_how_a_text_runs(text: str, runs: str) -> None:
    assert direction(text) == runs


def test_a_hit_runs_as_its_title_does(odd: Visitor) -> None:
    page = odd.page("/search?source=odd")
    runs = {
        one.cssselect(".name a")[0].get("href"): one.get("dir") for one in page.cssselect(".hit")
    }
    assert runs == {
        "/records/odd/arabic": "rtl", "/records/odd/many": None, "/records/odd/long": None
    }  # fmt: skip
    assert page.get("dir") == "ltr"
    assert odd.page("/records/odd/arabic").cssselect("article header")[0].get("dir") == "rtl"


def test_three_hundred_names_stand_side_by_side(odd: Visitor) -> None:
    page = odd.page("/records/odd/many")
    assert len(page.cssselect("dd .flow li")) == 300
    assert text_of(page.cssselect("#people")[0]) == "Creators (300)"
    assert len(page.cssselect("header .by a")) == 13


def test_a_long_title_is_set_smaller(odd: Visitor) -> None:
    assert odd.page("/records/odd/long").cssselect("h1.long")
    assert not odd.page("/records/odd/many").cssselect("h1.long")


def test_errors_speak_the_language_of_the_reader(odd: Visitor) -> None:
    assert PROBLEMS.keys() <= KINDS.keys()
    page = odd.page("/nothing", 404)
    assert text_of(page.cssselect(".why")[0]) == "there is nothing at /nothing"


def test_errors_in_russian(samples: Path) -> None:
    with open_index(samples) as index:
        page = visiting(index, "ru").page("/nothing", 404)
    assert text_of(page.cssselect(".why")[0]) == "по этому адресу ничего нет"
    assert page.cssselect(".detail")[0].get("lang") == "en"


def incoming(name: str, document: Document) -> Incoming:
    raw = raw_record(etree.Element(f"{{{OAI_DC}}}dc"), name, "2024-01-01")
    return Incoming(raw, replace(document, source="odd", identifier=name), NORMALISER)
