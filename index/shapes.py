"""The JSON shapes that scripts rely on (docs/reference.md): pure, plain dictionaries and lists.

Keys may be added, never renamed. Times are UTC with whole seconds.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeAlias

from index.errors import AmbiguousRecord, Error, SettingsError
from index.record import Quarantined, Record, Run, Sweep

Shape: TypeAlias = dict[str, Any]


def moment(value: datetime | None) -> str | None:
    """A time as `2026-11-22T10:00:00Z`."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value else None


def run_shape(run: Run) -> Shape:
    """A run; `received` is the sum of the five counts that follow `promised`.

    `unknown` are those of `deleted` that we never had, `skew` how many seconds the server's clock
    is ahead of ours. `id` is None for a run that never began, because somebody else harvests the
    source.
    """
    counts = run.counts
    return {
        "id": run.id or None,
        "source": run.source,
        "status": run.status,
        "window": {"from": run.window[0], "until": run.window[1]},
        "requests": run.requests,
        "retries": run.retries,
        "bytes": run.bytes,
        "pages": run.pages,
        "received": counts.received,
        "promised": run.promised,
        "new": counts.new,
        "changed": counts.changed,
        "unchanged": counts.unchanged,
        "deleted": counts.deleted,
        "quarantined": counts.quarantined,
        "repairs": dict(run.repairs),
        "started": moment(run.started),
        "ended": moment(run.ended),
        "error": run.error,
        "unknown": counts.unknown,
        "skew": run.skew,
        "remarks": dict(run.remarks),
        "warnings": run.warnings,
    }


def sweep_shape(sweep: Sweep) -> Shape:
    """A sweep; `drift` is the server's count less ours, `why` says why it stopped or failed."""
    return {
        "id": sweep.id,
        "source": sweep.source,
        "status": sweep.status,
        "theirs": sweep.theirs,
        "ours": sweep.ours,
        "missing": sweep.missing,
        "extra": sweep.extra,
        "drift": sweep.drift,
        "fetched": sweep.fetched,
        "deleted": sweep.deleted,
        "started": moment(sweep.started),
        "ended": moment(sweep.ended),
        "why": sweep.why,
    }


def record_shape(record: Record) -> Shape:
    """A record as `show` gives it: the key, provenance, times, and the document."""
    deleted = record.deleted
    return {
        "source": record.source,
        "identifier": record.identifier,
        "deleted": {"at": moment(deleted.at), "how": deleted.how} if deleted else None,
        "datestamp": record.datestamp,
        "sets": record.sets,
        "first_seen": moment(record.first_seen),
        "last_changed": moment(record.last_changed),
        "last_seen": moment(record.last_seen),
        "revision": record.revision,
        "format": record.format,
        "base_url": record.base_url,
        "response_date": record.response_date,
        "content_hash": record.content_hash,
        "normaliser": record.normaliser,
        "document": record.document,
    }


def quarantined_shape(entry: Quarantined) -> Shape:
    """An entry of the quarantine, without its bytes."""
    return {
        "id": entry.id,
        "source": entry.source,
        "identifier": entry.identifier,
        "kind": entry.kind,
        "code": entry.code,
        "reason": entry.reason,
        "bytes": entry.bytes,
        "at": moment(entry.at),
        "url": entry.url,
        "run": entry.run,
    }


def error_shape(error: Error) -> Shape:
    """What `--json` prints where there is no result: why, and what to do."""
    said: Shape = {"code": error.code, "message": error.message, "hint": error.hint}
    if isinstance(error, SettingsError):
        said["problems"] = error.problems
    if isinstance(error, AmbiguousRecord):
        said["keys"] = [{"source": source, "identifier": name} for source, name in error.keys]
    return {"error": said}
