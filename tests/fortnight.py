"""Two weeks of real harvests in minutes: `python -m tests.fortnight [--sources 50] [--days 14]`.

Only time is invented. Servers answer over HTTP, change their records, misbehave at random and are
down for hours; what decides, harvests, stores and forgets is the service's own. It lives in a
process that is killed or stopped again and again, and stays away for a while. Never may happen:
two harvests of a source at once, two requests of one host at once, a source whose last success is
older than its interval, its outages and one overlap; and at the end every copy is the original.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from multiprocessing.sharedctypes import SynchronizedArray
from pathlib import Path

import psutil

from harvester.normalise import NORMALISER, normalise
from harvester.open import open_harvester
from harvester.settings import load_settings
from index.provider import Provider
from index.record import Batch, Incoming
from index.store import open_store
from index.store.base import Store
from tests import faults
from tests.faults import Fault
from tests.life import Life, SharedClock
from tests.provider import ScriptedServer
from tests.records import article, gone
from tests.simulation import OVERLAP, START, Host, outages
from tests.world import facts

HOURS = tuple(timedelta(hours=hours) for hours in (6, 8, 12, 24))
RECORDS = 30
SLOT = timedelta(hours=12)  # between two changes of a server
LONGEST = 0.5  # days that the service is away


class Counting:
    """How many are in here at once, at most."""

    def __init__(self) -> None:
        self._lock, self.now, self.most = threading.Lock(), 0, 0

    @contextmanager
    def one(self) -> Iterator[None]:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            yield
        finally:
            with self._lock:
                self.now -= 1


@dataclass
class Place:
    """A server: its records, its outages, and how many requests it answers at once."""

    host: Host
    store: Store
    requests: Counting

    def change(self, slot: int, at: datetime) -> None:
        """Change some records, add one, delete one; the same slot says the same again."""
        changed = range(RECORDS) if slot == 0 else [slot % RECORDS, (7 * slot) % RECORDS]
        numbers = [*changed, *([RECORDS + slot] if slot else [])]
        raws = [article(n, title=f"Article {n} of slot {slot}", lang="en").raw for n in numbers]
        items = tuple(Incoming(raw, normalise(raw, "s"), NORMALISER) for raw in raws)
        graves = (gone(RECORDS + slot - 3),) if slot > 3 else ()
        self.store.apply("s", Batch(records=items, tombstones=graves), None, at)


class Counted(ScriptedServer):
    """A server that counts the requests that it has in hand."""

    counting: Counting

    def reply(self, *request: object) -> faults.Reply:  # type: ignore[override]
        with self.counting.one():
            return super().reply(*request)  # type: ignore[arg-type]


@dataclass
class Fortnight:
    """What goes on, and what was seen; `broken` is what must never happen, in words."""

    folder: Path
    ours: Store
    places: Sequence[Place]
    servers: Sequence[Counted]
    sources: Mapping[str, int]
    days: int
    chance: random.Random
    shared: SynchronizedArray[float]
    away: Host = field(default_factory=lambda: Host([]))
    kills: int = 0
    stops: int = 0
    sizes: list[tuple[float, int, int]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    excess: timedelta = timedelta(days=-99)
    runs: int = 0

    @property
    def now(self) -> datetime:
        return START + timedelta(seconds=self.shared[0])

    def run(self) -> None:
        """Live through all days, in several lives."""
        end = START + timedelta(days=self.days)
        while self.now < end:
            life = self._begin(end)
            self._last(life, self.chance.uniform(2.0, 12.0))
            if self.now < end and life.exitcode != 0:
                self._away(timedelta(days=self.chance.random() ** 2 * LONGEST))
        for server in self.servers:
            server.faults = ()
        self._change()
        self.shared[1] = float("inf")  # nothing changes any more
        self._away(timedelta(days=2))
        self._last(self._begin(self.now + timedelta(days=2)), 600.0)
        self.broken += self._differences()

    def _away(self, span: timedelta) -> None:
        """Nobody serves for so long."""
        self.away.outages.append((self.now, self.now + span))
        self.shared[0] += span.total_seconds()

    def _begin(self, end: datetime) -> SpawnProcess:
        urls = {name: self.servers[at].url for name, at in self.sources.items()}
        lines = ["[harvest]", "retries = 2", "retry_wait = 1", "workers = 4", "[service]"]
        lines += ["keep_runs = 20"]
        for number, (name, url) in enumerate(urls.items()):
            every = HOURS[number % len(HOURS)] // timedelta(hours=1)
            lines += ["[[source]]", f'name = "{name}"', f'url = "{url}"', f'every = "{every}h"']
        (self.folder / "config.toml").write_text("\n".join(lines) + "\n")
        life = get_context("spawn").Process(
            target=Life.begin, args=(self.folder, self.shared, end.timestamp())
        )
        life.start()
        return life

    def _last(self, life: SpawnProcess, seconds: float) -> None:
        """Let it live for so long, then end it, and the servers change meanwhile."""
        until = time.monotonic() + seconds
        while life.is_alive() and time.monotonic() < until:
            self._change()
            self._fresh()
            time.sleep(0.2)
        if not life.is_alive():
            life.join()
            if life.exitcode != 0:
                self.broken.append(f"a life ended by itself with {life.exitcode}")
            return
        self._measure(life)
        number = self.chance.choice([signal.SIGKILL, signal.SIGTERM])
        self.kills += number == signal.SIGKILL
        self.stops += number == signal.SIGTERM
        psutil.Process(life.pid).send_signal(number)
        life.join(30)
        if life.is_alive():
            self.broken.append("it did not end within 30 s")
            life.kill()
            life.join()

    def _change(self) -> None:
        """Bring the servers to what they are at this time."""
        while self.shared[1] * SLOT.total_seconds() <= self.shared[0]:
            for place in self.places:
                place.change(int(self.shared[1]), self.now)
            self.shared[1] += 1

    def _fresh(self) -> None:
        """Hold each last success to its interval, the outages since, and one overlap."""
        now = self.now
        for past in self.ours.standings():
            since = past.last_success or START
            number = int(past.source[1:])
            host = self.places[self.sources[past.source]].host
            down = host.out(since, now) + self.away.out(since, now)
            over = now - since - HOURS[number % len(HOURS)] - down
            self.excess = max(self.excess, over)
            if over > OVERLAP:
                self.broken.append(f"{past.source}: {now - since} without success, {down} down")

    def _measure(self, life: SpawnProcess) -> None:
        size = sum(path.stat().st_size for path in (self.folder / "data").glob("harvest.db*"))
        rss = psutil.Process(life.pid).memory_info().rss
        self.sizes.append((self.shared[0] / 86400, size, rss))

    def _differences(self) -> Iterator[str]:
        most = max(place.requests.most for place in self.places)
        if most > 1:
            yield f"{most} requests of one host at once"
        log = (self.folder / "log").read_text("utf-8")
        if "Traceback" in log:
            yield "a traceback in the log: " + log[log.index("Traceback") :][:3000]
        with open_harvester(load_settings(self.folder / "config.toml"), create=False) as here:
            for name, at in self.sources.items():
                ours, theirs = said(here.store, name), said(self.places[at].store, "s")
                if ours != theirs:
                    yield f"{name}: {len(ours.items() ^ theirs.items())} records differ"
                runs = sorted(here.store.runs(name, 1000), key=lambda run: run.id)
                self.runs = max(self.runs, runs[-1].id)
                for before, after in pairwise(runs):
                    if before.ended is None or before.ended > after.started:
                        yield f"{name}: run {after.id} began before {before.id} ended"
            if not here.index.verify().clean:
                yield "the index is not the store"


def said(store: Store, source: str) -> dict[str, tuple[object, ...]]:
    """What a store says of each record, but for the name of its source."""
    rows = (row for _, row in store.listing(source, limit=1_000_000))
    return {row.identifier: facts(row)[:4] for row in rows}


def fortnight(sources: int, days: int, seed: int, hosts: int) -> Fortnight:
    """So many sources on so many hosts."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="harvester-fortnight-") as name, ExitStack() as stack:
        folder = Path(name)
        shared = get_context("spawn").Array("d", [0.0, 0.0])
        clock = SharedClock(shared)
        places, servers = [], []
        for number in range(hosts):
            store = stack.enter_context(closing(open_store(folder / f"{number}.db", create=True)))
            store.declare("s", "", "oai_dc", declared=False, now=START)
            place = Place(Host(outages(chance, days, 2, 1.5)), store, Counting())
            provider = Provider(store, "s", name="S", base_url="", admin_email="a@b.example",
                                page_size=10)  # fmt: skip
            down = Fault(
                "down",
                lambda _n, _args, place=place: place.host.down(clock.now()),
                faults.dropped(),
            )
            wrong = (down, *faults.random_faults(seed + number, every=7))
            server = Counted(provider, wrong, host=f"127.0.0.{number + 1}", now=clock.now)
            server.counting = place.requests
            places.append(place)
            servers.append(stack.enter_context(server))
        names = {f"s{number}": number % hosts for number in range(sources)}
        database = folder / "data" / "harvest.db"
        ours = stack.enter_context(closing(open_store(database, create=True)))
        made = Fortnight(folder, ours, places, servers, names, days, chance, shared)
        made.run()
        return made


def main() -> None:
    """Live through it, and print what came out; exit code 1 where anything was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=50)
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--hosts", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    made = fortnight(options.sources, options.days, options.seed, options.hosts)
    requests = sum(len(server.seen) for server in made.servers)
    print(
        f"{options.sources} sources, {options.days} days in {time.monotonic() - began:.0f} s: "
        f"{made.runs} runs, {requests} requests, {made.kills} kills, {made.stops} stops, "
        f"at most {made.excess} beyond interval and outages, "
        f"at most {max((rss for *_, rss in made.sizes), default=0) // 2**20} MB, "
        f"{len(made.broken)} broken"
    )
    middle = made.sizes[len(made.sizes) // 2 :][:1]
    for day, database, rss in [*made.sizes[:1], *middle, *made.sizes[-1:]]:
        print(f"  day {day:4.1f}: database {database // 1000:,} kB, RSS {rss // 2**20} MB")
    for words in made.broken[:20]:
        print(words)
    sys.exit(1 if made.broken else 0)


if __name__ == "__main__":
    main()
