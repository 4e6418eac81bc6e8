"""What we write, as other people's programs read it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any
from xml.sax import parseString
from xml.sax.handler import ContentHandler

import bibtexparser
import pyarrow.parquet as parquet
import pymarc
import pytest
import rispy
from bibtexparser.middlewares import (
    LatexDecodingMiddleware,
    SeparateCoAuthors,
    SplitNameParts,
)
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from index.export.formats import FORMATS
from index.export.work import line
from index.record import Document
from tests.index.export.marc_rules import RULES
from tests.index.export.samples import ARTICLE, AWKWARD, BARE, record_of, with_text


def written(name: str, *documents: Document) -> bytes:
    return b"".join(FORMATS[name].write(map(record_of, documents)))


def decoded(body: bytes) -> str:
    return body.decode()


def bibtex(*documents: Document) -> list[dict[str, Any]]:
    """As bibtexparser 2 reads it, with LaTeX turned into Unicode by pylatexenc."""
    middle = [LatexDecodingMiddleware(keep_braced_groups=False)]
    library = bibtexparser.parse_string(
        written("bibtex", *documents).decode(), append_middleware=middle
    )
    assert not library.failed_blocks
    return [
        {**{f.key: f.value for f in e.fields}, "type": e.entry_type, "key": e.key}
        for e in library.entries
    ]


def ris(*documents: Document) -> list[dict[str, Any]]:
    return rispy.loads(written("ris", *documents).decode(), newline="\r\n")


def csl(*documents: Document) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(written("csl", *documents))
    assert len(CiteProcJSON(items)) == len(items)
    return items


def marc(*documents: Document) -> Sequence[pymarc.Record]:
    return pymarc.parse_xml_to_array(io.BytesIO(written("marcxml", *documents)), strict=True)


def rows(*documents: Document) -> list[dict[str, str]]:
    text = written("csv", *documents).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def table(*documents: Document) -> list[dict[str, Any]]:
    return parquet.read_table(io.BytesIO(written("parquet", *documents))).to_pylist()


def test_bibtex_of_an_article() -> None:
    (entry,) = bibtex(ARTICLE)
    assert entry["type"] == "article"
    assert entry["key"].startswith("kistanov2023-")
    assert {name: entry[name] for name in ("title", "journal", "volume", "number", "year")} == {
        "title": "О природе света",
        "journal": "Вестник РАН",
        "volume": "93",
        "number": "11",
        "year": "2023",
    }
    assert entry["pages"] in ("1095–1100", "1095--1100")
    assert entry["doi"] == "10.31857/s0869587323110105"
    assert entry["url"] == "https://herald.example.org/article/view/1"
    assert entry["abstract"] == "Первый абзац.\nВторой абзац."


def test_names_in_bibtex_are_taken_apart_as_we_have_them() -> None:
    body = written("bibtex", ARTICLE).decode()
    middle = [SeparateCoAuthors(), SplitNameParts()]
    (entry,) = bibtexparser.parse_string(body, append_middleware=middle).entries
    person, body_ = entry["author"]
    assert (person.last, person.first) == (["Кистанов"], ["В.", "О."])
    assert body_.last == ["{Institute of Oriental Studies}"]


def test_ris_of_an_article() -> None:
    (entry,) = ris(ARTICLE)
    assert entry["type_of_reference"] == "JOUR"
    assert (entry["title"], entry["translated_title"]) == (
        "О природе света",
        "On the nature of light",
    )
    assert entry["authors"] == ["Кистанов, В. О.", "Institute of Oriental Studies"]
    assert entry["secondary_title"] == "Вестник РАН"
    assert [entry[name] for name in ("volume", "number", "start_page", "end_page", "year")] == [
        "93",
        "11",
        "1095",
        "1100",
        "2023",
    ]
    assert (entry["date"], entry["doi"]) == ("2023/05/17/", "10.31857/s0869587323110105")
    assert entry["keywords"] == ["свет", "light"]


def test_csl_of_an_article() -> None:
    (item,) = csl(ARTICLE)
    assert item["author"] == [
        {"family": "Кистанов", "given": "В. О."},
        {"literal": "Institute of Oriental Studies"},
    ]
    assert item["issued"] == {"date-parts": [[2023, 5, 17]]}
    assert (item["type"], item["page"], item["DOI"]) == (
        "article-journal",
        "1095-1100",
        "10.31857/s0869587323110105",
    )


def test_marcxml_of_an_article() -> None:
    (record,) = marc(ARTICLE)
    assert record.title == "О природе света"
    assert record["100"]["a"] == "Кистанов, В. О."
    assert record["100"]["0"] == "(orcid)0000-0002-1825-0097"
    assert record["710"]["a"] == "Institute of Oriental Studies"
    assert (record["773"]["t"], record["773"]["g"]) == (
        "Вестник РАН",
        "Vol. 93, no. 11, p. 1095-1100",
    )
    assert record["773"].get_subfields("x") == ["0869-5873", "3034-5200"]
    assert record["008"].data == "261122s2023    xx |||||||||||||||||rus|d"
    assert str(record.leader) == "00000nab a2200000uu 4500"
    assert [field["a"] for field in record.get_fields("041")[0:1]] == ["rus"]
    assert [field["u"] for field in record.get_fields("856")] == [
        "https://herald.example.org/article/view/1",
        "https://herald.example.org/article/view/1/2",
    ]


def test_csv_and_parquet_of_an_article() -> None:
    (row,), (typed,) = rows(ARTICLE), table(ARTICLE)
    assert (row["creator"], typed["creator"]) == (
        "Кистанов, В. О.; Institute of Oriental Studies",
        ["Кистанов, В. О.", "Institute of Oriental Studies"],
    )
    assert (row["year"], typed["year"]) == ("2023", 2023)
    assert (
        row["first_seen"] == f"{typed['first_seen']:%Y-%m-%dT%H:%M:%SZ}" == "2026-11-22T10:00:00Z"
    )
    assert json.loads(typed["document"])["titles"][1]["value"] == "On the nature of light"


@pytest.mark.parametrize("read", [bibtex, ris, csl, marc, rows, table])
def test_a_record_that_says_nothing_is_one_too(read: Callable[..., Sequence[Any]]) -> None:
    assert len(read(BARE, ARTICLE)) == 2
    assert len(read()) == 0


@pytest.mark.parametrize("name", FORMATS)
def test_a_tombstone_that_never_was_a_record(name: str) -> None:
    body = b"".join(FORMATS[name].write([record_of(None, "oai:gone"), record_of(ARTICLE)]))
    assert (b"oai:gone" in body) == (name in ("jsonl", "oai_dc"))


# Everything that a text of a document may hold: the store keeps what XML can.
TEXTS = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp", "Zs")),
        min_size=1,
        max_size=30,
    ),
    st.text("{}\\%&$#_^~ \"'`,;=-+@aБ", min_size=1, max_size=30).filter(str.strip),
).map(line)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    document = with_text(text)
    (reference,), (item,), (record,) = ris(document), csl(document), marc(document)
    assert reference["title"] == reference["secondary_title"] == text
    assert reference["keywords"] == [text]
    assert reference["authors"] == [text, f"{text}, B"]
    assert (item["title"], item["abstract"]) == (text, f"{text}\n{text}")
    assert (record["245"]["a"], record["520"]["a"]) == (text, f"{text}\n{text}")
    (row,), (typed,) = rows(document), table(document)
    assert row["title"] == guarded(text)
    assert (typed["title"], typed["abstract"]) == (text, f"{text}\n{text}")


def guarded(text: str) -> str:
    return f"'{text}" if text[0] in "=+-@＝＋－＠" else text


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_comes_back_from_bibtex(text: str) -> None:
    """pylatexenc 2 reads \\textasciicircum as another circumflex than it is."""
    (entry,) = bibtex(with_text(text))
    for name in ("title", "journal", "publisher"):
        assert entry[name].replace("\u02c6", "^") == text.replace("\u02c6", "^")


@pytest.mark.parametrize("document", [ARTICLE, BARE, *map(with_text, AWKWARD)])
def test_marcxml_follows_the_rules_of_its_schema(document: Document) -> None:
    RULES.assertValid(etree.fromstring(written("marcxml", document, ARTICLE)))
    RULES.assertValid(etree.fromstring(written("marcxml")))


@pytest.mark.parametrize("text", AWKWARD)
def test_oai_dc_is_read_by_a_parser(text: str) -> None:
    root = etree.fromstring(written("oai_dc", with_text(text)))
    assert root.findtext(".//{http://purl.org/dc/elements/1.1/}title") == text
    parseString(written("marcxml", with_text(text)), ContentHandler())


@pytest.mark.parametrize("text", AWKWARD)
def test_citations_show_a_text_and_no_markup_of_it(text: str) -> None:
    plain = written("text", with_text(text)).decode()
    assert line(text) in plain
    page = etree.fromstring(written("html", with_text(text)), etree.HTMLParser())
    (entry,) = page.findall(".//li")
    assert "".join(entry.itertext()) == plain.strip()
    assert {element.tag for element in entry.iter()} <= {"li", "i"}


@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
@pytest.mark.parametrize("before", ["", " ", "\t", "\n", "\u00a0"])
def test_no_cell_is_run_as_a_formula(sign: str, before: str) -> None:
    (row,) = rows(with_text(f"{before}{sign}cmd|' /C calc'!A0"))
    for cell in row.values():
        assert not cell.lstrip().startswith(sign)
