"""Fixtures of the operators' pages: an index with sources, a clock that stands, who looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from harvester.settings import Settings, load_settings
from harvester.web_ops.rooms import all_pages
from index import Index, open_index
from index.record import Run
from index.web.app import create_app
from tests.doors import demo_data, samples
from tests.visitor import Visitor

__all__ = ["demo_data", "samples"]

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TOKEN = "open sesame, open sesame"
NAMES = ("alpha", "beta", "gamma")


@dataclass
class Desk:
    """An index, its settings, a clock that stands, and who looks at it."""

    index: Index
    settings: Settings
    at: list[datetime] = field(default_factory=lambda: [NOW])

    def visitor(self, language: str = "en") -> Visitor:
        router = all_pages(self.index, self.settings, lambda: self.at[0])
        return Visitor(create_app(self.index, self.settings.web, routers=[router]), language)

    def operator(self) -> Visitor:
        """Somebody who has signed in."""
        visitor = self.visitor()
        answer = visitor.post("/sign-in", {"token": TOKEN})
        assert (answer.status_code, answer.headers["location"]) == (303, "/sources")
        return visitor


def settings_in(folder: Path, token: str = 'token = "env:OPERATORS"') -> Settings:
    sources = "".join(
        f'[[source]]\nname = "{name}"\nurl = "http://{name}.example.org/oai"\n' for name in NAMES
    )
    (folder / "config.toml").write_text(f"[web]\n{token}\n{sources}", "utf-8")
    return load_settings(folder / "config.toml", data=folder, environ={})


@pytest.fixture
def desk(demo_data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("OPERATORS", TOKEN)
    with open_index(demo_data) as index:
        yield Desk(index, settings_in(demo_data))


def ran(desk: Desk, name: str, ago: timedelta, status: str, **values: object) -> None:
    """Write down a run."""
    store, at = desk.index.store, NOW - ago
    store.declare(name, f"http://{name}.example.org/oai", "oai_dc", declared=True, now=at)
    number = store.start_run(name, (None, None), at)
    store.finish_run(Run(number, name, status, (None, None), at, at, 3, **values))  # type: ignore[arg-type]
