"""The index follows: one thread brings what was harvested into it, when it is rung for."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from time import monotonic

from harvester import sayings
from harvester.log import Log
from harvester.service.bell import Bell
from harvester.service.trouble import Troubles
from index.core import Index
from index.errors import EngineError, StoreError


class Follower:
    """Syncs the index; whoever else holds its lock takes our changes along."""

    def __init__(
        self,
        index: Index,
        log: Log,
        troubles: Troubles,
        stopping: Event,
        committed: Callable[[float], None] = lambda seconds: None,
    ) -> None:
        """`committed` is told how many seconds it took to bring changes into the index."""
        self._index, self._log = index, log
        self._troubles, self._stopping = troubles, stopping
        self._bell, self._committed = Bell(), committed

    def ring(self) -> None:
        """There may be something new."""
        self._bell.ring()

    def follow(self, may: Callable[[], bool]) -> None:
        """Sync whenever it is rung for and `may` says so, until the service stops."""
        while not self._stopping.is_set():
            self._bell.wait()
            if self._stopping.is_set() or not may():
                continue
            try:
                self._sync()
                self._troubles.over("index")
            except KeyboardInterrupt:
                return
            except (EngineError, StoreError) as error:
                words = sayings.NOT_FOLLOWED.format(why=error.message)
                self._troubles.tell("index", words, error)

    def _sync(self) -> None:
        # An index that other code or settings made is rebuilt also where nothing waits.
        if not self._index.pending() and not self._index.outdated():
            return
        began = monotonic()
        done = self._index.sync(self._watch)
        if done is None:
            self._log.debug("another process indexes now, and takes our changes along")
        else:
            self._committed(monotonic() - began)
            self._log.debug("indexed", documents=done)

    def _watch(self, done: int, total: int | None) -> None:
        if self._stopping.is_set():  # what is not in the index yet stays in the queue
            raise KeyboardInterrupt
