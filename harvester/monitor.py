"""What an operator sees of a source: its state, decided from what the store knows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from harvester.advice import Advice
from index.record import Order, Run, SourceState, Standing, Sweep
from index.shapes import Shape, moment, run_shape

if TYPE_CHECKING:
    from harvester.profile import Quality

State = Literal["new", "healthy", "degraded", "stale", "failing", "blocked", "paused"]

# What has to be looked at, the worst first. A pause is meant, and a new source only waits.
SICK: tuple[State, ...] = ("blocked", "failing", "stale", "degraded")

# Older than this many intervals, a last success is no success any more.
STALE_AFTER = 3


@dataclass(frozen=True, slots=True)
class Health:
    """A source with its newest run and its state in one word.

    `past` is how its runs went, `order` what an operator wants; `rests`: the settings say that it
    is not harvested. `sweep` is the newest comparison of lists that came to an end.
    """

    source: SourceState
    state: State
    last_run: Run | None
    past: Standing
    order: Order | None = None
    rests: bool = False
    sweep: Sweep | None = None

    @property
    def sick(self) -> bool:
        return self.state in SICK

    @property
    def drifts(self) -> bool:
        """Whether the server's list and ours differ, and nothing that is planned mends it."""
        return self.sweep is not None and drifts(self.sweep)


def drifts(sweep: Sweep) -> bool:
    """Whether a sweep waits for a person, or could not fetch what is missing."""
    return sweep.status == "stopped" or sweep.missing > sweep.fetched


def health_of(
    source: SourceState,
    last_run: Run | None,
    interval: timedelta | None,
    now: datetime,
    *,
    past: Standing | None = None,
    order: Order | None = None,
    rests: bool = False,
    sweep: Sweep | None = None,
) -> Health:
    """The state of a source; `interval` is None where it is not harvested by the clock."""
    past = past or Standing(source.name)
    state = _state(source, last_run, interval, now, past)
    if state == "healthy" and sweep is not None and drifts(sweep):
        state = "degraded"
    if rests or (order is not None and order.paused_at):
        state = "paused"
    return Health(source, state, last_run, past, order, rests, sweep)


def _state(
    source: SourceState,
    last_run: Run | None,
    interval: timedelta | None,
    now: datetime,
    past: Standing,
) -> State:
    if last_run is None or (last_run.status == "running" and source.last_attempt is None):
        return "new"
    if last_run.status == "blocked":
        return "blocked"
    if last_run.status == "failed" or past.failures:  # also while it is tried again
        return "failing"
    if last_run.status == "running" and source.last_success is None and past.cut <= 1:
        return "new"
    late = source.last_success or past.since or last_run.started
    if interval and now - late > STALE_AFTER * interval:
        return "stale"
    if last_run.status in ("partial", "interrupted") or source.quarantined:
        return "degraded"
    return "healthy"


def counted_states(healths: Iterable[Health]) -> dict[State, int]:
    """How many sources are in each state, those of none left out; the worst first."""
    states = [health.state for health in healths]
    order: tuple[State, ...] = (*SICK, "paused", "new", "healthy")
    return {state: states.count(state) for state in order if state in states}


def status_shape(
    healths: list[tuple[Health, Advice]], qualities: Mapping[str, Quality | None] | None = None
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
                "since": moment(advice.since),
                "tries": health.past.tries,
                "reason": advice.reason,
                "todo": advice.todo,
            }
            | ({"quality": qualities.get(health.source.name)} if qualities is not None else {})
            for health, advice in healths
        ]
    }
