"""The search page over HTTP: what a person sees and can follow, on the sample records."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from lxml import html

from index import Index
from tests.index.web.pages.conftest import visiting
from tests.visitor import Visitor, text_of


def hits(page: html.HtmlElement, part: str = "") -> list[str]:
    """The titles of the hits of a page."""
    return [text_of(one) for one in page.cssselect(f"{part} .hits .hit .name")]


def total(page: html.HtmlElement) -> int:
    return int(page.cssselect("h1.total")[0].text_content().split()[0])


def link(page: html.HtmlElement, words: str) -> str:
    """Where the first link with these words leads."""
    found = [one for one in page.cssselect("a") if words in text_of(one)]
    return str(found[0].get("href"))


def test_hits_are_marked_and_lead_to_records(visitor: Visitor) -> None:
    page = visitor.page("/search?q=puddles")
    [hit] = page.cssselect(".hits .hit")
    assert text_of(hit.cssselect("mark")[0]) == "Puddles"
    address = hit.cssselect(".name a")[0].get("href")
    assert address == "/records/demo/oai:journals.example.org:article/1001"
    assert (
        text_of(visitor.page(address).cssselect("h1")[0])
        == "Физика первого льда на городских лужах"
    )


def test_a_facet_is_followed_widened_and_excluded(visitor: Visitor) -> None:
    first = visitor.page("/search?q=snow")
    counts = {
        text_of(one.cssselect(".text")[0]): int(text_of(one.cssselect(".count")[0]))
        for one in first.cssselect(".facet .value")
    }
    russian = visitor.page(link(first, "Russian"))
    assert total(russian) == counts["Russian"]
    assert text_of(russian.cssselect(".chips a")[0]).startswith("Remove: Language Russian")
    both = visitor.page(link(russian.cssselect(".facet")[0].getparent(), "English"))
    assert total(both) >= total(russian)
    without = visitor.page(first.cssselect(".facet .not")[0].get("href"))
    assert total(without) <= total(first)
    back = visitor.page(russian.cssselect(".chips a")[0].get("href"))
    assert total(back) == total(first)


def test_robots_are_told_not_to_follow_facets(visitor: Visitor) -> None:
    page = visitor.page("/search?q=snow")
    for one in page.cssselect(".facet a, .chart a, .take a, .turn a"):
        assert "nofollow" in one.get("rel"), html.tostring(one)
    assert page.cssselect("meta[name=robots]")[0].get("content") == "noindex"


def test_years_by_bars_and_by_typing(visitor: Visitor) -> None:
    page = visitor.page("/search?q=snow OR tea")
    bars = page.cssselect(".chart a")
    counts = [int(text_of(one.cssselect("title")[0]).split(": ")[1]) for one in bars]
    assert sum(counts) == total(page)
    one_year = visitor.page(bars[0].get("href"))
    assert total(one_year) == counts[0]
    assert len(one_year.cssselect(".chart a")) == len(bars), "the histogram shows all years still"
    assert one_year.cssselect(".chart a.off")
    sent = visitor.get("/search?q=tea&from=2024&to=2023&start=21&cursor=x")
    assert sent.status_code == 303
    assert parse_qs(urlsplit(sent.headers["location"]).query) == {
        "q": ["tea"], "year": ["2023..2024"],
    }  # fmt: skip


def test_pages_hold_every_hit_once(visitor: Visitor) -> None:
    seen: list[str] = []
    url: str | None = "/search?q=*"
    while url:
        page = visitor.page(url)
        seen += [str(one.get("href")) for one in page.cssselect(".hits .name a")]
        behind = page.cssselect(".turn a[rel~=next]")
        url = behind[0].get("href") if behind else None
    assert len(seen) == len(set(seen)) == 59
    last = visitor.page("/search?q=*&start=51")
    assert link(last, "Before") == "/search?q=%2A&start=41"
    assert len(hits(last)) == 9


def test_a_cursor_that_is_none_any_more_shows_the_same_place(visitor: Visitor) -> None:
    page = visitor.page("/search?q=*&start=11&cursor=p.nonsense")
    assert "The list has changed" in text_of(page)
    assert hits(page) == hits(visitor.page("/search?q=*&start=11"))


def test_how_the_query_was_understood(visitor: Visitor) -> None:
    assert not visitor.page("/search?q=tea").cssselect(".understood")
    said = visitor.page("/search?q=DOI: 10.5555/OVN.2023.1001").cssselect(".understood code")
    assert text_of(said[0]) == "doi:10.5555/ovn.2023.1001"
    literal = visitor.page("/search?q=titel:tea (").cssselect(".understood")
    assert any("Taken as words" in text_of(one) for one in literal)


def test_partial_matches_stand_apart(visitor: Visitor) -> None:
    page = visitor.page("/search?q=puddles kitchen bicycles")
    assert total(page) == 0
    assert hits(page, ".partial")
    assert "hold some of it" in text_of(page.cssselect(".partial h2")[0])
    assert "0 hits" in text_of(page.cssselect("h1")[0])


def test_what_to_do_about_nothing(visitor: Visitor) -> None:
    page = visitor.page("/search?q=title:puddles&language=ja")
    [proposal, *_] = page.cssselect(".nothing li a")
    assert all(one.cssselect("li") for one in page.cssselect("details.facet"))
    assert total(visitor.page(proposal.get("href"))) > 0
    empty = visitor.page("/search?q=zzzzzzz")
    assert "Look at the spelling" in text_of(empty.cssselect(".nothing")[0])


def test_did_you_mean(visitor: Visitor) -> None:
    page = visitor.page("/search?q=pudddles")
    [meant] = page.cssselect(".meant a")
    assert text_of(meant) == "puddles"
    assert total(visitor.page(meant.get("href"))) == 1


def test_orders_and_sizes(visitor: Visitor) -> None:
    page = visitor.page("/search?q=*&sort=oldest&size=20")
    assert len(hits(page)) == 20
    assert page.cssselect("select#sort option[selected]")[0].get("value") == "oldest"
    assert link(page, "40") == "/search?q=%2A&sort=oldest&size=40"
    kept = {one.get("name"): one.get("value") for one in page.cssselect(".box input[type=hidden]")}
    assert kept == {"sort": "oldest", "size": "20"}


def test_all_values_of_a_facet(visitor: Visitor) -> None:
    page = visitor.page("/search/values/creator?q=snow")
    names = [text_of(one) for one in page.cssselect(".values .text")]
    assert len(names) > 2
    by_value = visitor.page(link(page, "By value"))
    assert sorted(names) == sorted(text_of(one) for one in by_value.cssselect(".values .text"))
    chosen = visitor.page(page.cssselect(".values .value")[0].get("href"))
    chip = text_of(chosen.cssselect(".chips a")[0])
    assert names[0] in chip, "a person's key is never shown"
    visitor.page("/search/values/nothing", 400)


def test_a_person_by_any_spelling_is_called_by_name(visitor: Visitor) -> None:
    page = visitor.page("/search?creator=Образцова А. П.")
    assert total(page) == 3
    keys = [
        one.get("href") for one in page.cssselect(".facet a.value") if "creator=" in one.get("href")
    ]
    by_key = visitor.page(next(url for url in keys if "obraz" in url))
    assert "bra" in text_of(by_key.cssselect(".chips")[0])


def test_exports_and_feeds_of_all_hits(visitor: Visitor) -> None:
    page = visitor.page("/search?q=snow&language=ru&start=11")
    offered = {text_of(one): one.get("href") for one in page.cssselect(".take a")}
    assert offered["BibTeX"] == "/api/v1/export?q=snow&language=ru&format=bibtex"
    assert offered["Atom"] == "/api/v1/feed?q=snow&language=ru&format=atom"
    types = {one.get("type") for one in page.cssselect("link[rel=alternate]")}
    assert {"application/atom+xml", "application/rss+xml"} <= types


def test_hits_carry_coins(visitor: Visitor) -> None:
    page = visitor.page("/search?q=puddles")
    [span] = page.cssselect("span.Z3988")
    said = parse_qs(span.get("title"))
    assert said["rft_id"] == ["info:doi/10.5555/ovn.2023.1001"]
    assert said["rft.genre"] == ["article"]
    assert said["rft.date"][0].startswith("2023")
    assert {"rft.aulast", "rft.jtitle", "rft.issn"} <= said.keys()


def test_in_the_readers_language(library: Index) -> None:
    reader = visiting(library, "ru-RU,ru;q=0.9,en;q=0.5")
    page = reader.page("/search?q=физика")
    assert page.get("lang") == "ru"
    assert "результат" in text_of(page.cssselect("h1")[0])
    assert "Русский" not in [text_of(one) for one in page.cssselect("footer a")]
    chosen = reader.get("/language/en?back=/search?q=tea")
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/search?q=tea")
    assert reader.page("/search?q=tea").get("lang") == "en"


def test_the_first_page(visitor: Visitor) -> None:
    page = visitor.page("/")
    assert "59 records" in text_of(page.cssselect("h1")[0])
    assert len(page.cssselect(".hits li")) == 5
    assert page.cssselect("input#q[autofocus]")


def test_pages_are_small(visitor: Visitor) -> None:
    for path in ("/", "/search?q=*&size=20", "/records/demo/oai:journals.example.org:article/1001"):
        assert len(visitor.get(path).content) < 100_000
