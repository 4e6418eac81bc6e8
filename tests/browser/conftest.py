"""Fixtures of browser tests: the real server, and Chromium where this machine has one."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harvester.settings import load_settings
from harvester.web_ops.rooms import all_pages
from harvester.web_server import web
from index import open_index
from index.web.app import create_app
from tests.doors import samples

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

__all__ = ["samples"]

NAMES = ("chromium", "chromium-browser", "google-chrome")
STATUS = "Failed to load resource: the server responded with a status of "
TOKEN = "open sesame, open sesame"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless Chromium; without one the tests are skipped and say so.

    For a module, not for the session: while it is there, its loop runs in this thread, and no other
    test could run one.
    """
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no chromium here: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="no playwright here")
    with playwright.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def served(data: Path, web_settings: str = "") -> Iterator[str]:
    """All pages of a data folder on a free port; gives the address."""
    (data / "token").write_text(TOKEN, "utf-8")
    text = f'[web]\nport = 0\ntoken = "file:token"\nrate_mode = "off"\n{web_settings}'
    demo = '[[source]]\nname = "demo"\nurl = "http://demo.example.org/oai"\n'
    (data / "config.toml").write_text(text + demo, "utf-8")
    settings = load_settings(data / "config.toml", data=data, environ={})
    ready, address = threading.Event(), []

    def tell(url: str) -> None:
        address.append(url)
        ready.set()

    with open_index(settings) as index:
        app = create_app(index, settings.web, routers=[all_pages(index, settings)])
        with web(app, settings.web, tell) as server:
            thread = threading.Thread(target=server.run)
            thread.start()
            try:
                assert ready.wait(30)
                yield address[0]
            finally:
                server.stop()
                thread.join()


@pytest.fixture(scope="session")
def site(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages of the sample records."""
    data = Path(shutil.copytree(samples, tmp_path_factory.mktemp("browser") / "data"))
    with served(data) as address:
        yield address


@contextmanager
def looking(
    browser: Browser, site: str, *, errors_too: bool = False, **values: object
) -> Iterator[Page]:
    """A tab of its own; what goes wrong in it, or is refused by the policy, fails the test.

    `errors_too`: pages that answer 400 and above may be looked at, of which the console tells.
    """
    context: BrowserContext = browser.new_context(
        base_url=site, locale=str(values.pop("locale", "en")), **values
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "console",
        lambda said: (
            troubles.append(said.text)
            if said.type == "error" and not (errors_too and said.text.startswith(STATUS))
            else None
        ),
    )
    page.on("dialog", lambda dialog: troubles.append(f"dialog {dialog.message}"))
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(site) else troubles.append(f"asked {asked.url}"),
    )
    try:
        yield page
        assert troubles == []
    finally:
        context.close()
