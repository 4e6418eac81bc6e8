"""The part of the store's contract that says what is kept, what is forgotten, what is hidden."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from index.record import Key, Suppressed


class KeepStore(Protocol):
    """What operators decide of what is held."""

    def suppress(self, key: Key, why: str, now: datetime) -> bool:
        """Hide a record from everybody; gives whether there is one now.

        Whoever asks the store finds nothing under its key, whatever a harvest brings, also one that
        comes later or again; `listing` has a tombstone (`how` suppressed) in its place, so that
        copies that follow drop theirs. What is held of it stays, and is kept up to date. Hidden
        already: it has another reason from now on.
        """
        ...

    def unsuppress(self, key: Key, now: datetime) -> bool:
        """Show it again; gives whether it was hidden."""
        ...

    def suppressed(self, source: str | None = None) -> list[Suppressed]:
        """Everything that is hidden, by key."""
        ...
