"""SQLite keeps every promise of a store (the fixture `store` is in conftest.py)."""

from __future__ import annotations

from index.testing.store import StoreContract


class TestSqlite(StoreContract):
    pass
