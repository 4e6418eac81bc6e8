"""What an SQLite file needs now and then: statistics for its plans, a short log, no empty room."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from index.errors import StoreFull
from index.store.sqlite import connect, mode_of, translated


def tidy(path: Path) -> None:
    """Bring statistics up to date where that pays, and cut the log. Raises `StoreError`."""
    with translated(path), closing(connect(path, mode_of(path), 5.0)) as connection:
        # https://sqlite.org/lang_analyze.html: at most so many rows of an index are looked at.
        connection.execute("PRAGMA analysis_limit = 1000")
        connection.execute("PRAGMA optimize")
        # A log that once was long keeps its room; where somebody reads, the next time does.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def vacuum(path: Path) -> tuple[int, int]:
    """Write the file anew without its empty room; gives its bytes before and after.

    Who writes meanwhile waits. Raises `StoreFull` where the disk has no room for a second copy,
    `StoreBusy`, other `StoreError`.
    """
    before = path.stat().st_size
    # https://sqlite.org/lang_vacuum.html: as much as twice the file, beside it.
    if shutil.disk_usage(path.parent).free < 2 * before:
        raise StoreFull(
            f"there is no room to write {path} anew: that takes {2 * before // 1_000_000} MB",
            "make room on that disk; the database works as it is",
        )
    with translated(path), closing(connect(path, mode_of(path), 30.0)) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return before, path.stat().st_size
