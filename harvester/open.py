"""Builds everything in one place, and closes it in the same place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from harvester.claims import this_process
from harvester.clock import Clock, SystemClock
from harvester.harvest import Plan, Rules, Target, Tools, harvest, silent
from harvester.normalise.habits import NONE, Habits
from harvester.settings import Settings, SourceSettings
from index.core import Index, open_index
from index.record import Run
from index.store.base import Store


@dataclass(frozen=True, slots=True)
class Harvester:
    """A data folder with everything that works on it: settings, store, index, clock.

    `tell` gets a line where a harvest waits, or begins a list again, and why.
    """

    settings: Settings
    store: Store
    index: Index
    clock: Clock
    tell: Callable[[str], None]

    def tools(self, watch: Callable[[Run], None], url: str = "") -> Tools:
        """What a harvest works with; loopback hosts need no politeness between requests."""
        values = self.settings.harvest
        rules = Rules(
            retries=values.retries,
            retry_wait=values.retry_wait.total_seconds(),
            min_gap=0.0 if is_loopback(url) else values.min_gap.total_seconds(),
            overlap=values.overlap,
            max_bytes=values.max_bytes,
        )
        return Tools(self.store, self.clock, rules, this_process(), watch, self.tell)

    def habits(self, name: str) -> Habits:
        """How records of a source are to be read; one that is only stored has no habits."""
        return next(
            (one.normalise.habits for one in self.settings.sources if one.name == name), NONE
        )

    def harvest(self, source: SourceSettings, plan: Plan, watch: Callable[[Run], None]) -> Run:
        """Harvest one source now, and write down when it is due again."""
        from harvester.client import Client, Limits
        from harvester.schedule import next_due

        values = self.settings.harvest
        limits = Limits(
            values.timeout_connect.total_seconds(),
            values.timeout_read.total_seconds(),
            values.max_bytes,
            values.max_seconds.total_seconds(),
            values.max_redirects,
        )
        own = source.normalise.habits
        target = Target(source.name, source.url, source.prefix, tuple(source.sets), own)
        now = self.clock.now
        with Client(source.url, limits=limits, user_agent=values.agent, now=now) as client:
            run = harvest(target, plan, self.tools(watch, source.url), client)
        self.store.set_next(source.name, next_due(source, run.started, now()))
        return run


def is_loopback(url: str) -> bool:
    """Whether the URL asks this machine itself."""
    host = urlsplit(url).hostname or ""
    return host == "localhost" or host == "::1" or host.startswith("127.")


@contextmanager
def open_harvester(
    settings: Settings,
    clock: Clock | None = None,
    *,
    create: bool = True,
    tell: Callable[[str], None] = silent,
) -> Iterator[Harvester]:
    """Open the data folder of the settings; `create` makes it where it is not there.

    Raises `StoreError` and `EngineError`.
    """
    with open_index(settings, create=create) as index:
        yield Harvester(settings, index.store, index, clock or SystemClock(), tell)
