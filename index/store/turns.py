"""Turns: the schedule, how the runs of each source went, and what operators want."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    Table,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from index.record import Order, Standing
from index.store.schema import claims, orders, runs, sources, sweeps
from index.store.session import Session

_WHOLE = ("ok", "unchanged")
_FAILED = ("failed", "blocked")
_CUT = ("running", "interrupted")
# A load asks no server, and says nothing of one; neither does a run say that never got so far.
_TELLING = or_(runs.c.requests > 0, runs.c.status.in_((*_FAILED, *_CUT)))


class Turns(Session):
    """The part of the store that says whose turn it is."""

    def enrol(self, sources_: Sequence[tuple[str, str, str]], now: datetime) -> None:
        with self._writing() as connection:
            known = set(connection.execute(select(sources.c.name)).scalars())
            fresh = [
                {"name": name, "url": url, "prefix": prefix, "declared": True, "known_since": now}
                for name, url, prefix in sources_
                if name not in known
            ]
            if fresh:
                connection.execute(insert(sources), fresh)

    def due(self, now: datetime) -> list[tuple[str, datetime]]:
        query = select(sources.c.name, sources.c.next_at).where(sources.c.next_at <= now)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(sources.c.next_at, sources.c.name))
            return [(row.name, row.next_at) for row in rows]

    def plan(self, times: Mapping[str, datetime | None]) -> None:
        if not times:
            return
        due = update(sources).where(sources.c.name == bindparam("source"))
        rows = [{"source": name, "next": when} for name, when in times.items()]
        with self._writing() as connection:
            connection.execute(due.values(next_at=bindparam("next")), rows)

    def standings(self, source: str | None = None) -> list[Standing]:
        query = _STANDINGS if source is None else _STANDINGS.where(_PLACES.c.name == source)
        with self._reading() as connection:
            return [_standing(row) for row in connection.execute(query)]

    def orders(self) -> dict[str, Order]:
        with self._reading() as connection:
            rows = connection.execute(select(orders)).all()
        return {row.source: Order(*row) for row in rows}

    def pause(self, sources_: Sequence[str], why: str | None, now: datetime) -> None:
        with self._writing() as connection:
            for name in sources_:
                row = _order(connection, name)
                values = {"paused_at": row.paused_at or now, "paused_why": why or row.paused_why}
                connection.execute(update(orders).where(orders.c.source == name).values(values))

    def resume(self, sources_: Sequence[str]) -> None:
        awake = {"paused_at": None, "paused_why": None}
        with self._writing() as connection:
            for name in sources_:
                connection.execute(update(orders).where(orders.c.source == name).values(awake))
            _forget_empty(connection)

    def want(self, sources_: Sequence[str], now: datetime) -> None:
        with self._writing() as connection:
            for name in sources_:
                _order(connection, name)
                wanted = update(orders).where(orders.c.source == name)
                connection.execute(wanted.values(wanted_at=now))

    def grant(self, source: str, until: datetime) -> None:
        this = (orders.c.source == source, orders.c.wanted_at <= until)
        with self._writing() as connection:
            connection.execute(update(orders).where(*this).values(wanted_at=None))
            _forget_empty(connection)

    def running(self) -> list[tuple[str, str | None, datetime | None]]:
        query = (
            select(runs.c.source, claims.c.owner, claims.c.until)
            .outerjoin(claims, claims.c.source == runs.c.source)
            .where(runs.c.status == "running")
            .distinct()
            .order_by(runs.c.source)
        )
        with self._reading() as connection:
            return [(row.source, row.owner, row.until) for row in connection.execute(query)]

    def prune_runs(self, keep: int) -> int:
        # What `standings` tells has to stay true of a source that fails for years.
        last = select(func.max(runs.c.id)).where(runs.c.status.in_(_WHOLE)).group_by(runs.c.source)
        with self._writing() as connection:
            connection.execute(delete(sweeps).where(_is_old(sweeps, keep)))
            return connection.execute(
                delete(runs).where(_is_old(runs, keep), runs.c.id.not_in(last))
            ).rowcount


def _is_old(table: Table, keep: int) -> ColumnElement[bool]:
    """Rows behind the newest so many of their source."""
    place = func.row_number().over(partition_by=table.c.source, order_by=table.c.id.desc())
    ranked = select(table.c.id, place.label("place")).subquery()
    return table.c.id.in_(select(ranked.c.id).where(ranked.c.place > keep))


def _order(connection: Connection, source: str) -> Row[Any]:
    """The row of a source; made where there is none."""
    query = select(orders).where(orders.c.source == source)
    row = connection.execute(query).first()
    if row is None:
        connection.execute(insert(orders).values(source=source))
        row = connection.execute(query).one()
    return row


def _forget_empty(connection: Connection) -> None:
    connection.execute(
        delete(orders).where(orders.c.paused_at.is_(None), orders.c.wanted_at.is_(None))
    )


def _newest(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    """The newest run of a source: a step or two back in the index, however many there are."""
    mine = select(runs.c.id).where(runs.c.source == sources.c.name, *conditions)
    return mine.order_by(runs.c.id.desc()).limit(1).scalar_subquery()


def _places() -> Any:
    """Each source with the numbers of those runs from which the others are counted."""
    return select(
        sources.c.name,
        sources.c.next_at,
        sources.c.last_attempt,
        sources.c.last_success,
        _newest(_TELLING).label("newest"),
        func.coalesce(_newest(runs.c.requests > 0, runs.c.status.in_(_WHOLE)), 0).label("whole"),
        func.coalesce(
            _newest(runs.c.requests > 0, runs.c.status.in_((*_WHOLE, "partial"))), 0
        ).label("some"),
        func.coalesce(_newest(_TELLING, runs.c.status.not_in(_CUT)), 0).label("ended"),
    ).subquery()


_PLACES = _places()
_RUN = runs.alias()


def _behind(column: str, *conditions: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    return (runs.c.source == _PLACES.c.name, runs.c.id > _PLACES.c[column], _TELLING, *conditions)


def _count(column: str, statuses: Sequence[str]) -> ScalarSelect[int]:
    query = select(func.count()).select_from(runs)
    return query.where(*_behind(column, runs.c.status.in_(statuses))).scalar_subquery()


_STANDINGS = (
    select(
        _PLACES,
        _RUN.c.status,
        _RUN.c.started,
        _RUN.c.ended.label("closed"),
        _RUN.c.not_before,
        _count("some", _FAILED).label("failures"),
        _count("whole", (*_FAILED, "partial")).label("tries"),
        _count("ended", _CUT).label("cut"),
        select(func.min(runs.c.started)).where(*_behind("whole")).scalar_subquery().label("since"),
    )
    .outerjoin(_RUN, _RUN.c.id == _PLACES.c.newest)
    .order_by(_PLACES.c.name)
)


def _standing(row: Row[Any]) -> Standing:
    took = row.closed - row.started if row.closed and row.started else None
    return Standing(
        source=row.name,
        next_at=row.next_at,
        last_attempt=row.last_attempt,
        last_success=row.last_success,
        status=row.status,
        began=row.started,
        took=took,
        failures=row.failures,
        tries=row.tries,
        cut=row.cut,
        since=row.since,
        not_before=row.not_before,
    )
