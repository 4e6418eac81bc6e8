"""A thousand harvests of a bad server: `python -m tests.faults_run --runs 1000 --seed 1`.

Each run serves some records with a fault on every fourth response (once for a URL), kills the
harvester with -9 at random requests, starts it again until it says ok, and compares the stores;
then the server changes, and the same again. Every fourth run has records that fail for good: then
what is stored and what quarantine names have to be all that was offered. A seed gives the same
records, faults and kills, so that the one that is printed can be run again: `--runs 1 --seed N`.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from harvester.claims import this_process
from harvester.client import Client, Limits
from harvester.clock import SystemClock
from harvester.harvest import Plan, Rules, SweepRules, Target, Tools, harvest
from index.provider import Provider
from index.record import Run
from index.store import open_store
from index.store.base import Store
from tests import faults
from tests.faults import Exchange, Fault, Reply
from tests.provider import ScriptedServer
from tests.records import identifier
from tests.world import START, World, said

DAY = timedelta(days=1)
EVERY = 4
MOST_STARTS = 200
RULES = Rules(
    retries=2,
    retry_wait=0.01,
    overlap=timedelta(hours=48),
    sweep=SweepRules("sweep", timedelta(days=1)),
)
# How many requests a harvester lives, on average, while it is being killed.
LIFE = 12


@dataclass
class Bad:
    """What a server does wrong in one run, all of it from the seed."""

    seed: int
    permanent: frozenset[int] = frozenset()
    done: set[str] = field(default_factory=set)
    faults: int = 0
    kills: int = 0
    victim: int | None = None
    next_kill: int = 0

    def __post_init__(self) -> None:
        self.chance = Random(f"kills {self.seed}")
        self._plan()

    def _plan(self) -> None:
        self.next_kill = 1 + int(self.chance.expovariate(1 / LIFE))

    def effect(self, reply: Reply, exchange: Exchange) -> Reply:
        """The wrong answer to a request, and perhaps the end of who asked."""
        self._perhaps_kill()
        if any(f"Article {n}<".encode() in reply.body for n in self.permanent):
            return faults.status(500)(reply, exchange)
        url = repr(sorted(exchange.args.items()))
        if exchange.number % EVERY or url in self.done:
            return reply
        self.done.add(url)
        self.faults += 1
        kind = Random(f"{self.seed}/{exchange.number}").choice(list(faults.TRANSIENT))
        return faults.TRANSIENT[kind](reply, exchange)

    def _perhaps_kill(self) -> None:
        self.next_kill -= 1
        if self.next_kill or self.victim is None:
            return
        self.kills += 1
        self._plan()
        victim, self.victim = self.victim, None
        # Now, or some milliseconds after the answer: while it is read, or stored.
        delay = self.chance.choice([0.0, self.chance.uniform(0, 0.03)])
        if delay:
            threading.Timer(delay, _kill, [victim]).start()
        else:
            _kill(victim)


def _kill(victim: int) -> None:
    try:
        os.kill(victim, signal.SIGKILL)
    except ProcessLookupError:
        return


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one seed came to; no differences is right."""

    seed: int
    starts: int
    kills: int
    faults: int
    offered: int
    named: int
    differences: tuple[str, ...]


def main() -> None:
    """Run the seeds and print what came out; exit code 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began, wrong = time.monotonic(), 0
    total = [0, 0, 0, 0, 0]
    for outcome in trials(options.runs, options.seed):
        wrong += bool(outcome.differences)
        for difference in outcome.differences:
            print(f"seed {outcome.seed}: {difference}", flush=True)
        figures = (outcome.starts, outcome.kills, outcome.faults, outcome.offered, outcome.named)
        total = [before + more for before, more in zip(total, figures, strict=True)]
    starts, kills, wrongs, offered, named = total
    print(
        f"{options.runs} runs from seed {options.seed}: {wrong} wrong; {starts} starts, {kills} "
        f"killed, {wrongs} passing faults, {offered} records offered, {named} of them named in "
        f"quarantine, {time.monotonic() - began:.0f} s"
    )
    sys.exit(1 if wrong else 0)


def trials(runs: int, seed: int) -> Iterator[Outcome]:
    """One outcome a seed."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.provider", "tests.world"])
    for number in range(seed, seed + runs):
        with tempfile.TemporaryDirectory(prefix="harvester-faults-") as folder:
            yield trial(Path(folder), number, context)


def trial(folder: Path, seed: int, context: multiprocessing.context.ForkServerContext) -> Outcome:
    """Harvest a bad server until it is done, let it change, and harvest it again."""
    chance = Random(seed)
    size = chance.randint(20, 60)
    failing = frozenset(chance.sample(range(size), 3)) if seed % EVERY == 0 else frozenset()
    bad = Bad(seed, failing)
    with _theirs(folder, chance, size) as (store, provider, clock):
        fault = Fault("bad", lambda number, args: True, bad.effect)
        differences: list[str] = []
        starts = 0
        with ScriptedServer(provider, [fault], now=lambda: clock[0]) as server:
            for stage in ("first", "second"):
                if stage == "second":
                    _change(store, chance, size, clock)
                starts += _until_done(folder, server.url, clock[0], bad, context)
                differences += [f"{stage} harvest: {d}" for d in _differences(folder, store, bad)]
        with closing(open_store(folder / "ours.db", create=False)) as ours:
            named = len({entry.identifier for entry in ours.quarantine_list("s")})
        offered = len(said(store))
    return Outcome(seed, starts, bad.kills, bad.faults, offered, named, tuple(differences))


@contextmanager
def _theirs(
    folder: Path, chance: Random, size: int
) -> Iterator[tuple[Store, Provider, list[datetime]]]:
    with closing(open_store(folder / "theirs.db", create=True)) as store:
        world = World(store, store)
        for n in range(size):
            world.put([n], at=START + chance.randint(0, 9) * DAY)
        world.delete([chance.randrange(size), size + 1], at=START + 9 * DAY)
        provider = Provider(
            store,
            "s",
            name="Bad",
            base_url="",
            admin_email="a@b.example",
            page_size=chance.randint(3, 20),
            granularity=chance.choice(["day", "second"]),
        )
        yield store, provider, [START + 20 * DAY]


def _change(store: Store, chance: Random, size: int, clock: list[datetime]) -> None:
    world, now = World(store, store), clock[0] + DAY
    world.put(range(size + 10, size + 20), at=now)
    alive = [n for n in range(size) if n % 5 == 0]
    world.put(alive, at=now, title="Changed")
    world.delete(chance.sample([n for n in range(size) if n % 5], 3), at=now)
    clock[0] = now + DAY


@dataclass(frozen=True)
class At(SystemClock):
    """The machine's clock, moved: what waits really waits, and the dates are the server's."""

    ahead: timedelta = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.ahead


def _until_done(
    folder: Path,
    url: str,
    now: datetime,
    bad: Bad,
    context: multiprocessing.context.ForkServerContext,
) -> int:
    """Start the harvester until it ends with ok; gives how often it was started."""
    ahead = now - SystemClock().now()
    for starts in range(1, MOST_STARTS + 1):
        process = context.Process(target=harvester, args=(folder, url, ahead))
        process.start()
        bad.victim = process.pid
        process.join(120)
        bad.victim = None
        if process.is_alive():
            process.kill()
            process.join()
        code = process.exitcode
        process.close()
        if code == 0:
            return starts
    raise AssertionError(f"seed {bad.seed}: not done after {MOST_STARTS} starts")


def harvester(folder: Path, url: str, ahead: timedelta) -> None:
    """The process that is killed: one harvest, as the command does it; exit code 0 for ok."""
    clock = At(ahead=ahead)
    with closing(open_store(folder / "ours.db", create=True)) as store:
        tools = Tools(store, clock, RULES, this_process(), _silent)
        limits = Limits(10.0, 10.0, 10_000_000)
        with Client(url, limits=limits, user_agent="test", now=clock.now) as client:
            run = harvest(Target("s", "http://bad.example/oai"), Plan(), tools, client)
    sys.exit(0 if run.status in ("ok", "unchanged") else 3)


def _silent(run: Run) -> None:
    """Nobody watches."""


def _differences(folder: Path, theirs: Store, bad: Bad) -> Sequence[str]:
    """What is not as it should be: lost, twice, wrongly deleted, different, wrongly named."""
    failing = {identifier(n) for n in bad.permanent}
    with closing(open_store(folder / "ours.db", create=False)) as store:
        right, found = said(theirs), said(store)
        rows = store.listing("s", limit=1_000_000)
        named = {entry.identifier for entry in store.quarantine_list("s")}
        cursor = store.cursor("s", "")
    wrong = [f"{len(rows) - len(found)} twice"] if len(rows) != len(found) else []
    for name in sorted(right.keys() | found.keys()):
        if right.get(name) == found.get(name) or (name in failing and name in named):
            continue
        if name not in found:
            wrong.append(f"{name} is lost")
        elif found[name][1] and not right[name][1]:
            wrong.append(f"{name} is wrongly deleted")
        else:
            wrong.append(f"{name} differs")
    wrong += [f"{name} is named without need" for name in sorted(named - failing, key=str)]
    return wrong if cursor else [*wrong, "the cursor was not moved"]


if __name__ == "__main__":
    main()
