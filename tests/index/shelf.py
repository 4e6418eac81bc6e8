"""An index of a few numbered articles: how they come in, and which of them are found."""

from __future__ import annotations

from datetime import UTC, datetime

from harvester.normalise import NORMALISER, normalise
from index.core import Index
from index.record import Batch, Incoming
from tests.records import article

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def put(ix: Index, *numbers: int, source: str = "s", title: str | None = None) -> None:
    raws = [article(n, title=title or f"Физика {n}", lang="ru").raw for n in numbers]
    records = tuple(Incoming(raw, normalise(raw, source), NORMALISER) for raw in raws)
    ix.store.apply(source, Batch(records=records), None, NOW)


def found(ix: Index, query: str) -> list[str]:
    return sorted(hit.identifier.rpartition(":")[2] for hit in ix.search(query, limit=1000).hits)
