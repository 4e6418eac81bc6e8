"""Runs: one harvest of one source, with its counts and its status."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from index.errors import NotFound
from index.record import Counts, Run, RunError
from index.store.schema import runs, sources
from index.store.session import Session, require_source


class Runs(Session):
    """The part of the store that remembers harvests."""

    def start_run(self, source: str, window: tuple[str | None, str | None], now: datetime) -> int:
        with self._writing() as connection:
            require_source(connection, source)
            connection.execute(
                update(sources).where(sources.c.name == source).values(last_attempt=now)
            )
            run = Run(0, source, "running", window, now)
            made = insert(runs).values(_columns(run)).returning(runs.c.id)
            number: int = connection.execute(made).scalar_one()
        return number

    def finish_run(self, run: Run) -> None:
        with self._writing() as connection:
            written = connection.execute(
                update(runs).where(runs.c.id == run.id).values(_columns(run))
            )
            if not written.rowcount:
                raise NotFound(
                    f"run {run.id} of {run.source} is not in the store",
                    "The source was removed while it was harvested.",
                )
            if run.status in ("ok", "unchanged"):
                connection.execute(
                    update(sources)
                    .where(sources.c.name == run.source)
                    .values(last_success=run.ended or run.started)
                )

    def interrupt_runs(self, source: str, now: datetime) -> int:
        with self._writing() as connection:
            return connection.execute(
                update(runs)
                .where(runs.c.source == source, runs.c.status == "running")
                .values(status="interrupted", ended=now)
            ).rowcount

    def runs(self, source: str | None = None, limit: int = 1) -> list[Run]:
        place = func.row_number().over(partition_by=runs.c.source, order_by=runs.c.id.desc())
        ranked = select(runs.c.id, place.label("place"))
        if source is not None:
            ranked = ranked.where(runs.c.source == source)
        newest = ranked.subquery()
        query = (
            select(runs)
            .join(newest, newest.c.id == runs.c.id)
            .where(newest.c.place <= limit)
            .order_by(runs.c.id.desc())
        )
        with self._reading() as connection:
            return [_run(row) for row in connection.execute(query)]


def add_counts(connection: Connection, run: int, counts: Counts) -> None:
    """Add what a page brought, so that a run that is killed still says what it stored."""
    connection.execute(
        update(runs)
        .where(runs.c.id == run)
        .values(
            count_new=runs.c.count_new + counts.new,
            count_changed=runs.c.count_changed + counts.changed,
            count_unchanged=runs.c.count_unchanged + counts.unchanged,
            count_deleted=runs.c.count_deleted + counts.deleted,
            count_quarantined=runs.c.count_quarantined + counts.quarantined,
            count_unknown=runs.c.count_unknown + counts.unknown,
        )
    )


def _columns(run: Run) -> dict[str, Any]:
    error = run.error
    return {
        "source": run.source,
        "status": run.status,
        "window_start": run.window[0],
        "window_until": run.window[1],
        "started": run.started,
        "ended": run.ended,
        "requests": run.requests,
        "retries": run.retries,
        "bytes": run.bytes,
        "pages": run.pages,
        "promised": run.promised,
        "count_new": run.counts.new,
        "count_changed": run.counts.changed,
        "count_unchanged": run.counts.unchanged,
        "count_deleted": run.counts.deleted,
        "count_quarantined": run.counts.quarantined,
        "count_unknown": run.counts.unknown,
        "repairs": run.repairs,
        "error_code": error.code if error else None,
        "error_message": error.message if error else None,
        "error_hint": error.hint if error else None,
        "skew": run.skew,
        "remarks": run.remarks,
        "warnings": run.warnings,
    }


def _run(row: Row[Any]) -> Run:
    error = RunError(row.error_code, row.error_message, row.error_hint)
    return Run(
        id=row.id,
        source=row.source,
        status=row.status,
        window=(row.window_start, row.window_until),
        started=row.started,
        ended=row.ended,
        requests=row.requests,
        retries=row.retries,
        bytes=row.bytes,
        pages=row.pages,
        promised=row.promised,
        counts=Counts(
            row.count_new,
            row.count_changed,
            row.count_unchanged,
            row.count_deleted,
            row.count_quarantined,
            row.count_unknown,
        ),
        repairs=row.repairs,
        error=error if row.error_code is not None else None,
        skew=row.skew,
        remarks=row.remarks,
        warnings=row.warnings,
    )
