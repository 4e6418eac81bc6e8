"""A service's life in invented time: its own decisions, harvests and upkeep, in a process to kill.

What `harvester.service.Service` does second by second is done here a step of the clock at a time;
the harvests of a step go on side by side.
"""

from __future__ import annotations

import signal
import sys
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.sharedctypes import SynchronizedArray
from pathlib import Path

from harvester.keeping.retention import forget
from harvester.log import log_to
from harvester.open import Harvester, open_harvester
from harvester.service.attempt import attempt
from harvester.service.guard import Guarded
from harvester.service.planning import by_name, end_dead_runs, plan_all, spread_missed
from harvester.service_settings import LogSection
from harvester.settings import load_settings
from harvester.tick import Places, Turn, is_slow, tick, turns_of
from tests.simulation import START

STEP = timedelta(minutes=10)
UPKEEP = timedelta(days=1)


@dataclass(frozen=True)
class SharedClock:
    """A clock that several processes see: seconds since START; sleeping moves it."""

    shared: SynchronizedArray[float]

    def now(self) -> datetime:
        return START + timedelta(seconds=self.shared[0])

    def sleep(self, seconds: float) -> None:
        with self.shared.get_lock():
            self.shared[0] += seconds

    def wake(self) -> None:
        """Nobody sleeps for real."""

    def jitter(self) -> float:
        return 0.5


class Life:
    """From one start of the service to its end."""

    def __init__(self, harvester: Harvester, stopping: threading.Event) -> None:
        self._harvester, self._stopping = harvester, stopping
        self._log = log_to(LogSection(format="json", level="error"), sys.stderr)
        self._sources = by_name(harvester.settings)
        self._kept_up: datetime | None = None

    @classmethod
    def begin(cls, folder: Path, shared: SynchronizedArray[float], end: float) -> None:
        """Live until that time; SIGTERM ends it behind the pages in hand, with exit code 3."""
        stopping = threading.Event()
        signal.signal(signal.SIGTERM, lambda _number, _frame: stopping.set())
        sys.stderr = (folder / "log").open("a", encoding="utf-8")
        settings = load_settings(folder / "config.toml", environ={})
        with open_harvester(settings, SharedClock(shared)) as harvester:
            cls(harvester, stopping).live(datetime.fromtimestamp(end, UTC))
        sys.exit(3 if stopping.is_set() else 0)

    def live(self, end: datetime) -> None:
        """Begin as the service does; then look at who is due, step by step."""
        end_dead_runs(self._harvester)
        plan_all(self._harvester)
        spread_missed(self._harvester)
        while self._harvester.clock.now() < end and not self._stopping.is_set():
            while begun := self._due():
                self._harvest(begun)
            self._keep_up()
            self._harvester.clock.sleep(STEP.total_seconds())
        self._harvester.index.sync()

    def _due(self) -> list[Turn]:
        if self._stopping.is_set():
            return []
        harvester, settings = self._harvester, self._harvester.settings.harvest
        now = harvester.clock.now()
        slow = {past.source: is_slow(past) for past in harvester.store.standings()}
        turns = turns_of(now, harvester.store.due(now), {}, self._sources, slow)
        return tick(now, turns, [], Places(settings.workers, settings.per_host))

    def _harvest(self, turns: list[Turn]) -> None:
        threads = [threading.Thread(target=self._one, args=(turn,)) for turn in turns]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _one(self, turn: Turn) -> None:
        hosts = Guarded(self._harvester.hosts, self._stopping.is_set)
        attempt(replace(self._harvester, hosts=hosts), self._sources[turn.source], self._log)

    def _keep_up(self) -> None:
        now = self._harvester.clock.now()
        if self._kept_up is None or now - self._kept_up > UPKEEP:
            forget(self._harvester.store, self._harvester.settings.service, now)
            self._harvester.index.sync()
            self._kept_up = now
