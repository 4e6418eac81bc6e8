"""Stores to test on. Each test gets a fresh copy of one empty database, made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from index.store import Store, open_store

Opener = Callable[..., Store]


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store with nothing in it."""
    path = tmp_path_factory.mktemp("empty") / "store.db"
    open_store(path, create=True).close()
    return path


@pytest.fixture
def path(tmp_path: Path, empty_store: Path) -> Path:
    """The file of an empty store that this test may spoil."""
    return Path(shutil.copy(empty_store, tmp_path / "store.db"))


@pytest.fixture
def opened(path: Path) -> Iterator[Opener]:
    """Open the store at `path` (or another), once or several times; all are closed at the end."""
    with ExitStack() as stack:

        def opener(where: Path = path, *, create: bool = False, wait: float = 30.0) -> Store:
            store = open_store(where, create=create, busy_timeout=wait)
            stack.callback(store.close)
            return store

        yield opener


@pytest.fixture
def store(opened: Opener) -> Store:
    """An empty store."""
    return opened()
