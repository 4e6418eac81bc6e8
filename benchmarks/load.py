"""A web server under load: `python -m benchmarks.load --data FOLDER [--clients N] [--seconds N]`.

Clients ask without a pause: searches, records, facets, exports of a source's year. Prints how long
each kind took, what went wrong, and how much memory the server had from the beginning to the end.
Without --data, 100,000 records of the corpus are loaded first.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote, urlsplit

import psutil

from benchmarks.measure import python, run
from benchmarks.pages import write
from index import open_index

WORD = re.compile(r"[^\W\d_]{4,}")
FORMATS = ("jsonl", "csv", "bibtex")
SHARES = {"search": 60, "record": 25, "facet": 10, "export": 5}
LOOKS = 10  # at the memory of the server, so that it can be read whether it has become flat


def main() -> None:
    """Load where that is needed, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        data = options.data or loaded(Path(name), options.records)
        asked = Asked(data, random.Random(1))
        with served(data) as (url, server):
            load = Load(url, asked, options.seconds)
            asyncio.run(load.all(options.clients, server.memory_info))
            report(load, options)
    sys.exit(1 if load.wrong else 0)


def loaded(folder: Path, records: int) -> Path:
    """A data folder with so many records of the corpus."""
    write(folder / "pages", records)
    run(python("harvester", "--data", folder / "data", "load", "corpus", folder / "pages"))
    return folder / "data"


@contextmanager
def served(data: Path) -> Iterator[tuple[str, psutil.Process]]:
    """The server as a process of its own, without limits of rates."""
    config = data.parent / "load.toml"
    config.write_text(f'[data]\ndir = "{data}"\n[web]\nport = 0\nrate_mode = "off"\nexports = 50\n')
    command = [sys.executable, "-m", "harvester", "--config", str(config), "serve"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://[^/\s]+", line)
        if found is None:
            raise SystemExit(line + process.stderr.read())
        # A pipe that nobody reads stops who writes into it, as soon as there is much to say.
        Thread(target=process.stderr.read, daemon=True).start()
        try:
            yield found[0], psutil.Process(process.pid)
        finally:
            process.terminate()


class Asked:
    """What clients ask for: words as often as titles have them, records, years of sources."""

    def __init__(self, data: Path, chance: random.Random) -> None:
        self._chance = chance
        with open_index(data) as index:
            hits = list(index.search("", limit=2000, sort="title").hits)
            years = index.search("", limit=0, histogram=True).histogram
        self.keys = [(hit.source, hit.identifier) for hit in hits]
        titles = (text.value for hit in hits for text in hit.document.titles)
        self.words = [word for title in titles for word in WORD.findall(title)]
        self.years = [year for year, count in years.items() if 10 <= count <= 2000]

    def next(self) -> tuple[str, str]:
        """A kind, and an address."""
        kind = self._chance.choices([*SHARES], [*SHARES.values()])[0]
        words = quote(" ".join(self._chance.sample(self.words, self._chance.choice((1, 1, 2, 3)))))
        source, identifier = self._chance.choice(self.keys)
        year, form = self._chance.choice(self.years), self._chance.choice(FORMATS)
        address = {
            "search": f"records?q={words}&limit=20",
            "record": f"records/{source}/{quote(identifier)}",
            "facet": f"facets?q={words}&field=journal&field=creator&field=year",
            "export": f"export?year={year}&format={form}",
        }[kind]
        return kind, f"/api/v1/{address}"


class Load:
    """Clients, what they met, and how long it took."""

    def __init__(self, url: str, asked: Asked, seconds: float) -> None:
        self._where, self._asked = urlsplit(url), asked
        self._seconds, self._until = seconds, time.monotonic() + seconds
        self.times: defaultdict[str, list[float]] = defaultdict(list)
        self.wrong: Counter[str] = Counter()
        self.bytes, self.memory = 0, list[Any]()

    async def all(self, clients: int, memory: Callable[[], Any]) -> None:
        """So many at once, until the time is over; meanwhile the memory is looked at ten times."""
        await asyncio.gather(self._looking(memory), *(self._client() for _ in range(clients)))

    async def _looking(self, memory: Callable[[], Any]) -> None:
        self.memory.append(memory())
        for _ in range(LOOKS):
            await asyncio.sleep(self._seconds / LOOKS)
            self.memory.append(memory())

    async def _client(self) -> None:
        reader, writer = await asyncio.open_connection(self._where.hostname, self._where.port)
        while time.monotonic() < self._until:
            kind, path = self._asked.next()
            began = time.monotonic()
            head = f"GET {path} HTTP/1.1\r\nHost: load\r\nAccept-Encoding: gzip\r\n\r\n"
            writer.write(head.encode())
            status = await self._answer(reader)
            self.times[kind].append(time.monotonic() - began)
            if status != 200:
                self.wrong[f"{kind} {status}"] += 1
        writer.close()

    async def _answer(self, reader: asyncio.StreamReader) -> int:
        lines = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
        headers = {
            name.lower(): value for name, _, value in (one.partition(b": ") for one in lines)
        }
        if b"content-length" in headers:
            self.bytes += len(await reader.readexactly(int(headers[b"content-length"])))
        else:
            while size := int(await reader.readline(), 16):
                self.bytes += len(await reader.readexactly(size + 2))
            await reader.readline()
        return int(lines[0].split()[1])


def report(load: Load, options: argparse.Namespace) -> None:
    """What came out."""
    total = sum(map(len, load.times.values()))
    print(f"{options.clients} clients, {options.seconds:.0f} s: {total:,} answers, "
          f"{total / options.seconds:.0f} a second, {load.bytes / 1e6:.0f} MB, "
          f"wrong: {dict(load.wrong) or 'none'}")  # fmt: skip
    print(f"load of the machine {', '.join(f'{one:.1f}' for one in psutil.getloadavg())}")
    print(f"{'':10}{'answers':>10}{'p50 ms':>10}{'p95 ms':>10}{'p99 ms':>10}{'most ms':>10}")
    for kind, times in sorted(load.times.items()):
        ordered = sorted(times)
        marks = (ordered[min(len(ordered) - 1, int(len(ordered) * at))] for at in (0.5, 0.95, 0.99))
        cells = "".join(f"{1000 * one:>10.0f}" for one in (*marks, ordered[-1]))
        print(f"{kind:10}{len(times):>10,}{cells}")
    print("server's memory, MB, and of it what are files of the index: " + " -> ".join(
        f"{one.rss / 1e6:.0f} ({one.shared / 1e6:.0f})" for one in load.memory))  # fmt: skip


if __name__ == "__main__":
    main()
