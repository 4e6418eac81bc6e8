"""Time and chance as arguments, so that no test has to wait or to mock."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

# Seconds between two clocks that are of no account: servers tell whole ones, and answers take time.
CLOSE = 3


class Clock(Protocol):
    """What the loops know of time and chance."""

    def now(self) -> datetime:
        """The time, aware, UTC."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait; may end early when the program is asked to stop."""
        ...

    def wake(self) -> None:
        """End every sleep, now and later: the program is to stop."""
        ...

    def jitter(self) -> float:
        """A number from 0 up to 1, to spread waits."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock."""

    woken: threading.Event = field(default_factory=threading.Event)
    chance: random.Random = field(default_factory=random.SystemRandom)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        self.woken.wait(seconds)

    def wake(self) -> None:
        self.woken.set()

    def jitter(self) -> float:
        return self.chance.random()
