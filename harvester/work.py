"""Many sources side by side: a bounded pool of threads, and no more of one host than it may have.

`Pool` is what the service knows of who does the work; `LocalPool` lets threads of this process.

Threads wait for servers, not for each other: a source whose host is busy with another source waits
outside the pool, where it keeps no thread from a host that is free.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime
from threading import Condition
from typing import Protocol, TypeVar

from harvester.hosts import host_of
from harvester.settings import SourceSettings
from harvester.tick import Going, Turn

# Seconds that threads have to come to an end when they are asked to. One that hangs in a server's
# silence for longer is left behind: the next harvest of its source finds its run and goes on.
GRACE = 8.0

T = TypeVar("T")


class Pool(Protocol):
    """Who does the work that is due: offer it, take it, finish it.

    What is offered is taken once, by one worker, and is `going` from then on until it is finished.
    A failure is no matter of the pool: the schedule gives the source a later time.
    """

    def offer(self, turns: Sequence[Turn], now: datetime) -> None:
        """Put work there; what waits there or goes on already is left alone."""
        ...

    def take(self) -> Turn | None:
        """Wait for work; None: there will be none any more."""
        ...

    def finish(self, turn: Turn) -> None:
        """The work is done, or given up."""
        ...

    def going(self) -> list[Going]:
        """All that was offered and is not finished."""
        ...

    def close(self) -> None:
        """No more work: who waits for some gets None."""
        ...


class LocalPool:
    """The pool of one process; its threads call `take` and `finish`."""

    def __init__(self) -> None:
        self._waiting: deque[Turn] = deque()
        self._going: dict[str, Going] = {}
        self._more = Condition()
        self._closed = False

    def offer(self, turns: Sequence[Turn], now: datetime) -> None:
        with self._more:
            for turn in turns:
                if turn.source not in self._going and not self._closed:
                    self._going[turn.source] = Going(turn.source, turn.host, now, turn.slow)
                    self._waiting.append(turn)
            self._more.notify_all()

    def take(self) -> Turn | None:
        with self._more:
            self._more.wait_for(lambda: self._waiting or self._closed)
            return self._waiting.popleft() if self._waiting else None

    def finish(self, turn: Turn) -> None:
        with self._more:
            self._going.pop(turn.source, None)

    def going(self) -> list[Going]:
        with self._more:
            return list(self._going.values())

    def close(self) -> None:
        with self._more:
            self._closed = True
            for turn in self._waiting:
                self._going.pop(turn.source, None)
            self._waiting.clear()
            self._more.notify_all()


def next_of(
    waiting: Sequence[SourceSettings], busy: Counter[str], per_host: int
) -> SourceSettings | None:
    """The first source whose host has a place; None while every host is busy. Pure."""
    return next((one for one in waiting if busy[host_of(one.url)] < per_host), None)


def side_by_side(
    sources: Sequence[SourceSettings],
    work: Callable[[SourceSettings], T],
    workers: int,
    per_host: int,
    stop: Callable[[], None],
) -> Iterator[T]:
    """What `work` gives for each source, as they end; in this very thread where one is enough.

    Where this thread is interrupted, or a source raises, `stop` is called: it has to bring the
    others to their end, for which they have `GRACE` seconds.
    """
    if min(workers, len(sources)) <= 1:
        yield from map(work, sources)
        return
    pool = ThreadPoolExecutor(workers, "harvest")
    running: dict[Future[T], SourceSettings] = {}
    try:
        yield from _spread(list(sources), work, workers, per_host, pool, running)
    except BaseException:
        stop()
        wait(running, timeout=GRACE)
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _spread(
    waiting: list[SourceSettings],
    work: Callable[[SourceSettings], T],
    workers: int,
    per_host: int,
    pool: ThreadPoolExecutor,
    running: dict[Future[T], SourceSettings],
) -> Iterator[T]:
    busy: Counter[str] = Counter()
    while waiting or running:
        while len(running) < workers and (source := next_of(waiting, busy, per_host)):
            waiting.remove(source)
            busy[host_of(source.url)] += 1
            running[pool.submit(work, source)] = source
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            busy[host_of(running.pop(future).url)] -= 1
            yield future.result()
