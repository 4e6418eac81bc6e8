"""Record by record: what a list does not give is asked for by name.

The last resort for one granule of a window (one bad record fails a whole page: DSpace/DSpace#10721,
inveniosoftware/datacite#941), and how a sweep fetches what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from harvester import errors, sayings
from harvester.keep import Keeper
from harvester.stages import Page
from harvester.talk import Talk
from harvester.task import Target, Tools
from index.record import Key, Named, Tombstone, Unreadable

# So many records are stored together: a commit for each would take longer than the asking.
BATCH = 20
# After so many failures in a row a record that came before is asked for once more: where that
# fails too, the server is in trouble and not the record.
DOUBT = 3

# What may be the fault of one record; everything else is the server's, and ends the asking.
OF_A_RECORD = (
    errors.ServerFailed,
    errors.TooMuch,
    errors.RequestRefused,
    errors.TimedOut,
    errors.ConnectionCut,
    errors.BadContentEncoding,
    errors.BodyTooLarge,
    errors.PayloadError,
    errors.OaiError,
)


class Singly:
    """Fetches records by their identifiers, and names in quarantine those that cannot be had."""

    def __init__(self, target: Target, tools: Tools, talk: Talk, keeper: Keeper) -> None:
        self._target, self._store = target, tools.store
        self._talk, self._keeper = talk, keeper
        self._failures = 0
        self._good: str | None = None

    def fetch(self, names: Iterable[Named], *, full: bool = False) -> int:
        """Fetch them all; gives how many came. Raises `HarvestError` where the server fails."""
        came, waiting = 0, iter(names)
        while some := list(islice(waiting, BATCH)):
            pages = list(self._pages(some))
            for page in pages:
                batch = self._keeper.batch_of(page, full=full)
                self._keeper.batch(batch, None, page.repairs)
            came += sum(len(page.records) for page in pages)
        return came

    def lacking(self, names: list[Named]) -> list[Named]:
        """Those of a page of headers that we do not hold just so."""
        held = self._store.get_many([Key(self._target.name, name.identifier) for name in names])
        lack = []
        for name in names:
            record = held.get(Key(self._target.name, name.identifier))
            alive = record is not None and record.deleted is None
            if record is None or alive == name.deleted or record.datestamp != name.datestamp:
                lack.append(name)
            elif alive:
                self._good = name.identifier
        return lack

    def _pages(self, names: list[Named]) -> Iterator[Page]:
        """The records as few pages: one of all that came, and what is told of the others."""
        whole = Page("GetRecord")
        for name in names:
            if name.deleted:
                grave = Tombstone(name.identifier, name.datestamp)
                whole = replace(whole, tombstones=(*whole.tombstones, grave))
                continue
            whole = _joined(whole, self._one(name.identifier))
        yield whole

    def _one(self, identifier: str) -> Page:
        try:
            page = self._twice(identifier)
        except OF_A_RECORD as error:
            rest = _rest(error, identifier)
            if rest is not None:
                return rest
            if not isinstance(error, errors.IdDoesNotExist):  # a plain answer
                self._failures += 1
                self._doubt(error)
            self._talk.tell(f"{identifier}: {error.message}")
            return Page("GetRecord", quarantined=(self._named(identifier, error),))
        self._failures, self._good = 0, identifier
        return page

    def _twice(self, identifier: str) -> Page:
        """Also what is no passing fault may pass: a maintenance page, a mixed-up answer."""
        try:
            return self._get(identifier)
        except OF_A_RECORD:
            return self._get(identifier)

    def _get(self, identifier: str) -> Page:
        asked = {"identifier": identifier, "metadataPrefix": self._target.prefix}
        page = self._talk.page("GetRecord", asked, retries=1)
        names = _names(page)
        if not names:
            raise errors.EmptyBody(f"{identifier}: the server gives no record", None)
        if identifier not in names:
            other = min(names) or "one without identifier"
            raise errors.OtherRecord(
                f"{identifier}: the server gives another record: {other}",
                "tell the server's operators: GetRecord does not heed its identifier",
            )
        return page

    def _doubt(self, error: errors.HarvestError) -> None:
        """Raise the error where not the record but the server is in trouble."""
        if self._failures % DOUBT:
            return
        if self._good is None:
            raise error
        self._get(self._good)

    def _named(self, identifier: str, error: errors.HarvestError) -> Unreadable:
        reason = sayings.NOT_FETCHED.format(why=error.message)
        url = f"{self._target.url}?verb=GetRecord&identifier={identifier}"
        return Unreadable("record", error.code, reason, b"", url, identifier)


def _rest(error: errors.HarvestError, identifier: str) -> Page | None:
    """What could be saved of an answer that broke off, where it is of that record."""
    page = error.salvaged if isinstance(error, errors.PayloadError) else None
    if page is None:
        return None
    return page if identifier in _names(page) else None


def _names(page: Page) -> set[str]:
    """Of which records an answer is; what has no readable identifier is called ""."""
    return {
        *(raw.identifier for raw in page.records),
        *(grave.identifier for grave in page.tombstones),
        *(item.identifier or "" for item in page.quarantined),
    }


def _joined(whole: Page, more: Page) -> Page:
    return replace(
        whole,
        records=(*whole.records, *more.records),
        tombstones=(*whole.tombstones, *more.tombstones),
        quarantined=(*whole.quarantined, *more.quarantined),
        response_date=more.response_date or whole.response_date,
        base_url=more.base_url or whole.base_url,
        repairs=(*whole.repairs, *more.repairs),
    )
