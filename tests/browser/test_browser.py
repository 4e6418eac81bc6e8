"""The pages in a real browser, as people use them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from index import open_index
from index.record import Batch
from tests.browser.conftest import TOKEN, looking, served
from tests.index.web.pages.test_hostile_pages import EVIL, NAME, hostile
from tests.world import START

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RECORD = "/records/demo/oai:journals.example.org:article/1001"
PAGES = (
    "/", "/search?q=snow", "/search?q=snow&language=ru&-type=book", "/search?q=puddles+kitchen+zzz",
    "/search/values/creator?q=snow", RECORD, "/records/demo/oai:journals.example.org:article/2012",
    "/explore", "/sources", "/sources/demo", "/sign-in", "/about", "/about/query", "/nothing",
)  # fmt: skip


def total(page: Page) -> int:
    return int(page.inner_text("h1.total").split()[0])


def test_from_a_search_to_a_feed(chromium: Browser, site: str) -> None:
    with looking(chromium, site) as page:
        page.goto("/")
        page.fill("#q", "snow OR tea")
        page.press("#q", "Enter")
        page.wait_for_url("**/search?**")
        all_hits = total(page)
        page.click(".facet .value:has-text('Russian')")
        russian = total(page)
        assert 0 < russian < all_hits
        chart = page.locator(".chart").bounding_box()
        assert chart is not None
        middle = chart["y"] + chart["height"] / 3
        page.mouse.move(chart["x"] + 2, middle)
        page.mouse.down()
        page.mouse.move(chart["x"] + chart["width"] * 0.6, middle, steps=5)
        assert page.locator(".brush").count() == 1
        page.mouse.up()
        page.wait_for_url("**year=**")
        asked = parse_qs(urlsplit(page.url).query)
        assert asked["language"] == ["ru"]
        assert asked["year"]
        assert 0 < total(page) <= russian
        assert page.locator(".chips li").count() == 3
        with page.expect_download() as download:
            page.click(".take a:has-text('RIS')")
        assert "TY  - " in Path(download.value.path()).read_text("utf-8")
        feed = page.locator("link[type='application/atom+xml']").get_attribute("href")
        answer = page.request.get(f"{site}{feed}")
        assert answer.headers["content-type"].startswith("application/atom+xml")
        title = page.inner_text(".hits .name >> nth=0")
        assert title in answer.text()
        page.click(".hits .name a >> nth=0")
        page.wait_for_url("**/records/**")
        assert page.inner_text("h1") == title
        page.go_back()
        assert page.locator(".chips li").count() == 3


def test_with_the_keyboard_alone(chromium: Browser, site: str) -> None:
    with looking(chromium, site) as page:
        page.goto("/search")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.focus("#q")
        page.keyboard.type("snow")
        page.wait_for_selector(".suggestions [role=option]")
        assert page.get_attribute("#q", "aria-expanded") == "true"
        page.keyboard.press("ArrowDown")
        chosen = page.get_attribute("#q", "aria-activedescendant")
        assert page.get_attribute(f"#{chosen}", "aria-selected") == "true"
        page.keyboard.press("ArrowUp")
        assert page.get_attribute("#q", "aria-activedescendant") is None
        page.keyboard.press("Escape")
        assert page.locator(".suggestions").is_hidden()
        page.keyboard.press("Enter")
        page.wait_for_url("**q=snow**")
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('.facet .value')"):
                break
        name = page.evaluate("document.activeElement.querySelector('.text').textContent")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
        page.keyboard.press("Enter")
        page.wait_for_selector(".chips")
        assert name in page.inner_text(".chips")


def test_a_suggestion_is_a_search(chromium: Browser, site: str) -> None:
    with looking(chromium, site) as page:
        page.goto("/")
        page.locator("#q").press_sequentially("snow")
        page.wait_for_selector(".suggestions [role=option]")
        page.click(".suggestions [role=option] >> nth=0")
        page.wait_for_url("**/search?q=**")
        assert total(page) > 0


def test_a_bar_can_be_followed(chromium: Browser, site: str) -> None:
    with looking(chromium, site) as page:
        page.goto("/search?q=snow OR tea")
        page.locator(".chart a").first.click(force=True)
        page.wait_for_url("**year=**")
        assert total(page) > 0


def test_without_javascript(chromium: Browser, site: str) -> None:
    with looking(chromium, site, java_script_enabled=False) as page:
        page.goto("/")
        page.fill("#q", "snow OR tea")
        page.click(".box button")
        everything = total(page)
        page.fill("#from", "2023")
        page.click(".range button")
        assert total(page) < everything
        page.select_option("#sort", "oldest")
        page.click(".sort button")
        assert "sort=oldest" in page.url
        page.click(".facet .not >> nth=0")
        assert page.locator(".chips .out").count() == 1
        page.click(".chips .out")
        page.click(".hits .name a >> nth=0")
        assert page.locator("dl.fields").count() > 0


@pytest.mark.parametrize("path", PAGES)
def test_on_a_telephone_nothing_is_cut_off(chromium: Browser, site: str, path: str) -> None:
    size = {"width": 320, "height": 640}
    with looking(chromium, site, viewport=size, has_touch=True, errors_too=True) as page:
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, f"{path} is {wide} wide"


def test_in_russian(chromium: Browser, site: str) -> None:
    with looking(chromium, site, locale="ru-RU") as page:
        page.goto("/search?q=снег")
        assert "результат" in page.inner_text("h1.total")
        page.click("footer a:has-text('English')")
        assert page.get_attribute("html", "lang") == "en"
        assert urlsplit(page.url).path == "/search"
        page.goto("/explore")
        assert page.inner_text("h1").endswith("records in pictures")


def test_pictures_are_shown(chromium: Browser, site: str) -> None:
    with looking(chromium, site) as page:
        page.goto("/explore?q=snow")
        for image in page.locator("figure img, .figure img").all():
            image.scroll_into_view_if_needed()
            page.wait_for_function(
                "src => document.querySelector(`img[src='${src}']`).naturalWidth > 0",
                arg=image.get_attribute("src"),
            )


def test_a_citation_is_copied(chromium: Browser, site: str) -> None:
    with looking(chromium, site, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(RECORD)
        page.click("button:has-text('Copy')")
        page.wait_for_selector("button:has-text('Copied')")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.inner_text(".citation")
    with looking(chromium, site, java_script_enabled=False) as page:
        page.goto(RECORD)
        assert page.locator("main button:has-text('Copy')").count() == 0


def test_operators_pause_and_resume(chromium: Browser, site: str) -> None:
    with looking(chromium, site) as page:
        page.goto("/sources")
        page.click("text=Sign in to act")
        page.fill("#token", TOKEN)
        page.click("main form button")
        page.wait_for_url("**/sources")
        page.click(".orders button:has-text('Pause')")
        page.wait_for_url("**/sources/demo")
        assert "paused" in page.inner_text("h1")
        page.click(".orders button:has-text('Resume')")
        page.wait_for_selector(".orders button:has-text('Pause')")
        page.goto("/sources")
        page.click("text=Sign out")
        page.wait_for_selector("text=Sign in to act")


def test_script_in_every_field_does_not_run(
    chromium: Browser, samples: Path, tmp_path: Path
) -> None:
    data = Path(shutil.copytree(samples, tmp_path / "data"))
    with open_index(data) as index:
        index.store.declare("s", "", "oai_dc", declared=False, now=START)
        index.store.apply("s", Batch((hostile(),), base_url="javascript:alert(6)"), None, START)
        index.sync()
    evil = quote(EVIL, safe="")
    with served(data) as site, looking(chromium, site) as page:
        for path in (
            f"/records/s/{quote(NAME, safe='')}", f"/search?q={evil}", "/search?source=s",
            f"/search?q=tea&creator={evil}", "/explore?source=s", "/explore/subject.svg?source=s",
        ):  # fmt: skip
            page.goto(path)
            assert page.evaluate("document.images.length") < 20


def test_raw_xml_is_nobodys_page(chromium: Browser, samples: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(samples, tmp_path / "data"))
    with open_index(data) as index:
        index.store.declare("s", "", "oai_dc", declared=False, now=START)
        index.store.apply("s", Batch((hostile(),)), None, START)
    with served(data) as site:
        context = chromium.new_context(base_url=site)
        page, said, ran = context.new_page(), [], []
        page.on("console", lambda message: said.append(message.text))
        page.on("dialog", lambda dialog: ran.append(dialog.message))
        page.goto(f"/raw/s/{quote(NAME, safe='')}")
        page.wait_for_timeout(100)
        context.close()
    assert ran == []
    assert any("sandboxed" in text for text in said)
