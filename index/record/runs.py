"""One harvest of one source: its counts and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the items of a page or a run. The first five together are `received`.

    `unknown`: those of `deleted` that were tombstones of what we never had, which is no change.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    quarantined: int = 0
    unknown: int = 0

    @property
    def moved(self) -> bool:
        """Whether anything that we hold has changed."""
        return self.new + self.changed + self.deleted > self.unknown

    @property
    def received(self) -> int:
        return self.new + self.changed + self.unchanged + self.deleted + self.quarantined

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.deleted + other.deleted,
            self.quarantined + other.quarantined,
            self.unknown + other.unknown,
        )


RunStatus = Literal["running", "ok", "unchanged", "partial", "failed", "blocked", "interrupted"]


@dataclass(frozen=True, slots=True)
class RunError:
    """Why a run ended badly: the code, message and hint of the error."""

    code: str
    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One harvest (or load) of one source, with its counts and its status.

    `skew` is how many seconds the server's clock is ahead of ours; None where it says no time.
    `remarks` counts by name what was odd and cost nothing; `warnings` are for people to read.
    `not_before`: until then the server wants to be left alone.
    """

    id: int
    source: str
    status: RunStatus
    window: tuple[str | None, str | None]
    started: datetime
    ended: datetime | None = None
    requests: int = 0
    retries: int = 0
    bytes: int = 0
    pages: int = 0
    promised: int | None = None
    counts: Counts = Counts()
    repairs: tuple[tuple[str, int], ...] = ()
    error: RunError | None = None
    skew: int | None = None
    remarks: tuple[tuple[str, int], ...] = ()
    warnings: tuple[str, ...] = ()
    not_before: datetime | None = None
