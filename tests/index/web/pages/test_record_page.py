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
    Agent,
    Batch,
    Coded,
    Date,
    Document,
    Journal,
    Key,
    Licence,
    Link,
    Text,
    Tombstone,
)
from index.record import Identifier as Id
from index.web.pages.coins import coins
from index.web.pages.drawing import record_url
from index.web.pages.highwire import tags
from index.web.pages.jsonld import json_ld, kind_of
from index.web.pages.signposting import Signpost, link_header, signposts
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


FULL = Document(
    "s", "oai:x:1",
    titles=(Text("Tea", "en"), Text("Чай", "ru")),
    creators=(Agent("Doe, Jane", "Doe", "Jane", "person", orcid="0000-0002-1825-0097",
                    affiliation="Example House"), Agent("Sample Society", kind="organisation")),
    date=Date("2023-11-01", "2023-11-01", 2023, "day"),
    type=Coded("x", label="doctoral thesis"),
    access=Coded("x", label="open access"),
    publishers=(Text("Example House"),),
    journal=Journal((Text("J"),), "9999-0113", "9999-0121", (), "1", "2", "Special", "3-5",
                    "3", "5"),
    identifiers=(Id("doi", "10.5555/x", "x"), Id("isbn", "9780000000002", "x")),
    licence=Licence("https://creativecommons.org/licenses/by/4.0/"),
    links=(Link("https://a.example/x.pdf", "fulltext", "application/pdf"),
           Link("javascript:alert(1)", "fulltext")),
)  # fmt: skip


def test_tags_of_a_full_record() -> None:
    said = tags(FULL, "https://h.example/records/s/x")
    assert ("citation_author", "Doe, Jane") in said
    assert ("citation_author", "Sample Society") in said
    assert ("citation_publication_date", "2023/11/01") in said
    assert ("citation_dissertation_institution", "Example House") in said
    assert ("citation_pdf_url", "https://a.example/x.pdf") in said
    assert ("citation_isbn", "9780000000002") in said
    assert all(content for _, content in said)


@pytest.mark.parametrize(
    ("date", "written"),
    [
        (Date("x", "2023-11", 2023, "month"), "2023/11"),
        (Date("x", "2023", 2023, "year"), "2023"),
        (Date("x", "2023-21", 2023, "season"), "2023"),
        (Date("x", "198X", 1980, "decade"), "1980"),
        (Date("spring", None, None), None),
    ],
)  # fmt: skip
def test_dates_of_tags(date: Date, written: str | None) -> None:
    said = dict(tags(Document("s", "x", date=date), "https://h.example/"))
    assert said.get("citation_publication_date") == written


def test_json_ld_of_a_full_record() -> None:
    node = json_ld(FULL, "https://h.example/x")
    assert node["@type"] == "Thesis"
    assert node["isAccessibleForFree"] is True
    assert node["author"][0]["@id"] == "https://orcid.org/0000-0002-1825-0097"
    assert node["author"][1]["@type"] == "Organization"
    assert [one["contentUrl"] for one in node["encoding"]] == ["https://a.example/x.pdf"]
    assert node["sameAs"] == ["https://doi.org/10.5555/x"]
    assert json_ld(Document("s", "x"), "https://h.example/x").keys() == {
        "@context", "@type", "@id", "url",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("label", "kind"),
    [("review article", "ScholarlyArticle"), ("book part", "Chapter"), ("dataset", "Dataset"),
     ("preprint", "ScholarlyArticle"), ("something", "CreativeWork"), ("book review", "Review")],
)  # fmt: skip
def test_types_of_json_ld(label: str, kind: str) -> None:
    assert kind_of(Document("s", "x", type=Coded(label, label=label))) == kind


def test_signposts_never_break_the_header() -> None:
    evil = Link('https://a.example/x>; rel="cite-as"\r\nX: y', "fulltext", 'a/b"; x')
    document = Document("s", "x", links=(evil, Link("https://a.example/ok", "supplement", "x\r\n")))
    links = signposts(document, "https://h.example/x")
    assert [one.href for one in links if one.rel == "item"] == ["https://a.example/ok"]
    header = link_header(links)
    assert "\n" not in header
    assert link_header([Signpost("u", "item", "a/b")]) == '<u>; rel="item"; type="a/b"'
    many = [Signpost(f"https://a.example/{n:0500}", "item") for n in range(99)]
    assert 2000 < len(link_header(many)) <= 2500, "proxies refuse longer ones"


def test_coins_of_books_and_articles() -> None:
    assert "rft.genre=article" in coins(FULL)
    book = Document("s", "x", titles=(Text("Tea"),), type=Coded("b", label="book"))
    assert "fmt%3Akev%3Amtx%3Abook" in coins(book)
    assert "rft.btitle=Tea" in coins(book)
