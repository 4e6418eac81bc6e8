"""A real store, and a provider over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.store import open_store
from index.store.base import Store
from tests.index.provider.asking import NOW


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for tests that each take a source of their own."""
    store = open_store(tmp_path_factory.mktemp("store") / "store.db", create=True)
    yield store
    store.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store that knows the source `s`."""
    store = open_store(tmp_path / "store.db", create=True)
    store.declare("s", "https://example.org/oai", "oai_dc", True, NOW)
    yield store
    store.close()
