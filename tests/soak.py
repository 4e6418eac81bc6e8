"""A service under fire: `python -m tests.soak [--seconds 900] [--sources 50] [--every 10]`.

Real processes harvest from real servers that misbehave; the service is killed, stopped, started
twice at once, told to read its settings again, broken ones too. Afterwards: every record is there,
the index is the store, no source was harvested twice at once, and nothing hangs. A short one runs
with the tests.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import psutil

from harvester.service.lock import holder_of
from index import open_index
from index.core import Index
from tests.door import command, site
from tests.faults import random_faults
from tests.processes import children
from tests.provider import ScriptedServer
from tests.serving import until

KILL_EVERY = 60.0  # seconds; in a short one, four times in all
RECORDS = 12
HOSTS = 5
STATUSES = ("ok", "unchanged", "partial", "failed", "blocked", "interrupted", "running")


@dataclass
class Soak:
    """What goes on, and what was seen; `broken` is what must never happen, in words."""

    folder: Path
    servers: Sequence[ScriptedServer]
    sources: int
    every: int
    chance: random.Random
    process: subprocess.Popen[bytes] | None = None
    kills: int = 0
    stops: int = 0
    fights: int = 0
    reloads: int = 0
    memory: list[tuple[float, int]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    database: int = 0

    def run(self, seconds: float) -> None:
        """Serve for so long, doing something to the service each few seconds, then in peace."""
        self._settings(self.sources)
        self._start()
        began = time.monotonic()
        end, each = began + seconds, min(KILL_EVERY, seconds / 4)
        while time.monotonic() < end:
            time.sleep(self.chance.uniform(1.0, max(2.0, seconds / 30)))
            if time.monotonic() - began > each * (self.kills + 1):
                self._kill()
            else:
                self._disturb()
        for server in self.servers:
            server.faults = ()
        self._settings(self.sources)
        self._stop(signal.SIGTERM)
        self._start()
        self._wait_for_all()
        self._stop(signal.SIGTERM)
        self.broken += self._differences()
        self.database = (self.folder / "data" / "harvest.db").stat().st_size

    def _disturb(self) -> None:
        what = self.chance.choice(["stop", "fight", "reload", "break"])
        if what == "stop":
            self._stop(signal.SIGTERM)
            self.stops += 1
            self._start()
        elif what == "fight":
            self._fight()
        else:
            self.reloads += 1
            if what == "break":
                (self.folder / "config.toml").write_text("[[source]]\nname = 7\n", "utf-8")
            else:
                self._settings(self.chance.randint(self.sources // 2, self.sources))
            self._tell(signal.SIGHUP)

    def _kill(self) -> None:
        self._stop(signal.SIGKILL)
        self.kills += 1
        self._start()

    def _fight(self) -> None:
        """A second service has to leave at once."""
        self._settings(self.sources)
        self.fights += 1
        second = subprocess.run(
            command("run"), cwd=self.folder, capture_output=True, timeout=60, check=False
        )
        if second.returncode != 1 or b"runs on" not in second.stderr:
            self.broken.append(f"a second service: {second.returncode} {second.stderr!r}")

    def _settings(self, count: int) -> None:
        lines = ["[harvest]", "retries = 2", "retry_wait = 0.1", "workers = 6"]
        lines += ["[service]", "sync_every = 2", 'catch_up = "2s"', "min_free = 1"]
        lines += ["[watch]", 'listen = "127.0.0.1:0"', "every = 5"]
        for number in range(count):
            server = self.servers[number % len(self.servers)]
            lines += ["[[source]]", f'name = "s{number}"', f'url = "{server.url}"']
            lines += [f"every = {self.every}"]
        (self.folder / "config.toml").write_text("\n".join(lines) + "\n", "utf-8")

    def _start(self) -> None:
        self._settings(self.sources)
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command("run"), cwd=self.folder, stderr=log)
        until(lambda: self._serves() or (self.process and self.process.poll() is not None))

    def _serves(self) -> bool:
        holder = holder_of(self.folder / "data")
        return holder is not None and self.process is not None and holder.pid == self.process.pid

    def _tell(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def _stop(self, number: int) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        if process.poll() is None:
            lived = time.time() - psutil.Process(process.pid).create_time()
            self.memory.append((lived, psutil.Process(process.pid).memory_info().rss))
        process.send_signal(number)
        began = time.monotonic()
        code = process.wait(60)
        right = -signal.SIGKILL if number == signal.SIGKILL else 0
        if code != right or time.monotonic() - began > 15:
            self.broken.append(f"it ended with {code} in {time.monotonic() - began:.1f} s")

    def _wait_for_all(self) -> None:
        """In peace every source has to come to a success of its own."""
        since = time.time()
        end = time.monotonic() + 120 + 3 * self.every
        with open_index(self.folder / "data") as index:
            while time.monotonic() < end:
                pasts = index.store.standings()
                fresh = [p for p in pasts if p.last_success and p.last_success.timestamp() > since]
                if len(fresh) == self.sources:
                    return
                time.sleep(0.5)
            late = {past.source for past in pasts} - {past.source for past in fresh}
            self.broken.append(f"never came to a success again: {sorted(late)}")

    def _differences(self) -> Iterator[str]:
        if children():
            yield f"processes are left: {children()}"
        with open_index(self.folder / "data") as index:
            for number in range(self.sources):
                if index.store.count(f"s{number}") != RECORDS:
                    yield f"s{number} has {index.store.count(f's{number}')} of {RECORDS} records"
            index.sync()
            verdict = index.verify()
            if not verdict.clean:
                yield f"index: {len(verdict.missing)} missing, {len(verdict.extra)} extra"
            yield from self._overlaps(index)
        log = (self.folder / "log").read_text("utf-8")
        if "Traceback" in log:
            yield "a traceback in the log: " + log[log.index("Traceback") :][:3000]

    def _overlaps(self, index: Index) -> Iterator[str]:
        """Runs of one source one behind the other; those of one host too."""
        for number in range(self.sources):
            runs = sorted(index.store.runs(f"s{number}", 1000), key=lambda run: run.id)
            for before, after in pairwise(runs):
                if before.ended is None or before.ended > after.started:
                    yield f"{before.source}: run {after.id} began before {before.id} ended"


def soak(seconds: float, sources: int, every: int, seed: int) -> Soak:
    """Serve so many sources of five hosts that misbehave."""
    with tempfile.TemporaryDirectory(prefix="harvester-soak-") as name, ExitStack() as stack:
        folder = Path(name)
        servers = []
        for number in range(HOSTS):
            (folder / f"server-{number}").mkdir()
            servers.append(
                stack.enter_context(
                    site(
                        folder / f"server-{number}",
                        random_faults(seed + number, every=3),
                        numbers=range(RECORDS),
                        host=f"127.0.0.{number + 1}",
                    )
                )
            )
        made = Soak(folder, servers, sources, every, random.Random(seed))
        try:
            made.run(seconds)
        finally:
            if made.process is not None:
                made.process.kill()
                made.process.wait()
        return made


def main() -> None:
    """Soak, and print what came out; exit code 1 where anything was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=900)
    parser.add_argument("--sources", type=int, default=50)
    parser.add_argument("--every", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    made = soak(options.seconds, options.sources, options.every, options.seed)
    requests = sum(len(server.seen) for server in made.servers)
    sizes = " ".join(f"{size // 2**20}@{lived:.0f}s" for lived, size in made.memory)
    print(
        f"{options.sources} sources every {options.every} s for {options.seconds:.0f} s: "
        f"{made.kills} kills, {made.stops} stops, {made.fights} fights for the lock, "
        f"{made.reloads} reloads, {requests} requests, database {made.database // 1000} kB, "
        f"RSS in MB at an age {sizes}, {len(made.broken)} broken"
    )
    for words in made.broken[:20]:
        print(words)
    sys.exit(1 if made.broken else 0)


if __name__ == "__main__":
    main()
