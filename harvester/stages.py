"""The types between the steps of a harvest: each step has its own, named for the stage.

    Fetched -> Page -> Batch + Checkpoint (index.record: the store takes them) -> Change -> Hit

`Step` is what `decide` answers and `harvest` carries out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from index.errors import Error
from index.record import RawRecord, RunStatus, Tombstone, Unreadable


@dataclass(frozen=True, slots=True)
class Fetched:
    """A response as it came: decoded only from HTTP's own content encoding.

    `url` is the final one; `started` is aware UTC, `elapsed` seconds; header names in lower case.
    """

    body: bytes
    status: int
    headers: Mapping[str, str]
    url: str
    started: datetime
    elapsed: float


@dataclass(frozen=True, slots=True)
class Page:
    """One OAI-PMH response, read: its items, and what it says of what comes next.

    `token` is None on the last page. `cursor` and `complete_size` are the server's hints.
    `verb` is the element that was found (`ListRecords`, `GetRecord`, …), None in an error response.
    `prefix` and `base_url` are what the server says that it was asked.
    `granularity` is Identify's. `repairs` counts the named repairs that were needed, by name.
    `damaged`: these are the whole records of a page that broke off; nobody knows what else there
    was.
    """

    verb: str | None
    records: tuple[RawRecord, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()
    quarantined: tuple[Unreadable, ...] = ()
    token: str | None = None
    token_expires: datetime | None = None
    cursor: int | None = None
    complete_size: int | None = None
    response_date: str | None = None
    base_url: str | None = None
    prefix: str | None = None
    granularity: str | None = None
    error: Error | None = None
    repairs: tuple[tuple[str, int], ...] = ()
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Fetch:
    """Ask for the next page: by token, or (None) for the first page of the window."""

    token: str | None


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait some seconds, then ask for the same page again."""

    seconds: float
    why: str


@dataclass(frozen=True, slots=True)
class Restart:
    """Begin the window again from its first page."""

    why: str


@dataclass(frozen=True, slots=True)
class Close:
    """The window is complete: move the cursor."""


@dataclass(frozen=True, slots=True)
class Stop:
    """The run ends with the window still open."""

    status: Literal["partial", "failed", "blocked"]
    error: Error


Step: TypeAlias = Fetch | Wait | Restart | Close | Stop

__all__ = ["Close", "Fetch", "Fetched", "Page", "Restart", "RunStatus", "Step", "Stop", "Wait"]
