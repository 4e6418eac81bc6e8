"""Runs: one harvest of one source, with its counts and its status."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from index.errors import NotFound
from index.record import Counts, Run, RunError
from index.store.schema import runs, sources
from index.store.session import Session, require_source

_OURS = sources.c.name == bindparam("of")
_ATTEMPTED = update(sources).where(_OURS).values(last_attempt=bindparam("now"))
_SUCCEEDED = update(sources).where(_OURS).values(last_success=bindparam("now"))
_STARTED = insert(runs).returning(runs.c.id)
_WRITTEN = update(runs).where(runs.c.id == bindparam("this"))
_CUT_OFF = (
    update(runs)
    .where(runs.c.source == bindparam("of"), runs.c.status == "running")
    .values(status="interrupted", ended=bindparam("now"))
)
_NEWEST = (
    select(runs)
    .where(runs.c.source == bindparam("of"))
    .order_by(runs.c.id.desc())
    .limit(bindparam("most"))
)
# A few steps back in the index for each source: to number all runs would read all of them.
_OTHER = runs.alias()
_MINE = (
    select(_OTHER.c.id)
    .where(_OTHER.c.source == sources.c.name)
    .order_by(_OTHER.c.id.desc())
    .limit(bindparam("most"))
    .scalar_subquery()
)
_NEWEST_OF_EACH = (
    select(runs).join_from(sources, runs, runs.c.id.in_(_MINE)).order_by(runs.c.id.desc())
)
_BROUGHT = (
    update(runs)
    .where(runs.c.id == bindparam("this"))
    .values(
        count_new=runs.c.count_new + bindparam("new"),
        count_changed=runs.c.count_changed + bindparam("changed"),
        count_unchanged=runs.c.count_unchanged + bindparam("unchanged"),
        count_deleted=runs.c.count_deleted + bindparam("deleted"),
        count_quarantined=runs.c.count_quarantined + bindparam("quarantined"),
        count_unknown=runs.c.count_unknown + bindparam("unknown"),
    )
)


class Runs(Session):
    """The part of the store that remembers harvests."""

    def start_run(self, source: str, window: tuple[str | None, str | None], now: datetime) -> int:
        with self._writing() as connection:
            require_source(connection, source)
            connection.execute(_ATTEMPTED, {"of": source, "now": now})
            run = Run(0, source, "running", window, now)
            number: int = connection.execute(_STARTED, _columns(run)).scalar_one()
        return number

    def finish_run(self, run: Run) -> None:
        with self._writing() as connection:
            written = connection.execute(_WRITTEN, {"this": run.id, **_columns(run)})
            if not written.rowcount:
                raise NotFound(
                    f"run {run.id} of {run.source} is not in the store",
                    "The source was removed while it was harvested.",
                )
            # Files that were loaded are no word from a server: nobody was asked.
            if run.requests and run.status in ("ok", "unchanged"):
                ended = run.ended or run.started
                connection.execute(_SUCCEEDED, {"of": run.source, "now": ended})

    def interrupt_runs(self, source: str, now: datetime) -> int:
        with self._writing() as connection:
            return connection.execute(_CUT_OFF, {"of": source, "now": now}).rowcount

    def runs(self, source: str | None = None, limit: int = 1) -> list[Run]:
        if source is not None:
            with self._reading() as connection:
                found = connection.execute(_NEWEST, {"of": source, "most": limit})
                return [_run(row) for row in found]
        with self._reading() as connection:
            return [_run(row) for row in connection.execute(_NEWEST_OF_EACH, {"most": limit})]


def add_counts(connection: Connection, run: int, counts: Counts) -> None:
    """Add what a page brought, so that a run that is killed still says what it stored."""
    connection.execute(_BROUGHT, {"this": run, **asdict(counts)})


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
        "not_before": run.not_before,
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
        not_before=row.not_before,
    )
