"""What we hold: the database, and the index against it."""

from __future__ import annotations

from collections.abc import Iterator

from harvester.doctor.finding import Finding, failed, ok, warning
from harvester.settings import Settings
from index.core import Index
from index.errors import EngineError, StoreError, StoreMissing
from index.store.checking import check_file


def database(settings: Settings, *, quick: bool) -> Iterator[Finding]:
    """Whether the database is whole; nothing in it is changed."""
    path = settings.database
    try:
        found = check_file(path, quick=quick)
    except StoreMissing:
        yield ok("database", f"{path} is not there yet: the first harvest makes it")
        return
    except StoreError as error:
        yield from failed("database", error)
        return
    for words in found.problems:
        todo = "stop the service, restore a backup, or harvest into a new data folder"
        yield Finding("database", "error", f"{path}: {words}", todo)
    if found.is_too_new:
        todo = "use the newer version of this program that made it"
        said = f"{path}: made by a newer version (revision {found.version})"
        yield Finding("database", "error", said, todo)
    elif found.is_old:
        said = f"{path}: made by an older version (revision {found.version})"
        yield warning("database", said, "any command brings it up to date; make a backup before")
    if not found.problems:
        looked = "opened" if quick else "every page of it is whole"
        yield ok("database", f"{path}: {found.bytes:,} bytes, {looked}")


def index(held: Index, *, quick: bool) -> Iterator[Finding]:
    """Whether the index has what the store has, and its files are as they were written."""
    pending = held.pending()
    try:
        size = held.size()
        if size is None:
            yield _none(held)
            return
        if not quick:
            yield from _compared(held, pending)
        elif size.documents is not None:
            yield ok("index", f"{size.documents:,} documents, {size.bytes:,} bytes")
    except EngineError as error:
        yield from failed("index", error)
    if pending:
        todo = "harvester index sync, or wait for the service"
        yield warning("index", f"{pending:,} changes are not in the index yet", todo)


def _none(held: Index) -> Finding:
    if not held.store.count():
        return ok("index", "there is none yet, and nothing to search")
    return warning("index", "there is none yet", "harvester index sync")


def _compared(held: Index, pending: int) -> Iterator[Finding]:
    health = held.health()
    for damage in health.damaged:
        yield Finding("index", "error", str(damage), "harvester index repair")
    verdict = held.verify()
    differ = len(verdict.missing) + len(verdict.extra)
    if differ > pending:
        said = (
            f"{len(verdict.missing):,} records are missing in it, {len(verdict.extra):,} too many"
        )
        yield Finding("index", "error", said, "harvester index repair")
    elif not health.damaged:
        said = f"{verdict.engine:,} documents, {health.files:,} files, each as it was written"
        yield ok("index", said)
