"""A conversation with one server: patience, and the pages in its answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from harvester.answer import LATEST, judge
from harvester.claims import RENEW_AFTER, hold
from harvester.decide import LONGEST_WAIT, Patience, Place, next_step
from harvester.errors import HarvestError, HttpError, NotOaiPmh, OaiError
from harvester.ledger import Ledger
from harvester.stages import Fetched, Page, Wait
from harvester.task import Endpoint, Tools


class Talk:
    """Asks one server, and keeps the lease meanwhile."""

    def __init__(self, source: str, tools: Tools, endpoint: Endpoint, ledger: Ledger) -> None:
        self._source, self._tools, self._endpoint = source, tools, endpoint
        self._clock, self._ledger = tools.clock, ledger
        self._renewed = self._clock.now()
        self._identity: Page | None = None

    def records(self, arguments: dict[str, str]) -> Fetched:
        """A page of records, as it came. Raises `TransportError`."""
        return self.counted(lambda: self._endpoint.list_records(**arguments))

    def read(self, fetched: Fetched, verb: str) -> Page:
        """The page in an answer to `verb`; an OAI-PMH error is `Page.error`.

        The answer to another verb (an address that ends in `?verb=Identify`, a cache that mixes
        answers up) has no token, and would be taken for the end of a list. Raises `HarvestError`.
        """
        rules = self._tools.rules
        try:
            page = judge(fetched, rules.max_bytes, bounds=rules.bounds)
        except HttpError as error:
            self._heed(error, fetched)
            raise
        if isinstance(page.error, OaiError):
            self._tools.meter.refused(self._source, page.error.code)
        if page.error is None and page.verb != verb:
            raise NotOaiPmh(
                f"{fetched.url}: asked for {verb}, the server answers {page.verb}",
                "take ?verb=… out of the url of the source; else tell the server's operators",
            )
        return page

    def _heed(self, error: HttpError, fetched: Fetched) -> None:
        """Take down how long the server wants to be left alone, where no run waits for so long."""
        seconds = error.retry_after
        if seconds is not None and LONGEST_WAIT < seconds < LATEST:
            self._ledger.rest(fetched.started + timedelta(seconds=seconds))

    def page(self, verb: str, arguments: Mapping[str, str], retries: int | None = None) -> Page:
        """The answer to a request, asked for again where that may help.

        Raises `HarvestError`, of which an OAI-PMH error is one too.
        """
        place = Place()
        while True:
            error: HarvestError
            try:
                fetched = self.counted(lambda: self._endpoint.harvest(verb=verb, **arguments))
                page = self.read(fetched, verb)
                if not isinstance(page.error, HarvestError):
                    return page
                error = page.error
            except HarvestError as failed:
                error = failed
            step = next_step(place, error, self.patience(retries), repeated=False)
            if not isinstance(step, Wait):
                raise error
            self.wait(step, error.code)
            place = replace(place, tries=place.tries + 1)

    def identity(self, *, afresh: bool = False) -> Page | None:
        """What the server says of itself, asked for once a run; None where Identify does not work.

        `afresh` asks again: whether the server is there at all.
        """
        if self._identity is None or afresh:
            self._identity = None
            try:
                self._identity = self.page("Identify", {}, retries=1 if afresh else 0)
            except HarvestError:
                return None
        return self._identity

    def granularity(self) -> str | None:
        """The server's granularity. Where it does not say it, days are right for everybody."""
        said = self.identity()
        return said.granularity if said else None

    def counted(self, ask: Callable[[], Fetched]) -> Fetched:
        """Ask, and count it; whose turn it is at the host the client knows."""
        self._ledger.add(requests=1)
        fetched = ask()
        self._ledger.add(size=len(fetched.body))
        self.renew()
        return fetched

    def wait(self, step: Wait, reason: str) -> None:
        """Wait before the same is asked for again; `reason` is the code of an error."""
        self.tell(f"{step.why}; again in {step.seconds:.0f} s")
        self._ledger.add(retries=1)
        self._tools.meter.retried(reason)
        self.renew()
        self._clock.sleep(step.seconds)

    def tell(self, words: str) -> None:
        self._tools.tell(f"{self._source}: {words}")

    def renew(self) -> None:
        """Lengthen the lease where a part of it is over. Raises `ClaimHeld` where it is lost."""
        now = self._clock.now()
        if now - self._renewed >= RENEW_AFTER:
            hold(self._tools.store, self._source, self._tools.owner, now)
            self._renewed = now

    def patience(self, retries: int | None = None) -> Patience:
        """How long to try; `retries` where that is less than the rules allow."""
        rules = self._tools.rules
        tries = rules.retries if retries is None else min(retries, rules.retries)
        return Patience(tries, rules.retry_wait, self._clock.jitter())
