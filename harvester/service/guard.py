"""A harvest that can be stopped between two requests: what came is stored, the token kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from harvester.hosts import Hosts


class Guarded(Hosts):
    """The turns of `hosts`, until `stop` says so: then the harvest ends as with Ctrl-C."""

    def __init__(self, hosts: Hosts, stop: Callable[[], bool]) -> None:
        self._inner, self._stop = hosts, stop

    @contextmanager
    def turn(self, url: str, gap: float) -> Iterator[None]:
        """Wait for the turn. Raises `KeyboardInterrupt` where no more is to be asked."""
        if self._stop():
            raise KeyboardInterrupt
        with self._inner.turn(url, gap):
            if self._stop():  # while it waited
                raise KeyboardInterrupt
            yield
