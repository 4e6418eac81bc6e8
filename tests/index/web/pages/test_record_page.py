"""The record page: all fields, what tools read beside them, origin, tombstones."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import etree
from pyld import jsonld

from index import open_index
from index.record import (
    Batch,
    Document,
    Key,
    Text,
    Tombstone,
)
from index.web.pages.drawing import record_url
from tests.index.web.pages.conftest import visiting
from tests.index.web.pages.zotero import embedded
from tests.records import article, gone, identifier
from tests.visitor import HOST, Visitor, text_of
from tests.world import START

ICE = "/records/demo/oai:journals.example.org:article/1001"


def test_all_fields_in_every_language(visitor: Visitor) -> None:
    page = visitor.page(ICE)
    said = text_of(page)
    for words in (
        "Физика первого льда на городских лужах", "The Physics of First Ice on City Puddles",
        "Obraztsova", "10.5555/ovn.2023.1001", "9999-0121", "SAMPAA", "Sample Academic Press",
        "Образцовый вестник наблюдений", "Completeness",
    ):  # fmt: skip
        assert words in said, words
    assert {one.get("lang") for one in page.cssselect(".abstract")} == {"ru", "en"}
    assert page.cssselect("h1[lang=ru][dir=auto]")
    assert page.cssselect("link[rel=canonical]")[0].get("href") == f"{HOST}{ICE}"


def test_zotero_reads_the_page(visitor: Visitor) -> None:
    item = embedded(visitor.page(ICE))
    assert item.kind == "journalArticle"
    assert item.fields["title"] == "Физика первого льда на городских лужах"
    assert item.fields["DOI"] == "10.5555/ovn.2023.1001"
    assert item.fields["publicationTitle"]
    assert item.fields["volume"].isdecimal()
    assert item.fields["issue"].isdecimal()
    assert item.fields["date"].startswith("2023")
    assert item.fields["pages"]
    assert item.fields["url"] == f"{HOST}{ICE}"
    assert len(item.creators) == 2
    assert all(family and given for family, given in item.creators)
    assert item.tags


def test_json_ld_is_read_by_pyld(visitor: Visitor) -> None:
    [script] = visitor.page(ICE).cssselect("script[type='application/ld+json']")
    node = json.loads(script.text_content())
    vocabulary = {"@context": {"@vocab": "https://schema.org/"}}

    def loader(url: str, options: object) -> dict[str, object]:
        assert url == "https://schema.org"
        return {"contextUrl": None, "documentUrl": url, "document": vocabulary}

    [expanded] = jsonld.expand(node, {"documentLoader": loader})
    schema = "https://schema.org/"
    assert expanded["@id"] == f"{HOST}{ICE}"
    assert expanded["@type"] == [f"{schema}ScholarlyArticle"]
    assert len(expanded[f"{schema}author"]) == 2
    languages = {one["@language"] for one in expanded[f"{schema}abstract"]}
    assert languages == {"ru", "en"}
    issue = expanded[f"{schema}isPartOf"][0]
    assert issue["@type"] == [f"{schema}PublicationIssue"]
    volume = issue[f"{schema}isPartOf"][0]
    assert volume[f"{schema}isPartOf"][0][f"{schema}issn"]


def test_signposts_in_page_and_header(visitor: Visitor) -> None:
    answer = visitor.get(ICE)
    header = answer.headers["link"]
    assert '<https://doi.org/10.5555/ovn.2023.1001>; rel="cite-as"' in header
    assert '<https://schema.org/ScholarlyArticle>; rel="type"' in header
    assert 'rel="describedby"; type="application/x-bibtex"' in header
    page = visitor.page(ICE)
    inside = page.cssselect("link[rel=cite-as], link[rel=type], link[rel=describedby]")
    assert all(f"<{one.get('href')}>" in header for one in inside)


def test_what_is_like_it_and_where_it_comes_from(visitor: Visitor) -> None:
    page = visitor.page(ICE)
    assert 0 < len(page.cssselect(".like li")) <= 5
    [xml, *_] = [one.get("href") for one in page.cssselect("a") if text_of(one) == "XML"]
    answer = visitor.get(xml)
    assert answer.headers["content-type"] == "application/xml"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert etree.fromstring(answer.content).tag.endswith("}dc")
    assert visitor.get(ICE.replace("/records/", "/raw/")).content == answer.content
    visitor.page(ICE.replace("/records/", "/raw/") + "?version=0000", 404)


def test_every_link_of_a_record_finds_something(visitor: Visitor) -> None:
    urls = {one.get("href") for one in visitor.page(ICE).cssselect(".record a[href^='/search']")}
    assert len(urls) > 8
    for url in urls:
        assert "0 hits" not in text_of(visitor.page(url).cssselect("h1")[0]), url


def test_nobody_here(visitor: Visitor) -> None:
    page = visitor.page("/records/demo/oai:nothing", 404)
    assert "no such page" in text_of(page.cssselect("h1")[0])


def test_tombstones_answer_410_with_what_is_known(samples: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(samples, tmp_path / "data"))
    name = "oai:journals.example.org:article/1001"
    with open_index(data) as index:
        deleted = Batch(tombstones=(Tombstone(name, "2030-01-01", how="sweep"),))
        index.store.apply("demo", deleted, None, START)
        page = visiting(index).page(ICE, 410)
    assert "no longer listed it" in text_of(page)
    assert "Физика первого льда" in text_of(page)
    assert page.cssselect("meta[name=robots]")[0].get("content") == "noindex"


def test_a_tombstone_of_what_we_never_had(tmp_path: Path) -> None:
    with open_index(tmp_path, create=True) as index:
        index.store.declare("s", "", "oai_dc", declared=False, now=START)
        index.store.apply("s", Batch(tombstones=(gone(7),)), None, START)
        page = visiting(index).page(f"/records/s/{identifier(7)}", 410)
    assert "deleted" in text_of(page.cssselect("h1")[0])


@pytest.mark.parametrize(
    "name",
    [
        "a/b",
        "a//b",
        "../../etc/passwd",
        "a/./b",
        "a?b=c#d",
        "ü/京 都",
        "100%",
        "a%2Fb",
        "a;b,c",
        "/",
    ],
)
def test_any_identifier_has_an_address(tmp_path: Path, name: str) -> None:
    item = article(1, title="Tea")
    raw = type(item.raw)(
        name, item.raw.datestamp, (), item.raw.namespace, item.raw.xml, item.raw.content_hash
    )
    document = Document("s", name, titles=(Text("Tea"),))
    with open_index(tmp_path, create=True) as index:
        index.store.declare("s", "", "oai_dc", declared=False, now=START)
        index.store.apply("s", Batch((type(item)(raw, document, 1),)), None, START)
        index.sync()
        url = record_url(Key("s", name))
        assert text_of(visiting(index).page(url).cssselect("h1")[0]) == "Tea"
        parts = url.split("/")
        assert not {"", ".", ".."} & set(parts[1:]), "browsers leave it as it is"


def test_a_record_is_shown_without_an_index(samples: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(samples, tmp_path / "data"))
    shutil.rmtree(data / "index")
    with open_index(data) as index:
        visitor = visiting(index)
        assert not visitor.page(ICE).cssselect(".like")
        answer = visitor.get("/search?q=snow")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "cannot be answered now" in answer.text


def test_a_citation_to_copy(visitor: Visitor) -> None:
    said = text_of(visitor.page(ICE).cssselect(".citation")[0])
    assert said.startswith("Obraztsova, A.P. and Primerov, D.K. (2023)")


def test_a_history_shows_each_version(samples: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(samples, tmp_path / "data"))
    with open_index(data) as index:
        for number, title in enumerate(("One", "Two")):
            new = article(1, title=title, datestamp=f"2030-01-0{number + 1}T00:00:00Z")
            index.store.apply("demo", Batch((new,)), None, START)
        index.sync()
        page = visiting(index).page(f"/records/demo/{quote(identifier(1), safe=':')}")
    assert [text_of(one) for one in page.cssselect("a")].count("XML") == 2
