"""The files of one commit, held so that later commits cannot pull them away.

Whoosh opens columns when it first needs them, and takes a missing one for empty: a reader that
outlives a merge would lose its keys or lengths without a word. Here all files of a commit are
mapped once and shared by every snapshot of it; each file that Whoosh opens is a view with a place
of its own, so that threads do not disturb one another.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import TypeAlias

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC

from index.engines.whoosh.storage import LastingStorage
from index.errors import EngineBusy

NAME = "MAIN"  # Whoosh's name for the only index of a folder
_SMALL = 1 << 16  # bytes: below, a copy is cheaper than a map and its file handle
_TRIES = 20

Held: TypeAlias = bytes | mmap.mmap


def newest_generation(folder: Path) -> int:
    """The number of the last commit, -1 where there is none."""
    return int(TOC._latest_generation(LastingStorage(folder), NAME))


class Pinned(FileStorage):  # type: ignore[misc]  # Whoosh ships no types
    """A storage of the files of one commit; it closes them when its last user gives it back."""

    def __init__(self, folder: Path, generation: int, files: dict[str, Held]) -> None:
        super().__init__(str(folder), readonly=True)
        self.generation = generation
        self._held = files
        self._users = 1
        self._lock = Lock()

    def taken(self) -> Pinned:
        """This storage, for one more user."""
        with self._lock:
            self._users += 1
        return self

    def give_back(self) -> None:
        """One user less."""
        with self._lock:
            self._users -= 1
            last = self._users == 0
        if last:
            _close(self._held)

    def list(self) -> list[str]:
        return list(self._held)

    def file_exists(self, name: str) -> bool:
        return name in self._held

    def file_length(self, name: str) -> int:
        return len(self._held[name])

    def open_file(self, name: str, **_: object) -> StructFile:
        return PinnedFile(self._held[name], name)


class View:
    """A file to read, over bytes that others read too."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        start = self._at
        self._at = len(self._held) if size < 0 else min(start + size, len(self._held))
        return self._held[start : self._at]

    def readline(self) -> bytes:
        end = self._held.find(b"\n", self._at)
        return self.read(end + 1 - self._at if end >= 0 else -1)

    def seek(self, place: int, whence: int = 0) -> int:
        self._at = place + (0, self._at, len(self._held))[whence]
        return self._at

    def tell(self) -> int:
        return self._at


class PinnedFile(StructFile):  # type: ignore[misc]
    """Whoosh's file of numbers and strings, without a seek and a read for each of them."""

    def __init__(self, held: Held, name: str) -> None:
        super().__init__(View(held), name=name)
        self._held = held

    def get(self, position: int, length: int) -> bytes:
        return self._held[position : position + length]

    def get_byte(self, position: int) -> int:
        return self._held[position]


def pin(folder: Path) -> Pinned:
    """Hold the files of the newest commit.

    A commit may come between our reading of the table of contents and of the files that it names,
    and take those away: then the next one is read.
    """
    for _ in range(_TRIES):
        generation = newest_generation(folder)
        files: dict[str, Held] = {}
        try:
            files.update((path.name, _held(path)) for path in _named(folder, generation))
        except BaseException:
            _close(files)
            if newest_generation(folder) in (generation, -1):
                raise
            continue
        if newest_generation(folder) == generation:
            return Pinned(folder, generation, files)
        _close(files)
    raise EngineBusy(f"the search index in {folder} is written all the time", "try again")


def _named(folder: Path, generation: int) -> Iterator[Path]:
    """The table of contents of a commit, and the files of the segments that it names."""
    if generation < 0:
        raise FileNotFoundError("it has no table of contents")
    path = folder / TOC._filename(NAME, generation)
    yield path
    toc = TOC.read(Pinned(folder, generation, {path.name: path.read_bytes()}), NAME)
    for segment in toc.segments:
        yield from folder.glob(f"{segment.segment_id()}.*")


def _held(path: Path) -> Held:
    with path.open("rb") as file:
        if path.stat().st_size < _SMALL:
            return file.read()
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _close(files: dict[str, Held]) -> None:
    for held in files.values():
        if isinstance(held, mmap.mmap):
            held.close()
