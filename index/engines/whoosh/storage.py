"""Whoosh's files, so that a commit lasts and damage has one name.

Whoosh-Reloaded 2.7.5 has no fsync anywhere: after a power cut a table of contents (TOC) could name
segments that never reached the disk. Here the files of a segment are synced before the TOC that
names them is renamed into place, and the folder after it.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from index.errors import EngineDamaged, EngineError, EngineFull, EngineStale, Error

_Opened = TypeVar("_Opened")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


class LastingStorage(FileStorage):  # type: ignore[misc]  # Whoosh ships no types
    """A folder of index files whose TOC appears only when it is on the disk.

    It knows every file that was opened through it: Whoosh forgets those that it holds when it
    meets a broken or missing one, and they would stay open.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._opened: list[StructFile | LastingStorage] = []

    def open_file(self, name: str, **kwargs: object) -> StructFile:
        return self._kept(super().open_file(name, **kwargs))

    def create_file(self, name: str, **kwargs: object) -> StructFile:
        return self._kept(super().create_file(name, **kwargs))

    def temp_storage(self, name: str | None = None) -> LastingStorage:
        return self._kept(LastingStorage(Path(super().temp_storage(name).folder)))

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        sync(Path(self.folder, oldname))
        super().rename_file(oldname, newname, safe=safe)
        sync(Path(self.folder))

    def sync_segment(self, segment: str) -> None:
        """Put the files of a segment on the disk."""
        for path in Path(self.folder).glob(f"{segment}.*"):
            sync(path)

    def close_files(self) -> None:
        """Close every file that was opened through this storage."""
        for opened in self._opened:
            if isinstance(opened, LastingStorage):
                opened.close_files()
            else:
                # What a full disk did not take fails again here; the first error was the news.
                with suppress(OSError):
                    opened.file.close()

    def _kept(self, opened: _Opened) -> _Opened:
        self._opened.append(opened)
        return opened


def sync(path: Path) -> None:
    """Put a file or folder on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def named_errors(folder: Path) -> Iterator[None]:
    """Turn what Whoosh raises on a broken, full or closed disk into errors of ours."""
    try:
        yield
    except Error:
        raise
    except OSError as error:
        raise _disk_error(folder, error) from error
    except Exception as error:
        # Broken bytes surface as anything: struct, pickle, zlib, Key-, Index-, AssertionError, …
        raise _damaged(folder, error) from error


def _disk_error(folder: Path, error: OSError) -> EngineError:
    if error.errno in _FULL:
        return EngineFull(
            f"no room on the disk for the search index in {folder}: {error.strerror}",
            "make room, then run: harvester index sync",
        )
    if error.errno in _FORBIDDEN:
        return EngineError(
            f"the search index in {folder} cannot be written or read: {error.strerror}",
            "check who owns the data folder, and that it is not mounted read-only",
        )
    return _damaged(folder, error)


def _damaged(folder: Path, error: Exception) -> EngineError:
    if not folder.exists():
        return EngineStale(f"the search index in {folder} has been replaced", "open it again")
    return EngineDamaged(
        f"the search index in {folder} cannot be read ({type(error).__name__}: {error})",
        "run: harvester index rebuild",
    )
