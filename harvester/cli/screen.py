"""The one screen of `harvester status`: is everything fine, and if not, what do I do?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from harvester.advice import Advice, away
from harvester.claims import described
from harvester.monitor import SICK, Health, State, counted_states
from harvester.service.lock import Holder
from index.cli.console import columns, counted
from index.shapes import moment

HEAD = ("source", "state", "records", "deleted", "quarantined", "last run", "last success", "next")
NUMBERS = (2, 3, 4)
# So many sources fit on a screen; of more, the well ones are counted, not listed.
MOST = 25
_ARROW = "  -> "


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and the state that it tells of (for its colour; the words say it too)."""

    text: str
    state: State | None = None


def screen(
    seen: Sequence[tuple[Health, Advice]],
    holder: Holder | None,
    now: datetime,
    *,
    every: bool,
) -> Iterator[Line]:
    """The lines: counts, the service, the sick ones first, then a table; `every`: of all."""
    yield Line(_summary([health for health, _ in seen]))
    yield from _service(holder, seen)
    sick = sorted((pair for pair in seen if pair[0].sick), key=lambda pair: _rank(pair[0]))
    resting = [pair for pair in seen if pair[0].state == "paused"]
    late = [pair for pair in seen if pair[1].reason and pair[0].state in ("healthy", "new")]
    for health, advice in (*sick, *resting, *late):
        yield Line("")
        yield from _told(health, advice, now)
    rows = [health for health, _ in seen] if every or len(seen) <= MOST else []
    if rows:
        yield Line("")
        yield from _table(rows)
    elif seen:
        yield Line(f"\nharvester status --all lists all {counted(len(seen), 'source')}")
    for health, _ in seen:
        for words in health.last_run.warnings if health.last_run and not health.sick else ():
            yield Line(f"{health.source.name}: {words}")


def _summary(healths: Sequence[Health]) -> str:
    states = ", ".join(f"{count:,} {state}" for state, count in counted_states(healths).items())
    return f"{counted(len(healths), 'source')}: {states}"


def _service(holder: Holder | None, seen: Sequence[tuple[Health, Advice]]) -> Iterator[Line]:
    if holder is None:
        if any(health.source.next_at for health, _ in seen):
            yield Line("no service runs: nothing is harvested by the clock until harvester run")
        return
    yield Line(f"service: {described(holder.owner)} since {holder.since}")
    for trouble in holder.trouble:
        yield Line(f"service: {trouble}", "failing")


def _rank(health: Health) -> tuple[int, str]:
    return SICK.index(health.state), health.source.name


def _told(health: Health, advice: Advice, now: datetime) -> Iterator[Line]:
    """A source that somebody has to look at: what, since when, what was tried, what to do."""
    parts = [f"{health.state.upper()} {health.source.name}"]
    if advice.since:
        parts.append(f"since {moment(advice.since)} ({away(advice.since, now)})")
    if health.past.tries > 1:
        parts.append(f"tried {health.past.tries} times")
    if health.state != "paused" and health.source.next_at:
        parts.append(f"next {moment(health.source.next_at)} ({away(health.source.next_at, now)})")
    yield Line(", ".join(parts), health.state)
    for line in (advice.reason or "").splitlines():
        yield Line(f"  {line}")
    for words in health.last_run.warnings if health.last_run and health.sick else ():
        yield Line(f"  {words}")
    if advice.todo:
        yield Line(f"{_ARROW}{advice.todo}")


def _table(healths: Sequence[Health]) -> Iterator[Line]:
    rows = columns([HEAD, *map(_row, healths)], NUMBERS)
    for row, state in zip(rows, [None, *(health.state for health in healths)], strict=True):
        yield Line(row, state)


def _row(health: Health) -> tuple[str, ...]:
    source, run = health.source, health.last_run
    return (
        source.name,
        health.state,
        f"{source.records:,}",
        f"{source.deleted:,}",
        f"{source.quarantined:,}",
        run.status if run else "-",
        moment(source.last_success) or "never",
        moment(source.next_at) or "-",
    )
