"""Rows for other programs."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cli.picked import FIELDS, fields_of
from index.cli.rows import csv_lines, json_lines, safe
from index.errors import UsageError
from index.record import Agent, Coded, Date, Document, Identifier, Journal, Licence, Link, Text
from index.results import Hit
from index.tree import ALIASES, KEYWORD_FIELDS, TEXT_FIELDS

FULL = Document(
    "s",
    "oai:x:1",
    sets=("a:b",),
    titles=(Text("Свет", "ru"), Text("Light", "en")),
    creators=(Agent("Ivanova, A.", orcid="0000-0002-1825-0097"),),
    subjects=(Text("optics"),),
    abstracts=(Text("Of\nlight"),),
    publishers=(Text("Press"),),
    date=Date("2020-05", edtf="2020-05", year=2020),
    type=Coded("article", None, "journal article"),
    languages=("ru",),
    identifiers=(Identifier("doi", "10.1234/x", ""), Identifier("issn", "1234-5679", "")),
    journal=Journal((Text("Journal of Light"),), issn="1234-5679", eissn="2049-3630"),
    licence=Licence("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
    access=Coded("open", None, "open access"),
    links=(Link("https://example.org/1", "landing"),),
)


def hit(document: Document) -> Hit:
    return Hit(document.source, document.identifier, 1.5, False, {}, document)


def table(*documents: Document, fields: tuple[str, ...] = tuple(FIELDS)) -> list[dict[str, str]]:
    lines = "".join(csv_lines(map(hit, documents), fields))
    return list(csv.DictReader(io.StringIO(lines)))


def test_every_public_field_can_be_picked() -> None:
    assert {*TEXT_FIELDS, *KEYWORD_FIELDS} <= set(FIELDS)
    assert fields_of("author, lang,,title,creator") == ("creator", "language", "title")
    assert set(ALIASES.values()) <= set(FIELDS)
    with pytest.raises(UsageError, match="no field 'colour'"):
        fields_of("title,colour")


def test_every_field_of_a_full_document() -> None:
    (row,) = table(FULL)
    assert row == {
        "source": "s", "identifier": "oai:x:1", "title": "Свет; Light", "creator": "Ivanova, A.",
        "journal": "Journal of Light", "year": "2020", "date": "2020-05", "doi": "10.1234/x",
        "url": "https://example.org/1", "subject": "optics", "abstract": "Of light",
        "publisher": "Press", "language": "ru", "type": "journal article", "licence": "CC-BY-4.0",
        "access": "open access", "issn": "1234-5679; 2049-3630", "orcid": "0000-0002-1825-0097",
        "set": "a:b", "id": "doi:10.1234/x; issn:1234-5679", "score": "1.5000", "partial": "no",
    }  # fmt: skip


def test_an_empty_document_has_empty_cells() -> None:
    (row,) = table(Document("s", "1"))
    kept = {name: value for name, value in row.items() if value}
    assert kept == {"source": "s", "identifier": "1", "score": "1.5000", "partial": "no"}
    assert json.loads(next(json_lines([hit(Document("s", "1"))], ("title", "doi")))) == {
        "title": [], "doi": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n=1", "  =1", "＝1", '=HYPERLINK("x")', "\x00=1"],
)
def test_no_cell_is_a_formula(text: str) -> None:
    title = table(Document("s", "1", titles=(Text(text),)), fields=("title",))[0]["title"]
    assert title.startswith(("'", "\ufffd"))


@given(st.lists(st.text(), max_size=3))
def test_a_row_is_a_line_and_reads_back(titles: list[str]) -> None:
    document = Document("s", "1", titles=tuple(map(Text, titles)))
    lines = list(csv_lines([hit(document)], ("source", "title")))
    assert [line.count("\n") for line in lines] == [1, 1]
    (row,) = table(document, fields=("source", "title"))
    assert row == {"source": "s", "title": safe("; ".join(t for t in titles if t))}
