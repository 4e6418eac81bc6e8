"""Records that are not to be shown: hidden here, they are hidden from whoever asks the store."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from index.record import Key, Suppressed
from index.store.changes import queue
from index.store.schema import records, suppressed
from index.store.session import Session, draw


class Suppression(Session):
    """The part of the store that hides records."""

    def suppress(self, key: Key, why: str, now: datetime) -> bool:
        known = select(suppressed.c.source).where(_named(key))
        with self._writing() as connection:
            if connection.execute(known).first() is not None:
                connection.execute(update(suppressed).where(_named(key)).values(why=why))
                return _held(connection, key)
            row = {"source": key.source, "identifier": key.identifier, "why": why, "since": now}
            connection.execute(insert(suppressed).values(row))
            return _revised(connection, key, now)

    def unsuppress(self, key: Key, now: datetime) -> bool:
        with self._writing() as connection:
            if not connection.execute(delete(suppressed).where(_named(key))).rowcount:
                return False
            _revised(connection, key, now)
        return True

    def suppressed(self, source: str | None = None) -> list[Suppressed]:
        query = select(suppressed).order_by(suppressed.c.source, suppressed.c.identifier)
        if source is not None:
            query = query.where(suppressed.c.source == source)
        with self._reading() as connection:
            return [Suppressed(*row) for row in connection.execute(query)]


def _named(key: Key) -> ColumnElement[bool]:
    return (suppressed.c.source == key.source) & (suppressed.c.identifier == key.identifier)


def _held(connection: Connection, key: Key) -> bool:
    query = select(records.c.id).where(
        records.c.source == key.source, records.c.identifier == key.identifier
    )
    return connection.execute(query).first() is not None


def _revised(connection: Connection, key: Key, now: datetime) -> bool:
    """Tell the engine and whoever follows that the record went or came; whether there is one."""
    if not _held(connection, key):
        return False
    revision = draw(connection, "revision", 1)
    connection.execute(
        update(records)
        .where(records.c.source == key.source, records.c.identifier == key.identifier)
        .values(revision=revision, last_changed=now)
    )
    queue(connection, [(key, revision)])
    return True
