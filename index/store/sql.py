"""The store over a SQL database, put together from its parts."""

from __future__ import annotations

from index.store.apply import Apply
from index.store.changes import Changes
from index.store.claims import Claims
from index.store.copies import Copies
from index.store.quarantine import Quarantine
from index.store.records import Records
from index.store.renewal import Renewal
from index.store.retention import Retention
from index.store.runs import Runs
from index.store.sources import Sources
from index.store.suppression import Suppression
from index.store.sweeps import Sweeps
from index.store.turns import Turns
from index.store.windows import Windows


class SqlStore(
    Apply,
    Records,
    Changes,
    Sources,
    Claims,
    Windows,
    Runs,
    Quarantine,
    Renewal,
    Sweeps,
    Turns,
    Suppression,
    Retention,
    Copies,
):
    """`index.store.base.Store`, word by word; docstrings of the methods are there."""

    def close(self) -> None:
        self.engine.dispose()
