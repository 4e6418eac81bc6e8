"""Sources: what the store knows of each, and forgetting one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, delete, func, insert, select, update

from index.record import Key, SourceState
from index.store.changes import enqueue_again, raise_floor
from index.store.schema import (
    claims,
    cursors,
    followed,
    named,
    orders,
    quarantine,
    raws,
    records,
    runs,
    sets,
    sources,
    strikes,
    suppressed,
    sweeps,
    versions,
    windows,
)
from index.store.session import CHUNK, Session, require_source, unknown_source

_THIS = sources.c.name == bindparam("of")
_ADDRESS = select(sources.c.declared, sources.c.url, sources.c.prefix).where(_THIS)
_KNOWN = insert(sources)
_MOVED = update(sources).where(_THIS)
_DUE = update(sources).where(_THIS).values(next_at=bindparam("due"))


class Sources(Session):
    """The part of the store that knows its sources."""

    def declare(self, name: str, url: str, prefix: str, declared: bool, now: datetime) -> None:
        address = {"url": url, "prefix": prefix, "declared": declared}
        with self._writing() as connection:
            known = connection.execute(_ADDRESS, {"of": name}).first()
            if known is None:
                connection.execute(_KNOWN, {"name": name, "known_since": now, **address})
            elif declared or not known.declared:
                connection.execute(_MOVED, {"of": name, **address})
                if (_place(known.url), known.prefix) != (_place(url), prefix):
                    _forget_place(connection, name)

    def sources(self) -> list[SourceState]:
        with self._reading() as connection:
            held = {row.source: (row.held, row.dead) for row in connection.execute(_HELD)}
            unread = {row[0]: row[1] for row in connection.execute(_UNREAD)}
            hidden = {row[0]: row[1] for row in connection.execute(_HIDDEN)}
            rows = connection.execute(select(sources).order_by(sources.c.name)).all()
        return [
            _state(
                row,
                *held.get(row.name, (0, 0)),
                unread.get(row.name, 0),
                hidden.get(row.name, 0),
            )
            for row in rows
        ]

    def set_next(self, source: str, next_at: datetime | None) -> None:
        with self._writing() as connection:
            if not connection.execute(_DUE, {"of": source, "due": next_at}).rowcount:
                raise unknown_source(source)

    def remove_source(self, source: str, *, purge: bool) -> int:
        with self._writing() as connection:
            require_source(connection, source)
            _forget_place(connection, source)
            _clear(connection, orders, source)
            if purge:
                return _purge(connection, source)
            connection.execute(
                update(sources).where(sources.c.name == source).values(declared=False, next_at=None)
            )
        return 0


_HELD = select(
    records.c.source,
    func.count().label("held"),
    func.count(records.c.deleted_at).label("dead"),
).group_by(records.c.source)
_UNREAD = select(quarantine.c.source, func.count()).group_by(quarantine.c.source)
_HIDDEN = (
    select(suppressed.c.source, func.count())
    .join(
        records,
        (records.c.source == suppressed.c.source)
        & (records.c.identifier == suppressed.c.identifier),
    )
    .where(records.c.deleted_at.is_(None))
    .group_by(suppressed.c.source)
)


def _state(row: Row[Any], held: int, dead: int, unread: int, hidden: int) -> SourceState:
    return SourceState(
        name=row.name,
        url=row.url,
        prefix=row.prefix,
        declared=row.declared,
        records=held - dead - hidden,
        deleted=dead,
        quarantined=unread,
        last_attempt=row.last_attempt,
        last_success=row.last_success,
        next_at=row.next_at,
    )


def _place(url: str) -> str:
    """What names a server's list: the address without its scheme, for many have moved to https."""
    return url.partition("://")[2]


def _forget_place(connection: Connection, source: str) -> None:
    """Whoever harvests the source next begins from its first record."""
    for table in (windows, cursors, sweeps, strikes, named):
        _clear(connection, table, source)


def _purge(connection: Connection, source: str) -> int:
    gone = _enqueue_all(connection, source)
    raise_floor(connection)
    _drop_raws(connection, source)
    # Documents, versions and set memberships go with their records.
    for table in (records, sets, quarantine, runs, claims, followed):
        _clear(connection, table, source)
    connection.execute(delete(sources).where(sources.c.name == source))
    return gone


def _enqueue_all(connection: Connection, source: str) -> int:
    """Queue every live record of the source, a piece at a time; gives how many there are."""
    count, last = 0, ""
    live = select(records.c.identifier).where(
        records.c.source == source, records.c.deleted_at.is_(None)
    )
    page = live.order_by(records.c.identifier).limit(CHUNK)
    while found := connection.execute(page.where(records.c.identifier > last)).scalars().all():
        enqueue_again(connection, [Key(source, identifier) for identifier in found])
        count, last = count + len(found), found[-1]
    return count


def _drop_raws(connection: Connection, source: str) -> None:
    """Drop the XML that no other source shares (no index by hash: purging is rare)."""
    hashes = select(versions.c.content_hash).join(records, records.c.id == versions.c.record_id)
    connection.execute(
        delete(raws).where(
            raws.c.content_hash.in_(hashes.where(records.c.source == source)),
            raws.c.content_hash.not_in(hashes.where(records.c.source != source)),
        )
    )


def _clear(connection: Connection, table: Table, source: str) -> None:
    connection.execute(delete(table).where(table.c.source == source))
