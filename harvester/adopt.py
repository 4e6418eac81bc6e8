"""Sources that somebody else has harvested so far: the store is told how far."""

from __future__ import annotations

from datetime import datetime

from harvester.metha import Cached, cursor_of
from index.record import Batch, Checkpoint
from index.store.base import HarvestStore, Store


def declared(store: HarvestStore, one: Cached, now: datetime) -> None:
    """Make the source of a cache known."""
    source = one.source
    store.declare(source.name, source.url, source.prefix, declared=True, now=now)


def go_on(store: Store, one: Cached, now: datetime) -> None:
    """Let the next harvest of the source go on where the cache ends, in each of its sets.

    It looks back by its overlap as ever, and compares the lists of identifiers behind it: what
    metha lost (it takes an expired token for the end of a list) is fetched then.
    """
    name = one.source.name
    for set_spec, reached in one.reached:
        if reached is not None:
            window = store.open_window(name, set_spec, None, None)
            cursor = cursor_of(reached, now)
            place = Checkpoint(name, set_spec, window.id, None, None, 0, True, cursor)
            store.apply(name, Batch(prefix=one.source.prefix), place, now)
