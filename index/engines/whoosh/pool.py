"""Snapshots of the newest commit, each lent to one question at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from index.engines.whoosh.pinned import Pinned, newest_generation, pin
from index.engines.whoosh.snapshot import Snapshot
from index.errors import EngineError

_IDLE = 4  # snapshots kept open between questions


class Pool:
    """Lends snapshots; safe to share by threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._idle: list[Snapshot] = []
        self._pinned: Pinned | None = None
        self._closed = False

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Lend a snapshot of the newest commit."""
        lent = self._take(newest_generation(self._folder))
        try:
            yield lent
        finally:
            self._give_back(lent)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        _close(idle)
        self._pin(None)

    def _take(self, newest: int) -> Snapshot:
        with self._lock:
            if self._closed:
                raise EngineError("the search index is closed", "open it again")
            # No generation at all: a rebuild took the folder away; what is open can be read on.
            fits = [idle for idle in self._idle if newest in (idle.generation, -1)]
            stale = [idle for idle in self._idle if idle not in fits]
            self._idle = fits[:-1]
            held = self._pinned
            shared = held.taken() if held and held.generation == newest and not fits else None
        _close(stale)
        return fits[-1] if fits else Snapshot.of(shared or self._fresh())

    def _fresh(self) -> Pinned:
        """The files of the newest commit, for one user and for those who come next."""
        pinned = pin(self._folder)
        taken = pinned.taken()
        self._pin(pinned)
        return taken

    def _pin(self, pinned: Pinned | None) -> None:
        with self._lock:
            if self._closed and pinned:
                old: Pinned | None = pinned
            else:
                old, self._pinned = self._pinned, pinned
        if old:
            old.give_back()

    def _give_back(self, lent: Snapshot) -> None:
        with self._lock:
            keep = not self._closed and len(self._idle) < _IDLE
            if keep:
                self._idle.append(lent)
        if not keep:
            lent.close()


def _close(snapshots: Iterable[Snapshot]) -> None:
    for snapshot in snapshots:
        snapshot.close()
