"""The threads of the service."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from time import monotonic

from harvester.tick import Turn
from harvester.work import Pool


class Crew:
    """Threads that take work from the pool; `done` is called behind each piece of it."""

    def __init__(self, pool: Pool, work: Callable[[Turn], None], done: Callable[[], None]) -> None:
        self._pool, self._work, self._done = pool, work, done
        self._hired = 0
        self.threads: list[Thread] = []

    def hire(self, count: int) -> None:
        """Be at least so many; they cost nothing while they wait."""
        for number in range(self._hired, count):
            self.start(self._take, f"harvest-{number}")
        self._hired = max(self._hired, count)

    def start(self, work: Callable[[], None], name: str) -> None:
        """A thread for something else."""
        # A daemon: one that hangs in a server's silence must not keep the process alive.
        thread = Thread(target=work, name=name, daemon=True)
        self.threads.append(thread)
        thread.start()

    def wait(self, seconds: float) -> None:
        """Wait for the end of all, no longer than that."""
        until = monotonic() + seconds
        for thread in self.threads:
            thread.join(max(0.0, until - monotonic()))

    def _take(self) -> None:
        while (turn := self._pool.take()) is not None:
            try:
                self._work(turn)
            finally:
                self._pool.finish(turn)
                self._done()
