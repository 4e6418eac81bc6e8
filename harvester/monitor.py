"""What an operator sees of a source: its state, decided from what the store knows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from index.record import Run, SourceState
from index.shapes import Shape, moment, run_shape

if TYPE_CHECKING:
    from harvester.profile import Quality

State = Literal["new", "healthy", "degraded", "stale", "failing", "blocked"]

# Older than this many intervals, a last success is no success any more.
STALE_AFTER = 3


@dataclass(frozen=True, slots=True)
class Health:
    """A source with its newest run and its state in one word."""

    source: SourceState
    state: State
    last_run: Run | None


def health_of(
    source: SourceState, last_run: Run | None, interval: timedelta | None, now: datetime
) -> Health:
    """The state of a source; `interval` is None where it is not harvested by the clock."""
    return Health(source, _state(source, last_run, interval, now), last_run)


def _state(
    source: SourceState, last_run: Run | None, interval: timedelta | None, now: datetime
) -> State:
    if last_run is None or (last_run.status == "running" and source.last_success is None):
        return "new"
    if last_run.status == "blocked":
        return "blocked"
    if last_run.status == "failed":
        return "failing"
    late = source.last_success or last_run.started
    if interval and now - late > STALE_AFTER * interval:
        return "stale"
    if last_run.status in ("partial", "interrupted") or source.quarantined:
        return "degraded"
    return "healthy"


def status_shape(
    healths: list[Health], qualities: Mapping[str, Quality | None] | None = None
) -> Shape:
    """What `status --json` prints; with `qualities` also how complete the records are."""
    return {
        "sources": [
            {
                "source": health.source.name,
                "state": health.state,
                "records": health.source.records,
                "deleted": health.source.deleted,
                "quarantined": health.source.quarantined,
                "last_success": moment(health.source.last_success),
                "last_run": run_shape(health.last_run) if health.last_run else None,
                "next": moment(health.source.next_at),
                "url": health.source.url or None,
            }
            | ({"quality": qualities.get(health.source.name)} if qualities is not None else {})
            for health in healths
        ]
    }
