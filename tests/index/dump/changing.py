"""Changes of a store as harvests and operators make them, by chance."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from random import Random

from index.errors import NotFound
from index.record import Key, Tombstone
from index.store import Store
from index.testing.samples import NOW, make_batch, make_incoming

SOURCES = ("herald", "bulletin")
KINDS = {"put": 60, "bury": 25, "suppress": 8, "show": 5, "purge": 2}


def change(store: Store, random: Random, minute: int, names: int = 25) -> None:
    """One change, among so many records of each source; another thread may be faster."""
    source = random.choice(SOURCES)
    now = NOW + timedelta(minutes=minute)
    with suppress(NotFound):  # purged meanwhile
        store.declare(source, "", "oai_dc", True, NOW)
        _do(random.choices([*KINDS], [*KINDS.values()])[0], store, random, source, now, names)


def _do(kind: str, store: Store, random: Random, source: str, now: datetime, names: int) -> None:
    datestamp, name = f"{now:%Y-%m-%dT%H:%M:%SZ}", _name(random, names)
    match kind:
        case "put":
            items = [
                make_incoming(source, _name(random, names), f"T{number}", datestamp=datestamp)
                for number in random.choices(range(4), k=3)
            ]
            store.apply(source, make_batch(*items), None, now)
        case "bury":
            store.apply(source, make_batch(Tombstone(name, datestamp)), None, now)
        case "suppress":
            store.suppress(Key(source, name), "why", now)
        case "show":
            store.unsuppress(Key(source, name), now)
        case _:
            store.remove_source(source, purge=True)


def _name(random: Random, names: int) -> str:
    return f"{random.randrange(names):04}"
