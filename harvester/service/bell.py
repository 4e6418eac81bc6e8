"""What signal handlers may do to a service: ring, and ask it for something."""

from __future__ import annotations

from queue import Empty, SimpleQueue


class Bell:
    """`wait` returns when it was rung, once for however many times.

    Of the standard library's means this queue's `put` alone may be called in a signal handler that
    interrupts its own `get`: an `Event` would lock itself out.
    """

    def __init__(self) -> None:
        self._rung: SimpleQueue[None] = SimpleQueue()

    def ring(self) -> None:
        self._rung.put(None)

    def wait(self, seconds: float | None = None) -> None:
        """Wait until it is rung, or for so many seconds."""
        try:
            self._rung.get(timeout=seconds)
            while True:
                self._rung.get_nowait()
        except Empty:
            return


class Asks:
    """What the service is asked for from outside; it looks here whenever the bell rings."""

    def __init__(self) -> None:
        self.bell = Bell()
        self.to_stop = self.to_reload = False

    def stop(self) -> None:
        """Let every harvest end behind the page in hand, and the service then."""
        self.to_stop = True
        self.bell.ring()

    def reload(self) -> None:
        """Read the settings again."""
        self.to_reload = True
        self.bell.ring()
