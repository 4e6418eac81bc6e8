"""Who may change an index, and what its disk refuses."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import EngineBusy, EngineError, EngineFull


@contextmanager
def index_lock(place: Path) -> Iterator[None]:
    """Be the only one who changes the index; raises `EngineBusy` at once where another is.

    The kernel frees it when its holder dies, however it dies.
    """
    with disk_errors(place):
        place.mkdir(parents=True, exist_ok=True)
        lock = FileLock(place / "lock", thread_local=False)
        try:
            lock.acquire(blocking=False)
        except Timeout as error:
            raise EngineBusy(
                f"another process{_holder(place)} writes the search index in {place}",
                "wait until it is done; it takes our changes along",
            ) from error
    try:
        with disk_errors(place):
            (place / "holder").write_text(str(os.getpid()))
        yield
    finally:
        lock.release()


def _holder(place: Path) -> str:
    try:
        pid = (place / "holder").read_text()
    except (OSError, UnicodeDecodeError):
        return ""
    return f" (process {pid})" if pid.isascii() and pid.isdigit() else ""


@contextmanager
def disk_errors(place: Path) -> Iterator[None]:
    """Turn what the disk refuses into ours."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        kind = EngineFull if full else EngineError
        hint = "make room" if full else "check who owns the data folder, and that it can be written"
        raise kind(f"the search index in {place}: {error.strerror}", hint) from error
