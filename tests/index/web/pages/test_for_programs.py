"""What programs read of a record: Highwire tags, JSON-LD, signposts, COinS."""

from __future__ import annotations

import pytest

from index.record import (
    Agent,
    Coded,
    Date,
    Document,
    Journal,
    Licence,
    Link,
    Text,
)
from index.record import Identifier as Id
from index.web.pages.coins import coins
from index.web.pages.highwire import tags
from index.web.pages.jsonld import json_ld, kind_of
from index.web.pages.signposting import Signpost, link_header, signposts

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
