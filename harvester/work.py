"""Many sources side by side: a bounded pool of threads, and no more of one host than it may have.

Threads wait for servers, not for each other: a source whose host is busy with another source waits
outside the pool, where it keeps no thread from a host that is free.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

from harvester.hosts import host_of
from harvester.settings import SourceSettings

# Seconds that threads have to come to an end when they are asked to. One that hangs in a server's
# silence for longer is left behind: the next harvest of its source finds its run and goes on.
GRACE = 8.0

T = TypeVar("T")


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
