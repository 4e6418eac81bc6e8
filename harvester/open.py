"""Builds everything in one place, and closes it in the same place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from harvester.access import access_of
from harvester.claims import this_process
from harvester.clock import Clock, SystemClock
from harvester.harvest import Plan, Rules, SweepRules, Target, Tools, harvest, silent
from harvester.hosts import Hosts, is_loopback
from harvester.manners import HarvestSection
from harvester.meter import UNMETERED, Meter
from harvester.normalise.habits import NONE, Habits
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
    hosts: Hosts
    meter: Meter = UNMETERED

    def tools(
        self,
        watch: Callable[[Run], None],
        manners: HarvestSection | None = None,
        sweep: SweepRules | None = None,
    ) -> Tools:
        """What a harvest works with; `manners` are those of the source, by default the common."""
        values = manners or self.settings.harvest
        rules = Rules(
            retries=values.retries,
            retry_wait=values.retry_wait.total_seconds(),
            overlap=values.overlap,
            max_bytes=values.max_bytes,
            bounds=values.bounds,
            sweep=sweep,
        )
        owner = this_process()
        return Tools(self.store, self.clock, rules, owner, watch, self.tell, self.meter)

    def habits(self, name: str) -> Habits:
        """How records of a source are to be read; one that is only stored has no habits."""
        return next(
            (one.normalise.habits for one in self.settings.sources if one.name == name), NONE
        )

    def load_ahead(self) -> None:
        """Load what the first pages and the index are going to need, while servers are waited for.

        It takes half a second, in which else every source would stand still with its first page.
        """
        from harvester.normalise import document  # noqa: F401

        self.index.load_engine()

    def harvest(self, source: SourceSettings, plan: Plan, watch: Callable[[Run], None]) -> Run:
        """Harvest one source now, and write down when it is due again."""
        manners = self.settings.manners(source)
        tools = self.tools(watch, manners, self._sweeping(source))
        with self._asking(source) as client:
            run = harvest(target_of(source), plan, tools, client)
        self.plan(source)
        return run

    def preview(self, source: SourceSettings, plan: Plan) -> list[Preview]:
        """What a harvest would do now; only its first page is asked for."""
        tools = self.tools(unwatched, self.settings.manners(source))
        with self._asking(source) as client:
            return preview(target_of(source), plan, tools, client)

    def sweep(self, source: SourceSettings, *, accept: bool, dry_run: bool) -> Sweep:
        """Compare the server's identifiers with ours now; see `harvester.sweep.sweep`."""
        tools = self.tools(unwatched, self.settings.manners(source), self._sweeping(source))
        with self._asking(source) as client:
            return sweep(target_of(source), tools, client, accept=accept, dry_run=dry_run)

    def _sweeping(self, source: SourceSettings) -> SweepRules:
        values = self.settings.harvest
        return SweepRules(source.deletions, values.sweep_every, values.sweep_limit / 100)

    def _asking(self, source: SourceSettings) -> Client:
        return client_of(self.settings, source, self.clock, self.hosts, self.meter)

    def plan(self, source: SourceSettings) -> None:
        """Write down when the source is due again: later and later while it keeps failing."""
        from harvester.schedule import next_due

        for past in self.store.standings(source.name):
            due = next_due(source, past, self.clock.now(), self.settings.manners(source).caps)
            self.store.set_next(source.name, due)


def target_of(source: SourceSettings) -> Target:
    """What the loops know of a source."""
    habits = source.normalise.habits
    return Target(source.name, source.url, source.prefix, tuple(source.sets), habits)


def unwatched(run: Run) -> None:
    """For those whom nobody watches."""


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
        clock = clock or SystemClock()
        hosts = Hosts(clock, settings.harvest.per_host)
        yield Harvester(settings, index.store, index, clock, tell, hosts)


def client_of(
    settings: Settings,
    source: SourceSettings,
    clock: Clock,
    hosts: Hosts,
    meter: Meter = UNMETERED,
) -> Client:
    """A connection to the source's server, with its manners, its access and its turns.

    Raises `SettingsError` where a secret is not where the settings say.
    """
    from harvester.client import Client, Limits

    values = settings.manners(source)
    limits = Limits(
        values.timeout_connect.total_seconds(),
        values.timeout_read.total_seconds(),
        values.max_bytes,
        values.max_seconds.total_seconds(),
        values.max_redirects,
        values.max_header_lines,
    )
    gap = 0.0 if is_loopback(source.url) else values.min_gap.total_seconds()
    return Client(
        source.url,
        limits=limits,
        user_agent=values.agent,
        now=clock.now,
        access=access_of(source.access, source.name, settings.folder),
        turn=lambda: hosts.turn(source.url, gap),
        plain_tokens=source.tokens == "plain",
        answered=partial(meter.answered, source.name),
    )
