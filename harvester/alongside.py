"""Beside a harvest of many sources: the index takes what has come, so that it can be found before
the slowest server is done, and less is left to do behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

from harvester.open import Harvester
from index.core import Index
from index.errors import EngineError, Interrupted, StoreError

# Seconds that the first requests have to leave: loading beside them would hold them up.
HEAD_START = 0.5
# Seconds between two times at least.
EVERY = 5.0
# The next one waits so many times what the last one took: a tenth of the time is enough for it.
SHARE = 10


@contextmanager
def keeping_up(harvester: Harvester) -> Iterator[None]:
    """Load what is going to be needed, and index, in a thread of its own, until the block ends."""
    done, hurry = Event(), Event()

    def watch(*_: int | None) -> None:
        if hurry.is_set():
            raise Interrupted("interrupted", None)

    def work() -> None:
        if not done.wait(HEAD_START):
            harvester.load_ahead()
        keep_up(harvester.index, done.wait, watch)

    thread = Thread(target=work, name="index")
    thread.start()
    try:
        yield
    except BaseException:
        hurry.set()
        raise
    finally:
        done.set()
        thread.join()


def keep_up(
    index: Index,
    wait: Callable[[float], bool],
    watch: Callable[[int, int | None], None],
    now: Callable[[], float] = monotonic,
) -> None:
    """Index what is there after each `wait` (seconds) that does not say that all is done.

    `now` counts seconds. What goes wrong ends this, and is told by whoever indexes behind the
    harvest.
    """
    pause = EVERY
    while not wait(pause):
        began = now()
        try:
            if index.pending():
                index.sync(watch)
        except (EngineError, StoreError, Interrupted):
            return
        pause = max(EVERY, SHARE * (now() - began))
