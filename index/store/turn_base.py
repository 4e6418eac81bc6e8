"""The part of the store's contract that says whose turn it is: the schedule, and orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from index.record import Order, Standing


class TurnStore(Protocol):
    """When each source is due, how its runs went, and what operators want of it."""

    def enrol(self, sources: Sequence[tuple[str, str, str]], now: datetime) -> None:
        """Make sources (name, url, prefix) known; those that are known are left as they are."""
        ...

    def due(self, now: datetime) -> list[tuple[str, datetime]]:
        """The sources whose time has come, with that time, the longest overdue first."""
        ...

    def plan(self, times: Mapping[str, datetime | None]) -> None:
        """When those sources are due again; names that are not known are left out."""
        ...

    def standings(self, source: str | None = None) -> list[Standing]:
        """Every source with how its runs went, by name; or that one."""
        ...

    def orders(self) -> dict[str, Order]:
        """What operators want, by source; also of sources that never ran."""
        ...

    def pause(self, sources: Sequence[str], why: str | None, now: datetime) -> None:
        """Let sources rest; one that rests already keeps its date, and its reason unless given."""
        ...

    def resume(self, sources: Sequence[str]) -> None:
        """Let sources be harvested again."""
        ...

    def want(self, sources: Sequence[str], now: datetime) -> None:
        """Ask for a harvest of each as soon as there is room."""
        ...

    def grant(self, source: str, until: datetime) -> None:
        """Forget what was wanted of the source up to that time."""
        ...

    def running(self) -> list[tuple[str, str | None, datetime | None]]:
        """The sources with a run that has not ended: who holds the lease (or None), until when."""
        ...

    def prune_runs(self, keep: int) -> int:
        """Forget all but the newest runs of each source (and its last success), and sweeps.

        Gives how many runs.
        """
        ...
