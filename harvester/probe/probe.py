"""The steps of a probe: what is asked, and what each answer tells. A step that fails says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from lxml import etree

from harvester.answer import judge
from harvester.errors import (
    BadAddress,
    HarvestError,
    HostNotFound,
    NoRecordsMatch,
    NoSetHierarchy,
    ProxyFailed,
    TlsFailed,
    Unreachable,
)
from harvester.normalise import normalise
from harvester.normalise.habits import NONE, Habits
from harvester.page import parse, read_page
from harvester.probe.first_page import real_granularity, skew, token_life, token_style
from harvester.probe.reading import Identity, formats_of, identity_of, sets_of
from harvester.probe.software import Software, Traces, software_of
from harvester.stages import Fetched, Page
from index.errors import Error
from index.record import Document

SAMPLES = 3
_HEAD = 1000  # letters of an answer in which software leaves its marks
# Nobody is there to be asked anything else: every further question would fail alike.
_NOBODY = (BadAddress, HostNotFound, ProxyFailed, TlsFailed, Unreachable)

T = TypeVar("T")


class Asking(Protocol):
    """A client: one request, arguments by their protocol names; raises `HarvestError`."""

    def harvest(self, **arguments: str) -> Fetched: ...


@dataclass(frozen=True, slots=True)
class Step:
    """One question: what it was about, and the error where it failed."""

    name: str
    error: Error | None = None


@dataclass(slots=True)
class Findings:
    """What a probe has found out; None or empty where the step failed, or the server is silent.

    `skew`: seconds that the server's clock is ahead. `token_life`: seconds. `dates_work`: whether a
    list between a record's own datestamp and itself holds it. `repairs`: those that answers needed.
    """

    url: str
    steps: list[Step] = field(default_factory=list)
    identity: Identity | None = None
    software: Software | None = None
    formats: tuple[str, ...] = ()
    sets: tuple[tuple[str, str], ...] = ()
    more_sets: bool = False
    skew: float | None = None
    records: int | None = None
    promised: int | None = None
    granularity: str | None = None
    token: str | None = None
    token_style: str | None = None
    token_life: float | None = None
    token_works: bool | None = None
    dates_work: bool | None = None
    deleted: int = 0
    quarantined: int = 0
    repairs: dict[str, int] = field(default_factory=dict)
    samples: tuple[Document, ...] = ()

    @property
    def works(self) -> bool:
        """Whether it can be harvested: a first page of records came."""
        return self.records is not None


def probe(url: str, prefix: str, asking: Asking, max_bytes: int, habits: Habits = NONE) -> Findings:
    """Ask a server everything that matters before it is harvested; some seven requests."""
    return _Probe(Findings(url), prefix, asking, max_bytes, habits).run()


@dataclass
class _Probe:
    found: Findings
    prefix: str
    asking: Asking
    max_bytes: int
    habits: Habits
    head: str = ""
    stamps: Sequence[str] = ()

    def run(self) -> Findings:
        self._step("Identify", self._identify)
        if isinstance(self.found.steps[0].error, _NOBODY):
            return self.found
        self._step("ListMetadataFormats", self._formats)
        self._step("ListSets", self._sets)
        self._step("ListRecords", self._first_page)
        if self.found.token:
            self._step("resumptionToken", self._second_page)
        if self.found.samples:
            self._step("from and until", self._dates)
        self.found.software = software_of(
            Traces(self.found.url, self.found.identity, self.found.token, self.head)
        )
        return self.found

    def _step(self, name: str, do: Callable[[], None]) -> None:
        try:
            do()
        except HarvestError as error:
            self.found.steps.append(Step(name, error))
        else:
            self.found.steps.append(Step(name))

    def _ask(self, **arguments: str) -> tuple[Page, etree._Element, Fetched]:
        """An answer, repaired where it has to be; raises also what the server says is wrong."""
        roots: list[etree._Element] = []

        def read(body: bytes, url: str) -> Page:
            page = read_page(body, url)
            roots.append(parse(body, url))
            return page

        fetched = self.asking.harvest(**arguments)
        page = judge(fetched, self.max_bytes, read)
        for name, count in page.repairs:
            self.found.repairs[name] = self.found.repairs.get(name, 0) + count
        if page.error is not None:
            raise page.error
        root = roots[-1] if roots else etree.Element("salvaged")
        return page, root, fetched

    def _identify(self) -> None:
        page, root, fetched = self._ask(verb="Identify")
        self.found.identity = identity_of(root)
        self.found.skew = skew(page, fetched.started, fetched.elapsed)
        self.head = fetched.body[:_HEAD].decode(errors="replace")

    def _formats(self) -> None:
        _, root, _ = self._ask(verb="ListMetadataFormats")
        self.found.formats = formats_of(root)

    def _sets(self) -> None:
        try:
            page, root, _ = self._ask(verb="ListSets")
        except NoSetHierarchy:
            return  # it has none, and says so
        self.found.sets, self.found.more_sets = sets_of(root), page.token is not None

    def _first_page(self) -> None:
        found = self.found
        page, _, fetched = self._ask(verb="ListRecords", metadataPrefix=self.prefix)
        if found.skew is None:
            found.skew = skew(page, fetched.started, fetched.elapsed)
        found.records, found.promised = len(page.records), page.complete_size
        found.deleted, found.quarantined = len(page.tombstones), len(page.quarantined)
        found.granularity = real_granularity(page)
        found.token, found.token_life = page.token, token_life(page)
        found.token_style = token_style(page.token) if page.token else None
        found.samples = tuple(
            normalise(raw, "probe", self.habits) for raw in page.records[:SAMPLES]
        )
        self.stamps = [raw.datestamp for raw in page.records]

    def _second_page(self) -> None:
        self.found.token_works = False
        page, _, _ = self._ask(verb="ListRecords", resumptionToken=self.found.token or "")
        self.found.token_works = bool(page.records or page.tombstones)

    def _dates(self) -> None:
        """A list from the datestamp of the first record to the same holds at least that record."""
        self.found.dates_work = False
        stamp = self.stamps[0]
        try:
            page, _, _ = self._ask(
                verb="ListRecords", metadataPrefix=self.prefix, **{"from": stamp, "until": stamp}
            )
        except NoRecordsMatch:
            return
        first = self.found.samples[0].identifier
        self.found.dates_work = page.token is not None or first in _identifiers(page)


def _identifiers(page: Page) -> Sequence[str]:
    return [raw.identifier for raw in page.records]
