"""Reading records: one by one, in the order of their changes, by key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Select,
    and_,
    exists,
    func,
    select,
    tuple_,
    type_coerce,
)

from index.record import Deleted, Document, Format, Key, Record, Seen
from index.store.apply import HELD
from index.store.arrivals import Held
from index.store.codec import unpack, unpack_abouts, unpack_document
from index.store.schema import (
    abouts,
    documents,
    raws,
    record_sets,
    records,
    sets,
    sources,
    suppressed,
    versions,
)
from index.store.session import Session, chunks

_PAGE = 1000
_EPOCH, _A_DAY = date(1970, 1, 1), 86_400
_RECORD = select(*HELD, documents.c.body, abouts.c.body).select_from(
    records.outerjoin(documents).outerjoin(abouts)
)
_SAME = and_(
    suppressed.c.source == records.c.source, suppressed.c.identifier == records.c.identifier
)
# Asked of each row that is read: the table is small, and its key answers.
_SHOWN = ~exists(suppressed.c.source).where(_SAME)
# In a listing they stay, as tombstones: copies that follow it have to drop theirs.
_LISTED = _RECORD.add_columns(
    select(suppressed.c.since).where(_SAME).scalar_subquery().label("hidden")
)
_BY_KEY = (records.c.source, records.c.identifier)
_KEY = tuple_(*_BY_KEY)
_LIVE = records.c.deleted_at.is_(None)
_READABLE = and_(_LIVE, _SHOWN)
# Counted apart: walking the few is cheaper than asking of every record whether it is one of them.
_HIDDEN = select(func.count()).select_from(suppressed.join(records, _SAME)).where(_LIVE)


class Records(Session):
    """The part of the store that gives records."""

    def get(self, key: Key) -> Record | None:
        return self.get_many([key]).get(key)

    def get_many(self, keys: Sequence[Key]) -> dict[Key, Record]:
        found: dict[Key, Record] = {}
        with self._reading() as connection:
            for source, group in groupby(sorted(set(keys)), key=lambda key: key.source):
                for piece in chunks([key.identifier for key in group]):
                    query = _RECORD.where(
                        records.c.source == source, records.c.identifier.in_(piece), _SHOWN
                    )
                    read = (_record(row) for row in connection.execute(query))
                    found.update((record.key, record) for record in read)
        return found

    def find(self, identifier: str) -> list[Key]:
        # By way of the sources: the key's own index answers, and no second one is needed.
        query = (
            select(records.c.source)
            .join(sources, sources.c.name == records.c.source)
            .where(records.c.identifier == identifier, _SHOWN)
            .order_by(records.c.source)
        )
        with self._reading() as connection:
            return [Key(source, identifier) for source in connection.execute(query).scalars()]

    def raw(self, content_hash: str) -> bytes | None:
        query = select(raws.c.body).where(raws.c.content_hash == content_hash)
        with self._reading() as connection:
            body = connection.execute(query).scalar()
        return None if body is None else unpack(body)

    def history(self, key: Key) -> list[tuple[str, str, datetime]]:
        query = (
            select(versions.c.content_hash, versions.c.datestamp, versions.c.since)
            .join(records, records.c.id == versions.c.record_id)
            .where(records.c.source == key.source, records.c.identifier == key.identifier, _SHOWN)
            .order_by(versions.c.id)
        )
        with self._reading() as connection:
            return [(row[0], row[1], row[2]) for row in connection.execute(query)]

    def listing(
        self,
        source: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        set_spec: str | None = None,
        after: tuple[datetime, int] | None = None,
        limit: int = 100,
    ) -> list[tuple[int, Record]]:
        order = (records.c.last_changed, records.c.id)
        query = _LISTED.order_by(*order).limit(limit)
        if after is not None:
            query = query.where(tuple_(*order) > after)
        with self._reading() as connection:
            chosen = _chosen(connection, query, source, since, until, set_spec)
            return [(row[0], _listed(row)) for row in connection.execute(chosen)]

    def listing_size(
        self,
        source: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        set_spec: str | None = None,
    ) -> int:
        query = select(func.count()).select_from(records)
        with self._reading() as connection:
            chosen = _chosen(connection, query, source, since, until, set_spec)
            size: int = connection.execute(chosen).scalar_one()
        return size

    def since(self, revision: int, limit: int) -> list[Record]:
        query = _LISTED.where(records.c.revision > revision).order_by(records.c.revision)
        with self._reading() as connection:
            return [_listed(row) for row in connection.execute(query.limit(limit))]

    def whole(self, after: Key | None, limit: int) -> list[Record]:
        query = _LISTED.where(records.c.revision > 0).order_by(*_BY_KEY).limit(limit)
        if after is not None:
            query = query.where(after < _KEY)
        with self._reading() as connection:
            return [_listed(row) for row in connection.execute(query)]

    def set_specs(self, source: str) -> list[str]:
        carried = select(record_sets.c.set_id).where(record_sets.c.set_id == sets.c.id).exists()
        with self._reading() as connection:
            found = connection.execute(select(sets.c.spec).where(sets.c.source == source, carried))
            return sorted(found.scalars())

    def keys(self, source: str | None = None) -> Iterator[Key]:
        # Page by page, so that a slow reader keeps no transaction open (SQLite could not shrink
        # its log meanwhile).
        query = select(records.c.source, records.c.identifier).where(_READABLE)
        if source is not None:
            query = query.where(records.c.source == source)
        query = query.order_by(records.c.source, records.c.identifier).limit(_PAGE)
        after = Key("", "")
        while True:
            with self._reading() as connection:
                page = [Key(*row) for row in connection.execute(query.where(after < _KEY))]
            yield from page
            if len(page) < _PAGE:
                return
            after = page[-1]

    def count(self, source: str | None = None) -> int:
        live, hidden = select(func.count()).select_from(records).where(_LIVE), _HIDDEN
        if source is not None:
            live = live.where(records.c.source == source)
            hidden = hidden.where(suppressed.c.source == source)
        query = select(live.scalar_subquery() - hidden.scalar_subquery())
        with self._reading() as connection:
            count: int = connection.execute(query).scalar_one()
        return count

    def came(self) -> list[tuple[date, int]]:
        day = type_coerce(records.c.first_seen, BigInteger) // _A_DAY
        query = select(day, func.count()).where(_READABLE).group_by(day).order_by(day)
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return [(_EPOCH + timedelta(days=days), count) for days, count in rows]

    def documents(self, after: Key | None, limit: int) -> list[Document]:
        return [one.document for one in self.seen(after, limit)]

    def seen(self, after: Key | None, limit: int) -> list[Seen]:
        query = (
            select(documents.c.body, records.c.first_seen)
            .join(records, records.c.id == documents.c.record_id)
            .where(_READABLE)
            .order_by(records.c.source, records.c.identifier)
            .limit(limit)
        )
        if after is not None:
            query = query.where(after < _KEY)
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return [Seen(unpack_document(body), first_seen) for body, first_seen in rows]


def _chosen(
    connection: Connection,
    query: Select[Any],
    source: str,
    since: datetime | None,
    until: datetime | None,
    set_spec: str | None,
) -> Select[Any]:
    """The records of a source that changed in this time, in this set or below it."""
    query = query.where(records.c.source == source)
    if since is not None:
        query = query.where(records.c.last_changed >= since)
    if until is not None:
        query = query.where(records.c.last_changed <= until)
    if set_spec is None:
        return query
    member = select(record_sets.c.record_id).where(
        record_sets.c.record_id == records.c.id,
        record_sets.c.set_id.in_(_set_tree(connection, source, set_spec)),
    )
    return query.where(member.exists())


def _set_tree(connection: Connection, source: str, set_spec: str) -> list[int]:
    """The numbers of a set and its descendants (OAI-PMH 2.6: levels are parted by colons)."""
    rows = connection.execute(select(sets.c.id, sets.c.spec).where(sets.c.source == source))
    return [number for number, spec in rows if spec == set_spec or spec.startswith(f"{set_spec}:")]


def _listed(row: Sequence[Any]) -> Record:
    """The record; of one that is not to be shown no more than that it is gone."""
    *columns, hidden = row
    if hidden is None:
        return _record(columns)
    held = Held(*columns[:-2])._replace(content_hash=None)
    return _record((*held._replace(deleted_at=hidden, deleted_how="suppressed"), None, None))


def _record(row: Sequence[Any]) -> Record:
    *columns, document, about = row
    held = Held(*columns)
    return Record(
        source=held.source,
        identifier=held.identifier,
        datestamp=held.datestamp,
        sets=held.sets,
        format=Format(held.prefix, held.namespace),
        content_hash=held.content_hash,
        about=unpack_abouts(about),
        response_date=held.response_date,
        base_url=held.base_url,
        first_seen=held.first_seen,
        last_changed=held.last_changed,
        last_seen=held.last_seen,
        revision=held.revision,
        deleted=_deleted(held),
        normaliser=held.normaliser,
        document=None if document is None else unpack_document(document),
    )


def _deleted(held: Held) -> Deleted | None:
    if held.deleted_at is None or held.deleted_how is None:
        return None
    return Deleted(held.deleted_at, held.deleted_how)
