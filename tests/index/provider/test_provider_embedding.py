"""What is served on is what was harvested: the same exclusive C14N, hence the same hash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from harvester.page import read_page
from harvester.record_xml import raw_record, xml_of
from index.record import RawRecord
from index.store.base import Store
from tests.index.provider.asking import NOW, fill, provider
from tests.records import article

OAI = "http://www.openarchives.org/OAI/2.0/"
_NUMBERS: Iterator[int] = count()


def served(store: Store, raw: RawRecord) -> RawRecord:
    """The record as read from our provider, which had it from `raw`."""
    source = f"record-{next(_NUMBERS)}"
    store.declare(source, "https://example.org/oai", "oai_dc", True, NOW)
    fill(store, replace(article(1), raw=raw), source=source)
    args = {"verb": ["ListRecords"], "metadataPrefix": ["oai_dc"]}
    page = read_page(provider(store, source).answer(args, NOW), "url")
    assert len(page.records) == 1
    return page.records[0]


@pytest.mark.parametrize(
    "metadata",
    [
        '<a:r xmlns:a="urn:a"><a:b>x</a:b></a:r>',
        '<r xmlns=""><b/></r>',
        '<r xmlns=""><b x="1"/><c xmlns="urn:c"/></r>',
        '<a:r xmlns:a="urn:a"><b xmlns=""/></a:r>',
        '<r xmlns="urn:r"><b xmlns=""><c/></b></r>',
        "<r><in-the-oai-namespace/></r>",
        '<a:r xmlns:a="urn:a"><!-- a comment <b> --><?pi <c/>?>&amp;&#13;&#9;\n</a:r>',
        '<a:r xmlns:a="urn:a" t="urn:x:y" xsi:type="a:b" xml:lang="ru">ё</a:r>',
        '<a:r xmlns:a="urn:a"><![CDATA[<b> & ]]></a:r>',
    ],
)
def test_any_shape_of_metadata_keeps_its_hash(shared_store: Store, metadata: str) -> None:
    page = etree.fromstring(
        f'<metadata xmlns="{OAI}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{metadata}</metadata>"
    )
    raw = raw_record(page[0], "oai:x:1", "2024-01-01")
    again = served(shared_store, raw)
    assert again.content_hash == raw.content_hash
    assert again.namespace == raw.namespace


_NAMES = st.sampled_from(["a", "b", "длина"])
_SPACES = st.sampled_from(["", "urn:a", "urn:b", OAI])
_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"]), max_size=8)


@st.composite
def _trees(draw: st.DrawFn, depth: int = 2) -> etree._Element:
    space = draw(_SPACES)
    tag = f"{{{space}}}{draw(_NAMES)}" if space else draw(_NAMES)
    spaces: dict[str | None, str] = {draw(st.sampled_from([None, "p"])): space} if space else {}
    element = etree.Element(tag, nsmap=spaces)  # type: ignore[arg-type]  # the stubs know no None
    element.text = draw(_TEXTS)
    if depth:
        for child in draw(st.lists(_trees(depth=depth - 1), max_size=2)):
            element.append(child)
    return element


@settings(deadline=None, max_examples=40)
@given(_trees(), st.lists(_trees(depth=1), max_size=2))
def test_any_tree_and_its_about_parts_keep_their_canonical_form(
    shared_store: Store, tree: etree._Element, abouts: list[etree._Element]
) -> None:
    # Parsed again first: what was harvested has been text once, and not only a tree in memory.
    metadata, *parts = (etree.fromstring(xml_of(held)) for held in (tree, *abouts))
    raw = raw_record(metadata, "oai:x:1", about=tuple(xml_of(part) for part in parts))
    again = served(shared_store, raw)
    assert again.content_hash == raw.content_hash
    assert [_canonical(xml) for xml in again.about] == [_canonical(xml) for xml in raw.about]


def _canonical(xml: bytes) -> bytes:
    return etree.tostring(etree.fromstring(xml), method="c14n", exclusive=True)


@pytest.mark.parametrize("identifier", ["a&b<c>", "a\rb", "ид:1", "x\ty"])
def test_identifiers_and_sets_come_back_as_they_were(shared_store: Store, identifier: str) -> None:
    raw = replace(article(1).raw, identifier=identifier, sets=(identifier,))
    again = served(shared_store, raw)
    assert (again.identifier, again.sets) == (identifier, (identifier,))


def test_a_character_that_xml_forbids_does_not_break_the_page(shared_store: Store) -> None:
    raw = replace(article(1).raw, identifier="a\x00b")
    assert served(shared_store, raw).identifier == "a\ufffdb"
