"""Builds everything in one place, and closes it in the same place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from harvester.claims import this_process
from harvester.clock import Clock, SystemClock
from harvester.harvest import Plan, Rules, SweepRules, Target, Tools, harvest, silent
from harvester.preview import Preview, preview
from harvester.settings import Settings, SourceSettings
from harvester.sweep import sweep
from index.core import Index, open_index
from index.record import Run, Sweep
from index.store.base import Store

if TYPE_CHECKING:
    from harvester.client import Client


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

    def tools(
        self, watch: Callable[[Run], None], url: str = "", sweep: SweepRules | None = None
    ) -> Tools:
        """What a harvest works with; loopback hosts need no politeness between requests."""
        values = self.settings.harvest
        rules = Rules(
            retries=values.retries,
            retry_wait=values.retry_wait.total_seconds(),
            min_gap=0.0 if is_loopback(url) else values.min_gap.total_seconds(),
            overlap=values.overlap,
            max_bytes=values.max_bytes,
            sweep=sweep,
        )
        return Tools(self.store, self.clock, rules, this_process(), watch, self.tell)

    def harvest(self, source: SourceSettings, plan: Plan, watch: Callable[[Run], None]) -> Run:
        """Harvest one source now, and write down when it is due again."""
        from harvester.schedule import next_due

        tools = self.tools(watch, source.url, self._sweeping(source))
        with self._asking(source) as client:
            run = harvest(target_of(source), plan, tools, client)
        self.store.set_next(source.name, next_due(source, run.started, self.clock.now()))
        return run

    def preview(self, source: SourceSettings, plan: Plan) -> list[Preview]:
        """What a harvest would do now; only its first page is asked for."""
        with self._asking(source) as client:
            return preview(target_of(source), plan, self.tools(unwatched, source.url), client)

    def sweep(self, source: SourceSettings, *, accept: bool, dry_run: bool) -> Sweep:
        """Compare the server's identifiers with ours now; see `harvester.sweep.sweep`."""
        tools = self.tools(unwatched, source.url, self._sweeping(source))
        with self._asking(source) as client:
            return sweep(target_of(source), tools, client, accept=accept, dry_run=dry_run)

    def _sweeping(self, source: SourceSettings) -> SweepRules:
        values = self.settings.harvest
        return SweepRules(source.deletions, values.sweep_every, values.sweep_limit / 100)

    @contextmanager
    def _asking(self, source: SourceSettings) -> Iterator[Client]:
        """A client for the source, closed at the end."""
        from harvester.client import Client, Limits

        values = self.settings.harvest
        limits = Limits(
            values.timeout_connect.total_seconds(),
            values.timeout_read.total_seconds(),
            values.max_bytes,
            values.max_seconds.total_seconds(),
            values.max_redirects,
        )
        now = self.clock.now
        with Client(source.url, limits=limits, user_agent=values.agent, now=now) as client:
            yield client


def target_of(source: SourceSettings) -> Target:
    """What the loops know of a source."""
    return Target(source.name, source.url, source.prefix, tuple(source.sets))


def unwatched(run: Run) -> None:
    """For those whom nobody watches."""


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
