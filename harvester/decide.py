"""What comes next: (place, outcome) -> Step. Pure; `harvest` carries the steps out.

Where a list ends is decided here alone: a window closes on a page without a token, and on an empty
answer to its first request. Everything else leaves it open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from harvester import errors
from harvester.stages import Close, Fetch, Page, Restart, Step, Stop, Wait
from index.errors import Error

# A wait longer than this ends the run instead of holding a claim and a connection for hours.
LONGEST_WAIT = 600.0
MAX_RESTARTS = 2

Outcome: TypeAlias = Page | Error


@dataclass(frozen=True, slots=True)
class Place:
    """Where a window stands: what was asked last, and how it went so far.

    `token` is the one that was asked with (None: first page); `pages` are those stored in this
    window; `tries` are failed ones of this very request; `restarts` of this window in this run.
    """

    token: str | None = None
    pages: int = 0
    tries: int = 0
    restarts: int = 0


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long to try: seconds; `jitter` from 0 up to 1 spreads the waits."""

    retries: int
    retry_wait: float
    jitter: float = 0.0


def next_step(place: Place, outcome: Outcome, patience: Patience, *, repeated: bool) -> Step:
    """What to do after `outcome`. `repeated`: the list goes round, or does not move any more."""
    if isinstance(outcome, Page):
        if outcome.error is None:
            return _after_page(place, outcome, repeated=repeated)
        outcome = outcome.error
    return _after_error(place, outcome, patience)


def _after_page(place: Place, page: Page, *, repeated: bool) -> Step:
    if page.token is None:
        return Close()
    if repeated:
        return Stop(
            "partial",
            errors.ListStuck(
                f"after {place.pages} pages the server gives pages again that it gave before",
                "tell the server's operators; what came so far is stored",
            ),
        )
    return Fetch(page.token)


def _after_error(place: Place, error: Error, patience: Patience) -> Step:
    if isinstance(error, errors.NoRecordsMatch) and place.token is None:
        return Close()
    if isinstance(error, errors.OaiError) and place.token:
        # An error in place of a later page means unfinished, never the end: the token has
        # expired (figshare: 5 minutes, InvenioRDM: 1), whatever the code is: nothing but the token
        # was asked. The window is begun again: upserts are idempotent.
        if place.restarts < MAX_RESTARTS:
            return Restart(error.message)
        return _stop(place, error)
    if getattr(error, "transient", False) and place.tries < patience.retries:
        seconds = wait_for(place.tries, error, patience)
        if seconds <= LONGEST_WAIT:
            return Wait(seconds, error.message)
    return _stop(place, error)


def wait_for(tries: int, error: Error, patience: Patience) -> float:
    """Seconds before the next try: what the server asks for, else doubling, with jitter."""
    asked = getattr(error, "retry_after", None)
    if asked is not None:
        return float(asked)
    grown = patience.retry_wait * 2.0**tries * (1 + patience.jitter / 2)
    return min(grown, LONGEST_WAIT)


def _stop(place: Place, error: Error) -> Stop:
    status: Literal["partial", "failed", "blocked"]
    if isinstance(error, errors.Blocked):
        status = "blocked"
    else:
        status = "partial" if place.pages else "failed"
    return Stop(status, error)
