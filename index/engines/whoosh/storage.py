"""What can happen to Whoosh's files, under one name each."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.engines.whoosh.checking import damaged
from index.engines.whoosh.w3.checking import check, mark
from index.engines.whoosh.w3.writing.files import LastingStorage
from index.errors import EngineDamaged, EngineError, EngineFull, EngineStale, Error

__all__ = ["LastingStorage", "named_errors"]

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


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
    with suppress(OSError):  # the error that brought us here is the one to tell
        faults = check(folder).faults
        mark(folder, faults)
        if faults:
            return damaged(folder, faults)
    return EngineDamaged(
        f"the search index in {folder} cannot be read ({type(error).__name__}: {error})",
        "run: harvester index rebuild",
    )
