"""Politeness towards hosts: over all sources, how many requests at once and how soon after another.

Journals of one publisher are many sources on one host, which feels the sum of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import BoundedSemaphore, Lock
from urllib.parse import urlsplit

from harvester.clock import Clock


@dataclass
class _Host:
    """A host: free places, and when it answered last."""

    places: BoundedSemaphore
    answered: datetime | None = None
    lock: Lock = field(default_factory=Lock)


class Hosts:
    """Shared by all threads; `places` requests are sent to one host at once."""

    def __init__(self, clock: Clock, places: int = 1) -> None:
        self._clock, self._places = clock, places
        self._hosts: dict[str, _Host] = {}
        self._lock = Lock()

    @contextmanager
    def turn(self, url: str, gap: float) -> Iterator[None]:
        """Wait until the host of the URL may be asked: a place free, `gap` seconds passed."""
        host = self._host(url)
        with host.places:
            self._wait(host, gap)
            try:
                yield
            finally:
                host.answered = self._clock.now()

    def _host(self, url: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(host_of(url), _Host(BoundedSemaphore(self._places)))

    def _wait(self, host: _Host, gap: float) -> None:
        with host.lock:  # with several places: each request keeps its distance from the one before
            if host.answered is None:
                return
            passed = (self._clock.now() - host.answered).total_seconds()
            if passed < gap:
                self._clock.sleep(gap - max(passed, 0.0))
            host.answered = self._clock.now()


def host_of(url: str) -> str:
    """The host that a URL names, as hosts are told apart."""
    return (urlsplit(url).hostname or "").lower().rstrip(".")


def is_loopback(url: str) -> bool:
    """Whether the URL asks this machine itself."""
    host = host_of(url)
    return host == "localhost" or host == "::1" or host.startswith("127.")
