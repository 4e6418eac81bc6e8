"""Fixtures of the pages: an index with the sample records, and somebody who looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Index, open_index
from index.web.app import create_app
from index.web.pages.router import pages
from index.web.settings import WebSettings
from tests.doors import samples
from tests.visitor import Visitor

__all__ = ["samples"]


@pytest.fixture(scope="session")
def library(samples: Path) -> Iterator[Index]:
    """The sample records; for reading only."""
    with open_index(samples) as index:
        yield index


@pytest.fixture(scope="session")
def visitor(library: Index) -> Visitor:
    """Who looks at the pages of the sample records, and never chooses a language."""
    return visiting(library)


def visiting(index: Index, language: str = "en", **settings: object) -> Visitor:
    """Who looks at the pages of an index."""
    web = WebSettings.model_validate(settings)
    return Visitor(create_app(index, web, routers=[pages(index, web)]), language)
