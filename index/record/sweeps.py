"""The server's list of identifiers against ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

SweepStatus = Literal["running", "complete", "stopped", "failed", "interrupted", "dry-run"]


@dataclass(frozen=True, slots=True)
class Named:
    """What a list of identifiers says of a record: the header alone."""

    identifier: str
    datestamp: str
    deleted: bool = False


class Compared(NamedTuple):
    """How two lists of identifiers differ; `fresh` are those of `extra` not missing before."""

    theirs: int
    ours: int
    missing: int
    extra: int
    fresh: int


@dataclass(frozen=True, slots=True)
class Sweep:
    """A comparison of the server's whole list of identifiers with ours.

    `theirs` and `ours` are distinct live identifiers, when the list was whole and before anything
    was done. `missing` are those that we lack, `fetched` how many of them came; `extra` those that
    the server lacks, `deleted` how many of them went. A `stopped` one waits for a person.
    """

    id: int
    source: str
    status: SweepStatus
    started: datetime
    ended: datetime | None = None
    theirs: int = 0
    ours: int = 0
    missing: int = 0
    extra: int = 0
    fetched: int = 0
    deleted: int = 0
    why: str | None = None

    @property
    def drift(self) -> int:
        """The server's count less ours."""
        return self.theirs - self.ours
