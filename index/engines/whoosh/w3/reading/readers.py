"""The reader of the newest commit, shared by all who ask."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from index.engines.whoosh.w3.reading.cache import Cache
from index.engines.whoosh.w3.reading.commit import newest_generation, read_commit
from index.engines.whoosh.w3.reading.errors import Closed
from index.engines.whoosh.w3.reading.reader import Reader

CACHE = 128 << 20  # bytes of decoded postings; 64 MB forget too early at 300,000 records


class Readers:
    """Gives the reader of a folder's newest commit; for any number of threads.

    A reader that was given stays on its commit. The next one takes over the segments that have not
    changed, with what was read of them, so that looking for news costs little.
    """

    def __init__(self, folder: Path, cache_bytes: int = CACHE) -> None:
        self.cache = Cache(cache_bytes)
        self._folder = folder
        self._lock = Lock()
        self._reader: Reader | None = None
        self._closed = False

    def newest(self) -> Reader:
        """The reader of the newest commit; where the folder is gone, the last one that was read.

        Raises `Closed`, `Damaged`, `Restless`, `OSError`, and what broken bytes make Python raise.
        """
        reader = self._fitting(newest_generation(self._folder))
        if reader is not None:
            return reader
        with self._lock:  # one thread opens, the others wait
            return self._fitting(newest_generation(self._folder)) or self._opened()

    def close(self) -> None:
        """Give no reader any more; files close as those who have readers drop them."""
        with self._lock:
            self._closed = True
            self._reader = None
        self.cache.clear()

    def _fitting(self, newest: int) -> Reader | None:
        reader = self._reader
        if self._closed:
            raise Closed("the readers are closed")
        return reader if reader is not None and newest in (reader.generation, -1) else None

    def _opened(self) -> Reader:
        known = self._reader.segments if self._reader else {}
        commit = read_commit(self._folder, {id_: part.files for id_, part in known.items()})
        self._reader = reader = Reader(commit, self.cache, known)
        return reader
