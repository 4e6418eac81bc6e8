"""An answer -> the page in it, or the error that it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

from harvester import errors
from harvester.bounds import BOUNDS, Bounds
from harvester.challenges import challenge_of
from harvester.ladder import Read, climb
from harvester.page import read_page
from harvester.sniff import looks_like
from harvester.stages import Fetched, Page

# Statuses that say that the server does not want us, whatever we ask.
BLOCKED = frozenset({401, 403, 407, 451})
BUSY = frozenset({429, 503})
# DNB says 413 above 100,000 records (miku/metha#6), Zenodo 422 (miku/metha#39).
TOO_MUCH = frozenset({413, 422})

# Seconds: a server that says more than ten years says nothing.
LATEST = 10 * 365 * 86_400

_ASK = (
    "ask the server's operators to let this harvester in, and set [harvest] contact and "
    "user_agent so that they know who asks"
)


def judge(
    fetched: Fetched, max_bytes: int, read: Read | None = None, bounds: Bounds = BOUNDS
) -> Page:
    """The page in an answer, repaired where it has to be, or the error that it is.

    An OAI-PMH error in an answer with an error status is read before the status is judged: Zenodo
    says 422 for an empty window (miku/metha#39). `max_bytes`: the most that undeclared compression
    may give; `read` reads a body strictly
    (`read_page` within `bounds`). Raises `HttpError`, `PayloadError`.
    """
    page, broken = None, None
    try:
        read = read or partial(read_page, bounds=bounds)
        page = climb(fetched.body, fetched.url, read, max_bytes, bounds)
    except errors.PayloadError as error:
        broken = error
    good = 200 <= fetched.status < 300
    if page is not None and (good or page.error is not None):
        return page
    challenge = challenge_of(fetched)
    if challenge is not None:
        raise errors.Blocked(f"{fetched.url}: HTTP {fetched.status}, {challenge}", _ASK)
    if good and broken is not None:
        raise broken
    raise _status_error(fetched)


def _status_error(fetched: Fetched) -> errors.HttpError:
    what = f"{fetched.url}: HTTP {fetched.status}, {looks_like(fetched.body)}"
    if fetched.status in BLOCKED:
        return errors.Blocked(what, _ASK)
    if fetched.status in BUSY:
        return _busy(what, fetched)
    if fetched.status >= 500:
        return errors.ServerFailed(what, "the server has a fault; it is tried again next time")
    if fetched.status in TOO_MUCH:
        return errors.TooMuch(what, "the window is split; where that does not help, see the url")
    return errors.RequestRefused(
        what, "check the url of the source in a browser: add ?verb=Identify"
    )


def _busy(what: str, fetched: Fetched) -> errors.Busy:
    seconds = _retry_after(fetched)
    hint = "the server asks for patience; try later"
    if seconds is not None and seconds < LATEST:
        back = (fetched.started + timedelta(seconds=seconds)).astimezone(UTC)
        hint = f"the server asks to be left alone until {back:%Y-%m-%dT%H:%M:%SZ}"
    return errors.Busy(what, hint, retry_after=seconds)


def _retry_after(fetched: Fetched) -> float | None:
    """Retry-After in seconds, from both of its forms (RFC 9110, 10.2.3), or None."""
    text = fetched.headers.get("retry-after", "").strip()
    if text.isdecimal():
        return float(text[:9])
    try:
        when = datetime.strptime(text, "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    except ValueError:
        return None
    return max(0.0, (when - fetched.started).total_seconds())
