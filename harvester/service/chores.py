"""What the service does beside harvesting, one after the other, in a thread of its own.

upgraded normaliser -> documents again, in other processes; retention; statistics; backups
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from time import monotonic

from harvester import sayings
from harvester.log import Log
from harvester.open import Harvester
from harvester.service.bell import Bell
from harvester.service.trouble import Troubles
from harvester.service.web import Web
from harvester.settings import Settings
from index.errors import Error

UPKEEP = timedelta(days=1)
RETRY = 600.0  # seconds after which what failed is tried again: a backup may be a long work


class Chores:
    """Done when they are due, and the bell rings; `harvester` gives the one in force."""

    def __init__(
        self,
        harvester: Callable[[], Harvester],
        log: Log,
        troubles: Troubles,
        stopping: Event,
        indexing: Callable[[], None],
        web: Web | None = None,
    ) -> None:
        """`indexing` is called when there may be something new for the index; `web` is opened."""
        self._harvester, self._log, self._troubles = harvester, log, troubles
        self._stopping, self._indexing = stopping, indexing
        self._web, self._bell = web, Bell()
        self._kept_up: datetime | None = None
        self._renewed = False
        self._not_before: dict[str, float] = {}

    def ring(self) -> None:
        """Something may be due."""
        self._bell.ring()

    def again(self) -> None:
        """What failed is tried at once: the settings were read anew."""
        self._not_before.clear()
        self._bell.ring()

    def work(self, may: Callable[[], bool]) -> None:
        """Do what is due whenever it is rung for and `may` says so, until the service stops."""
        while not self._stopping.is_set():
            self._bell.wait()
            if self._web is not None:
                self._do("web", self._web.open)
            if self._stopping.is_set() or not may():
                continue
            try:
                self._do("upkeep", self._upkeep)
                self._do("backup", self._backup)
                self._do("renormalise", self._renormalise)
            except KeyboardInterrupt:
                break
        if self._web is not None:
            self._web.close()

    def _do(self, name: str, chore: Callable[[Harvester], None]) -> None:
        if self._stopping.is_set() or monotonic() < self._not_before.get(name, 0.0):
            return
        try:
            chore(self._harvester())
            self._troubles.over(name)
        except Error as error:
            self._failed(name, error.message, error)
        except Exception as error:  # noqa: BLE001 -- a bug in a chore must not end the others
            self._log.error("a mistake of this program", exc_info=True)
            self._failed(name, f"a mistake of this program: {type(error).__name__}: {error}", None)

    def _failed(self, name: str, why: str, error: Error | None) -> None:
        self._not_before[name] = monotonic() + RETRY
        self._troubles.tell(name, _CHORES[name].format(why=why), error)

    def _upkeep(self, harvester: Harvester) -> None:
        from harvester.keeping.retention import forget
        from index.store.sqlite_upkeep import tidy

        now, settings = harvester.clock.now(), harvester.settings
        if self._kept_up is not None and abs(now - self._kept_up) < UPKEEP:
            return
        gone = forget(harvester.store, settings.service, now)
        tidy(settings.database)
        self._kept_up = now
        self._log.info("upkeep", **{f"{name}_forgotten": n for name, n in asdict(gone).items()})

    def _backup(self, harvester: Harvester) -> None:
        settings, now = harvester.settings, harvester.clock.now()
        into = backup_folder(settings)
        if into is None:
            return
        from harvester.keeping.backup import back_up, backups, remove_older

        if not is_due(backups(into), now, settings.service.backup_every):
            return
        folder, manifest = back_up(settings.database, settings.file, into, now, self._watch)
        older = remove_older(into, settings.service.backup_keep)
        self._log.info(
            "backup", folder=str(folder), records=manifest.records, bytes=manifest.bytes,
            removed=len(older),
        )  # fmt: skip

    def _renormalise(self, harvester: Harvester) -> None:
        """Once a start: only another version of this program makes other documents."""
        if self._renewed:
            return
        from harvester.normalise import NORMALISER
        from harvester.renormalise import renormalise
        from harvester.workers import Workers, half_the_cores

        store = harvester.store
        if old := store.outdated(NORMALISER):
            self._log.info("documents are made again: the normaliser is newer", records=old)
            # In other processes: harvests have this one.
            workers = Workers(store, harvester.settings.database, half_the_cores())
            habits = {name: harvester.habits(name) for name in old}
            made = renormalise(store, habits, workers, self._watch, older_only=True)
            changed = sum(outcome.changed for outcome in made.values())
            self._log.info("documents are made again", changed=changed)
            self._indexing()
        self._renewed = True

    def _watch(self, done: int, total: int | None) -> None:
        if self._stopping.is_set():  # what is done is done; the next start goes on
            raise KeyboardInterrupt


_CHORES = {
    "web": sayings.WEB_FAILED,
    "upkeep": sayings.UPKEEP_FAILED,
    "backup": sayings.BACKUP_FAILED,
    "renormalise": sayings.RENORMALISE_FAILED,
}


def backup_folder(settings: Settings) -> Path | None:
    """Where the settings want backups; None: nowhere."""
    wanted = settings.service.backup
    return settings.folder / wanted if wanted else None


def is_due(made: list[Path], now: datetime, every: timedelta) -> bool:
    """Whether a new backup is due, by the names of those that there are.

    One of a time to come (the clock was set back) is left out: else none would be due until then.
    """
    stamps = (datetime.strptime(each.name, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) for each in made)
    newest = max((stamp for stamp in stamps if stamp <= now), default=None)
    return newest is None or now - newest >= every
