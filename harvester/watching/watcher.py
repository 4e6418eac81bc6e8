"""Watches the service: one thread that looks, tells what has changed, and keeps the pages open.

It asks the store in a thread of its own and waits for nobody's harvest, nor does any harvest wait
for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from threading import Event, Thread
from time import thread_time

from prometheus_client import CollectorRegistry

from harvester.errors import CannotListen
from harvester.log import Log
from harvester.open import Harvester
from harvester.service.bell import Bell
from harvester.service.lock import Holder
from harvester.service.trouble import Troubles
from harvester.service.watched import Watched
from harvester.watching.board import Board, Pulse
from harvester.watching.channels import channels_of
from harvester.watching.counts import Counts
from harvester.watching.http import serving
from harvester.watching.look import Look, look_at, watched_shape
from harvester.watching.notices import source_facts
from harvester.watching.standing import Standing
from harvester.watching.teller import Report, Teller
from index.errors import StoreError
from index.record import Run
from index.shapes import Shape

# Seconds between two looks, however often something ends; and so many times what a look costs, so
# that looking takes a twentieth of one processor at most.
SOONEST, EASE = 1.0, 20
LONGEST_REST = 600.0
GRACE = 1.0  # seconds that the thread has to end


class Watcher(Watched):
    """Watches one service; `holder` says which."""

    def __init__(self, holder: Holder, log: Log, environ: Mapping[str, str] = os.environ) -> None:
        self._holder, self._log, self._environ = holder, log, environ
        self._counts = self.meter = Counts()
        self._pulse, self._bell, self._stopping = Pulse(), Bell(), Event()
        self._last: Look | None = None
        self._readable = False
        self._door, self._listens = ExitStack(), ""
        self._complained: set[str] = set()

    @contextmanager
    def watching(self, harvester: Harvester, troubles: Troubles) -> Iterator[None]:
        self._troubles = troubles
        self.adopted(harvester)
        self._teller = self._new_teller()
        self._board = self._new_board()
        thread = Thread(target=self._watch, name="watch", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            self._bell.ring()
            # A message that hangs in somebody's mail server is not waited for.
            thread.join(GRACE)

    def beat(self) -> None:
        self._pulse.beat()

    def harvested(self, run: Run) -> None:
        self._counts.harvested(run)
        self._bell.ring()

    def missed(self, count: int) -> None:
        self._counts.missed(count)

    def committed(self, seconds: float) -> None:
        self._counts.committed(seconds)

    def adopted(self, harvester: Harvester) -> None:
        self._harvester = harvester
        names = {source.name for source in harvester.settings.sources}
        self._counts.heed(names, harvester.settings.watch.most)
        self._bell.ring()

    def _watch(self) -> None:
        try:
            while not self._stopping.is_set():
                self._listen()
                began = thread_time()
                self._safely(self._look)
                rest = min(max(SOONEST, EASE * (thread_time() - began)), LONGEST_REST)
                self._safely(self._tell)
                self._stopping.wait(rest)
                every = self._harvester.settings.watch.every.total_seconds()
                self._bell.wait(max(0.0, every - rest))
        finally:
            self._door.close()

    def _safely(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # a bug here must not leave operators in the dark
            if self._stopping.is_set():  # a look that was not waited for: the store closed under it
                return
            log = self._log
            log.error("a mistake of this program", exc_info=True)
            words = f"a mistake of this program while watching: {type(error).__name__}: {error}"
            self._troubles.tell("watching", words)

    def _listen(self) -> None:
        """Keep the pages where the settings want them; what cannot be is tried again."""
        wanted = self._harvester.settings.watch.listen
        if wanted == self._listens:
            return
        self._door.close()
        self._listens = ""
        try:
            if wanted:
                url = self._door.enter_context(serving(wanted, self._board.pages))
                self._log.info("watching", url=url)
            self._listens = wanted
            self._troubles.over("watch")
        except CannotListen as error:
            self._troubles.tell("watch", error.message, error)

    def _look(self) -> None:
        try:
            self._last = look_at(self._harvester)
            self._readable = True
            self._troubles.over("look")
        except StoreError as error:
            self._readable = False
            self._troubles.tell("look", f"the sources cannot be seen: {error.message}", error)

    def _tell(self) -> None:
        """Tell who is to be told, and say of whom that did not work."""
        if self._teller.section != self._harvester.settings.notify:
            self._teller = self._new_teller()
        last, now = self._last, self._harvester.clock.now()
        names = [source.name for source in self._harvester.settings.sources]
        facts = source_facts(last.seen, names, now) if last and self._readable else None
        self._teller.tell(facts, self._troubles.by_kind, now)
        self._complain(self._teller.reports)

    def _complain(self, reports: list[Report]) -> None:
        now = {f"notify {one.channel}": one.why or "" for one in reports if one.failures}
        for kind in self._complained - now.keys():
            self._troubles.over(kind)
        for kind, why in now.items():
            self._troubles.tell(kind, f"a notifier fails: {why}")
        self._complained = set(now)

    def _new_teller(self) -> Teller:
        settings = self._harvester.settings
        channels = channels_of(settings.notify, settings.folder, self._environ)
        where = self._holder.owner.partition(" ")[0]
        return Teller(channels, settings.notify, settings.data.dir, where, self._log.warning)

    def _new_board(self) -> Board:
        gauges = CollectorRegistry()
        gauges.register(
            Standing(
                lambda: self._last,
                lambda: self._troubles.by_kind,
                lambda: self._teller.reports,
                lambda: self._counts.each,
            )
        )
        registries = (self._counts.registry, gauges)
        return Board(self._pulse, self._harvester.store, registries, self._status)

    def _status(self) -> Shape | None:
        if self._last is None:
            return None
        troubles, reports = self._troubles.by_kind, self._teller.reports
        return watched_shape(self._last, self._holder, troubles, reports)
