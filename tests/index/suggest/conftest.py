"""Engines with a few documents, in memory and on Whoosh."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from index.analysis import PLAIN
from index.engines.base import Engine
from index.engines.memory import MemoryEngine
from index.engines.whoosh import create
from index.meaning import meant
from index.record import Document
from index.suggest.asking import Asking
from index.testing.engine_places import put

Ask: TypeAlias = Callable[..., Asking]


@pytest.fixture(params=["memory", "whoosh"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made: Engine = MemoryEngine(PLAIN) if request.param == "memory" else create(tmp_path, PLAIN)
    yield made
    made.close()


@pytest.fixture
def ask(engine: Engine) -> Ask:
    """Puts documents into the engine, and gives what suggestions are asked of."""

    def asking(*documents: Document) -> Asking:
        put(engine, *documents)
        return asked(engine, documents)

    return asking


def asked(engine: Engine, documents: tuple[Document, ...]) -> Asking:
    held = {document.key: document for document in documents}
    return Asking(
        engine,
        PLAIN,
        meant,
        lambda keys: {key: held[key] for key in keys if key in held},
    )
