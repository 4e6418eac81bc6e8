"""One service a data folder: a lock of the kernel, and a file that names its holder."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from harvester.claims import described, is_dead
from harvester.errors import NoService, ServiceHeld
from index.errors import StoreFull, StoreReadOnly

_LOCK, _HOLDER = "service.lock", "service.json"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who runs the service: `owner` as in claims, since when (ISO 8601), with which settings.

    `trouble`: what an operator should know of the service itself, in words.
    """

    owner: str
    since: str
    config: str | None = None
    trouble: tuple[str, ...] = ()

    @property
    def pid(self) -> int:
        return int(self.owner.split(" ")[1])

    @property
    def here(self) -> bool:
        """Whether it runs on this machine."""
        return self.owner.split(" ")[0] == socket.gethostname()


@contextmanager
def service_lock(folder: Path, holder: Holder) -> Iterator[None]:
    """Be the one service of the data folder; raises `ServiceHeld` where there is one.

    The kernel frees it when its holder dies, however it dies.
    """
    with no_service(folder):
        try:
            tell(folder, holder)
            yield
        finally:
            (folder / _HOLDER).unlink(missing_ok=True)


@contextmanager
def no_service(folder: Path) -> Iterator[None]:
    """Let no service begin on the data folder; raises `ServiceHeld` where there is one."""
    with _disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK, thread_local=False)
        try:
            lock.acquire(blocking=False)
        except Timeout as error:
            raise _held(folder) from error
    try:
        yield
    finally:
        lock.release()


def tell(folder: Path, holder: Holder) -> None:
    """Write down who holds the lock, as a whole or not at all."""
    made = folder / f".{_HOLDER}.{os.getpid()}"
    with _disk_errors(folder):
        made.write_text(json.dumps(asdict(holder)), "utf-8")
        made.replace(folder / _HOLDER)


def holder_of(folder: Path) -> Holder | None:
    """Who runs the service of the data folder; None where nobody does."""
    try:
        said = json.loads((folder / _HOLDER).read_text("utf-8"))
        holder = Holder(**{**said, "trouble": tuple(said["trouble"])})
        return None if is_dead(holder.owner) else holder
    except (OSError, ValueError, TypeError, KeyError):
        return None


def ask_reload(folder: Path) -> Holder:
    """Ask the service of the data folder to read its settings again. Raises `NoService`."""
    holder = holder_of(folder)
    if holder is None:
        raise NoService(f"no service runs on {folder}", "harvester run starts one")
    if not holder.here:
        raise NoService(
            f"the service of {folder} is {described(holder.owner)}", "run the command there"
        )
    try:
        os.kill(holder.pid, signal.SIGHUP)
    except PermissionError as error:
        raise NoService(
            f"the service of {folder}, {described(holder.owner)}, is another user's",
            "run the command as that user",
        ) from error
    except ProcessLookupError as error:
        raise NoService(f"no service runs on {folder}", "harvester run starts one") from error
    return holder


def _held(folder: Path) -> ServiceHeld:
    holder = holder_of(folder)
    who = f"{described(holder.owner)} since {holder.since}" if holder else "another process"
    return ServiceHeld(
        f"a service runs on {folder} already: {who}",
        "harvester status shows what it does; harvester reload lets it read its settings again",
    )


@contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFull(f"there is no room in {folder}", "make room on that disk") from error
        raise StoreReadOnly(
            f"the data folder {folder} cannot be written: {error.strerror}",
            "check who owns it, and whether the disk is mounted read-only",
        ) from error
