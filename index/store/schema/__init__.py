"""Every table of the store. `migrations/` builds the same; a test holds the two together."""

from __future__ import annotations

from index.store.schema.harvest_tables import cursors, quarantine, runs, windows
from index.store.schema.numbers import FIRST_ROWS, counters, metadata
from index.store.schema.record_tables import (
    abouts,
    changes,
    documents,
    raws,
    record_sets,
    records,
    sets,
    suppressed,
    versions,
)
from index.store.schema.source_tables import claims, followed, orders, origins, sources
from index.store.schema.sweep_tables import named, strikes, sweeps

__all__ = [
    "FIRST_ROWS",
    "abouts",
    "changes",
    "claims",
    "counters",
    "cursors",
    "documents",
    "followed",
    "metadata",
    "named",
    "orders",
    "origins",
    "quarantine",
    "raws",
    "record_sets",
    "records",
    "runs",
    "sets",
    "sources",
    "strikes",
    "suppressed",
    "sweeps",
    "versions",
    "windows",
]
