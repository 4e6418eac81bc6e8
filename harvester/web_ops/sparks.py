"""The runs of a source as a row of small bars: how much came, and how each ended. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log1p

from index.record import Run, RunStatus

WIDTH, HEIGHT, MOST = 180, 30, 30
_LEAST = 3.0  # of a run that brought nothing: it is to be seen all the same


@dataclass(frozen=True, slots=True)
class Spark:
    """A run: where its bar stands, how it ended, when it began, how many records came."""

    x: float
    y: float
    width: float
    height: float
    status: RunStatus
    began: datetime
    received: int


def sparks(runs: Sequence[Run]) -> list[Spark]:
    """The newest runs, the oldest first; heights grow with the logarithm of what was received."""
    shown = sorted(runs, key=lambda run: run.id)[-MOST:]
    most = max((log1p(run.counts.received) for run in shown), default=0.0) or 1.0
    room = WIDTH / MOST
    return [
        _spark(run, round(place * room, 2), log1p(run.counts.received) / most, room)
        for place, run in enumerate(shown, MOST - len(shown))
    ]


def _spark(run: Run, x: float, share: float, room: float) -> Spark:
    height = round(max(_LEAST, HEIGHT * share), 2)
    y, width = round(HEIGHT - height, 2), round(room * 0.78, 2)
    return Spark(x, y, width, height, run.status, run.started, run.counts.received)
