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

    def prune_versions(self, keep: int) -> int:
        """Forget all but the newest contents of each record (`keep`, from 1: the present one).

        XML goes with the last version that has it. Gives how many versions are forgotten.
        """
        ...

    def prune_quarantine(self, before: datetime) -> int:
        """Forget what could not be read and was not met since; gives how many entries."""
        ...

    def outdated(self, normaliser: int) -> dict[str, int]:
        """How many records with XML each source has whose document an older normaliser made."""
        ...

    def suppressed(self, source: str | None = None) -> list[Suppressed]:
        """Everything that is hidden, by key."""
        ...
