"""What the store knows of a source: what it holds, where it stands, what an operator wants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from index.record.runs import RunStatus


@dataclass(frozen=True, slots=True)
class SourceState:
    """What the store knows of a source (its settings are in config.toml).

    `declared` is False for a source that only `load` made: it is never scheduled.
    """

    name: str
    url: str
    prefix: str
    declared: bool
    records: int
    deleted: int
    quarantined: int
    last_attempt: datetime | None
    last_success: datetime | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a source stands in the schedule, told from its runs (those that asked a server).

    `status` is that of the newest run, which began at `began` and lasted `took`. In a row, up to
    now: `failures` are runs that brought nothing, `tries` those without a whole success, `cut`
    those that were interrupted. `since` is when the first run behind the last success began.
    `not_before`: until then the server wanted to be left alone, in the newest run.
    """

    source: str
    next_at: datetime | None = None
    last_attempt: datetime | None = None
    last_success: datetime | None = None
    status: RunStatus | None = None
    began: datetime | None = None
    took: timedelta | None = None
    failures: int = 0
    tries: int = 0
    cut: int = 0
    since: datetime | None = None
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """What an operator wants of a source: that it rests (since when, why), or is harvested now."""

    source: str
    paused_at: datetime | None = None
    paused_why: str | None = None
    wanted_at: datetime | None = None
