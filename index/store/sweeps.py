"""Sweeps: the server's list of identifiers, compared with ours in the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Row,
    Select,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)

from index.record import Compared, Named, Sweep
from index.store.bulk import delete_all, insert_all
from index.store.schema import named, quarantine, records, strikes, sweeps
from index.store.session import CHUNK, Session, chunks, require_source


class Sweeps(Session):
    """The part of the store that compares lists."""

    def start_sweep(self, source: str, now: datetime) -> int:
        with self._writing() as connection:
            require_source(connection, source)
            connection.execute(delete(named).where(named.c.source == source))
            connection.execute(
                update(sweeps)
                .where(sweeps.c.source == source, sweeps.c.status == "running")
                .values(status="interrupted", ended=now)
            )
            row = _columns(Sweep(0, source, "running", now))
            number: int = connection.execute(
                insert(sweeps).values(row).returning(sweeps.c.id)
            ).scalar_one()
        return number

    def note_named(self, source: str, names: Sequence[Named]) -> None:
        # Stable: of two words that are equally good the last one counts.
        ordered = sorted(names, key=lambda name: not name.deleted)
        once = {name.identifier: (name.datestamp, name.deleted) for name in ordered}
        with self._writing() as connection:
            alive = _named_alive(connection, source, [name for name in once if once[name][1]])
            rows = [(source, name, *rest) for name, rest in once.items() if name not in alive]
            keys = [row[:2] for row in rows]
            delete_all(connection, named, ("source", "identifier"), keys)
            insert_all(connection, named, rows)

    def compared(self, source: str) -> Compared:
        ours = select(func.count()).where(records.c.source == source, _ALIVE)
        theirs = select(func.count()).where(named.c.source == source, ~named.c.deleted)
        with self._reading() as connection:
            queries = (
                theirs,
                ours,
                _counted(_missing(source)),
                _counted(_extra(source)),
                _counted(_extra(source).where(~_SURE)),
            )
            return Compared(*(connection.execute(query).scalar_one() for query in queries))

    def missing(self, source: str) -> Iterator[Named]:
        query = _missing(source).with_only_columns(*_NAMED)
        for row in self._walk(query, named.c.identifier):
            yield Named(row.identifier, row.datestamp)

    def gone(self, source: str) -> Iterator[str]:
        for row in self._walk(_extra(source).where(_STRUCK), records.c.identifier):
            yield row.identifier

    def buried(self, source: str) -> Iterator[Named]:
        query = (
            select(*_NAMED)
            .join(records, _SAME)
            .where(named.c.source == source, named.c.deleted, _ALIVE)
        )
        for row in self._walk(query, named.c.identifier):
            yield Named(row.identifier, row.datestamp, True)

    def strike(self, source: str, *, stopped: bool) -> None:
        extra = _extra(source).with_only_columns(
            records.c.source, records.c.identifier, literal(stopped, Boolean)
        )
        columns = ["source", "identifier", "stopped"]
        with self._writing() as connection:
            connection.execute(delete(strikes).where(strikes.c.source == source))
            connection.execute(insert(strikes).from_select(columns, extra))

    def finish_sweep(self, sweep: Sweep) -> None:
        with self._writing() as connection:
            connection.execute(
                update(sweeps).where(sweeps.c.id == sweep.id).values(_columns(sweep))
            )
            connection.execute(delete(named).where(named.c.source == sweep.source))

    def sweeps(self, source: str | None = None, limit: int = 1) -> list[Sweep]:
        place = func.row_number().over(partition_by=sweeps.c.source, order_by=sweeps.c.id.desc())
        ranked = select(sweeps.c.id, place.label("place")).subquery()
        query = select(sweeps).join(ranked, ranked.c.id == sweeps.c.id)
        if source is not None:
            query = query.where(sweeps.c.source == source)
        query = query.where(ranked.c.place <= limit).order_by(sweeps.c.id.desc())
        with self._reading() as connection:
            return [_sweep(row) for row in connection.execute(query)]

    def _walk(self, query: Select[Any], by: ColumnElement[str]) -> Iterator[Row[Any]]:
        """The rows by identifier, a piece at a time, so that what is found may be acted upon."""
        last = ""
        while True:
            piece = query.where(by > last).order_by(by).limit(CHUNK)
            with self._reading() as connection:
                rows = connection.execute(piece).all()
            yield from rows
            if len(rows) < CHUNK:
                return
            last = rows[-1].identifier


def _named_alive(connection: Connection, source: str, names: Sequence[str]) -> set[str]:
    """Those of the names that the list has named already, and not as deleted."""
    alive: set[str] = set()
    for piece in chunks(names):
        query = select(named.c.identifier).where(
            named.c.source == source, named.c.identifier.in_(piece), ~named.c.deleted
        )
        alive.update(connection.execute(query).scalars())
    return alive


_ALIVE = records.c.deleted_at.is_(None)
_SAME = (records.c.source == named.c.source) & (records.c.identifier == named.c.identifier)
_NAMED = (named.c.identifier, named.c.datestamp)
_STRIKE = select(strikes.c.identifier).where(
    strikes.c.source == records.c.source, strikes.c.identifier == records.c.identifier
)
_STRUCK = _STRIKE.exists()
_SURE = _STRIKE.where(~strikes.c.stopped).exists()


def _missing(source: str) -> Select[Any]:
    """What they have and we neither hold alive nor name in quarantine."""
    held = select(records.c.id).where(_SAME, _ALIVE).exists()
    unread = (
        select(quarantine.c.id)
        .where(
            quarantine.c.source == source,
            quarantine.c.identifier == named.c.identifier,
            quarantine.c.kind == "record",
        )
        .exists()
    )
    return select(named.c.identifier).where(
        named.c.source == source, ~named.c.deleted, ~held, ~unread
    )


def _extra(source: str) -> Select[Any]:
    """What we hold alive and they do not name."""
    theirs = select(named.c.identifier).where(_SAME).exists()
    return select(records.c.identifier).where(records.c.source == source, _ALIVE, ~theirs)


def _counted(query: Select[Any]) -> Select[Any]:
    return select(func.count()).select_from(query.subquery())


def _columns(sweep: Sweep) -> dict[str, Any]:
    return {
        "source": sweep.source,
        "status": sweep.status,
        "started": sweep.started,
        "ended": sweep.ended,
        "theirs": sweep.theirs,
        "ours": sweep.ours,
        "missing": sweep.missing,
        "extra": sweep.extra,
        "fetched": sweep.fetched,
        "deleted": sweep.deleted,
        "why": sweep.why,
    }


def _sweep(row: Row[Any]) -> Sweep:
    return Sweep(
        id=row.id,
        source=row.source,
        status=row.status,
        started=row.started,
        ended=row.ended,
        theirs=row.theirs,
        ours=row.ours,
        missing=row.missing,
        extra=row.extra,
        fetched=row.fetched,
        deleted=row.deleted,
        why=row.why,
    )
