"""The store's live documents by their keys: what an engine asks for to write anew what it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from index.record import Key, Seen
from index.store import open_store
from index.store.base import Store

_TOGETHER = 500  # records read at a time


class Documents:
    """A `base.Fetch`. Pickled into another process, it opens the store there when it is asked."""

    def __init__(self, store: Store | None, database: Path) -> None:
        self._store, self.database = store, database

    def __call__(self, keys: Sequence[Key]) -> Iterator[Seen]:
        if self._store is None:
            self._store = open_store(self.database, create=False)
        for begin in range(0, len(keys), _TOGETHER):
            records = self._store.get_many(keys[begin : begin + _TOGETHER]).values()
            live = (one for one in records if not one.deleted)
            yield from (Seen(one.document, one.first_seen) for one in live if one.document)

    def __reduce__(self) -> tuple[type[Documents], tuple[None, Path]]:
        return Documents, (None, self.database)
