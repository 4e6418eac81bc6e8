"""A service for tests: in a thread of this process, or as a process of its own; and its log."""

from __future__ import annotations

import io
import json
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harvester.clock import Clock
from harvester.log import log_to
from harvester.open import Harvester, open_harvester
from harvester.service.bell import Asks
from harvester.service.lock import Holder
from harvester.service.service import Service
from harvester.service.watched import UNWATCHED
from harvester.service.web import Web
from harvester.service_settings import LogSection
from harvester.settings import load_settings
from harvester.watching.watcher import Watcher
from tests.door import command

HOLDER = Holder("here 1 1.0", "2026-01-01T00:00:00Z")
PATIENCE = 30.0  # seconds: only a test that fails waits for so long


def until(wanted: Callable[[], object], what: str = "") -> Any:
    """Wait until it is so; gives what it says."""
    end = time.monotonic() + PATIENCE
    while not (found := wanted()):
        assert time.monotonic() < end, f"waited in vain: {what or wanted}"
        time.sleep(0.01)
    return found


@dataclass
class Lines:
    """The log, as it grows."""

    lines: list[dict[str, Any]] = field(default_factory=list)

    def find(self, event: str, **fields: object) -> list[dict[str, Any]]:
        """The lines whose event begins so, and that have these fields."""
        return [
            line
            for line in list(self.lines)
            if line["event"].startswith(event)
            and all(line.get(name) == value for name, value in fields.items())
        ]

    def until(self, event: str, count: int = 1, **fields: object) -> dict[str, Any]:
        """Wait until there are so many such lines; gives the last."""

        def found() -> list[dict[str, Any]]:
            seen = self.find(event, **fields)
            return seen if len(seen) >= count else []

        try:
            return dict(until(found)[-1])
        except AssertionError as error:
            raise AssertionError(f"{event} {fields} in {self.lines}") from error


class _Stream(io.StringIO):
    """Where a service in this process logs to."""

    def __init__(self, lines: Lines) -> None:
        super().__init__()
        self._lines = lines

    def write(self, text: str) -> int:
        self._lines.lines.append(json.loads(text))
        return len(text)


@dataclass
class Here:
    """A service in a thread of this process."""

    service: Service
    asks: Asks
    harvester: Harvester
    log: Lines
    troubles: list[tuple[str, ...]]
    thread: threading.Thread
    left: list[str] = field(default_factory=list)

    def stop(self) -> None:
        self.asks.stop()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()


@contextmanager
def serving(
    config: Path,
    clock: Clock | None = None,
    *,
    level: str = "debug",
    change: Callable[[Harvester], Harvester] = lambda harvester: harvester,
    room: Callable[[Path], int] = lambda folder: 10**12,
    watch: bool = False,
    web: bool = False,
) -> Iterator[Here]:
    """Serve the config file until the block ends; `watch`, `web`: with what that opens."""
    lines = Lines()
    log = log_to(LogSection.model_validate({"format": "json", "level": level}), _Stream(lines))
    settings = load_settings(config, environ={})
    troubles: list[tuple[str, ...]] = []
    asks = Asks()
    with open_harvester(settings, clock, tell=log.debug) as opened:
        harvester = change(opened)
        watched = Watcher(HOLDER, log) if watch else UNWATCHED
        service = Service(
            harvester,
            lambda: load_settings(config, environ={}),
            log,
            troubles.append,
            asks,
            room=room,
            watched=watched,
            web=Web(log, watched.meter) if web else None,
        )
        left: list[str] = []
        thread = threading.Thread(target=lambda: left.extend(service.run()))
        made = Here(service, asks, harvester, lines, troubles, thread, left)
        thread.start()
        try:
            yield made
        finally:
            made.stop()


@dataclass
class Process:
    """A service in a process of its own."""

    process: subprocess.Popen[str]
    log: Lines

    @property
    def pid(self) -> int:
        return self.process.pid

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def ended(self) -> int:
        """Wait for its end; gives the exit code."""
        return self.process.wait(PATIENCE)


@contextmanager
def started(
    folder: Path, *options: object, before: Sequence[str] = (), watch: bool = False
) -> Iterator[Process]:
    """`harvester run` in that folder, killed at the end where it still runs."""
    # Unless a test asks for one, no port: all would want the same.
    port = {"HARVESTER__WATCH__LISTEN": ""} if not watch else {}
    with subprocess.Popen(
        [*before, *command(*options, "run")],
        cwd=folder,
        env={**os.environ, **port},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        log = Lines()
        reader = threading.Thread(target=_read, args=(process, log))
        reader.start()
        try:
            yield Process(process, log)
        finally:
            process.kill()
            reader.join()


def _read(process: subprocess.Popen[str], log: Lines) -> None:
    assert process.stderr
    for line in process.stderr:
        try:
            log.lines.append(json.loads(line))
        except ValueError:
            log.lines.append({"event": line.rstrip("\n")})
