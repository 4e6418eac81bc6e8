"""`open_index`: the one object that users hold.

import index
with index.open_index("data") as ix:
    results = ix.search("физика", limit=10)
    record = ix.get("herald-ras", "oai:…")
"""

from __future__ import annotations

from pathlib import Path

from index.analysis import PLAIN
from index.answering import Answering
from index.documents import Documents
from index.keeping import Keeping
from index.results import Hit, Results
from index.settings import IndexSettings, load_index_settings
from index.store import open_store

__all__ = ["Hit", "Index", "Results", "open_index"]


class Index(Answering, Keeping):
    """Store and search index together; may be shared by threads.

    `store` is the truth. Searches see what was brought into the index by the last `sync`.
    """


def open_index(where: Path | str | IndexSettings = "data", *, create: bool = False) -> Index:
    """Open a data folder, a config file, or what settings name.

    Without `create` nothing is made: a missing database is `StoreMissing`. Raises `SettingsError`,
    `StoreError`. Close it, or use it as a context manager.
    """
    settings = where if isinstance(where, IndexSettings) else load_index_settings(where)
    store = open_store(settings.database, create=create)
    documents = Documents(store, settings.database)
    ours = settings.index
    return Index(store, settings.index_folder, ours.engine, PLAIN, documents, ours.processes)
