"""One store as the copy of another: records are taken as that one holds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select, update

from index.errors import UsageError
from index.record import Copied, Counts, Key
from index.store.apply import standing_slots, write_slots
from index.store.arrivals import Slot
from index.store.bulk import delete_all
from index.store.changes import enqueue_again, raise_floor
from index.store.codec import unpack
from index.store.copy_slots import copied_slot
from index.store.schema import (
    counters,
    documents,
    followed,
    origins,
    raws,
    records,
    sources,
    versions,
)
from index.store.session import Session, chunks

# More changes than were ever made between a backup and the loss of what came after it.
_LEAP = 1_000_000_000


class Copies(Session):
    """The part of the store that follows, and says what following it needs."""

    def origin(self) -> str:
        ours = select(origins.c.name).where(origins.c.revision.is_(None))
        with self._reading() as connection:
            name = connection.execute(ours).scalar()
        if name is not None:
            return str(name)
        with self._writing() as connection:
            # Again, now that nobody else writes: another process may have been faster.
            name = connection.execute(ours).scalar()
            if name is None:
                name = uuid4().hex
                connection.execute(insert(origins).values(name=name))
        return str(name)

    def forget_origin(self) -> None:
        with self._writing() as connection:
            connection.execute(delete(origins).where(origins.c.revision.is_(None)))
            raise_floor(connection, _LEAP)

    def floor(self) -> int:
        query = select(counters.c.value).where(counters.c.name == "floor")
        with self._reading() as connection:
            floor: int = connection.execute(query).scalar_one()
        return floor

    def raws(self, hashes: Sequence[str]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        with self._reading() as connection:
            for piece in chunks(sorted(set(hashes))):
                query = select(raws).where(raws.c.content_hash.in_(piece))
                found.update((name, unpack(body)) for name, body in connection.execute(query))
        return found

    def follow(self, origin: str, sources: Mapping[str, tuple[str, str]], now: datetime) -> None:
        with self._writing() as connection:
            for name, (url, prefix) in sources.items():
                if _is_copy(connection, name, origin):
                    _bring_up_to_date(connection, name, url, prefix)
                else:
                    _begin(connection, name, url, prefix, origin, now)

    def followed(self, origin: str) -> tuple[int | None, tuple[str, ...]]:
        place = select(origins.c.revision).where(origins.c.name == origin)
        named = select(followed.c.source).where(followed.c.origin == origin)
        with self._reading() as connection:
            revision = connection.execute(place).scalar()
            names = connection.execute(named.order_by(followed.c.source)).scalars()
            return revision, tuple(names)

    def copy(
        self, origin: str, copied: Sequence[Copied], revision: int | None, now: datetime
    ) -> dict[str, Counts]:
        by_source: dict[str, list[Copied]] = defaultdict(list)
        for one in copied:
            by_source[one.record.source].append(one)
        with self._writing() as connection:
            counts = {
                source: _take(connection, source, some, now) for source, some in by_source.items()
            }
            if revision is not None:
                _reached(connection, origin, revision)
        return counts

    def drop(self, source: str, after: str, until: str | None, but: Collection[str] = ()) -> int:
        between = (records.c.source == source) & (records.c.identifier > after)
        if until is not None:
            between &= records.c.identifier <= until
        with self._writing() as connection:
            query = select(records.c.identifier, records.c.deleted_at).where(between)
            rows = [row for row in connection.execute(query) if row.identifier not in but]
            if rows:
                _drop(connection, source, rows)
        return sum(row.deleted_at is None for row in rows)


def _is_copy(connection: Connection, name: str, origin: str) -> bool:
    """Whether the source is a copy from there already.

    Raises `UsageError` where it is somebody else's.
    """
    link = select(followed.c.origin).where(followed.c.source == name)
    ours = connection.execute(link).scalar()
    known = connection.execute(select(sources.c.declared).where(sources.c.name == name)).scalar()
    if known or (ours is None and known is not None) or (ours is not None and ours != origin):
        what = "is a copy from elsewhere" if ours and not known else "has records of its own here"
        raise UsageError(
            f"the source {name} {what}, which the dump would overwrite",
            f"Use another data folder, or forget it: harvester sources remove {name} --purge",
        )
    return ours is not None


def _begin(
    connection: Connection, name: str, url: str, prefix: str, origin: str, now: datetime
) -> None:
    row = {"name": name, "url": url, "prefix": prefix, "declared": False, "known_since": now}
    connection.execute(insert(sources).values(row))
    connection.execute(insert(followed).values(source=name, origin=origin))


def _bring_up_to_date(connection: Connection, name: str, url: str, prefix: str) -> None:
    query = update(sources).where(sources.c.name == name)
    connection.execute(query.values(url=url, prefix=prefix))


def _reached(connection: Connection, origin: str, revision: int) -> None:
    moved = update(origins).where(origins.c.name == origin).values(revision=revision)
    if not connection.execute(moved).rowcount:
        connection.execute(insert(origins).values(name=origin, revision=revision))


def _drop(connection: Connection, source: str, rows: Sequence[Any]) -> None:
    raise_floor(connection)
    enqueue_again(connection, [Key(source, row.identifier) for row in rows if not row.deleted_at])
    keys = [(source, row.identifier) for row in rows]
    delete_all(connection, records, ("source", "identifier"), keys)


def _take(connection: Connection, source: str, some: Sequence[Copied], now: datetime) -> Counts:
    """Write what differs. The same record may come twice: then the last one counts."""
    last = {one.record.identifier: one for one in some}
    held = standing_slots(connection, source, last)
    standing = _documents(connection, held)
    counts, slots = Counts(), []
    for name, one in last.items():
        slot, outcome = copied_slot(held.get(name), standing.get(name), one)
        counts += outcome
        if slot is not None:
            slots.append(slot)
    # What is suppressed there is not to be found here either, nor in the history.
    bare = [(slot.held.id,) for slot in slots if slot.before and slot.document is None]
    for table in (documents, versions):
        delete_all(connection, table, ("record_id",), bare)
    write_slots(connection, slots, source, now)
    return counts


def _documents(connection: Connection, held: Mapping[str, Slot]) -> dict[str, bytes]:
    """The packed documents of what is held, by identifier."""
    names = {slot.held.id: name for name, slot in held.items()}
    found: dict[str, bytes] = {}
    for piece in chunks(sorted(names)):
        query = select(documents).where(documents.c.record_id.in_(piece))
        found.update((names[row], body) for row, body in connection.execute(query))
    return found
