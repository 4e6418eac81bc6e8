"""Fixtures of the web: the sample records behind a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.core import Index, open_index
from tests.doors import demo_data, samples
from tests.web import Client, live

__all__ = ["demo_data", "samples"]


@pytest.fixture(scope="module")
def held(samples: Path) -> Iterator[Index]:
    """The sample records, for reading only."""
    with open_index(samples) as index:
        yield index


@pytest.fixture(scope="module")
def api(held: Index) -> Iterator[Client]:
    """A server of the sample records."""
    with live(held) as client:
        yield client


@pytest.fixture
def own(demo_data: Path) -> Iterator[Index]:
    """The sample records for a test alone, to be written to."""
    with open_index(demo_data) as index:
        yield index
