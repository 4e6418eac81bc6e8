"""What could not be read: as it comes, and as it is held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Bytes or a record that could not be read: what goes to quarantine.

    `kind` says whether it is one item of a list (it counts as received) or a whole response.
    `code` is an error's code, `reason` its words; `identifier` where the header could be read.
    `span` (of a page) is that of its window: with the last window of the span the entry goes.
    """

    kind: Literal["record", "page"]
    code: str
    reason: str
    body: bytes
    url: str
    identifier: str | None = None
    span: int | None = None


@dataclass(frozen=True, slots=True)
class Quarantined:
    """What could not be read, kept whole: `bytes` is the length of `Store.quarantine_body(id)`."""

    id: int
    source: str
    kind: Literal["record", "page"]
    identifier: str | None
    code: str
    reason: str
    bytes: int
    at: datetime
    url: str
    run: int | None
