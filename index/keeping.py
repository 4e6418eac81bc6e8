"""Keeping the search index in step with the store: sync, rebuild, verify, repair."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG
from typing import Any

from index.engines.base import Described, Engine
from index.engines.folder import (
    current_folder,
    fingerprint,
    health,
    index_lock,
    is_outdated,
    load_engine,
    new_generation,
    open_engine,
    remove_leftovers,
    salvaged_generation,
)
from index.engines.health import Health, Size
from index.errors import EngineBusy, EngineDamaged, EngineMissing, EngineStale
from index.mending import complete
from index.opened import Opened
from index.sync import Verdict, Watch, drain, fill, processes_for, verify


def _silent(done: int, total: int | None) -> None:
    """A watcher for works that nobody watches."""


class Keeping(Opened):
    """What brings changes of the store into the index, and compares the two."""

    def load_engine(self) -> None:
        """Load the engine's code now, and not when it is first needed. Raises `UsageError`."""
        load_engine(self._name)

    def pending(self) -> int:
        """How many changes the index has not taken yet."""
        return self.store.pending()

    def outdated(self) -> bool:
        """Whether the next sync rebuilds the index: other code or settings made it.

        Until then, searches go on with it as far as it can be read.
        """
        return is_outdated(self._place, self._name, self._analysis)

    def sync(self, watch: Watch = _silent) -> int | None:
        """Bring waiting changes into the index; a missing, old or damaged one is built anew.

        Gives the number of documents that were taken; None: another process does it, and takes
        ours along.
        """
        done = None
        while True:
            try:
                with index_lock(self._place):
                    done = (done or 0) + self._catch_up(watch)
            except EngineBusy:
                return done
            # Changes of a process that met our lock just before it was free would wait for ever.
            if not self.store.pending():
                return done

    def rebuild(self, watch: Watch = _silent, processes: int | None = None) -> int:
        """Build the index anew beside the old one, and put it in its place.

        `processes` that work on it; 0: as many as pay, None: as the settings say. Raises
        `EngineBusy` where another process writes the index.
        """
        with index_lock(self._place):
            return self._rebuild(watch, self._processes if processes is None else processes)

    def _catch_up(self, watch: Watch) -> int:
        remove_leftovers(self._place)
        try:
            engine = open_engine(self._place, self._name, self._analysis, self._documents)
            with closing(engine):
                return drain(self.store, engine, watch)
        except (EngineMissing, EngineStale):
            return self._rebuild(watch, self._processes)
        except EngineDamaged:
            return self._mend(watch)

    def _mend(self, watch: Watch) -> int:
        """Build anew what is damaged; everything, where it cannot be told what that is."""
        made = salvaged_generation(self._place, self._name, self._analysis, self._documents)
        try:
            with made as generation:
                done = complete(self.store, generation.engine, watch)
                generation.swap()
                return done + drain(self.store, generation.engine, _silent)
        except (EngineDamaged, EngineStale):
            return self._rebuild(watch, self._processes)

    def _rebuild(self, watch: Watch, wanted: int) -> int:
        """Fill a new generation and swap it in; what changed meanwhile stays in the queue."""
        revision = self.store.revision()
        made = new_generation(self._place, self._name, self._analysis, self._documents)
        with made as generation:
            several = processes_for(self.store.count(), os.cpu_count() or 1, wanted)
            done = fill(self.store, generation.engine, watch, processes=several)
            generation.swap()
            self.store.done_until(revision)
            return done + drain(self.store, generation.engine, _silent)

    def verify(self) -> Verdict:
        """Compare the index with the store, by keys."""
        try:
            return self._ask(lambda engine: verify(self.store, engine))
        except EngineMissing:
            keys = tuple(self.store.keys())
            return Verdict(len(keys), 0, keys, ())

    def health(self) -> Health:
        """Compare every file of the index with what was written; reads all of it."""
        return health(self._place, self._name)

    def repair(self, watch: Watch = _silent) -> int:
        """Build what is damaged of the index, or differs from the store, anew from there.

        Gives the number of documents. Raises `EngineBusy` where another process writes the index.
        """
        with index_lock(self._place):
            if self.health().damaged:
                return self._mend(watch)
            done = self._catch_up(watch)
            engine = open_engine(self._place, self._name, self._analysis, self._documents)
            with closing(engine):
                return done + complete(self.store, engine, watch)

    def size(self) -> Size | None:
        """How large the index is; cheap enough to ask again and again. None: there is none yet."""
        folder = current_folder(self._place)
        if folder is None:
            return None
        said = self._ask(_described)
        files = list(_files(folder))
        written = max((file.st_mtime for file in files), default=None)
        return Size(
            _number(said.get("documents")),
            _number(said.get("segments")),
            sum(file.st_size for file in files),
            datetime.fromtimestamp(written, UTC) if written else None,
        )

    def touched(self) -> datetime | None:
        """When the database or the index was last written, or restored; None: neither is there."""
        database, folder = self._documents.database, current_folder(self._place)
        files = [database, database.with_name(f"{database.name}-wal"), self._place]
        with suppress(FileNotFoundError):  # a merge or a rebuild may take files away meanwhile
            files += [folder, *folder.iterdir()] if folder else []
        newest = max(map(_written, files))
        return datetime.fromtimestamp(newest, UTC) if newest else None

    def stats(self) -> dict[str, Any]:
        """What the index is: engine, folder, documents, bytes, changes that wait, fingerprint."""
        folder = current_folder(self._place)
        count = self._ask(lambda engine: sum(map(bool, engine.keys()))) if folder else 0
        files = list(_files(folder)) if folder else []
        return {
            "engine": self._name,
            "folder": str(folder) if folder else None,
            "documents": count,
            "bytes": sum(file.st_size for file in files),
            "files": len(files),
            **(self._ask(_described) if folder else {}),
            "pending": self.pending(),
            "fingerprint": fingerprint(self._name, self._analysis),
            "outdated": self.outdated(),
        }


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _files(folder: Path) -> Iterator[os.stat_result]:
    """What the system says of each file; a merge takes some away meanwhile."""
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            said = path.stat()
            if S_ISREG(said.st_mode):
                yield said


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _described(engine: Engine) -> Mapping[str, object]:
    return engine.stats() if isinstance(engine, Described) else {}
