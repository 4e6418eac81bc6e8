"""What is forgotten with time: runs, quarantine, earlier contents of records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from harvester.service_settings import ServiceSection
from index.store.base import Store


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many of each are forgotten."""

    runs: int
    quarantined: int
    versions: int


def forget(store: Store, limits: ServiceSection, now: datetime) -> Forgotten:
    """Forget what is beyond the limits of [service]. Raises `StoreError`."""
    return Forgotten(
        store.prune_runs(limits.keep_runs),
        store.prune_quarantine(now - limits.keep_quarantine),
        store.prune_versions(limits.keep_versions),
    )
