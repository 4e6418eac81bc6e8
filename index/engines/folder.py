"""Where an index lives on the disk, and how it is replaced while readers go on reading.

    data/index/
      current          which generation counts (JSON; replaced as a whole, never written into)
      lock, holder     who may write; the holder's process
      g-3f9a…/         a generation: the files of one engine

A rebuild fills a new generation and then replaces `current`. A reader of the old one keeps its open
files (POSIX unlinks under them) and sees by `current_folder` that there is a newer one.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index.analysis import Analysis
from index.engines.base import Engine, Fetch
from index.engines.current import CURRENT, PREFIX, Current, read_current, write_current
from index.engines.health import Damage, Health
from index.engines.kinds import fingerprint, load_engine, shape
from index.engines.locking import disk_errors, index_lock
from index.errors import (
    EngineBusy,
    EngineDamaged,
    EngineMissing,
    EngineStale,
)

__all__ = [
    "Generation",
    "current_folder",
    "fingerprint",
    "forget_index",
    "health",
    "index_lock",
    "is_outdated",
    "load_engine",
    "new_generation",
    "open_engine",
    "remove_leftovers",
    "salvaged_generation",
]

_OLD = "old-"
_REBUILD = "run: harvester index rebuild"


class Generation:
    """A new index, not yet the one that counts."""

    def __init__(self, place: Path, folder: Path, counts: Current, engine: Engine) -> None:
        self.engine = engine
        self._place = place
        self._folder = folder
        self._counts = counts

    def swap(self) -> None:
        """Make this the index that counts; the old one is removed."""
        with disk_errors(self._place):
            write_current(self._place, self._counts)
        remove_leftovers(self._place)


def _made_by(folder: Path, name: str, analysis: Analysis) -> Current:
    return Current(folder.name, fingerprint(name, analysis), shape(name))


def current_folder(place: Path) -> Path | None:
    """The generation that counts, None where there is no index. Cheap: reads one small file."""
    found = read_current(place)
    return place / found.folder if found else None


def is_outdated(place: Path, name: str, analysis: Analysis) -> bool:
    """Whether the index that counts is to be rebuilt: other code or settings made it, or it cannot
    be told which one that is.
    """
    try:
        found = read_current(place)
    except EngineDamaged:
        return True
    return found is not None and found.fingerprint != fingerprint(name, analysis)


def open_engine(
    place: Path,
    name: str,
    analysis: Analysis,
    fetch: Fetch | None = None,
    *,
    outdated: bool = False,
) -> Engine:
    """Open the index that counts; who writes it gives `fetch`.

    `outdated`: also one that another analysis has filled, if it can be read: readers go on with it
    until it has been rebuilt, and find what both analyses have in common.
    Raises `EngineMissing` where there is none, `EngineStale` where other code or settings made it,
    `EngineDamaged` where it cannot be read.
    """
    for _ in range(_TRIES):
        found = read_current(place)
        if not found:
            raise EngineMissing(f"there is no search index in {place}", "run: harvester index sync")
        folder = place / found.folder
        fits = found.fingerprint == fingerprint(name, analysis)
        if not fits and not (outdated and found.shape == shape(name)):
            raise EngineStale(f"the search index in {place} was made by other code or settings",
                              _REBUILD)  # fmt: skip
        try:
            return load_engine(name).open_folder(folder, analysis, fetch)
        except (EngineDamaged, EngineStale):
            if current_folder(place) == folder:
                raise
            # A rebuild replaced it between our reading of `current` and our opening of its files.
    raise EngineBusy(f"the search index in {place} is replaced all the time", "try again")


_TRIES = 5


@contextmanager
def new_generation(
    place: Path, name: str, analysis: Analysis, fetch: Fetch | None = None
) -> Iterator[Generation]:
    """A new, empty index beside the one that counts; the caller holds `index_lock`.

    Fill `engine`, then call `swap`. Without it, leaving the block removes the new one. The engine
    is closed at the end.
    """
    with _beside(place) as folder:
        engine = load_engine(name).create(folder, analysis, fetch)
        with closing(engine):
            yield Generation(place, folder, _made_by(folder, name, analysis), engine)


@contextmanager
def salvaged_generation(
    place: Path, name: str, analysis: Analysis, fetch: Fetch | None = None
) -> Iterator[Generation]:
    """The same with what is whole of the index that counts: to be completed, and swapped in.

    Raises `EngineDamaged` where nothing can be saved.
    """
    old = current_folder(place)
    if old is None:
        raise EngineDamaged(f"there is nothing to save in {place}", _REBUILD)
    with _beside(place) as folder:
        load_engine(name).salvage(old, folder)
        engine = load_engine(name).open_folder(folder, analysis, fetch)
        with closing(engine):
            yield Generation(place, folder, _made_by(folder, name, analysis), engine)


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """A new folder for a generation, removed at the end where it is not the one that counts."""
    with disk_errors(place):
        remove_leftovers(place)
        folder = place / f"{PREFIX}{secrets.token_hex(8)}"
        folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        # Asked and not remembered: a disk may fail just behind the swap.
        if not _counts(place, folder):
            shutil.rmtree(folder, ignore_errors=True)


def _counts(place: Path, folder: Path) -> bool:
    try:
        return current_folder(place) == folder
    except EngineDamaged:
        return False


def health(place: Path, name: str) -> Health:
    """Compare every file of the index that counts with what was written; all is well with none."""
    try:
        folder = current_folder(place)
    except EngineDamaged:
        return Health(1, 0, (Damage(CURRENT, "is not what was written"),), ())
    if folder is None:
        return Health(0, 0, (), ())
    if not folder.is_dir():
        return Health(1, 0, (Damage(folder.name, "is missing"),), ())
    return load_engine(name).health(folder)


def remove_leftovers(place: Path) -> None:
    """Remove what a rebuild that died has left; the caller holds `index_lock`."""
    for folder in place.glob(f"{PREFIX}*"):
        if not _counts(place, folder):
            # Renamed first, so that a reader sees all of it or nothing.
            folder.rename(place / f"{_OLD}{folder.name}")
    for folder in place.glob(f"{_OLD}*"):
        shutil.rmtree(folder, ignore_errors=True)
    for half in place.glob(f"{CURRENT}.*"):
        half.unlink(missing_ok=True)


def forget_index(place: Path) -> None:
    """Let the index be built anew by the next sync. Raises `EngineBusy`."""
    with index_lock(place), disk_errors(place):
        (place / CURRENT).unlink(missing_ok=True)
