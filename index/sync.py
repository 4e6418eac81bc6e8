"""The store's changes into the engine: in batches, and killing it at any moment costs nothing.

A batch is taken, applied and committed by the engine; only then are exactly those changes forgotten
whose number still stands. After a crash between the two the batch is applied again, which gives the
same engine. A rebuild is the same work for every document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.engines.base import Engine, Shared
from index.record import Key
from index.store.base import RecordStore

# So many documents at a time: a commit costs tens of milliseconds, a document in memory some 10 kB.
BATCH = 2000
_WORTH = 20_000  # documents for each process of a rebuild
_MOST = 8  # processes, unless more are wanted

# Told how far the work is: documents done, of how many.
Watch = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Store and engine compared by keys: how many each holds, and what only one of them holds."""

    store: int
    engine: int
    missing: tuple[Key, ...]
    extra: tuple[Key, ...]

    @property
    def clean(self) -> bool:
        return not (self.missing or self.extra)


def drain(store: RecordStore, engine: Engine, watch: Watch, batch: int = BATCH) -> int:
    """Bring every waiting change into the engine; gives their number."""
    total, done = store.pending(), 0
    while changes := store.changes(batch):
        with engine.writer() as writer:
            for change in changes:
                if change.document is None:
                    writer.delete(change.key)
                else:
                    writer.put(change.document, change.first_seen)
        store.done(changes)
        done += len(changes)
        watch(done, max(total, done))
    return done


def processes_for(documents: int, cores: int, wanted: int = 0) -> int:
    """How many processes fill an index: as many as are `wanted`, or else (0) as many as pay.

    Each learns the words of a corpus anew, and takes some 500 MB: below 20,000 documents for each
    a second one gains nothing.
    """
    return wanted or max(1, min(cores, _MOST, documents // _WORTH))


def fill(
    store: RecordStore, engine: Engine, watch: Watch, batch: int = BATCH, processes: int = 1
) -> int:
    """Put every live document into an empty engine, in one commit; gives their number.

    Changes that come meanwhile stay in the queue, so that `drain` afterwards misses nothing. Only
    an engine that can be filled by several `processes` uses more than one.
    """
    progress = _Progress(store.count(), watch)
    if processes > 1 and isinstance(engine, Shared):
        engine.fill(store.keys(), processes, progress.more)
        return progress.done
    after = None
    with engine.writer() as writer:
        while some := store.seen(after, batch):
            for one in some:
                writer.put(one.document, one.first_seen)
            after = some[-1].document.key
            progress.more(len(some))
    return progress.done


class _Progress:
    """Adds up what is done, and tells it."""

    def __init__(self, total: int, watch: Watch) -> None:
        self._total, self._watch = total, watch
        self.done = 0

    def more(self, documents: int) -> None:
        """So many more are done."""
        self.done += documents
        self._watch(self.done, max(self._total, self.done))


def verify(store: RecordStore, engine: Engine) -> Verdict:
    """Compare the keys of both: two sorted walks side by side, memory flat but for differences."""
    held, found = _Count(store.keys()), _Count(engine.keys())
    missing: list[Key] = []
    extra: list[Key] = []
    ours, theirs = next(held, None), next(found, None)
    while ours is not None or theirs is not None:
        if theirs is None or (ours is not None and ours < theirs):
            missing.append(ours)  # type: ignore[arg-type]  # not None where theirs is
            ours = next(held, None)
        elif ours is None or theirs < ours:
            extra.append(theirs)
            theirs = next(found, None)
        else:
            ours, theirs = next(held, None), next(found, None)
    return Verdict(held.count, found.count, tuple(missing), tuple(extra))


class _Count:
    """An iterator that counts what it gives."""

    def __init__(self, keys: Iterator[Key]) -> None:
        self._keys, self.count = keys, 0

    def __iter__(self) -> Iterator[Key]:
        return self

    def __next__(self) -> Key:
        key = next(self._keys)
        self.count += 1
        return key
