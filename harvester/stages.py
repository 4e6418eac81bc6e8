"""The types between the steps of a harvest: each step has its own, named for the stage.

    Fetched -> Page -> Batch + Checkpoint (index.record: the store takes them) -> Change -> Hit

`Step` is what `decide` answers and `harvest` carries out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from harvester.errors import HarvestError
from index.errors import Error
from index.record import Named, RawRecord, RunStatus, Tombstone, Unreadable


@dataclass(frozen=True, slots=True)
class Fetched:
    """A response as it came: decoded only from HTTP's own content encoding.

    `url` is the final one; `started` is aware UTC, `elapsed` seconds; header names in lower case.
    `moved`: it came from elsewhere than was asked, behind redirects.
    """

    body: bytes
    status: int
    headers: Mapping[str, str]
    url: str
    started: datetime
    elapsed: float
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One OAI-PMH response, read: its items, and what it says of what comes next.

    `token` is None on the last page. `cursor` and `complete_size` are the server's hints.
    `verb` is the element that was found (`ListRecords`, `GetRecord`, …), None in an error response.
    `prefix` and `base_url` are what the server says that it was asked.
    `headers` are those of ListIdentifiers, `set_specs` those of ListSets; `granularity`, `earliest`
    and `deleted_record` are Identify's. `repairs` counts the named repairs that were needed.
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
    earliest: str | None = None
    deleted_record: str | None = None
    headers: tuple[Named, ...] = ()
    set_specs: tuple[str, ...] = ()
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
class Split:
    """Ask for less at a time: smaller windows, at last record by record."""

    error: HarvestError


@dataclass(frozen=True, slots=True)
class Close:
    """The window is complete: move the cursor."""


@dataclass(frozen=True, slots=True)
class Stop:
    """The window stays open. `elsewhere`: the trouble is its own, and others may still be asked."""

    status: Literal["partial", "failed", "blocked"]
    error: Error
    elsewhere: bool = False


Step: TypeAlias = Fetch | Wait | Restart | Split | Close | Stop

__all__ = [
    "Close",
    "Fetch",
    "Fetched",
    "Page",
    "Restart",
    "RunStatus",
    "Split",
    "Step",
    "Stop",
    "Wait",
]
