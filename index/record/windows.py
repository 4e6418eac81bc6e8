"""The dates of a harvest, and the place that it has reached in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

WindowState = Literal["pending", "open", "closed", "failed"]


WindowKind = Literal["regular", "full", "by-hand"]


@dataclass(frozen=True, slots=True)
class Window:
    """The dates of one harvest of (source, set); `set` is "" where all is asked for.

    `start` and `end` are OAI-PMH datestamps as asked, None for open ends. `token`, `pages` and
    `cursor` are the last checkpoint; `cursor` is the server's clock at the first page.
    `pending` was not asked for yet, `open` was, `failed` ended a run with an error. `span` is
    the id of the window that this one is a part of (its own where it was never split). Those
    `by-hand` (--from, --until) never move the cursor.
    """

    id: int
    source: str
    set: str
    start: str | None
    end: str | None
    state: WindowState
    tries: int
    reason: str | None
    token: str | None
    token_expires: datetime | None
    pages: int
    cursor: str | None
    kind: WindowKind = "regular"
    span: int = 0


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The place a harvest has reached; committed together with the page that led to it.

    `window` is the window's id in the store. `token` asks for the next page (None: there is none).
    `closed` says that every item of the window is stored or named in quarantine; only then does
    the cursor of (source, set) move, to `cursor`: the server's clock at the window's first page.
    """

    source: str
    set: str
    window: int
    token: str | None = None
    token_expires: datetime | None = None
    pages: int = 0
    closed: bool = False
    cursor: str | None = None
