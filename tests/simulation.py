"""Months of a service in seconds: `python -m tests.simulation [--sources 500] [--days 90]`.

`tick`, `next_due` and `spread` as they are, with invented servers: some are down for days, some
refuse, some bring a part, some take hours; the service itself is stopped and killed. What must
never happen is counted while it goes: two harvests of a source at once, more of a host than it may
have, a source whose last success is older than its interval, its outages and one overlap.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from harvester.hosts import host_of
from harvester.schedule import next_due
from harvester.settings import SourceSettings
from harvester.tick import Going, Places, is_slow, spread, tick, turns_of
from index.record import RunStatus, Standing

START = datetime(2026, 1, 1, tzinfo=UTC)
STEP = timedelta(minutes=10)
OVERLAP = timedelta(hours=48)
CATCH_UP = timedelta(minutes=15)
SCHEDULES = (
    {"every": "6h"},
    {"every": "12h", "jitter": "30m"},
    {"every": "1d"},
    {"every": "1d", "quiet": "08:00-18:00", "timezone": "Europe/Berlin"},
    {"every": "7d", "priority": 5},
    {"cron": "0 3 * * *", "timezone": "Europe/Berlin"},
)


@dataclass
class Run:
    """A harvest that goes on, and how it will end."""

    going: Going
    ends: datetime
    status: RunStatus


@dataclass
class Host:
    """A server: when it is down, each time from and to."""

    outages: list[tuple[datetime, datetime]]

    def down(self, now: datetime) -> bool:
        return any(since <= now < until for since, until in self.outages)

    def out(self, since: datetime, until: datetime) -> timedelta:
        """How long it was down between these times."""
        spans = (min(until, end) - max(since, begin) for begin, end in self.outages)
        return sum((span for span in spans if span > timedelta(0)), timedelta(0))


@dataclass
class Simulation:
    """A service of so many workers; `broken` is what must never happen, in words."""

    sources: dict[str, SourceSettings]
    hosts: dict[str, Host]
    chance: random.Random
    places: Places = field(default_factory=lambda: Places(8, 1))
    now: datetime = START
    pasts: dict[str, Standing] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)
    service: Host = field(default_factory=lambda: Host([]))
    broken: list[str] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    unlucky: defaultdict[str, timedelta] = field(default_factory=lambda: defaultdict(timedelta))
    most: int = 0
    longest: timedelta = timedelta(0)
    excess: timedelta = timedelta(days=-99)

    def run(self, days: int) -> None:
        """Live through so many days."""
        for name, source in self.sources.items():
            past = Standing(name)
            self.pasts[name] = replace(past, next_at=next_due(source, past, self.now))
        was_off = False
        for _ in range(int(timedelta(days=days) / STEP)):
            self.now += STEP
            off = self.service.down(self.now)
            if off and not was_off:
                self._kill()
            if was_off and not off:
                self._begin()
            if not off:
                self._end_runs()
                self._look()
            was_off = off
        for name in self.sources:
            self._fresh(name)

    def _look(self) -> None:
        due = [(n, p.next_at) for n, p in self.pasts.items() if p.next_at and p.next_at <= self.now]
        slow = {name: is_slow(past) for name, past in self.pasts.items()}
        turns = turns_of(self.now, due, {}, self.sources, slow)
        going = [run.going for run in self.runs.values()]
        for turn in tick(self.now, turns, going, self.places):
            if turn.source in self.runs:
                self.broken.append(f"{turn.source} twice at once")
            self._start(turn.source, turn.slow)
        busy = Counter(run.going.host for run in self.runs.values())
        if busy and max(busy.values()) > self.places.per_host:
            self.broken.append(f"more than {self.places.per_host} of a host at once")
        if len(self.runs) > 2 * self.places.workers:
            self.broken.append(f"{len(self.runs)} at once")
        self.most = max(self.most, len(self.runs))

    def _start(self, name: str, slow: bool) -> None:
        host = host_of(self.sources[name].url)
        status: RunStatus = "failed" if self.hosts[host].down(self.now) else self._status()
        hours = min(self.chance.lognormvariate(-3.0, 1.2), 5.0)
        took = timedelta(minutes=1) if status == "failed" else timedelta(hours=hours)
        self.runs[name] = Run(Going(name, host, self.now, slow), self.now + took, status)
        self.pasts[name] = replace(self.pasts[name], last_attempt=self.now)

    def _status(self) -> RunStatus:
        wrong = self.chance.random()
        return "partial" if wrong < 0.03 else "failed" if wrong < 0.05 else "ok"

    def _unlucky(self, name: str, run: Run, due: datetime | None) -> None:
        """A run that failed by chance is an outage of its own: the time to the next one."""
        if run.status != "ok" and due and not self.hosts[run.going.host].down(run.going.since):
            self.unlucky[name] += due - run.going.since

    def _end_runs(self) -> None:
        for name in [name for name, run in self.runs.items() if run.ends <= self.now]:
            run = self.runs.pop(name)
            self.outcomes[run.status] += 1
            if run.status == "ok":
                self._fresh(name)
            self._note(name, run)

    def _fresh(self, name: str) -> None:
        """Hold the last success to the interval, the outages since, and one overlap."""
        source, past = self.sources[name], self.pasts[name]
        since = past.last_success or START
        every = source.every or timedelta(days=1)
        host = self.hosts[host_of(source.url)]
        outages = host.out(since, self.now) + self.service.out(since, self.now)
        outages += self.unlucky.pop(name, timedelta(0))
        age = self.now - since
        self.longest = max(self.longest, age)
        self.excess = max(self.excess, age - every - outages)
        if age > every + outages + OVERLAP:
            self.broken.append(f"{name}: {age} without success, {outages} of them down")

    def _note(self, name: str, run: Run) -> None:
        past, status = self.pasts[name], run.status
        whole = status == "ok"
        failed = status == "failed"
        past = replace(
            past,
            status=status,
            took=run.ends - run.going.since,
            last_success=self.now if whole else past.last_success,
            failures=past.failures + 1 if failed else 0,
            tries=0 if whole else past.tries + 1,
            cut=0,
        )
        due = next_due(self.sources[name], past, self.now)
        self.pasts[name] = replace(past, next_at=due)
        self._unlucky(name, run, due)

    def _kill(self) -> None:
        """Whatever goes on is interrupted; who was running is due as before."""
        for name in self.runs:
            past = self.pasts[name]
            self.pasts[name] = replace(past, status="interrupted", cut=past.cut + 1)
        self.outcomes["interrupted"] += len(self.runs)
        self.runs.clear()

    def _begin(self) -> None:
        """What the service does at its start: plan, then spread what was missed."""
        for name, past in self.pasts.items():
            due = next_due(self.sources[name], past, self.now)
            self.pasts[name] = replace(past, next_at=due)
        due = [(n, p.next_at) for n, p in self.pasts.items() if p.next_at and p.next_at <= self.now]
        for name, when in spread(self.now, due, self.places.workers, CATCH_UP).items():
            self.pasts[name] = replace(self.pasts[name], next_at=when)


def simulation(count: int, days: int, seed: int) -> Simulation:
    """So many sources on a fifth as many hosts, whose outages last up to a week."""
    chance = random.Random(seed)
    sources = {
        f"s{n}": SourceSettings.model_validate(
            {"name": f"s{n}", "url": f"http://h{n % (count // 5)}.example/{n}"}
            | SCHEDULES[n % len(SCHEDULES)]
        )
        for n in range(count)
    }
    names = {host_of(source.url) for source in sources.values()}
    hosts = {name: Host(outages(chance, days, 3, 7.0)) for name in sorted(names)}
    made = Simulation(sources, hosts, chance)
    made.service = Host(outages(chance, days, 12, 0.5))
    return made


def outages(
    chance: random.Random, days: int, count: int, longest: float
) -> list[tuple[datetime, datetime]]:
    """So many, up to so many days long; apart from one another, so that none counts twice."""
    found: list[tuple[datetime, datetime]] = []
    length = days / count
    for number in range(count):
        begin = START + timedelta(days=number * length + chance.random() * length / 4)
        span = timedelta(days=min(chance.random() ** 2 * longest, length / 2))
        found.append((begin, begin + span))
    return found


def main() -> None:
    """Simulate, and print what came out; exit code 1 where anything was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=500)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    made = simulation(options.sources, options.days, options.seed)
    made.run(options.days)
    print(
        f"{options.sources} sources, {options.days} days in {time.monotonic() - began:.1f} s: "
        f"{dict(made.outcomes)}, at most {made.most} at once, "
        f"at most {made.excess} beyond interval and outages, {len(made.broken)} broken"
    )
    for words in made.broken[:20]:
        print(words)
    sys.exit(1 if made.broken else 0)


if __name__ == "__main__":
    main()
