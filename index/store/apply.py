"""Storing a page: decided by `arrivals`, written here in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Table, bindparam, select

from index.record import Batch, Checkpoint, Counts, Key
from index.store.arrivals import Held, Said, Slot, numbered, settle
from index.store.bulk import delete_all, insert_all, update_all
from index.store.changes import queue
from index.store.codec import pack, pack_abouts, pack_document, unpack_abouts
from index.store.quarantine import keep_unreadable, let_go
from index.store.runs import add_counts
from index.store.schema import abouts, documents, raws, record_sets, records, sets, versions
from index.store.session import Session, chunks, draw, require_source
from index.store.windows import keep_checkpoint

HELD = [records.c[name] for name in Held._fields]
# Lists as one expanding parameter: built anew for each page, such a statement costs ten times more.
_NAMES: BindParameter[Any] = bindparam("names", expanding=True)
_STANDING = (
    select(*HELD, abouts.c.body)
    .select_from(records.outerjoin(abouts))
    .where(records.c.source == bindparam("of"), records.c.identifier.in_(_NAMES))
)
_KNOWN_SETS = select(sets.c.spec, sets.c.id).where(
    sets.c.source == bindparam("of"), sets.c.spec.in_(_NAMES)
)
_KNOWN_RAWS = select(raws.c.content_hash).where(raws.c.content_hash.in_(_NAMES))


class Apply(Session):
    """The part of the store that takes what a harvest brings."""

    def apply(
        self,
        source: str,
        batch: Batch,
        checkpoint: Checkpoint | None,
        now: datetime,
        run: int | None = None,
    ) -> Counts:
        said = Said(source, batch.prefix, batch.response_date, batch.base_url, now, batch.overrides)
        with self._writing() as connection:
            require_source(connection, source)
            standing = standing_slots(connection, source, _named(batch))
            slots, counts = settle(standing, batch, said)
            write_slots(connection, list(slots.values()), source, now)
            let_go(connection, source, _named(batch))
            keep_unreadable(connection, source, batch.quarantined, now, run)
            if checkpoint is not None:
                keep_checkpoint(connection, source, checkpoint)
            if run is not None:
                add_counts(connection, run, counts)
        return counts


def _named(batch: Batch) -> list[str]:
    """What nobody has to worry about any more: it came, or it is gone."""
    return [
        *(item.raw.identifier for item in batch.records),
        *(grave.identifier for grave in batch.tombstones),
    ]


def standing_slots(connection: Connection, source: str, names: Iterable[str]) -> dict[str, Slot]:
    """What is held of those records of the source."""
    slots: dict[str, Slot] = {}
    for piece in chunks(sorted(set(names))):
        for *row, body in connection.execute(_STANDING, {"of": source, "names": piece}):
            held, about = Held(*row), unpack_abouts(body)
            slots[held.identifier] = Slot(held, held, about, about)
    return slots


def write_slots(connection: Connection, slots: Sequence[Slot], source: str, now: datetime) -> None:
    """Write what the slots are to be: rows, sets, documents, history, and what is to be told."""
    fresh = sum(slot.before is None for slot in slots)
    revised = sum(slot.revised for slot in slots)
    row, revision = draw(connection, "record", fresh), draw(connection, "revision", revised)
    final = numbered(slots, row, revision)
    _write_rows(connection, final, now)
    _write_sets(connection, final, source)
    _write_documents(connection, final)
    _write_abouts(connection, final)
    _write_versions(connection, final, now)
    queue(
        connection,
        [(Key(*slot.held[1:3]), slot.held.revision) for slot in final if slot.revised],
    )


def _write_rows(connection: Connection, slots: Sequence[Slot], now: datetime) -> None:
    insert_all(connection, records, [slot.held for slot in slots if slot.before is None])
    seen: list[tuple[datetime, int]] = []
    moved: list[tuple[object, ...]] = []
    for held, before in ((slot.held, slot.before) for slot in slots if slot.before):
        if held == before._replace(last_seen=now):
            seen.append((now, held.id))
        else:
            moved.append((*held[1:], held.id))
    update_all(connection, records, ("last_seen", "id"), seen)
    update_all(connection, records, (*Held._fields[1:], "id"), moved)


def _write_sets(connection: Connection, slots: Sequence[Slot], source: str) -> None:
    moved = [s for s in slots if s.held.sets != (s.before.sets if s.before else ())]
    if not moved:
        return
    ids = _set_ids(connection, source, {spec for slot in moved for spec in slot.held.sets})
    _forget(connection, record_sets, [slot for slot in moved if slot.before])
    rows = [(slot.held.id, ids[spec]) for slot in moved for spec in set(slot.held.sets)]
    insert_all(connection, record_sets, rows)


def _set_ids(connection: Connection, source: str, specs: set[str]) -> dict[str, int]:
    """The number of each set of the source; unknown sets get one."""
    known = _known_sets(connection, source, specs)
    unknown = sorted(specs - known.keys())
    if not unknown:
        return known
    insert_all(connection, sets, [(source, spec) for spec in unknown])
    return _known_sets(connection, source, specs)


def _known_sets(connection: Connection, source: str, specs: set[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    for piece in chunks(sorted(specs)):
        found = connection.execute(_KNOWN_SETS, {"of": source, "names": piece})
        known.update((spec, number) for spec, number in found)
    return known


def _write_documents(connection: Connection, slots: Sequence[Slot]) -> None:
    written = [slot for slot in slots if slot.document is not None]
    _forget(connection, documents, [slot for slot in written if slot.before])
    bodies = [(s.held.id, pack_document(s.document)) for s in written if s.document]
    insert_all(connection, documents, bodies)


def _write_abouts(connection: Connection, slots: Sequence[Slot]) -> None:
    moved = [slot for slot in slots if slot.about != slot.about_before]
    _forget(connection, abouts, [slot for slot in moved if slot.about_before])
    insert_all(connection, abouts, [(s.held.id, pack_abouts(s.about)) for s in moved if s.about])


def _forget(connection: Connection, table: Table, slots: Sequence[Slot]) -> None:
    delete_all(connection, table, ("record_id",), [(slot.held.id,) for slot in slots])


def _write_versions(connection: Connection, slots: Sequence[Slot], now: datetime) -> None:
    found = [(slot.held.id, raw) for slot in slots for raw in slot.versions]
    rows = [(row, raw.content_hash, raw.datestamp, now) for row, raw in found]
    insert_all(connection, versions, rows)
    _write_raws(connection, {raw.content_hash: raw.xml for _, raw in found})


def _write_raws(connection: Connection, bodies: dict[str, bytes]) -> None:
    """XML is kept once, however many records share it."""
    for piece in chunks(sorted(bodies)):
        held = set(connection.execute(_KNOWN_RAWS, {"names": piece}).scalars())
        insert_all(connection, raws, [(h, pack(bodies[h])) for h in piece if h not in held])
