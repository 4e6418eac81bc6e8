"""`python -m tools.screens`: the pictures of the pages in docs/screens, of the sample records.

Needs Chromium (`apt-get install chromium fonts-noto-core fonts-noto-cjk`), the extras `test` and
`styles`, and `pip install pillow`, which makes the pictures small.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from harvester.clock import SystemClock
from harvester.demo.run import demonstration
from harvester.settings import load_settings
from harvester.web_ops.rooms import all_pages
from harvester.web_server import web
from index import open_index
from index.record import Counts, Run, RunError, RunStatus
from index.store.base import Store
from index.web.app import create_app

FOLDER = Path(__file__).parent.parent / "docs/screens"
RECORD = "/records/demo/oai:journals.example.org:article/1001"
_COLOURS = 40
SIZES = {"wide": (1120, 760), "narrow": (390, 800)}
# Name, address, size, colours, language.
SHOTS = (
    ("home", "/", "wide", "light", "en"),
    ("search", "/search?q=snow+OR+tea+OR+physics&-language=de", "wide", "light", "en"),
    ("search", "/search?q=snow+OR+tea+OR+physics", "wide", "dark", "en"),
    ("search", "/search?q=физика&type=journal+article", "narrow", "light", "ru"),
    ("record", RECORD, "wide", "light", "en"),
    ("record", RECORD, "narrow", "dark", "ru"),
    ("explore", "/explore", "wide", "dark", "en"),
    ("explore", "/explore", "narrow", "light", "en"),
    ("sources", "/sources", "wide", "light", "en"),
    ("sources", "/sources", "narrow", "dark", "ru"),
    ("about", "/about/query", "wide", "light", "ru"),
)


def main() -> None:
    """Make all pictures anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as engine:
        data = Path(name)
        with demonstration(data, SystemClock(), lambda run: None):
            pass
        browser = engine.chromium.launch(executable_path=shutil.which("chromium"))
        _serve(data, browser)
        browser.close()


def _serve(data: Path, browser: Browser) -> None:
    (data / "config.toml").write_text("[web]\nport = 0\n" + "".join(map(_section, OTHERS)), "utf-8")
    settings = load_settings(data / "config.toml", data=data)
    ready, addresses = threading.Event(), []

    def tell(url: str) -> None:
        addresses.append(url)
        ready.set()

    with open_index(settings) as index:
        invented(index.store, datetime.now(UTC))
        app = create_app(index, settings.web, routers=[all_pages(index, settings)])
        with web(app, settings.web, tell) as server:
            thread = threading.Thread(target=server.run)
            thread.start()
            ready.wait()
            for shot in SHOTS:
                _shoot(browser, addresses[0], *shot)
            server.stop()
            thread.join()


def _shoot(
    browser: Browser, site: str, name: str, path: str, size: str, scheme: str, language: str
) -> None:
    width, height = SIZES[size]
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        locale=language,
    )
    page.goto(site + path, wait_until="networkidle")
    target = FOLDER / f"{name}-{size}-{scheme}-{language}.png"
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    page.close()
    print(f"{target.name}: {target.stat().st_size / 1000:.0f} kB")


OTHERS = ("sample-review", "quiet-garden", "old-printing-house", "new-source")


def _section(name: str) -> str:
    return f'[[source]]\nname = "{name}"\nurl = "https://{name}.example.org/oai"\n'


def invented(store: Store, now: datetime) -> None:
    """Runs of sources that there are not: one fails, one is blocked, one is well."""
    refused = RunError("unreachable", "the connection was refused", "is the server up?")
    walled = RunError("blocked", "a wall for robots stands before the server", "ask its operator")
    ends: tuple[tuple[RunStatus, RunError | None], ...] = (
        ("failed", refused), ("blocked", walled), ("ok", None),
    )  # fmt: skip
    for name, (status, error) in zip(OTHERS, ends, strict=False):
        store.declare(name, f"https://{name}.example.org/oai", "oai_dc", declared=True, now=now)
        for day in range(20, 0, -1):
            at = now - timedelta(days=day)
            number = store.start_run(name, (None, None), at)
            ended: RunStatus = status if day < 4 else "ok"
            counts = Counts(new=day * 7 % 23, unchanged=30) if ended == "ok" else Counts()
            why = error if ended != "ok" else None
            run = Run(number, name, ended, (None, None), at, at, 7, counts=counts, error=why)
            store.finish_run(run)


if __name__ == "__main__":
    main()
