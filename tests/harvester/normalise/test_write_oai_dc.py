"""A document written as Dublin Core reads back as the same document, at once."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from harvester.normalise import normalise
from index.export import oai_dc
from index.record import Document
from tests.harvester.normalise.samples import OJS, Field, document, raw

# What Dublin Core has no place for (docs/normalising.md says so too).
_NOT_CARRIED = {"sets", "dates", "flags", "completeness"}
_LANGS = st.sampled_from(["en", "ru-RU", "pt-BR", "zh_CN"])
_WORDS = st.sampled_from(
    ["River", "лёд", "a<b", "R&D", "H<sub>2</sub>O", "x; y", "S&amp;P", "“q”", "1995", "水", "."]
)
_TEXT = st.lists(_WORDS, min_size=1, max_size=5).map(" ".join)
_VALUES: dict[str, st.SearchStrategy[str]] = {
    "title": _TEXT,
    "creator": st.sampled_from(
        [
            "Gornaya, Anna", "Горная А.Б.", "Polevaya A.B.; 0000-0002-1825-0097", "王韵秋",
            "Gabriel García Márquez", "Institute of Rivers", "UNESCO", "Plato", "anonymous",
            "Chernov М.Е.", "Ivanov I.I. (Institute of Rivers)", "Nagy István", "1",
        ]
    ),
    "subject": _TEXT | st.sampled_from(["rivers; ice", "UDC 51", "JEL: C23; C33", "a, b, c, d"]),
    "description": _TEXT | st.sampled_from(["One.\nTwo.", "<p>One.</p><p>Two.</p>"]),
    "publisher": _TEXT,
    "contributor": st.sampled_from(["Lesnaya, Anna", "Fund for Rivers", "0"]),
    "date": st.sampled_from(["2023-11-01", "2011?", "[ca. 1890]", "2019/2020", "spring", "199X"]),
    "type": st.sampled_from(["info:eu-repo/semantics/article", "Article", "Thing", "Text"]),
    "format": st.sampled_from(["application/pdf", "text/html"]),
    "identifier": st.sampled_from(
        [
            "https://journals.example.org/rivers/article/view/12", "10.5555/RIVERS.12", "ABCDEF",
            "doi:10.5555/RIVERS.13.", "978-3-16-148410-0", "12-b", "None",
        ]
    ),
    "language": st.sampled_from(["rus", "English; Russian", "Klingonish", "pt_BR"]),
    "source": st.sampled_from(
        [
            "Journal of Rivers; Vol 93, No 11 (2023); 1095-1100", "0869-5873", "1234-5678",
            "Речной журнал; Том 93, № 11 (2023): Лёд; 1095-1100", "Journal of Rivers",
            "Rivers 12(3), 45-67", "Collection of maps",
        ]
    ),
    "relation": st.sampled_from(
        [
            "https://journals.example.org/rivers/article/view/12/34", "10.5555/OTHER",
            "https://journals.example.org/rivers/article/downloadSuppFile/12/56",
        ]
    ),
    "coverage": _TEXT,
    "rights": st.sampled_from(
        [
            "Copyright (c) 2023 Анна Лесная", "CC BY 4.0", "info:eu-repo/semantics/openAccess",
            "info:eu-repo/date/embargoEnd/2031-01-01", "open access; CC BY-NC 3.0",
        ]
    ),
}  # fmt: skip


@st.composite
def _fields(draw: st.DrawFn) -> Field:
    name = draw(st.sampled_from(sorted(_VALUES)))
    text = draw(_VALUES[name])
    return (name, text, draw(_LANGS)) if draw(st.booleans()) else (name, text)


@given(st.lists(_fields(), max_size=14))
@settings(max_examples=300, deadline=None)
def test_writing_and_reading_again_reaches_a_fixed_point_at_once(record: list[Field]) -> None:
    written = oai_dc.write(document(*record))
    assert oai_dc.write(_read(written)) == written


@given(st.lists(_fields(), max_size=6, unique_by=lambda field: field[0]))
@settings(max_examples=200, deadline=None)
def test_what_dublin_core_can_carry_comes_back(record: list[Field]) -> None:
    once = document(*OJS, *record)
    assert _carried(_read(oai_dc.write(once))) == _carried(once)


def test_only_elements_of_simple_dublin_core_are_written_each_with_a_text() -> None:
    root = etree.fromstring(oai_dc.write(document(*OJS)))
    assert root.tag == f"{{{oai_dc.NAMESPACE}}}dc"
    assert {etree.QName(child).namespace for child in root} == {"http://purl.org/dc/elements/1.1/"}
    assert all(child.text for child in root)


def test_an_author_is_written_once_in_each_language_with_the_orcid() -> None:
    root = etree.fromstring(
        oai_dc.write(
            document(
                ("creator", "Lesnaya A.B.; 0000-0002-1825-0097", "en"),
                ("creator", "Лесная А.Б.", "ru"),
                ("language", "en"),
            )
        )
    )
    assert [child.text for child in root if etree.QName(child).localname == "creator"] == [
        "Lesnaya A.B.; https://orcid.org/0000-0002-1825-0097",
        "Лесная А.Б.",
    ]


def _read(xml: bytes) -> Document:
    return normalise(raw(xml), "rivers")


def _carried(found: Document) -> dict[str, Any]:
    """The fields that are carried, each as far as it is: no affiliations, no raw of a date."""
    values = {
        one.name: getattr(found, one.name) for one in fields(found) if one.name not in _NOT_CARRIED
    }
    for name in ("creators", "contributors"):
        values[name] = [replace(agent, affiliation=None) for agent in values[name]]
    values["date"] = found.date and found.date.edtf
    values["classifications"] = [(code.scheme, code.label) for code in found.classifications]
    for name in ("identifiers", "relations"):
        values[name] = {(one.scheme, one.value) for one in values[name]}
    values["links"] = {(link.url, link.role) for link in found.links}
    values["rights"] = set(found.rights)
    return values
