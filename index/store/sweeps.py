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
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from index.record import Compared, Named, Sweep
from index.store.bulk import delete_all, insert_all
from index.store.schema import named, quarantine, records, strikes, sweeps
from index.store.session import CHUNK, Session, chunks, require_source

_ALIVE = records.c.deleted_at.is_(None)
_SAME = (records.c.source == named.c.source) & (records.c.identifier == named.c.identifier)
_NAMED = (named.c.identifier, named.c.datestamp)
_THEIRS = named.c.source == bindparam("of")
_OURS = records.c.source == bindparam("of")
_STRIKE = select(strikes.c.identifier).where(
    strikes.c.source == records.c.source, strikes.c.identifier == records.c.identifier
)
_STRUCK = _STRIKE.exists()
_SURE = _STRIKE.where(~strikes.c.stopped).exists()
_HELD = select(records.c.id).where(_SAME, _ALIVE).exists()
_UNREAD = (
    select(quarantine.c.id)
    .where(
        quarantine.c.source == named.c.source,
        quarantine.c.identifier == named.c.identifier,
        quarantine.c.kind == "record",
    )
    .exists()
)

# What they have and we neither hold alive nor name in quarantine.
_MISSING = select(named.c.identifier).where(_THEIRS, ~named.c.deleted, ~_HELD, ~_UNREAD)
# What we hold alive and they do not name.
_EXTRA = select(records.c.identifier).where(
    _OURS, _ALIVE, ~select(named.c.identifier).where(_SAME).exists()
)
_BURIED = select(*_NAMED).join(records, _SAME).where(_THEIRS, named.c.deleted, _ALIVE)


def _counted(query: Select[Any]) -> Select[Any]:
    return select(func.count()).select_from(query.subquery())


# The fields of `Compared`, in their order.
_COMPARED = (
    select(func.count()).where(_THEIRS, ~named.c.deleted),
    select(func.count()).where(_OURS, _ALIVE),
    _counted(_MISSING),
    _counted(_EXTRA),
    _counted(_EXTRA.where(~_SURE)),
)

_LET_GO = delete(quarantine).where(
    quarantine.c.source == bindparam("of"),
    quarantine.c.kind == "record",
    quarantine.c.identifier.is_not(None),
    quarantine.c.url.like("http%://%"),
    ~select(named.c.identifier)
    .where(
        named.c.source == quarantine.c.source,
        named.c.identifier == quarantine.c.identifier,
        ~named.c.deleted,
    )
    .exists(),
)
_STARTED = insert(sweeps).returning(sweeps.c.id)
_WRITTEN = update(sweeps).where(sweeps.c.id == bindparam("this"))
_FORGOTTEN = delete(named).where(_THEIRS)
_CUT_OFF = (
    update(sweeps)
    .where(sweeps.c.source == bindparam("of"), sweeps.c.status == "running")
    .values(status="interrupted", ended=bindparam("now"))
)
_NEWEST = (
    select(sweeps)
    .where(sweeps.c.source == bindparam("of"))
    .order_by(sweeps.c.id.desc())
    .limit(bindparam("most"))
)
_PARDONED = delete(strikes).where(strikes.c.source == bindparam("of"))
_STRICKEN = insert(strikes).from_select(
    ["source", "identifier", "stopped"],
    _EXTRA.with_only_columns(
        records.c.source, records.c.identifier, bindparam("asks", type_=Boolean)
    ),
)


class Sweeps(Session):
    """The part of the store that compares lists."""

    def start_sweep(self, source: str, now: datetime) -> int:
        with self._writing() as connection:
            require_source(connection, source)
            connection.execute(_FORGOTTEN, {"of": source})
            connection.execute(_CUT_OFF, {"of": source, "now": now})
            row = _columns(Sweep(0, source, "running", now))
            number: int = connection.execute(_STARTED, row).scalar_one()
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
        with self._reading() as connection:
            counts = (connection.execute(query, {"of": source}) for query in _COMPARED)
            return Compared(*(count.scalar_one() for count in counts))

    def missing(self, source: str) -> Iterator[Named]:
        query = _MISSING.with_only_columns(*_NAMED)
        for row in self._walk(query, source, named.c.identifier):
            yield Named(row.identifier, row.datestamp)

    def gone(self, source: str) -> Iterator[str]:
        for row in self._walk(_EXTRA.where(_STRUCK), source, records.c.identifier):
            yield row.identifier

    def buried(self, source: str) -> Iterator[Named]:
        for row in self._walk(_BURIED, source, named.c.identifier):
            yield Named(row.identifier, row.datestamp, True)

    def strike(self, source: str, *, stopped: bool) -> None:
        with self._writing() as connection:
            connection.execute(_PARDONED, {"of": source})
            connection.execute(_STRICKEN, {"of": source, "asks": stopped})

    def let_unread_go(self, source: str) -> int:
        with self._writing() as connection:
            return connection.execute(_LET_GO, {"of": source}).rowcount

    def finish_sweep(self, sweep: Sweep) -> None:
        with self._writing() as connection:
            connection.execute(_WRITTEN, {"this": sweep.id, **_columns(sweep)})
            connection.execute(_FORGOTTEN, {"of": sweep.source})

    def sweeps(self, source: str | None = None, limit: int = 1) -> list[Sweep]:
        if source is not None:
            with self._reading() as connection:
                found = connection.execute(_NEWEST, {"of": source, "most": limit})
                return [_sweep(row) for row in found]
        place = func.row_number().over(partition_by=sweeps.c.source, order_by=sweeps.c.id.desc())
        ranked = select(sweeps.c.id, place.label("place")).subquery()
        query = select(sweeps).join(ranked, ranked.c.id == sweeps.c.id)
        query = query.where(ranked.c.place <= limit).order_by(sweeps.c.id.desc())
        with self._reading() as connection:
            return [_sweep(row) for row in connection.execute(query)]

    def _walk(self, query: Select[Any], source: str, by: ColumnElement[str]) -> Iterator[Row[Any]]:
        """The rows by identifier, a piece at a time, so that what is found may be acted upon."""
        last = ""
        piece = query.where(by > bindparam("last")).order_by(by).limit(CHUNK)
        while True:
            with self._reading() as connection:
                rows = connection.execute(piece, {"of": source, "last": last}).all()
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
