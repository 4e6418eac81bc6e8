"""The store: every table there is, behind the contract of `index.store.base`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from index.store.base import Store

__all__ = ["Store", "open_store"]


def open_store(where: Path | str, *, create: bool, busy_timeout: float = 30.0) -> Store:
    """Open the store at a path (an SQLite file) or a SQLAlchemy URL (`sqlite:///…`).

    `create` makes file, folder and tables where they are missing; without it nothing is made and
    `StoreMissing` is raised. An older database is brought up to date, and a copy of it as it was
    kept beside it. Where the file or its folder
    cannot be written, the store opens for reading. `busy_timeout`: seconds that a writer waits for
    others. Raises `SettingsError` for a URL that cannot be used, and every `StoreError`.
    """
    # Here, because SQLAlchemy costs a cold start more than the rest of a command's imports.
    from index.store.sql import SqlStore
    from index.store.sqlite import open_sqlite, path_of
    from index.store.sqlite_copy import save_before_upgrade

    path = where if isinstance(where, Path) else path_of(where)
    save = partial(save_before_upgrade, path)
    return SqlStore(open_sqlite(path, create=create, busy_timeout=busy_timeout, save=save))
