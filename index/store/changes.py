"""The queue of changes: what the engine has not taken yet."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, delete, func, select, update

from index.record import Change, Key
from index.store import schema
from index.store.bulk import delete_all, insert_all
from index.store.codec import unpack_document
from index.store.schema import changes, counters, documents, records, suppressed
from index.store.session import Session, draw

_OLDEST = (
    select(
        changes.c.source,
        changes.c.identifier,
        changes.c.number,
        records.c.deleted_at,
        documents.c.body,
        records.c.first_seen,
        suppressed.c.source,
    )
    .select_from(
        changes.outerjoin(
            records,
            and_(
                records.c.source == changes.c.source,
                records.c.identifier == changes.c.identifier,
            ),
        )
        .outerjoin(documents, documents.c.record_id == records.c.id)
        .outerjoin(
            suppressed,
            and_(
                suppressed.c.source == changes.c.source,
                suppressed.c.identifier == changes.c.identifier,
            ),
        )
    )
    .order_by(changes.c.number)
)


class Changes(Session):
    """The part of the store that feeds the engine."""

    def changes(self, limit: int) -> list[Change]:
        with self._reading() as connection:
            rows = connection.execute(_OLDEST.limit(limit)).all()
        return [
            Change(
                Key(source, identifier),
                number,
                None if body is None or deleted_at or hidden else unpack_document(body),
                first_seen,
            )
            for source, identifier, number, deleted_at, body, first_seen, hidden in rows
        ]

    def done(self, changes: Sequence[Change]) -> None:
        taken = [(*change.key, change.number) for change in changes]
        with self._writing() as connection:
            delete_all(connection, schema.changes, ("source", "identifier", "number"), taken)

    def revision(self) -> int:
        with self._reading() as connection:
            query = select(counters.c.value).where(counters.c.name == "revision")
            newest: int = connection.execute(query).scalar_one()
        return newest

    def done_until(self, revision: int) -> None:
        with self._writing() as connection:
            connection.execute(delete(changes).where(changes.c.number <= revision))

    def pending(self) -> int:
        with self._reading() as connection:
            return connection.execute(select(func.count()).select_from(changes)).scalar_one()

    def enqueue(self, keys: Sequence[Key]) -> None:
        with self._writing() as connection:
            enqueue_again(connection, keys)


def enqueue_again(connection: Connection, keys: Sequence[Key]) -> None:
    """Queue these keys under fresh numbers: nothing about the records themselves changes."""
    once = list(dict.fromkeys(keys))
    first = draw(connection, "revision", len(once))
    queue(connection, list(zip(once, range(first, first + len(once)), strict=True)))


def raise_floor(connection: Connection, leap: int = 1) -> None:
    """What goes now leaves no tombstone: whoever follows us has to compare everything.

    `leap`: how many revisions are left out, where some may have been given before.
    """
    floor = draw(connection, "revision", leap) + leap - 1
    connection.execute(update(counters).where(counters.c.name == "floor").values(value=floor))


def queue(connection: Connection, numbered: Sequence[tuple[Key, int]]) -> None:
    """Put each key (once) in the queue under its number, in place of an earlier number."""
    delete_all(connection, changes, ("source", "identifier"), [key for key, _ in numbered])
    insert_all(connection, changes, [(*key, number) for key, number in numbered])
