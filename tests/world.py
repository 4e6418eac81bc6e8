"""A provider's store, a harvester's store and a clock: what harvest tests need, in a line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from harvester.client import Client, Limits
from harvester.harvest import Plan, Rules, Target, Tools, harvest
from harvester.normalise import NORMALISER, normalise
from harvester.preview import Preview, preview
from harvester.sweep import sweep
from index.provider import Provider
from index.record import Batch, Document, Incoming, Key, Record, Run, Sweep
from index.store import open_store
from index.store.base import Store
from tests.faults import Fault
from tests.provider import ScriptedServer
from tests.records import article, gone, identifier

START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class StepClock:
    """A clock that moves only when somebody sleeps; remembers how long."""

    at: datetime = START
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)

    def wake(self) -> None:
        """Nobody sleeps for real."""

    def jitter(self) -> float:
        return 0.0


RULES = Rules(retries=2, retry_wait=5.0, overlap=timedelta(hours=48))


@dataclass
class World:
    """A server with a store of its own, and our store: `harvest` brings one into the other."""

    theirs: Store
    ours: Store
    clock: StepClock = field(default_factory=StepClock)
    rules: Rules = RULES
    page_size: int = 3
    granularity: str = "second"
    owner: str = "elsewhere 1 1"
    url: str = "http://server.example/oai"
    requests: list[dict[str, str]] = field(default_factory=list)
    seen: list[Run] = field(default_factory=list)

    def put(self, numbers: Iterable[int], at: datetime = START, **fields: str) -> None:
        """Give the server these articles, changed at that time."""
        raws = [article(n, **fields).raw for n in numbers]  # type: ignore[arg-type]
        batch = Batch(tuple(Incoming(raw, normalise(raw, "s"), NORMALISER) for raw in raws))
        self.theirs.declare("s", "", "oai_dc", declared=False, now=at)
        self.theirs.apply("s", batch, None, at)

    def delete(self, numbers: Iterable[int], at: datetime = START) -> None:
        """Let the server say that these articles are deleted."""
        headers = tuple(gone(n) for n in numbers)
        self.theirs.apply("s", Batch(tombstones=headers), None, at)

    def harvest(
        self,
        *faults: Fault,
        plan: Plan = Plan(),  # noqa: B008  # frozen
        sets: Sequence[str] = (),
    ) -> Run:
        """Harvest the server into our store, the server doing these faults."""
        with self._served(faults) as (client, tools):
            return harvest(self._target(sets), plan, tools, client)

    def preview(self, plan: Plan = Plan()) -> Preview:  # noqa: B008  # frozen
        """What a harvest would do."""
        with self._served(()) as (client, tools):
            [one] = preview(self._target(()), plan, tools, client)
        return one

    def sweep(
        self,
        *faults: Fault,
        sets: Sequence[str] = (),
        accept: bool = False,
        dry_run: bool = False,
    ) -> Sweep:
        """Compare the lists of identifiers, the server doing these faults."""
        with self._served(faults) as (client, tools):
            return sweep(self._target(sets), tools, client, accept=accept, dry_run=dry_run)

    def _target(self, sets: Sequence[str]) -> Target:
        # The port is another one each time; the source is the same.
        return Target("s", self.url, "oai_dc", tuple(sets))

    @contextmanager
    def _served(self, faults: Sequence[Fault]) -> Iterator[tuple[Client, Tools]]:
        provider = Provider(
            self.theirs,
            "s",
            name="Sample",
            base_url="",
            admin_email="a@b.example",
            page_size=self.page_size,
            granularity=self.granularity,  # type: ignore[arg-type]
        )
        limits = Limits(5.0, 5.0, 10_000_000)
        with ScriptedServer(provider, faults, now=self.clock.now) as server:
            tools = Tools(self.ours, self.clock, self.rules, self.owner, self.seen.append)
            try:
                with Client(
                    server.url, limits=limits, user_agent="test", now=self.clock.now
                ) as client:
                    yield client, tools
            finally:
                self.requests = [
                    {name: values[0] for name, values in seen.args.items()} for seen in server.seen
                ]

    def same(self) -> bool:
        """Whether our store says the same as theirs, record for record."""
        return said(self.theirs) == said(self.ours)


def said(store: Store) -> dict[str, tuple[object, ...]]:
    """What a store says of each record of "s": all but its own times and numbers."""
    return {row.identifier: facts(row) for _, row in store.listing("s", limit=1_000_000)}


def facts(record: Record) -> tuple[object, ...]:
    """What must be the same in a copy.

    A tombstone's document is not handed on, nor does its header unset the sets of the record. The
    order of sets means nothing.
    """
    dead = record.deleted is not None
    return (
        record.identifier,
        dead,
        () if dead else tuple(sorted(record.sets)),
        None if dead else record.content_hash,
        None if dead else _ordered(record.document),
    )


def _ordered(document: Document | None) -> Document | None:
    return document and replace(document, sets=tuple(sorted(document.sets)))


def keys(store: Store) -> list[str]:
    """The identifiers of the live records."""
    return sorted(key.identifier for key in store.keys())  # noqa: SIM118  # no mapping


def key(number: int) -> Key:
    """The key of an article."""
    return Key("s", identifier(number))


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """Two stores in a folder, closed at the end."""
    theirs = open_store(folder / "theirs.db", create=True)
    ours = open_store(folder / "ours.db", create=True)
    try:
        yield World(theirs, ours)
    finally:
        theirs.close()
        ours.close()


def error_code(run: Run) -> str | None:
    """The code of what ended a run."""
    return run.error.code if run.error else None
