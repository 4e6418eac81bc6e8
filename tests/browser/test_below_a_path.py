"""The pages below a path of another host, behind a reverse proxy, in a real browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from lxml import etree

from tests.browser.conftest import TOKEN, looking, served
from tests.browser.proxy import PREFIX, Proxy, proxy

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module", params=[True, False], ids=["stripping", "keeping"])
def door(
    request: pytest.FixtureRequest, samples: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    data = Path(shutil.copytree(samples, tmp_path_factory.mktemp("below") / "data"))
    with proxy(strips=request.param) as server, served(data, f'url = "{server.url}"\n') as address:
        server.target = address
        yield server


def test_from_the_door_to_a_record_and_back(chromium: Browser, door: Proxy) -> None:
    with looking(chromium, door.url) as page:
        page.goto(door.url)
        assert page.evaluate("getComputedStyle(document.body).fontFamily") != ""
        assert page.evaluate("document.styleSheets.length") == 1
        page.locator("#q").press_sequentially("snow")
        page.wait_for_selector(".suggestions [role=option]")
        page.click(".suggestions [role=option] >> nth=0")
        page.wait_for_url(f"{door.url}/search?q=**")
        page.goto(f"{door.url}/search?q=snow OR tea")
        page.click(".facet .value >> nth=0")
        page.wait_for_selector(".chips")
        page.fill("#from", "2000")
        page.click(".range button")
        page.wait_for_url(f"{door.url}/search?**year=2000**")
        with page.expect_download() as download:
            page.click(".take a:has-text('RIS')")
        assert "TY  - " in Path(download.value.path()).read_text("utf-8")
        page.click(".hits .name a >> nth=0")
        page.wait_for_url(f"{door.url}/records/**")
        canonical = page.get_attribute("link[rel=canonical]", "href")
        assert canonical is not None
        assert canonical.startswith(f"{door.url}/records/")
        page.click("footer a:has-text('Русский')")
        page.wait_for_url(f"{door.url}/records/**")
        assert page.get_attribute("html", "lang") == "ru"
        assert {one["path"] for one in page.context.cookies()} == {PREFIX}
        page.click("header .brand")
        assert page.url == f"{door.url}/"
        page.goto(f"{door.url}/explore?q=snow")
        for image in page.locator("figure img, .figure img").all():
            image.scroll_into_view_if_needed()
            page.wait_for_function("one => one.naturalWidth > 0", arg=image.element_handle())
    assert door.strays == []


def test_operators_act(chromium: Browser, door: Proxy) -> None:
    with looking(chromium, door.url) as page:
        page.goto(f"{door.url}/sources")
        page.click("text=Sign in to act")
        page.fill("#token", TOKEN)
        page.click("main form button")
        page.wait_for_url(f"{door.url}/sources")
        page.click(".orders button:has-text('Pause')")
        page.wait_for_url(f"{door.url}/sources/demo")
        assert "paused" in page.inner_text("h1")
        page.click(".orders button:has-text('Resume')")
        page.wait_for_selector(".orders button:has-text('Pause')")
        page.goto(f"{door.url}/sources")
        page.click("text=Sign out")
        page.wait_for_selector("text=Sign in to act")
        assert page.context.cookies() == []
    assert door.strays == []


@pytest.mark.parametrize(
    "path", ["/", "/search?q=snow", "/explore?q=snow", "/sources", "/about/query", "/nothing"]
)
def test_every_address_on_a_page_stands_below(chromium: Browser, door: Proxy, path: str) -> None:
    with looking(chromium, door.url, errors_too=True) as page:
        page.goto(f"{door.url}{path}")
        addresses = page.evaluate(
            "() => [...document.querySelectorAll('[href],[src],[action],[data-suggest]')].map("
            "one => ['href', 'src', 'action', 'data-suggest']"
            ".map(name => one.getAttribute(name)).find(value => value !== null))"
        )
    ours = [one for one in addresses if not one.startswith(("http", "#"))]
    assert len(ours) > 8
    assert [one for one in ours if not one.startswith(f"{PREFIX}/")] == []


def test_what_programs_read_names_the_whole_address(chromium: Browser, door: Proxy) -> None:
    context = chromium.new_context()
    get = context.request.get
    listed = get(f"{door.url}/api/v1/records?q=snow&limit=1")
    behind = re.search(r'<([^>]+)>; rel="next"', listed.headers["link"])
    assert behind is not None
    assert behind[1].startswith(f"{door.url}/api/v1/records?")
    assert get(behind[1]).json()["total"] == listed.json()["total"]
    begin = get(f"{door.url}/api/v1").json()
    assert {urlsplit(one).path.startswith(f"{PREFIX}/api/v1/") for one in begin.values()} == {True}
    assert get(f"{door.url}/api/v1/openapi.json").json()["servers"] == [{"url": door.url}]
    for path in ("/opensearch.xml", "/sitemap.xml", "/sitemap/demo.xml", "/api/v1/feed?q=snow"):
        answer = get(f"{door.url}{path}")
        root = etree.fromstring(answer.body())
        said = [one for one in (*root.itertext(), *root.xpath("//@*")) if "://127." in one]
        assert said
        assert [one for one in said if not one.strip().startswith(f"{door.url}/")] == [], path
    robots = get(f"{door.url}/robots.txt").text()
    assert f"Disallow: {PREFIX}/search" in robots
    assert f"Sitemap: {door.url}/sitemap.xml" in robots
    context.close()
