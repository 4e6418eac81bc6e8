"""A damaged index made whole: what is whole of it stays, the rest comes from the store."""

from __future__ import annotations

from collections.abc import Sequence

from index.engines.base import Engine, Writer
from index.record import Key
from index.store.base import RecordStore
from index.sync import BATCH, Watch, verify


def complete(store: RecordStore, engine: Engine, watch: Watch) -> int:
    """Put what the store holds and the engine does not, in one commit; gives the number.

    The keys of what was lost are the difference of the two, so that nothing of it has to be
    readable. Changes that wait in the queue are taken later, as ever.
    """
    verdict = verify(store, engine)
    done = 0
    with engine.writer() as writer:
        for key in verdict.extra:
            writer.delete(key)
        for begin in range(0, len(verdict.missing), BATCH):
            done += _put(store, writer, verdict.missing[begin : begin + BATCH])
            watch(done, len(verdict.missing))
    return done


def _put(store: RecordStore, writer: Writer, keys: Sequence[Key]) -> int:
    records = [one for one in store.get_many(keys).values() if not one.deleted]
    for one in records:
        if one.document:
            writer.put(one.document, one.first_seen)
    return len(records)
