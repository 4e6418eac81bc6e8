"""What comes next: (place, outcome) -> Step. Pure; `harvest` carries the steps out.

                page with a token    -> Fetch the next one; Split where the list goes round
                page without one     -> Close
    noRecordsMatch, first page       -> Close
    any other OAI-PMH error, token   -> Restart once, then Split: smaller windows need no old tokens
    what passes (503, cut, …)        -> Wait as often as `Patience` says, then
    what smaller windows may help    -> Split; everything else -> Stop

Where a list ends is decided here alone: a window closes on a page without a token, and on an empty
answer to its first request. Everything else leaves it open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from harvester import errors
from harvester.stages import Close, Fetch, Page, Restart, Split, Step, Stop, Wait
from index.errors import Error

# A wait longer than this ends the run instead of holding a claim and a connection for hours.
LONGEST_WAIT = 600.0
MAX_RESTARTS = 1

# What servers do when they are asked for too much at once, or have one record that they fail at
# (zenodo/zenodo#2555, inveniosoftware/datacite#941, DSpace/DSpace#10721, miku/metha#6, #39).
SMALLER = (
    errors.ServerFailed,
    errors.TooMuch,
    errors.TimedOut,
    errors.ConnectionCut,
    errors.BodyTooLarge,
    errors.BeyondLimits,
    errors.NotWellFormed,
    errors.EmptyBody,
    errors.ListStuck,
)
# A piece of a window that was split is tried this often: the server has shown that it fails.
PIECE_RETRIES = 1

Outcome: TypeAlias = Page | Error


@dataclass(frozen=True, slots=True)
class Place:
    """Where a window stands: what was asked last, and how it went so far.

    `token` is the one that was asked with (None: first page); `pages` are those stored in this
    window; `tries` are failed ones of this very request; `restarts` of this window in this run;
    `piece`: the window is a part of one that was split.
    """

    token: str | None = None
    pages: int = 0
    tries: int = 0
    restarts: int = 0
    piece: bool = False


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
        return Split(
            errors.ListStuck(
                f"after {place.pages} pages the server gives pages again that it gave before",
                "tell the server's operators; what came so far is stored",
            )
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
        return Split(error)
    if isinstance(error, errors.BadArgument) and place.piece:
        # The dates are ours, not the source's: a server without selective harvesting says so.
        return Split(error)
    tries = min(patience.retries, PIECE_RETRIES) if place.piece else patience.retries
    if getattr(error, "transient", False) and place.tries < tries:
        seconds = wait_for(place.tries, error, patience)
        if seconds <= LONGEST_WAIT:
            return Wait(seconds, error.message)
    return Split(error) if isinstance(error, SMALLER) else stopped(place.pages, error)


def wait_for(tries: int, error: Error, patience: Patience) -> float:
    """Seconds before the next try: what the server asks for, else doubling, with jitter."""
    asked = getattr(error, "retry_after", None)
    if asked is not None:
        return float(asked)
    grown = patience.retry_wait * 2.0**tries * (1 + patience.jitter / 2)
    return min(grown, LONGEST_WAIT)


def stopped(pages: int, error: Error, *, elsewhere: bool = False) -> Stop:
    """The end of a window in this run: `pages` of it are stored."""
    status: Literal["partial", "failed", "blocked"] = "partial" if pages else "failed"
    return Stop("blocked" if isinstance(error, errors.Blocked) else status, error, elsewhere)
