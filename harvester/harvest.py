"""A harvest of one source, from its claim to the run that is written down.

agenda (which windows) -> loop (ask for them) -> review (what is odd) -> sweep (where it is due)
"""

from __future__ import annotations

from harvester.agenda import MAX_TRIES, Agenda
from harvester.claims import claimed
from harvester.errors import OaiError
from harvester.keep import Keeper, batch_of
from harvester.ledger import Ledger, counted
from harvester.loop import Loop
from harvester.review import review
from harvester.stages import Stop
from harvester.sweep import Sweeper
from harvester.talk import Talk
from harvester.task import (
    Deletions,
    Endpoint,
    Plan,
    Rules,
    SweepRules,
    Target,
    Tools,
    silent,
)
from index.errors import Error
from index.record import Run, RunStatus

__all__ = [
    "MAX_TRIES",
    "Deletions",
    "Endpoint",
    "Plan",
    "Rules",
    "SweepRules",
    "Target",
    "Tools",
    "batch_of",
    "counted",
    "harvest",
    "silent",
]


def harvest(target: Target, plan: Plan, tools: Tools, endpoint: Endpoint) -> Run:
    """Harvest one source now; gives the run as it is stored.

    What the server does wrong is in the run. Raises `ClaimHeld` where somebody else harvests the
    source, and `StoreError`, after which the run is taken up again by the next one.
    """
    now = tools.clock.now()
    with claimed(tools.store, target.name, tools.owner, tools.clock):
        # Under the claim: another address takes the window away from who harvests the old one.
        tools.store.declare(target.name, target.url, target.prefix, declared=True, now=now)
        tools.store.interrupt_runs(target.name, now)
        return _Harvest(target, plan, tools, endpoint).run()


class _Harvest:
    """One run: what the loop works with."""

    def __init__(self, target: Target, plan: Plan, tools: Tools, endpoint: Endpoint) -> None:
        self._target, self._plan, self._tools = target, plan, tools
        self._store, self._clock = tools.store, tools.clock
        asked, now = (plan.since, plan.until), self._clock.now()
        number = self._store.start_run(target.name, asked, now)
        self._ledger = Ledger(Run(number, target.name, "running", asked, now))
        self._talk = Talk(target.name, tools, endpoint, self._ledger)
        self._keeper = Keeper(target, tools, self._talk, self._ledger)
        self._loop = Loop(target, plan, tools, self._talk, self._keeper, self._ledger)
        self._whole = plan.moves_cursor and not any(
            self._store.cursor(target.name, spec) for spec in target.sets or ("",)
        )

    def run(self) -> Run:
        try:
            stops = self._sets()
            if not stops and self._plan.moves_cursor:
                review(self._ledger, self._store, self._target)
                self._sweep()
        except KeyboardInterrupt:
            self._finish("interrupted", None)
            raise
        except Error as error:
            self._finish("partial" if self._ledger.run.pages else "failed", error)
            raise
        return self._finish(self._status(stops), stops[-1].error if stops else None)

    def _sets(self) -> list[Stop]:
        """Every set in turn. A set that the server refuses does not stop the others."""
        stops: list[Stop] = []
        for set_spec in self._target.sets or ("",):
            if self._loop.enough():
                return [*stops, self._loop.stopped_early()]
            found = self._set(set_spec)
            stops += found
            if any(not (stop.elsewhere or isinstance(stop.error, OaiError)) for stop in found):
                break
        return stops

    def _set(self, set_spec: str) -> list[Stop]:
        agenda = Agenda(self._target, self._plan, self._tools, self._talk)
        windows = agenda.due(set_spec)
        self._ledger.asking((windows[0].start, windows[-1].end))
        return self._loop.ask(windows)

    def _sweep(self) -> None:
        """Compare the lists of identifiers, where that is due."""
        if self._plan.stop_after is None:
            sweeper = Sweeper(self._target, self._tools, self._talk, self._keeper, self._ledger)
            sweeper.when_due(first=self._whole)

    def _status(self, stops: list[Stop]) -> RunStatus:
        run = self._ledger.run
        if any(stop.status == "blocked" for stop in stops):
            return "blocked"
        if stops:
            return "partial" if run.pages or run.counts.received else "failed"
        return "ok" if run.counts.moved else "unchanged"

    def _finish(self, status: RunStatus, error: Error | None) -> Run:
        run = self._ledger.end(status, error, self._clock.now())
        self._store.finish_run(run)
        return run
