"""What browsers and robots read, and the pages about all this."""

from __future__ import annotations

from urllib.robotparser import RobotFileParser

from lxml import etree

from index import Index
from index.web.pages.about import EXAMPLES
from index.web.pages.home import own_path
from tests.index.web.pages.conftest import visiting
from tests.visitor import HOST, Visitor, text_of

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_robots_follow_records_and_no_searches(visitor: Visitor) -> None:
    parser = RobotFileParser()
    parser.parse(visitor.get("/robots.txt").text.splitlines())
    assert parser.can_fetch("robot", f"{HOST}/records/demo/oai:x:1")
    assert parser.can_fetch("robot", f"{HOST}/explore")
    for path in ("/search?q=tea", "/search/values/creator", "/raw/demo/x"):
        assert not parser.can_fetch("robot", f"{HOST}{path}"), path


def test_every_record_stands_on_a_map(visitor: Visitor) -> None:
    index = etree.fromstring(visitor.get("/sitemap.xml").content)
    [address] = [one.text for one in index.iter(f"{MAP}loc")]
    assert address == f"{HOST}/sitemap/demo.xml?page=1"
    found = etree.fromstring(visitor.get(address.removeprefix(HOST)).content)
    urls = [str(one.text) for one in found.iter(f"{MAP}loc")]
    assert len(set(urls)) == 59
    assert visitor.get(urls[0].removeprefix(HOST)).status_code == 200
    assert len(list(found.iter(f"{MAP}lastmod"))) == 59
    for wrong in ("/sitemap/nobody.xml", "/sitemap/demo.xml?page=x", "/sitemap/demo.xml?page=0"):
        assert visitor.get(wrong).status_code == 404


def test_suggestions_as_browsers_read_them(visitor: Visitor) -> None:
    said, texts, kinds, urls = visitor.get("/suggest?q=tea").json()
    assert said == "tea"
    assert len(texts) == len(kinds) == len(urls) > 0
    assert "·" in kinds[0]
    assert "0 hits" not in text_of(visitor.page(urls[0]).cssselect("h1")[0])
    assert visitor.get("/suggest").json() == ["", [], [], []]


def test_the_opensearch_description(library: Index) -> None:
    root = etree.fromstring(
        visiting(library, url="https://h.example/").get("/opensearch.xml").content
    )
    templates = [one.get("template") for one in root if one.get("template")]
    assert templates[0] == "https://h.example/search?q={searchTerms}"
    [name] = root.iter("{http://a9.com/-/spec/opensearch/1.1/}ShortName")
    assert name.text == "Harvester"


def test_pages_about(visitor: Visitor) -> None:
    assert "59 records are held" in text_of(visitor.page("/about"))
    for room in ("query", "api", "cite"):
        page = visitor.page(f"/about/{room}")
        assert page.cssselect("h1")
        for one in page.cssselect("main a[href^='/']"):
            if not one.get("href").startswith("/api/"):
                assert visitor.get(one.get("href")).status_code == 200
    visitor.page("/about/nothing", 404)
    assert len(visitor.page("/about/query").cssselect("tbody tr")) == len(EXAMPLES)


def test_ways_back_stay_here() -> None:
    assert own_path("/search?q=tea#x") == "/search?q=tea#x"
    for other in (
        None, "", "https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example",
        "/x\r\nSet-Cookie: a=b", "search", "javascript:alert(1)",
    ):  # fmt: skip
        assert own_path(other) == "/", other


def test_languages_that_there_are_not(library: Index) -> None:
    visitor = visiting(library)
    visitor.page("/language/xx?back=/", 404)
    away = visitor.get("/language/ru?back=//evil.example")
    assert away.headers["location"] == "/"
    assert "samesite=lax" in away.headers["set-cookie"].lower()
    assert "httponly" in away.headers["set-cookie"].lower()


def test_files_are_kept_for_ever_by_their_fingerprint(visitor: Visitor) -> None:
    page = visitor.page("/")
    addresses = [one.get("href") for one in page.cssselect("link[rel=stylesheet], link[rel=icon]")]
    addresses += [one.get("src") for one in page.cssselect("script[src]")]
    assert len(addresses) == 3
    for address in addresses:
        answer = visitor.get(address)
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        older = visitor.get(address.replace(address.split("/")[2], "0" * 12))
        assert older.headers["cache-control"] == "no-cache"
    assert visitor.get("/static/0/nothing.css").status_code == 404
    assert visitor.get("/static/0/..%2Fapp.css").status_code == 404


def test_nothing_here_is_a_page_for_people_and_a_problem_for_programs(visitor: Visitor) -> None:
    assert visitor.get("/nothing/at/all").headers["content-type"].startswith("text/html")
    assert visitor.get("/api/v1/nothing").headers["content-type"] == "application/problem+json"
    assert visitor.head("/search?q=tea").status_code == 200
    assert visitor.post("/search", {}).status_code == 405
