"""The loop of a harvest: it asks, lets `decide` say what comes next, and does that.

    window (dates) -> client (bytes) -> page -> decide
                   -> normalise -> store.apply(records and the place reached)

Each page is one transaction with the place it leads to, so that a kill at any moment costs one page
of work and no record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from harvester.answer import judge
from harvester.circle import Circle
from harvester.claims import RENEW_AFTER, claimed, renew
from harvester.clock import Clock
from harvester.decide import Outcome, Patience, Place, next_step
from harvester.errors import HarvestError, NotOaiPmh, OaiError, PayloadError, StoppedEarly
from harvester.normalise import NORMALISER, normalise
from harvester.normalise.habits import NONE, Habits
from harvester.stages import Close, Fetch, Fetched, Page, Restart, Stop, Wait
from harvester.windows import cursor_of, first_from
from index.errors import Error
from index.record import (
    Batch,
    Checkpoint,
    Incoming,
    Run,
    RunError,
    RunStatus,
    Unreadable,
    Window,
)
from index.store.base import Store

# So many runs may end at one token without a page before the window is begun again.
MAX_TRIES = 3


class Endpoint(Protocol):
    """What the loop needs of a client; raises kinds of `TransportError`."""

    def identify(self) -> Fetched: ...

    def list_records(self, **arguments: str) -> Fetched: ...


@dataclass(frozen=True, slots=True)
class Target:
    """What to harvest: a source's name, address, metadata prefix and sets (none: everything).

    `habits`: how its records are to be read.
    """

    name: str
    url: str
    prefix: str = "oai_dc"
    sets: tuple[str, ...] = ()
    habits: Habits = NONE


@dataclass(frozen=True, slots=True)
class Plan:
    """How far: explicit dates (they never move the cursor), everything, or a trial of N records."""

    since: str | None = None
    until: str | None = None
    full: bool = False
    stop_after: int | None = None

    @property
    def moves_cursor(self) -> bool:
        return self.since is None and self.until is None


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings that the loop obeys: tries, seconds between them and between requests, bytes."""

    retries: int
    retry_wait: float
    min_gap: float
    overlap: timedelta
    max_bytes: int = 64_000_000


def silent(line: str) -> None:
    """For those who want to be told nothing."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the loop works with.

    `watch` is told of the run after each page; `tell` in words why the loop waits or begins again.
    """

    store: Store
    clock: Clock
    rules: Rules
    owner: str
    watch: Callable[[Run], None]
    tell: Callable[[str], None] = silent


def harvest(target: Target, plan: Plan, tools: Tools, endpoint: Endpoint) -> Run:
    """Harvest one source now; gives the run as it is stored.

    What the server does wrong is in the run. Raises `ClaimHeld` where somebody else harvests the
    source, and `StoreError`, after which the run is taken up again by the next one.
    """
    now = tools.clock.now()
    with claimed(tools.store, target.name, tools.owner, tools.clock):
        # Under the claim: another address takes the window away from who harvests the old one.
        tools.store.declare(target.name, target.url, target.prefix, declared=True, now=now)
        tools.store.interrupt_runs(target.name, now)
        return _Harvest(target, plan, tools, endpoint).run()


class _Harvest:
    """One run: the state that the loop carries."""

    def __init__(self, target: Target, plan: Plan, tools: Tools, endpoint: Endpoint) -> None:
        self._target, self._plan, self._tools, self._endpoint = target, plan, tools, endpoint
        self._store, self._clock = tools.store, tools.clock
        self._answered: datetime | None = None
        self._granularity: str | None = None
        self._circle = Circle()
        self._promised_before = 0
        self._renewed = self._clock.now()
        self._run = Run(0, target.name, "running", (plan.since, plan.until), self._renewed)

    def run(self) -> Run:
        self._run = replace(
            self._run,
            id=self._store.start_run(self._target.name, self._run.window, self._run.started),
        )
        try:
            stops = self._windows()
        except KeyboardInterrupt:
            self._finish("interrupted", None)
            raise
        except Error as error:
            self._finish("partial" if self._run.pages else "failed", error)
            raise
        return self._finish(self._status(stops), stops[-1].error if stops else None)

    def _windows(self) -> list[Stop]:
        """Every set's window in turn. A set that the server refuses does not stop the others."""
        stops: list[Stop] = []
        for set_spec in self._target.sets or ("",):
            step = self._window(set_spec)
            if isinstance(step, Stop):
                stops.append(step)
                if not isinstance(step.error, OaiError):
                    break
        return stops

    def _status(self, stops: list[Stop]) -> RunStatus:
        if any(stop.status == "blocked" for stop in stops):
            return "blocked"
        if stops:
            return "partial" if self._run.pages or self._run.counts.received else "failed"
        counts = self._run.counts
        return "ok" if counts.new or counts.changed or counts.deleted else "unchanged"

    def _finish(self, status: RunStatus, error: Error | None) -> Run:
        said = RunError(error.code, error.message, error.hint) if error else None
        self._run = replace(self._run, status=status, error=said, ended=self._clock.now())
        self._store.finish_run(self._run)
        return self._run

    def _window(self, set_spec: str) -> Close | Stop:
        window = self._resumable(set_spec) or self._opened(set_spec)
        self._run = replace(self._run, window=(window.start, window.end))
        self._circle = Circle()
        self._promised_before = self._run.promised or 0
        place, cursor = Place(window.token, window.pages), window.cursor
        while True:
            outcome, fetched = self._ask(window, place)
            step = next_step(
                place, outcome, self._patience(), repeated=self._repeats(place, outcome)
            )
            if isinstance(outcome, Page) and fetched and isinstance(step, Fetch | Close):
                if place.token is None and self._plan.moves_cursor:
                    cursor = cursor_of(outcome.response_date, fetched.started)
                place = replace(place, pages=place.pages + 1, tries=0)
                self._keep(window, outcome, place, step, cursor)
                step = self._early(step)
            match step:
                case Close():
                    return step
                case Stop():
                    return self._stopped(window, step, fetched)
                case Fetch(token):
                    place = replace(place, token=token)
                case Wait(seconds, why):
                    self._tools.tell(f"{self._target.name}: {why}; again in {seconds:.0f} s")
                    self._run = replace(self._run, retries=self._run.retries + 1)
                    self._renew()
                    self._clock.sleep(seconds)
                    place = replace(place, tries=place.tries + 1)
                case Restart(why):
                    self._tools.tell(f"{self._target.name}: {why}; the list begins again")
                    window = self._store.open_window(
                        self._target.name, set_spec, window.start, window.end
                    )
                    place = Place(restarts=place.restarts + 1)
                    self._circle = Circle()

    def _resumable(self, set_spec: str) -> Window | None:
        """The window that an earlier run left open, where its token may still be good.

        One without a cursor was asked for by hand and is not taken up again; nor is a token with
        which several runs got nowhere: servers answer an expired one with whatever they like.
        """
        if not self._plan.moves_cursor or self._plan.full:
            return None
        window = self._store.pending_window(self._target.name, set_spec)
        if window is None or window.token is None or window.cursor is None:
            return None
        if window.tries >= MAX_TRIES:
            return None
        expired = window.token_expires and window.token_expires <= self._clock.now()
        return None if expired else window

    def _opened(self, set_spec: str) -> Window:
        start, end = self._plan.since, self._plan.until
        if self._plan.moves_cursor and not self._plan.full:
            cursor = self._store.cursor(self._target.name, set_spec)
            if cursor:
                start = first_from(cursor, self._tools.rules.overlap, self._said_granularity())
        return self._store.open_window(self._target.name, set_spec, start, end)

    def _said_granularity(self) -> str | None:
        """The server's granularity, asked for once a run; None where Identify does not work.

        Days are right then, and a server that is really down says so to the next request.
        """
        if self._granularity is None:
            try:
                said = judge(self._paced(self._endpoint.identify), self._tools.rules.max_bytes)
                self._granularity = said.granularity
            except HarvestError:
                return None
        return self._granularity

    def _ask(self, window: Window, place: Place) -> tuple[Outcome, Fetched | None]:
        fetched = None
        try:
            fetched = self._paced(
                lambda: self._endpoint.list_records(**self._arguments(window, place.token))
            )
            return listed(judge(fetched, self._tools.rules.max_bytes), fetched.url), fetched
        except HarvestError as error:
            return error, fetched

    def _arguments(self, window: Window, token: str | None) -> dict[str, str]:
        if token is not None:
            return {"resumptionToken": token}
        asked = {
            "metadataPrefix": self._target.prefix,
            "from": window.start,
            "until": window.end,
            "set": window.set or None,
        }
        return {name: value for name, value in asked.items() if value}

    def _paced(self, ask: Callable[[], Fetched]) -> Fetched:
        """Ask, not sooner after the last answer than politeness allows."""
        if self._answered is not None:
            passed = (self._clock.now() - self._answered).total_seconds()
            if passed < self._tools.rules.min_gap:
                self._clock.sleep(self._tools.rules.min_gap - passed)
        self._run = replace(self._run, requests=self._run.requests + 1)
        try:
            fetched = ask()
        finally:
            self._answered = self._clock.now()
        self._run = replace(self._run, bytes=self._run.bytes + len(fetched.body))
        return fetched

    def _repeats(self, place: Place, outcome: Outcome) -> bool:
        """Whether the list goes round; only pages of it count."""
        if not isinstance(outcome, Page) or outcome.error is not None:
            return False
        return self._circle.closes(place.token, outcome)

    def _keep(
        self, window: Window, page: Page, place: Place, step: Fetch | Close, cursor: str | None
    ) -> None:
        """Store a page together with the place it leads to, and tell the watcher."""
        checkpoint = Checkpoint(
            source=self._target.name,
            set=window.set,
            window=window.id,
            token=step.token if isinstance(step, Fetch) else None,
            token_expires=page.token_expires,
            pages=place.pages,
            closed=isinstance(step, Close),
            cursor=cursor,
        )
        batch = batch_of(page, self._target)
        now = self._clock.now()
        counts = self._store.apply(self._target.name, batch, checkpoint, now, self._run.id)
        self._renew()
        promised = self._run.promised
        if page.complete_size is not None and (promised or 0) == self._promised_before:
            promised = self._promised_before + page.complete_size
        self._run = replace(
            self._run,
            pages=self._run.pages + 1,
            counts=self._run.counts + counts,
            promised=promised,
            repairs=counted(self._run.repairs, page.repairs),
        )
        self._tools.watch(self._run)

    def _early(self, step: Fetch | Close) -> Fetch | Close | Stop:
        limit = self._plan.stop_after
        if limit is None or isinstance(step, Close) or self._run.counts.received < limit:
            return step
        return Stop(
            "partial",
            StoppedEarly(
                f"stopped after {self._run.counts.received} records, as asked",
                "run it again without --stop-after "
                + (
                    "to go on from here"
                    if self._plan.moves_cursor
                    else "to have all of these dates"
                ),
            ),
        )

    def _stopped(self, window: Window, step: Stop, fetched: Fetched | None) -> Stop:
        """Say why the window stays open.

        Bytes that could not be read go to quarantine; the whole records in them are kept.
        """
        if isinstance(step.error, PayloadError) and fetched is not None:
            error = step.error
            page = Unreadable("page", error.code, error.message, fetched.body, fetched.url)
            salvaged = error.salvaged or Page(None)
            batch = batch_of(salvaged, self._target)
            batch = replace(batch, quarantined=(*batch.quarantined, page))
            now = self._clock.now()
            counts = self._store.apply(self._target.name, batch, None, now, self._run.id)
            self._run = replace(
                self._run,
                counts=self._run.counts + counts,
                repairs=counted(self._run.repairs, salvaged.repairs),
            )
        self._store.fail_window(window.id, step.error.message)
        return step

    def _renew(self) -> None:
        now = self._clock.now()
        if now - self._renewed >= RENEW_AFTER:
            renew(self._store, self._target.name, self._tools.owner, now)
            self._renewed = now

    def _patience(self) -> Patience:
        rules = self._tools.rules
        return Patience(rules.retries, rules.retry_wait, self._clock.jitter())


def listed(page: Page, url: str) -> Page:
    """The page, where it is one of a list of records. Raises `NotOaiPmh`.

    The answer to another verb (an address that ends in `?verb=Identify`, a cache that mixes answers
    up) has no token, and would be taken for the end of the list.
    """
    if page.error is None and page.verb != "ListRecords":
        raise NotOaiPmh(
            f"{url}: asked for ListRecords, the server answers {page.verb}",
            "take ?verb=… out of the url of the source; else tell the server's operators",
        )
    return page


def counted(
    before: tuple[tuple[str, int], ...], more: tuple[tuple[str, int], ...]
) -> tuple[tuple[str, int], ...]:
    """Counts by name, added up."""
    return tuple(sorted((Counter(dict(before)) + Counter(dict(more))).items()))


def batch_of(page: Page, target: Target) -> Batch:
    """A page's items, normalised, with what the server said of itself."""
    return Batch(
        records=tuple(
            Incoming(raw, normalise(raw, target.name, target.habits), NORMALISER)
            for raw in page.records
        ),
        tombstones=page.tombstones,
        quarantined=page.quarantined,
        prefix=target.prefix,
        response_date=page.response_date,
        base_url=page.base_url or target.url,
    )
