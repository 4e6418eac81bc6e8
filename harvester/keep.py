"""Pages into the store: a page's items together with the place that they lead to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from harvester.errors import Blocked, PayloadError
from harvester.leavers import Leavers, stands_in
from harvester.ledger import Ledger
from harvester.stages import Fetched, Page
from harvester.talk import Talk
from harvester.task import Target, Tools
from harvester.windows import outside
from index.errors import Error
from index.record import Batch, Checkpoint, Counts, Incoming, Unreadable, Window

FIRST_BYTES = 4096


class Keeper:
    """Stores what a run brings. `coarse` is how far the server was seen to miss the dates asked."""

    def __init__(self, target: Target, tools: Tools, talk: Talk, ledger: Ledger) -> None:
        self._target, self._tools, self._ledger = target, tools, ledger
        self._leavers = Leavers(target, tools.store, talk, ledger)
        self.coarse = timedelta(0)

    def page(self, window: Window, page: Page, checkpoint: Checkpoint) -> None:
        """A page of the window's list, in one transaction with the place that it leads to."""
        self._look(window, page)
        batch = self.batch_of(page, full=window.kind == "full", set_spec=window.set)
        self.batch(batch, checkpoint, page.repairs)
        self._ledger.add(pages=1)
        self._tools.watch(self._ledger.run)

    def batch(
        self,
        batch: Batch,
        checkpoint: Checkpoint | None,
        repairs: tuple[tuple[str, int], ...] = (),
    ) -> Counts:
        """Anything else that came, with or without a place."""
        now, run = self._tools.clock.now(), self._ledger.run.id or None
        counts = self._tools.store.apply(self._target.name, batch, checkpoint, now, run)
        self._ledger.brought(counts, repairs)
        return counts

    def damaged(self, window: Window, error: Error, fetched: Fetched | None) -> None:
        """Bytes that could not be read go to quarantine; the whole records in them are kept.

        Of who refuses us the first bytes tell enough: whose page it is, and whom to ask.
        """
        salvaged = Page(None)
        match error:
            case PayloadError() if fetched:
                body, salvaged = fetched.body, error.salvaged or salvaged
            case Blocked() if fetched and fetched.body:
                body = fetched.body[:FIRST_BYTES]
            case _:
                return
        page = Unreadable("page", error.code, error.message, body, fetched.url, span=window.span)
        batch = self.batch_of(salvaged, full=window.kind == "full", set_spec=window.set)
        self._look(window, salvaged)
        batch = replace(batch, quarantined=(*batch.quarantined, page))
        self.batch(batch, None, salvaged.repairs)

    def batch_of(self, page: Page, *, full: bool, set_spec: str | None = None) -> Batch:
        """A page as the store takes it; `--full` wins over datestamps that are newer.

        `set_spec`: the set whose list it is.
        """
        batch = batch_of(self._leavers.settled(page, set_spec), self._target)
        if full:
            batch = replace(batch, overrides=self._ledger.run.started)
        return batch

    def _look(self, window: Window, page: Page) -> None:
        """Count what was not asked for. It is kept all the same."""
        asked = (window.start, window.end)
        far = [outside(raw.datestamp, asked) for raw in page.records]
        beyond = [distance for distance in far if distance]
        self._ledger.remark("outside-dates", len(beyond))
        self.coarse = max([self.coarse, *beyond])
        strangers = [raw for raw in page.records if not stands_in(raw.sets, window.set)]
        self._ledger.remark("outside-set", len(strangers))
        day = (page.response_date or "")[:10]
        now = [raw for raw in page.records if day and raw.datestamp[:10] == day]
        self._ledger.remark("stamped-today", len(now))


def batch_of(page: Page, target: Target) -> Batch:
    """A page's items, normalised, with what the server said of itself."""
    # Here, because commands that only look at runs need not wait for its rules and tables.
    from harvester.normalise import NORMALISER, normalise

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
