"""Work on the store spread over processes, each with a connection of its own."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from signal import SIG_IGN, SIGINT, signal
from typing import TypeVar

from harvester.errors import WorkersLost
from index.store import open_store
from index.store.base import Store

A = TypeVar("A")
B = TypeVar("B")


def half_the_cores() -> int:
    """Processes for work that is to disturb nobody; never this one alone."""
    return max(2, min((os.cpu_count() or 1) // 2, 8))


_AHEAD = 2  # pieces of work a process that wait or are done already: memory stays flat


@dataclass(frozen=True, slots=True)
class Workers:
    """`processes` over the store at `database`; one is this process itself."""

    store: Store
    database: Path
    processes: int

    def each(self, work: Callable[[Store, A], B], pieces: Iterable[A]) -> Iterator[B]:
        """What `work` (a function of a module) gives for each piece, in their order.

        Raises what `work` raises, and `WorkersLost` where a process was killed.
        """
        if self.processes == 1:
            yield from (work(self.store, piece) for piece in pieces)
        else:
            yield from self._spread(work, iter(pieces))

    def _spread(self, work: Callable[[Store, A], B], pieces: Iterator[A]) -> Iterator[B]:
        # Spawned: a fork copies locks that threads of ours may hold (SQLAlchemy, numpy).
        context = get_context("spawn")
        pool = ProcessPoolExecutor(self.processes, context, _open, (self.database,))
        waiting: deque[Future[B]] = deque()
        try:
            for piece in islice(pieces, _AHEAD * self.processes):
                waiting.append(pool.submit(_do, work, piece))
            while waiting:
                done = waiting.popleft().result()
                waiting.extend(pool.submit(_do, work, piece) for piece in islice(pieces, 1))
                yield done
        except BrokenProcessPool as error:
            raise WorkersLost(
                "a worker process was killed",
                "perhaps memory ran out: run it again with --processes 1",
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


def _open(database: Path) -> None:
    """Begin a worker: Ctrl-C is for who started it, and a store is open until it ends."""
    signal(SIGINT, SIG_IGN)
    _STORES.append(open_store(database, create=False))


_STORES: list[Store] = []  # of a worker: its one store


def _do(work: Callable[[Store, A], B], piece: A) -> B:
    return work(_STORES[0], piece)
