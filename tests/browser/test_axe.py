"""axe-core on every page, those of errors and of operators too: on a desk, on a telephone, dark."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from index import open_index
from tests.browser.conftest import TOKEN, looking, served
from tests.browser.test_browser import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ERRORS = (
    "/records/demo/nothing", "/about/nothing", "/explore/nothing.svg", "/search/values/nothing",
    "/sources/nothing", "/search?q=" + "(" * 2500, "/search?year=x..y&size=7&start=-3",
)  # fmt: skip
ON_A_DESK = {"viewport": {"width": 1280, "height": 900}}
ON_A_TELEPHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}


@pytest.fixture(scope="module")
def axe() -> Any:
    return pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe here").Axe()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages of an index that holds nothing."""
    data = tmp_path_factory.mktemp("empty")
    with open_index(data, create=True) as index:
        index.sync()
    with served(data) as address:
        yield address


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages of a store without an index: every search answers 503."""
    data = tmp_path_factory.mktemp("broken")
    with open_index(data, create=True):
        pass
    with served(data) as address:
        yield address


def found(axe: Any, page: Page, paths: tuple[str, ...], rules: object = RULES) -> dict[str, Any]:
    """What axe has against pages, by page and rule."""
    against = {}
    for path in paths:
        page.goto(path)
        answer = axe.run(page, options={"runOnly": rules}).response
        assert answer["passes"]
        for each in answer["violations"]:
            nodes = [node["html"][:200] for node in each["nodes"][:3]]
            against[f"{path[:60]} {each['id']}"] = nodes
    return against


def well(against: dict[str, Any]) -> None:
    assert not against, json.dumps(against, indent=1, ensure_ascii=False)


def sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.fill("#token", TOKEN)
    page.click("main form button")
    page.wait_for_url("**/sources")


@pytest.mark.parametrize(("where", "language"), [(ON_A_DESK, "en"), (ON_A_TELEPHONE, "ru")])
def test_every_page(
    chromium: Browser, site: str, axe: Any, where: dict[str, Any], language: str
) -> None:
    with looking(chromium, site, errors_too=True, locale=language, **where) as page:
        well(found(axe, page, PAGES + ERRORS))


@pytest.mark.parametrize(("where", "scheme"), [(ON_A_DESK, "light"), (ON_A_TELEPHONE, "dark")])
def test_what_operators_see(
    chromium: Browser, site: str, axe: Any, where: dict[str, Any], scheme: str
) -> None:
    with looking(chromium, site, errors_too=True, color_scheme=scheme, **where) as page:
        page.goto("/sign-in")
        page.fill("#token", "something else entirely")
        page.click("main form button")
        page.wait_for_selector("[role=alert]")
        assert not axe.run(page, options={"runOnly": RULES}).response["violations"]
        sign_in(page)
        well(found(axe, page, ("/sources", "/sources/demo")))


def test_contrast_in_the_dark(chromium: Browser, site: str, axe: Any) -> None:
    rules = {"type": "rule", "values": ["color-contrast"]}
    with looking(chromium, site, errors_too=True, color_scheme="dark") as page:
        well(found(axe, page, PAGES + ERRORS[:1], rules))


def test_with_nothing_held(chromium: Browser, empty: str, axe: Any) -> None:
    with looking(chromium, empty, errors_too=True) as page:
        well(found(axe, page, ("/", "/search", "/search?q=tea", "/explore", "/sources")))


def test_without_an_index(chromium: Browser, broken: str, axe: Any) -> None:
    with looking(chromium, broken, errors_too=True) as page:
        assert page.goto("/search?q=tea").status == 503
        well(found(axe, page, ("/", "/search?q=tea", "/explore", "/sources")))
