"""The clock: APScheduler rings bells at fixed times, and does nothing else.

The schedule is not its: a memory job store, three jobs, no sources in it. Each job only sets an
event, so that none takes long enough to be missed (APScheduler 3 drops what is late by a second
unless told otherwise, its issues 182 and 296).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from time import monotonic

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

Bells = Mapping[str, tuple[timedelta, Callable[[], None]]]
# A clock that was set, or a machine that slept, for less than this is nothing to mend.
JUMP = timedelta(seconds=60)


class Clockwork:
    """Rings each bell at its interval, from its start on."""

    def __init__(self, bells: Bells) -> None:
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            daemon=True,
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self.hang(bells)

    def hang(self, bells: Bells) -> None:
        """Hang up the bells anew, to be rung from now on.

        The scheduler goes by the time of day: set back by a day, it would be silent for one.
        """
        for name, (every, ring) in bells.items():
            self._scheduler.add_job(
                ring, "interval", seconds=every.total_seconds(), id=name, replace_existing=True
            )

    @contextmanager
    def running(self) -> Iterator[None]:
        self._scheduler.start()
        try:
            yield
        finally:
            self._scheduler.shutdown(wait=False)


class Drift:
    """Notices that the time of day moved otherwise than time did."""

    def __init__(
        self, now: Callable[[], datetime], passed: Callable[[], float] = monotonic
    ) -> None:
        self._now, self._passed = now, passed
        self._before = now(), passed()

    def jump(self) -> timedelta | None:
        """How far the clock jumped since this was asked last; None: it did not."""
        before, now = self._before, (self._now(), self._passed())
        self._before = now
        jumped = now[0] - before[0] - timedelta(seconds=now[1] - before[1])
        return jumped if abs(jumped) > JUMP else None
