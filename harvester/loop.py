"""The window loop: it asks, lets `decide` say what comes next, and does that.

    talk (bytes, page) -> decide -> keep (normalise, store.apply: records and the place reached)

Each page is one transaction with the place it leads to, so that a kill at any moment costs one page
of work and no record.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from harvester.circle import Circle
from harvester.decide import Outcome, Place, next_step, stopped
from harvester.errors import HarvestError, StoppedEarly
from harvester.keep import Keeper
from harvester.ledger import Ledger
from harvester.lesser import Lesser
from harvester.review import say_of_empty, say_of_moved
from harvester.stages import Close, Fetch, Fetched, Page, Restart, Split, Stop, Wait
from harvester.talk import Talk
from harvester.task import Plan, Target, Tools
from harvester.windows import cursor_of, parsed
from index.record import Checkpoint, Window

# So many windows in a row that nothing helps with are the server's trouble and not theirs.
MOST_FAILED = 3
# What OJS calls a page. One of just so many records and no token may be all that it ever gives
# (pkp/pkp-lib#6962, #7214).
OJS_PAGE = 100


class Loop:
    """Asks for windows of one source until each is closed or has to stay open."""

    def __init__(
        self,
        target: Target,
        plan: Plan,
        tools: Tools,
        talk: Talk,
        keeper: Keeper,
        ledger: Ledger,
    ) -> None:
        self._target, self._plan, self._store = target, plan, tools.store
        self._talk, self._keeper, self._ledger = talk, keeper, ledger
        self._lesser = Lesser(target, tools, talk, keeper, ledger)
        self._circle = Circle()

    def ask(self, windows: Sequence[Window]) -> list[Stop]:
        """Every window of a set; one that cannot be had does not stop the others."""
        stops: list[Stop] = []
        failed, pages = 0, self._ledger.run.pages
        todo = deque(windows)
        self._lesser.begin()
        while todo:
            end = self._window(todo.popleft())
            match end:
                case Close() if todo and self.enough():
                    stops.append(self.stopped_early())
                    break
                case Close():
                    failed = 0
                case Stop():
                    stops.append(end)
                    failed += 1
                    bad = self._ledger.run.pages == pages or failed == MOST_FAILED
                    if bad or not end.elsewhere:
                        break
                case _:
                    todo.extendleft(reversed(end))
        return stops

    def _window(self, window: Window) -> Close | Stop | list[Window]:
        """Ask for a window until it is closed, has to stay open, or is split into others."""
        self._circle = Circle()
        place = Place(window.token, window.pages, piece=window.id != window.span)
        while True:
            outcome, fetched = self._ask(window, place)
            step = next_step(
                place, outcome, self._talk.patience(), repeated=self._repeats(place, outcome)
            )
            if isinstance(outcome, Page) and fetched and isinstance(step, Fetch | Close):
                place = replace(place, pages=place.pages + 1, tries=0)
                window = self._keep(window, outcome, fetched, place, step)
                step = self._early(step)
            match step:
                case Close():
                    return step
                case Stop():
                    self._keeper.damaged(window, step.error, fetched)
                    self._store.fail_window(window.id, step.error.message)
                    return step
                case Split(error):
                    self._keeper.damaged(window, error, fetched)
                    return self._lesser.ask(window, error, place.pages)
                case Fetch(token):
                    place = replace(place, token=token)
                case Wait():
                    self._talk.wait(step, reason_of(outcome))
                    place = replace(place, tries=place.tries + 1)
                case Restart(why):
                    self._talk.tell(f"{why}; the list begins again")
                    window = self._again(window)
                    place = replace(
                        place, token=None, pages=0, tries=0, restarts=place.restarts + 1
                    )

    def _again(self, window: Window) -> Window:
        """The same window from its first page."""
        self._circle = Circle()
        self._ledger.remark("windows-begun-again")
        [again] = self._store.split_window(window.id, [(window.start, window.end)], None)
        return again

    def _ask(self, window: Window, place: Place) -> tuple[Outcome, Fetched | None]:
        fetched = None
        try:
            fetched = self._talk.records(self._arguments(window, place.token))
            return self._talk.read(fetched, "ListRecords"), fetched
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

    def _repeats(self, place: Place, outcome: Outcome) -> bool:
        """Whether the list goes round; only pages of it count."""
        if not isinstance(outcome, Page) or outcome.error is not None:
            return False
        return self._circle.closes(place.token, outcome)

    def _keep(
        self, window: Window, page: Page, fetched: Fetched, place: Place, step: Fetch | Close
    ) -> Window:
        """Store a page together with the place it leads to, and take note of what it says."""
        if place.pages == 1:
            window = self._first(window, page, fetched)
            if isinstance(step, Close) and len(page.records) + len(page.tombstones) == OJS_PAGE:
                self._ledger.remark("page-of-100-without-token")
        checkpoint = Checkpoint(
            source=self._target.name,
            set=window.set,
            window=window.id,
            token=step.token if isinstance(step, Fetch) else None,
            token_expires=page.token_expires,
            pages=place.pages,
            closed=isinstance(step, Close),
            cursor=window.cursor,
        )
        self._keeper.page(window, page, checkpoint)
        return window

    def _first(self, window: Window, page: Page, fetched: Fetched) -> Window:
        """A window's first page says the server's clock, how long the list is, or that it is empty.

        A piece of a window keeps the time at which the whole was first asked for.
        """
        whole = window.id == window.span
        if whole and page.error is not None:
            say_of_empty(self._ledger, self._talk, self._store, window)
        if whole and page.complete_size is not None:
            self._ledger.promise(page.complete_size)
        say_of_moved(self._ledger, fetched)
        said = parsed(page.response_date)
        if said is not None:
            self._ledger.skewed(round((said - fetched.started).total_seconds()))
        if window.cursor is not None or window.kind == "by-hand":
            return window
        if window.start is None and page.error is not None:
            # All that there is was asked for, and it is nothing: an index that is filled later
            # brings datestamps of years ago. Asking for everything again costs one request.
            return window
        return replace(window, cursor=cursor_of(page.response_date, fetched.started))

    def _early(self, step: Fetch | Close) -> Fetch | Close | Stop:
        return self.stopped_early() if isinstance(step, Fetch) and self.enough() else step

    def enough(self) -> bool:
        """Whether a trial has what it wanted."""
        limit = self._plan.stop_after
        return limit is not None and self._ledger.run.counts.received >= limit

    def stopped_early(self) -> Stop:
        """The end of a trial."""
        goes_on = "to go on from here" if self._plan.moves_cursor else "to have all of these dates"
        received = self._ledger.run.counts.received
        return stopped(
            self._ledger.run.pages,
            StoppedEarly(
                f"stopped after {received} records, as asked",
                f"run it again without --stop-after {goes_on}",
            ),
        )


def reason_of(outcome: Outcome) -> str:
    """The code of what went wrong; `repeated` where a page alone is the trouble."""
    error = outcome.error if isinstance(outcome, Page) else outcome
    return error.code if error is not None else "repeated"
