"""The contract of a store: the truth about every record, its origin and its history.

Threads and processes: a `Store` may be shared by threads; any number of processes may read; writers
wait for one another (at most the busy timeout, then `StoreBusy`). Every method that writes is one
transaction: after a crash it has happened wholly or not at all. Any method can raise `StoreError`.
Times are arguments (aware UTC; stored with whole seconds).
"""

from __future__ import annotations

from typing import Protocol

from index.store.copy_base import CopyStore
from index.store.harvest_base import HarvestStore
from index.store.keep_base import KeepStore
from index.store.record_base import RecordStore
from index.store.sweep_base import SweepStore
from index.store.turn_base import TurnStore

__all__ = [
    "CopyStore",
    "HarvestStore",
    "KeepStore",
    "RecordStore",
    "Store",
    "SweepStore",
    "TurnStore",
]


class Store(RecordStore, HarvestStore, SweepStore, TurnStore, KeepStore, CopyStore, Protocol):
    """All of it."""

    def close(self) -> None:
        """Give everything back. The store is not usable afterwards."""
        ...
