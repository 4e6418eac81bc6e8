"""What begins now: pure. The clock rings, `tick` decides, the pool carries it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from harvester.hosts import host_of
from harvester.quiet import loud_from, parse_quiet
from harvester.settings import SourceSettings
from harvester.timing import zone_of
from index.record import Order, Standing

# A harvest that takes longer is a slow one.
SLOW = timedelta(minutes=10)
# Each step of priority is worth so much of waiting: what waits for longer comes first after all.
STEP = timedelta(hours=1)
# Overdue by more than this, it was missed: the service was off, asleep, or had no room.
MISSED = timedelta(minutes=1)
# Time between two of those that were missed, where there are few of them.
WIDEST = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Turn:
    """A source whose time has come. `wanted`: by an operator, who need not heed quiet hours.

    `slow`: its last harvest was, or there was none yet.
    """

    source: str
    host: str
    due: datetime
    priority: int = 0
    wanted: bool = False
    slow: bool = False


@dataclass(frozen=True, slots=True)
class Going:
    """A harvest that goes on since `since`."""

    source: str
    host: str
    since: datetime
    slow: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """How many harvests there may be at once, and how many of one host."""

    workers: int
    per_host: int

    @property
    def kept(self) -> int:
        """Places that slow ones never take, so that they starve nobody."""
        return max(1, self.workers // 4) if self.workers > 1 else 0


def tick(
    now: datetime, turns: Iterable[Turn], going: Sequence[Going], places: Places
) -> list[Turn]:
    """Which of those that are due begin now, in their order.

    Wanted ones first, then by due time and priority. None twice at once, no more of a host than it
    may have. A quick one that turned out slow gives its kept place to the next quick one.
    """
    busy = Counter(one.host for one in going)
    names = {one.source for one in going}
    slow = sum(one.slow or now - one.since > SLOW for one in going)
    quick = len(going) - slow
    begun: list[Turn] = []
    for turn in sorted(turns, key=_order):
        if not _has_place(slow, quick, places):
            break
        fits = busy[turn.host] < places.per_host and turn.source not in names
        if not fits or (turn.slow and not _has_slow_place(slow, quick, places)):
            continue
        begun.append(turn)
        names.add(turn.source)
        busy[turn.host] += 1
        slow, quick = slow + turn.slow, quick + (not turn.slow)
    return begun


def _has_place(slow: int, quick: int, places: Places) -> bool:
    """Whether anything may begin. Those that turned out slow are at most as many again."""
    total = slow + quick
    return total < places.workers or (quick < places.kept and total < 2 * places.workers)


def _has_slow_place(slow: int, quick: int, places: Places) -> bool:
    return slow + quick < places.workers and slow < places.workers - places.kept


def _order(turn: Turn) -> tuple[bool, datetime, str]:
    due = turn.due - turn.priority * STEP if turn.priority else turn.due
    return not turn.wanted, due, turn.source


def turns_of(
    now: datetime,
    due: Iterable[tuple[str, datetime]],
    orders: Mapping[str, Order],
    sources: Mapping[str, SourceSettings],
    slow: Mapping[str, bool],
) -> list[Turn]:
    """Those that may begin: of the settings, enabled, not paused, not in their quiet hours.

    `due` are names with their times; `slow` says of each source how it is, none: it is new.
    """
    wanted = {name: order.wanted_at for name, order in orders.items() if order.wanted_at}
    times = {name: when for name, when in due if name in sources}
    return [
        Turn(
            name,
            _host(sources[name].url),
            wanted.get(name) or times[name],
            sources[name].priority,
            name in wanted,
            slow.get(name, True),
        )
        for name in times.keys() | (wanted.keys() & sources.keys())
        if name in wanted or _may(now, sources[name], orders.get(name))
    ]


# Of 50,000 sources each second: taking addresses apart would be most of a decision.
_host = lru_cache(maxsize=100_000)(host_of)


def _may(now: datetime, source: SourceSettings, order: Order | None) -> bool:
    if not source.enabled or source.manual or (order is not None and order.paused_at):
        return False
    if not source.quiet:
        return True
    return loud_from(now, parse_quiet(source.quiet), zone_of(source.timezone)) <= now


def spread(
    now: datetime, due: Iterable[tuple[str, datetime]], workers: int, over: timedelta
) -> dict[str, datetime]:
    """New times for what was missed: as many as there are workers at once, the others one by one.

    In their order, over at most `over`. Nothing where there are no more than workers.
    """
    missed = sorted((when, name) for name, when in due if now - when > MISSED)
    late = missed[workers:]
    if not late:
        return {}
    gap = min(over / len(late), WIDEST)
    return {name: now + number * gap for number, (_, name) in enumerate(late, 1)}


def is_slow(past: Standing) -> bool:
    """Whether a source's next harvest may take long: the last one did, or nothing came yet."""
    return past.last_success is None or (past.took is not None and past.took > SLOW)
