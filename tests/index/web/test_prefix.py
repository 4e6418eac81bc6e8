"""Below a path of somebody else's host: what is asked for, and what is answered with."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.routing import Mount

from index import Index
from index.web.app import create_app
from index.web.pages.router import pages
from index.web.prefix import path_of, prefix_headers, prefix_in, prefix_of, prefixed
from index.web.settings import WebSettings
from tests.doors import samples
from tests.index.web.pages.conftest import library
from tests.visitor import HOST, Visitor

__all__ = ["library", "samples"]

JSON = {"Accept": "application/json"}
URL = "https://example.org/harvest"


def app_of(index: Index, url: str) -> FastAPI:
    settings = WebSettings(url=url, rate_mode="off")
    return create_app(index, settings, routers=[pages(index, settings)])


@pytest.mark.parametrize(
    ("url", "prefix"),
    [("", ""), ("https://example.org", ""), ("https://example.org/", ""), (URL, "/harvest"),
     (f"{URL}/", "/harvest"), ("https://example.org/a/b", "/a/b"),
     ("https://example.org/%D1%81%D0%B1%D0%BE%D1%80", "/сбор")],
)  # fmt: skip
def test_the_prefix_of_an_address(url: str, prefix: str) -> None:
    assert prefix_in(url) == prefix


def test_paths_with_and_without_the_prefix() -> None:
    assert path_of({"path": "/harvest/search", "root_path": "/harvest"}) == "/search"
    assert path_of({"path": "/harvest/", "root_path": "/harvest"}) == "/"
    assert path_of({"path": "/search"}) == "/search"
    assert prefix_of({"root_path": "/сбор"}) == "/%D1%81%D0%B1%D0%BE%D1%80"
    assert prefix_of({}) == ""


def test_addresses_of_a_page() -> None:
    page = (
        '<a href="/about">x</a> <a  class="y" href="//elsewhere">x</a> <a href="https://z/">x</a>'
        ' <form action="/search"> <p title="href=&#34;/about">data-suggest="/x</p>'
    )
    assert prefixed(page, "") == page
    assert prefixed(page, "/h") == page.replace('"/about"', '"/h/about"', 1).replace(
        '"/search"', '"/h/search"'
    )


def test_where_an_answer_leads_to_and_where_its_cookies_hold() -> None:
    headers = MutableHeaders({"location": "/search?q=1"})
    headers.append("set-cookie", "a=1; HttpOnly; Path=/; SameSite=strict")
    headers.append("set-cookie", "b=2; path=/")
    prefix_headers(headers, "/h")
    assert headers["location"] == "/h/search?q=1"
    assert headers.getlist("set-cookie") == [
        "a=1; HttpOnly; Path=/h; SameSite=strict", "b=2; path=/h"
    ]  # fmt: skip
    away = MutableHeaders({"location": "https://other.example.org/"})
    prefix_headers(away, "/h")
    assert away["location"] == "https://other.example.org/"


@pytest.mark.parametrize("path", ["/about", "/harvest/about"])
def test_a_proxy_may_take_the_prefix_away(library: Index, path: str) -> None:
    visitor = Visitor(app_of(library, URL))
    page = visitor.page(path)
    assert page.cssselect(".brand")[0].get("href") == "/harvest/"
    assert page.cssselect("nav [aria-current]")[0].get("href") == "/harvest/about"
    style = page.cssselect("link[rel=stylesheet]")[0].get("href")
    assert visitor.get(style).status_code == 200
    records = visitor.get(path.replace("about", "api/v1/records") + "?limit=1", JSON)
    assert records.headers["link"].startswith(f"<{URL}/api/v1/records?")
    assert visitor.get("/harvest").status_code == 200
    assert visitor.get("/harvests").status_code == 404


def test_a_search_costs_the_same_below_a_path(library: Index) -> None:
    plain = Visitor(create_app(library, WebSettings(), clock=lambda: 0.0))
    below = Visitor(create_app(library, WebSettings(url=URL), clock=lambda: 0.0))
    path = "/api/v1/export?q=tea&format=csv"
    left = [
        one.get(f"{prefix}{path}").headers["ratelimit"]
        for one, prefix in ((plain, ""), (below, ""), (below, "/harvest"))
    ]
    assert left[0] == left[1] != left[2]  # the second asks twice of one allowance
    assert spent(left[0]) == spent(left[2]) / 2 > 1


def spent(header: str) -> int:
    return WebSettings().burst - int(header.partition("r=")[2].partition(";")[0])


def test_whoever_mounts_us_names_the_prefix(library: Index) -> None:
    visitor = Visitor(Starlette(routes=[Mount("/below", app_of(library, ""))]))  # type: ignore[arg-type]
    links = [one.get("href") for one in visitor.page("/below/search?q=tea").cssselect("a[href]")]
    ours = [link for link in links if link.startswith("/")]
    assert ours
    assert all(link.startswith("/below/") for link in ours)
    assert visitor.get(ours[0]).status_code == 200
    begin = visitor.get("/below/api/v1", JSON).json()
    assert begin["records"] == f"{HOST}/below/api/v1/records"
    away = visitor.get("/below/language/ru?back=/about")
    assert away.headers["location"] == "/below/about"
    assert "Path=/below;" in away.headers["set-cookie"]
