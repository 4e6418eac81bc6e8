"""Reading oai_dc."""

from __future__ import annotations

import pytest
from lxml import etree

from harvester.normalise import normalise
from harvester.normalise.dublin_core import Value
from harvester.normalise.formats import READERS, oai_dc, qdc
from index.record import Text
from tests.harvester.normalise.samples import OAI_DC, document, raw
from tests.harvester.normalise.samples import oai_dc as made


def test_the_registry_finds_the_reader_by_namespace() -> None:
    assert READERS[OAI_DC] is oai_dc.read


@pytest.mark.parametrize("namespace", qdc.NAMESPACES)
def test_qualified_dublin_core_is_read_too(namespace: str) -> None:
    xml = (
        f'<q:qualifieddc xmlns:q="{namespace}" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>T</dc:title>'
        "<dcterms:issued>2020</dcterms:issued></q:qualifieddc>"
    )
    found = normalise(raw(xml.encode(), namespace), "s")
    assert found.titles == (Text("T"),)
    assert found.date is not None
    assert (found.date.role, found.date.year) == ("issued", 2020)


def test_values_keep_order_language_and_id() -> None:
    inner = '<dc:creator id="0000-0002-1825-0097">c</dc:creator>'
    record = oai_dc.read(made([("creator", "b", "en"), ("creator", "a")], inner))
    assert record["creator"] == (
        Value("b", "en"), Value("a"), Value("c", id="0000-0002-1825-0097"),
    )  # fmt: skip
    assert record["title"] == ()


def test_markup_and_comments_inside_a_value_lose_no_text() -> None:
    record = oai_dc.read(made([], "<dc:title>H<sub>2</sub>O <!-- no -->is<?x y?> water</dc:title>"))
    assert record["title"] == (Value("H<sub>2</sub>O is water"),)


def test_elements_that_are_no_markup_lose_their_tags_only() -> None:
    record = oai_dc.read(made([], "<dc:creator><name>Anna</name>, <b>Dr</b></dc:creator>"))
    assert record["creator"] == (Value("Anna, <b>Dr</b>"),)


def test_comments_between_elements_say_nothing() -> None:
    record = oai_dc.read(made([("title", "a")], "<!-- no --><?x y?>"))
    assert (record["title"], record.unread) == ((Value("a"),), ())


def test_a_qualified_term_is_taken_as_what_it_refines() -> None:
    record = oai_dc.read(
        made([], "<dcterms:issued>2020</dcterms:issued><dcterms:title>T</dcterms:title>")
    )
    assert record["date"] == (Value("2020", term="issued"),)
    assert record["title"] == (Value("T"),)


def test_an_address_in_an_attribute_is_the_value() -> None:
    rdf = 'xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" r:resource="http://example.org/a"'
    assert (
        oai_dc.read(made([], f"<dc:relation {rdf}/>"))["relation"][0].text == "http://example.org/a"
    )


def test_an_unknown_element_is_flagged_with_its_text() -> None:
    done = document(("title", "a"), inner='<x:thing xmlns:x="urn:x">here</x:thing>')
    assert [title.value for title in done.titles] == ["a"]
    assert [(flag.code, flag.field, flag.raw) for flag in done.flags] == [
        ("element-not-read", "thing", "here")
    ]


def test_entities_of_a_doctype_are_not_followed() -> None:
    xml = b'<!DOCTYPE dc [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + made(
        [], "<dc:title>&e;</dc:title>"
    )
    assert oai_dc.read(xml)["title"][0].text in ("", "&e;")


def test_broken_xml_is_refused() -> None:
    with pytest.raises(etree.XMLSyntaxError):
        oai_dc.read(b"<dc><title></dc>")
