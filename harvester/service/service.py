"""The service: it listens to the clock, lets `tick` decide, and hands the work out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from time import monotonic

from harvester import sayings
from harvester.log import Log
from harvester.open import Harvester
from harvester.service.attempt import attempt
from harvester.service.bell import Asks
from harvester.service.chores import Chores
from harvester.service.clockwork import Bells, Clockwork, Drift
from harvester.service.crew import Crew
from harvester.service.follower import Follower
from harvester.service.guard import Guarded
from harvester.service.notify import Notify, reloading, silent
from harvester.service.planning import (
    adopted,
    by_name,
    changed_sources,
    end_dead_runs,
    lack_of_room,
    plan_all,
    spread_missed,
)
from harvester.service.trouble import Troubles
from harvester.service.watched import UNWATCHED, Watched
from harvester.service.web import Web
from harvester.settings import Settings
from harvester.tick import SLOW, Places, Turn, is_slow, tick, turns_of
from harvester.work import GRACE, LocalPool, Pool
from index.errors import Error, SettingsError, StoreError

TICK = timedelta(seconds=1)
# How often it is asked whether a backup or the like is due.
CHORES = timedelta(minutes=1)
# What could not begin for a reason that is not the source's own is tried again after this.
LATER = timedelta(seconds=30)
LOOK = 0.9  # seconds between two looks at who is due: less than between two rings
# Seconds after which the service looks up by itself: a clock that was set back rings late.
LOOK_UP = 5.0


class Service:
    """Serves one data folder: `run`, until it is asked to stop.

    `read` gives the settings anew; `troubled` is told what is wrong with the service itself, in
    words; `room` gives the free bytes beside a folder; `watched` is told how it goes;
    `web` is opened beside it; `notify` tells the service manager.
    """

    def __init__(
        self,
        harvester: Harvester,
        read: Callable[[], Settings],
        log: Log,
        troubled: Callable[[tuple[str, ...]], None],
        asks: Asks,
        pool: Pool | None = None,
        room: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
        watched: Watched = UNWATCHED,
        web: Web | None = None,
        notify: Notify = silent,
    ) -> None:
        harvester = replace(harvester, meter=watched.meter)
        self._watched, self._notify = watched, notify
        self._harvester, self._read, self._log = harvester, read, log
        self._pool, self._room = pool or LocalPool(), room
        self._asks, self._bell, self._stopping = asks, asks.bell, Event()
        self._troubles = Troubles(log, troubled)
        self._follower = Follower(
            harvester.index, log, self._troubles, self._stopping, watched.committed
        )
        self._chores = Chores(
            lambda: self._harvester, log, self._troubles, self._stopping, self._follower.ring, web
        )
        self._slow: dict[str, bool] = {}
        self._later: dict[str, datetime] = {}
        self._resting: frozenset[str] = frozenset()
        self._sources = by_name(harvester.settings)
        self._turns: list[Turn] = []
        self._look_again = 0.0
        self._crew = Crew(self._pool, self._harvest, self._bell.ring)
        self._jumped: timedelta | None = None
        self._clockwork = Clockwork(self._bells())
        self._drift = Drift(harvester.clock.now)

    def run(self) -> list[str]:
        """Serve until `asks` says stop; gives the sources whose harvests did not end in time.

        Raises `StoreError` where the store cannot be used from the beginning.
        """
        with self._watched.watching(self._harvester, self._troubles):
            self._begin()
            self._notify("READY=1")
            with self._clockwork.running():
                while not self._asks.to_stop:
                    self._turn()
                    self._watched.beat()
                    self._notify(f"WATCHDOG=1\nSTATUS={self._status()}")
                    self._bell.wait(LOOK_UP)
            return self._end()

    def _begin(self) -> None:
        for name in end_dead_runs(self._harvester):
            self._log.info("a run that a dead process left is interrupted", source=name)
        self._slow = {past.source: is_slow(past) for past in plan_all(self._harvester)}
        if waiting := spread_missed(self._harvester):
            self._log.info("what was missed is caught up one by one", sources=waiting)
            self._watched.missed(waiting)
        self._crew.start(lambda: self._follower.follow(self._has_room), "follow")
        self._crew.start(lambda: self._chores.work(self._has_room), "chores")
        self._hire()
        self._follower.ring()
        self._chores.ring()

    def _turn(self) -> None:
        """One look at everything. What the store refuses now is tried again with the next look."""
        try:
            if self._asks.to_reload:
                self._asks.to_reload = False
                self._notify(reloading())
                try:
                    self._reload()
                finally:
                    self._notify("READY=1")
            self._jumped = self._drift.jump() or self._jumped
            if self._jumped is not None:
                self._mend(self._jumped)
                self._jumped = None
            self._offer()
            self._troubles.over("store")
        except StoreError as error:
            self._troubles.tell("store", sayings.NOTHING_BEGINS.format(why=error.message), error)

    def _offer(self) -> None:
        """Hand out what is due. Who is due is asked once a second, however often one ends."""
        harvester, now = self._harvester, self._harvester.clock.now()
        if not self._has_room():
            return
        began = monotonic()
        if began >= self._look_again:
            self._turns = self._look(now)
            # Where very many are due a look takes long, and is taken less often.
            self._look_again = began + max(LOOK, 3 * (monotonic() - began))
        settings = harvester.settings.harvest
        places = Places(settings.workers, settings.per_host)
        begun = tick(now, self._turns, self._pool.going(), places)
        if begun:
            names = {turn.source for turn in begun}
            self._turns = [turn for turn in self._turns if turn.source not in names]
            self._pool.offer(begun, now)

    def _look(self, now: datetime) -> list[Turn]:
        """All whose turn it is."""
        harvester = self._harvester
        orders = harvester.store.orders()
        self._resting = frozenset(
            name for name, order in orders.items() if order.paused_at and not order.wanted_at
        )
        for name, until in list(self._later.items()):  # other threads put names there
            if until <= now:
                self._later.pop(name, None)
        going = {one.source for one in self._pool.going()} | self._later.keys()
        due = [pair for pair in harvester.store.due(now) if pair[0] not in going]
        wanted = {name: order for name, order in orders.items() if name not in going}
        return turns_of(now, due, wanted, self._sources, self._slow)

    def _has_room(self) -> bool:
        lack = lack_of_room(self._harvester.settings, self._room)
        if lack is None:
            self._troubles.over("disk")
            return True
        self._troubles.tell("disk", lack)
        return False

    def _harvest(self, turn: Turn) -> None:
        now = self._harvester.clock.now()
        source = self._sources.get(turn.source)
        if source is None:  # the settings were read again meanwhile
            return
        hosts = Guarded(self._harvester.hosts, lambda: self._has_to_stop(turn.source))
        try:
            ended, run = attempt(replace(self._harvester, hosts=hosts), source, self._log)
            if ended == "done" and turn.wanted:
                self._harvester.store.grant(turn.source, now)
        except Error as error:
            # The store is full, busy or gone, or the source is: not what its server did.
            self._log.error(f"broken off: {error.message}", source=turn.source)
            ended, run = "later", None
        if ended == "later":
            self._later[turn.source] = self._harvester.clock.now() + LATER
        if run is not None:
            self._slow[run.source] = run.ended is None or run.ended - run.started > SLOW
            self._watched.harvested(run)
            self._follower.ring()

    def _has_to_stop(self, source: str) -> bool:
        return self._stopping.is_set() or source in self._resting

    def _reload(self) -> None:
        """Take over what the settings say now; the old ones hold where they are wrong."""
        before = self._harvester.settings
        try:
            after = self._read()
        except SettingsError as error:
            words = sayings.SETTINGS_WRONG.format(why=error.message)
            self._troubles.tell("settings", words, error)
            return
        self._troubles.over("settings")
        made, fixed = adopted(self._harvester, after)
        changed = changed_sources(before, made.settings)
        try:
            plan_all(made, changed)
        except StoreError:
            self._asks.to_reload = True  # nothing was taken over: once more with the next look
            raise
        for name in fixed:
            self._log.warning(f"[{name}] was changed: that holds from the next start on")
        self._harvester, self._sources = made, by_name(made.settings)
        self._look_again = 0.0
        self._clockwork.hang(self._bells())
        self._chores.again()
        self._hire()
        self._watched.adopted(made)
        gone = {one.name for one in before.sources} - self._sources.keys()
        for name in gone & {one.source for one in self._pool.going()}:
            self._log.warning("gone from the settings: this harvest is its last", source=name)
        told = {"sources": len(self._sources), "changed": len(changed), "gone": len(gone)}
        self._log.info("settings read", **told)

    def _mend(self, jump: timedelta) -> None:
        """The clock was set, or the machine slept: what is due is told anew, and spread."""
        seconds = round(jump.total_seconds())
        self._log.warning("the clock jumped, or this machine slept", seconds=seconds)
        self._later.clear()
        self._look_again = 0.0
        plan_all(self._harvester)
        self._watched.missed(spread_missed(self._harvester))
        self._clockwork.hang(self._bells())

    def _bells(self) -> Bells:
        every = self._harvester.settings.service.sync_every
        return {
            "tick": (TICK, self._bell.ring),
            "sync": (every, self._follower.ring),
            "chores": (CHORES, self._chores.ring),
        }

    def _hire(self) -> None:
        self._crew.hire(2 * self._harvester.settings.harvest.workers)

    def _status(self) -> str:
        going, known = len(self._pool.going()), len(self._sources)
        return f"{going} of {known} sources are harvested now"

    def _end(self) -> list[str]:
        self._notify("STOPPING=1")
        self._stopping.set()
        self._harvester.clock.wake()
        self._pool.close()
        self._follower.ring()
        self._chores.ring()
        self._crew.wait(GRACE)
        return sorted(one.source for one in self._pool.going())
