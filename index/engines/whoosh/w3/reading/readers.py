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

    def __init__(self, folder: Path, cache_bytes: int = CACHE, most_held: int = 0) -> None:
        """`most_held`: how many commits are kept for who goes on with what was begun on them."""
        self.cache = Cache(cache_bytes)
        self._folder, self._most_held = folder, most_held
        self._lock = Lock()
        self._reader: Reader | None = None
        self._held: dict[int, Reader] = {}  # by generation, the one longest not asked for first
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

    def hold(self, reader: Reader) -> None:
        """Keep a reader for who asks for its generation, in place of the one longest not used."""
        with self._lock:
            self._held.pop(reader.generation, None)
            self._held[reader.generation] = reader
            if len(self._held) > self._most_held:
                del self._held[next(iter(self._held))]

    def at(self, generation: int) -> Reader:
        """The reader of a commit that is kept, else of the newest; raises as `newest` does."""
        with self._lock:
            held = None if self._closed else self._held.get(generation)
        return held or self.newest()

    def close(self) -> None:
        """Give no reader any more; files close as those who have readers drop them."""
        with self._lock:
            self._closed = True
            self._reader = None
            self._held.clear()
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
