"""What pages of other sites can do to ours, tried in a real browser: nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from tests.browser.conftest import TOKEN

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RECORD = "/records/demo/oai:journals.example.org:article/1001"
FRAMED = (
    "/", "/search?q=snow", RECORD, "/explore", "/explore/year.svg", "/sources", "/sources/demo",
    "/sign-in", "/nothing", "/records/demo/oai:journals.example.org:article/2012",
    "/raw/demo/oai:journals.example.org:article/1001", "/api/v1/records?q=snow", "/api/v1/docs",
)  # fmt: skip
# A name and a number of the same machine are two sites, two ports are two origins of one site:
# cookies of SameSite=Strict are kept from the first alone.
HOSTS = ("localhost", "127.0.0.1")


class Other(BaseHTTPRequestHandler):
    """Somebody else's site: it answers with the page that it is asked for in `?html=`."""

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        body = asked.get("html", ["<h1>Theirs</h1>"])[0].encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[int]:
    """The port of another site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Other) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield int(server.server_address[1])
        server.shutdown()
        thread.join()


@contextmanager
def operator(chromium: Browser, site: str) -> Iterator[Page]:
    """A tab of somebody who is signed in."""
    context = chromium.new_context(base_url=site, locale="en")
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#token", TOKEN)
    page.click("main form button")
    page.wait_for_url("**/sources")
    try:
        yield page
    finally:
        context.close()


def visit(page: Page, host: str, port: int, body: str) -> None:
    page.goto(f"http://{host}:{port}/?html={quote(body)}", wait_until="load")


@pytest.mark.parametrize("host", HOSTS)
def test_nothing_of_ours_is_shown_in_a_frame(
    chromium: Browser, site: str, elsewhere: int, host: str
) -> None:
    with operator(chromium, site) as page:
        frames = "".join(f'<iframe src="{site}{path}"></iframe>' for path in FRAMED)
        others = f'<iframe src="http://{host}:{elsewhere}/"></iframe>'
        visit(page, host, elsewhere, frames + others)
        shown = [frame.locator("body").inner_text() for frame in page.frames[1:]]
    assert len(shown) == len(FRAMED) + 1
    assert shown[-1] == "Theirs"  # a frame that may be shown is shown
    for path, text in zip(FRAMED, shown, strict=False):
        assert "refused to connect" in text or not text.strip(), f"{path} shows {text[:60]!r}"


@pytest.mark.parametrize("tag", ['object data="{}"', 'embed src="{}"'])
def test_nor_in_what_is_like_a_frame(
    chromium: Browser, site: str, elsewhere: int, tag: str
) -> None:
    with operator(chromium, site) as page:
        theirs = f"http://127.0.0.1:{elsewhere}/"
        body = f"<{tag.format(site + '/sources')}><{tag.format(theirs)}>"
        visit(page, "localhost", elsewhere, body)
        page.wait_for_function("window.length > 0")
        shown = [frame.locator("body").inner_text() for frame in page.frames[1:]]
    assert "Theirs" in shown
    assert not any("Run now" in text for text in shown)


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/sources/demo/pause", "/sources/demo/run-now", "/sign-out"])
def test_no_form_of_theirs_is_obeyed(
    chromium: Browser, site: str, elsewhere: int, host: str, path: str
) -> None:
    form = f'<form method="post" action="{site}{path}"><input name="key" value="x"><button>Win'
    with operator(chromium, site) as page:
        visit(page, host, elsewhere, form)
        with page.expect_navigation() as sent:
            page.click("button")
        assert sent.value.status == 403
        page.goto("/sources/demo")
        assert "paused" not in page.inner_text("h1")
        assert page.locator("main button:has-text('Run now')").count() == 1


@pytest.mark.parametrize("host", HOSTS)
def test_nobody_is_signed_in_by_another_site(
    chromium: Browser, site: str, elsewhere: int, host: str
) -> None:
    fields = f'<input name="token" value="{TOKEN}"><button>Win'
    form = f'<form method="post" action="{site}/sign-in">{fields}'
    context = chromium.new_context()
    page = context.new_page()
    visit(page, host, elsewhere, form)
    with page.expect_navigation() as sent:
        page.click("button")
    assert sent.value.status == 403
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("host", HOSTS)
def test_no_script_of_theirs_reads_a_page(
    chromium: Browser, site: str, elsewhere: int, host: str
) -> None:
    with operator(chromium, site) as page:
        visit(page, host, elsewhere, "<p>Theirs")
        for path in ("/sources", "/api/v1/records"):
            read = page.evaluate(
                "url => fetch(url, {credentials: 'include'}).then(a => a.text(), () => null)",
                site + path,
            )
            assert read is None


@pytest.mark.parametrize(
    "back",
    ["{evil}", "//{bare}", "/\\{bare}", "\\\\{bare}", "/%09/{bare}", "/\t/{bare}", "///{bare}",
     "https:{bare}", "/search/..//{bare}", "javascript:alert(1)", "/\r\nLocation: {evil}"],
)  # fmt: skip
def test_no_address_of_ours_leads_away(
    chromium: Browser, site: str, elsewhere: int, back: str
) -> None:
    bare = f"localhost:{elsewhere}"
    wanted = back.format(evil=f"http://{bare}/", bare=bare)
    context = chromium.new_context(base_url=site)
    page = context.new_page()
    page.goto(f"/language/ru?back={quote(wanted, safe='')}")
    assert page.url.startswith(f"{site}/")
    context.close()
