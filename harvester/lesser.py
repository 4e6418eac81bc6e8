"""Asking for less: a window that fails is cut in two, and at one granule taken record by record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from harvester.decide import stopped
from harvester.errors import BadArgument, HarvestError, ListStuck
from harvester.identifiers import pages
from harvester.keep import Keeper
from harvester.ledger import Ledger
from harvester.singly import Singly
from harvester.stages import Close, Page, Stop
from harvester.talk import Talk
from harvester.task import Target, Tools
from harvester.windows import cursor_of, halves, outside, parsed
from index.record import Batch, Checkpoint, Window

# Where a server does not say its earliestDatestamp: older than OAI-PMH 2.0 no server is.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
# So many failures in a row without one good page: from the widest window to one second it takes 30.
# A server that fails at lists of any size would be cut for ever (2**30 pieces).
BARREN = 40


class Lesser:
    """Splits windows of one (source, set) at a time; `begin` starts the next one."""

    def __init__(
        self, target: Target, tools: Tools, talk: Talk, keeper: Keeper, ledger: Ledger
    ) -> None:
        self._target, self._tools, self._store = target, tools, tools.store
        self._talk, self._keeper, self._ledger = talk, keeper, ledger
        self._now: datetime | None = None
        self._barren, self._pages = 0, 0

    def begin(self) -> None:
        """Another set: what was seen of dates held for the one before."""
        self._keeper.coarse = timedelta(0)
        self._barren = 0

    def ask(self, window: Window, error: HarvestError, stored: int) -> Close | Stop | list[Window]:
        """Smaller windows in place of one that failed, or what became of its single records.

        `stored` is how many pages of it are. A server that does not even say who it is has other
        trouble than the size of a window.
        """
        identity = self._talk.identity(afresh=True)
        if identity is None:
            return self._failed(window, stored, error)
        self._count()
        refused = isinstance(error, BadArgument) and not stored
        hopeless = refused or isinstance(error, ListStuck) or self._barren > BARREN
        pieces = None if hopeless else self._pieces(window, identity)
        if pieces is None:
            return self._singly(window, error, identity, stored, dated=not refused)
        self._talk.tell(f"{error.message}; asked for in smaller windows")
        self._ledger.remark("windows-split")
        return self._store.split_window(window.id, pieces, self._time(identity))

    def _count(self) -> None:
        pages = self._ledger.run.pages
        self._barren = self._barren + 1 if pages == self._pages else 0
        self._pages = pages

    def _pieces(
        self, window: Window, identity: Page
    ) -> tuple[tuple[str | None, str | None], ...] | None:
        # OJS compares whole days although it promises seconds (pkp/pkp-lib#13161); others do not
        # heed dates at all. What is outside of the dates asked shows either.
        coarse = self._keeper.coarse
        floor = timedelta(0) if not coarse else DAY if coarse < 2 * DAY else timedelta.max
        # One time for the whole run: while we wait an open window would grow faster than it is cut.
        self._now = self._now or parsed(identity.response_date) or self._tools.clock.now()
        return halves(
            (window.start, window.end),
            parsed(identity.earliest) or EARLIEST,
            self._now,
            identity.granularity,
            floor,
        )

    def _time(self, identity: Page) -> str:
        return cursor_of(identity.response_date, self._tools.clock.now())

    def _singly(
        self, window: Window, error: HarvestError, identity: Page, stored: int, *, dated: bool
    ) -> Close | Stop:
        """Every record of the window by name; it closes when each is stored or named.

        `dated` False: the server refuses dates, and is asked for all of its identifiers.
        """
        self._talk.tell(f"{error.message}; asked for record by record")
        self._ledger.remark("windows-record-by-record")
        try:
            self._names(window, dated=dated)
        except BadArgument as failed:
            if not dated or (window.start is None and window.end is None):
                return self._failed(window, stored, failed)
            return self._singly(window, failed, identity, stored, dated=False)
        except HarvestError as failed:
            # Stuck here as there: what the list is stuck at is what has to be told.
            told = error if isinstance(error, ListStuck) else failed
            return self._failed(window, stored, told)
        cursor = None if window.kind == "by-hand" else window.cursor or self._time(identity)
        place = Checkpoint(
            self._target.name, window.set, window.id, pages=stored, closed=True, cursor=cursor
        )
        self._keeper.batch(Batch(prefix=self._target.prefix), place)
        return Close()

    def _names(self, window: Window, *, dated: bool) -> None:
        """Ask for the window's identifiers, and fetch what of them we do not hold just so."""
        singly = Singly(self._target, self._tools, self._talk, self._keeper)
        asked = {
            "metadataPrefix": self._target.prefix,
            "from": window.start if dated else None,
            "until": window.end if dated else None,
            "set": window.set or None,
        }
        given = {name: value for name, value in asked.items() if value}
        for page in pages(self._talk, "ListIdentifiers", **given):
            self._look(window, page)
            singly.fetch(singly.lacking(list(page.headers)), full=window.kind == "full")

    def _look(self, window: Window, page: Page) -> None:
        asked = (window.start, window.end)
        alive = [outside(name.datestamp, asked) for name in page.headers if not name.deleted]
        self._keeper.coarse = max([self._keeper.coarse, *alive])

    def _failed(self, window: Window, stored: int, error: HarvestError) -> Stop:
        self._store.fail_window(window.id, error.message)
        return stopped(stored, error, elsewhere=True)
