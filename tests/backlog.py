"""Everything is due at once: `python -m tests.backlog [--sources 2000] [--hosts 300]`.

The service is killed in the middle and started again. Afterwards every source was harvested, no
host was asked by two at once, and on each host they came in the order in which they fell due.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread

from index import open_index
from index.store import open_store
from tests.serving import Lines, started, until

_PAGE = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
<responseDate>2026-01-01T00:00:00Z</responseDate><request>x</request>
<ListRecords><record><header><identifier>oai:x:1</identifier>
<datestamp>2026-01-01</datestamp></header><metadata>
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>One</dc:title></oai_dc:dc>
</metadata></record></ListRecords></OAI-PMH>"""


@dataclass
class Hosts:
    """Many hosts of one server: who asked each for what, and whether two did so at once."""

    port: int = 0
    asked: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    now: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def url(self, host: int, source: int) -> str:
        return f"http://127.1.{host // 250}.{host % 250 + 1}:{self.port}/{source:05}"


@contextmanager
def many_hosts() -> Iterator[Hosts]:
    """A server that answers at every address of this machine."""
    hosts = Hosts()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host, path = self.headers["Host"], self.path.partition("?")[0]
            with hosts.lock:
                hosts.now[host] += 1
                if hosts.now[host] > 1:
                    hosts.broken.append(f"{host} was asked by two at once")
                if "ListRecords" in self.path:
                    hosts.asked[host].append(path)
            time.sleep(0.005)
            with hosts.lock:  # before the answer: behind it the next one may begin
                hosts.now[host] -= 1
            body = _PAGE.encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("0.0.0.0", 0), Handler) as server:
        hosts.port = server.server_port
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield hosts
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Backlog:
    """How it went: seconds to the first request, and to the end; what must never happen."""

    first: float
    seconds: float
    killed_after: int
    broken: list[str]


def backlog(sources: int, hosts: int) -> Backlog:
    """So many sources that fell due at once, one second apart on each host."""
    with tempfile.TemporaryDirectory(prefix="harvester-backlog-") as name, many_hosts() as server:
        folder = Path(name)
        lines = ["[harvest]", "workers = 16", "retries = 0", "min_gap = 0", "[service]"]
        lines += ['catch_up = "1s"', "min_free = 1", "[log]", 'format = "json"']
        for number in range(sources):
            url = server.url(number % hosts, number)
            lines += ["[[source]]", f'name = "s{number:05}"', f'url = "{url}"']
        (folder / "config.toml").write_text("\n".join(lines), "utf-8")
        _plan(folder, server, sources, hosts)
        began = time.monotonic()
        half = _until_done(folder, server, sources // 2)
        killed = half[0]
        _until_done(folder, server, sources)
        seconds = time.monotonic() - began
        return Backlog(half[1], seconds, killed, [*server.broken, *_wrong(folder, server, sources)])


def _plan(folder: Path, server: Hosts, sources: int, hosts: int) -> None:
    now = datetime.now(UTC)
    store = open_store(folder / "data" / "harvest.db", create=True)
    try:
        every = [
            (f"s{number:05}", server.url(number % hosts, number), "oai_dc")
            for number in range(sources)
        ]
        store.enrol(every, now)
        late = now - timedelta(hours=2)
        store.plan(
            {name: late + timedelta(seconds=n // hosts) for n, (name, _, _) in enumerate(every)}
        )
    finally:
        store.close()


def _until_done(folder: Path, server: Hosts, count: int) -> tuple[int, float]:
    """Serve until so many were harvested, then kill it."""
    began, first = time.monotonic(), 0.0
    with started(folder) as service:
        log: Lines = service.log
        before = sum(map(len, server.asked.values()))
        until(lambda: sum(map(len, server.asked.values())) > before)
        first = time.monotonic() - began
        end = time.monotonic() + 900
        done = 0
        while time.monotonic() < end:
            done = _harvested(folder)
            if done >= count:
                break
            time.sleep(0.2)
        assert not log.find("broken off"), log.find("broken off")
    return done, first


def _harvested(folder: Path) -> int:
    store = open_store(folder / "data" / "harvest.db", create=False)
    try:
        return sum(past.last_success is not None for past in store.standings())
    finally:
        store.close()


def _wrong(folder: Path, server: Hosts, sources: int) -> Iterator[str]:
    for host, paths in server.asked.items():
        firsts = list(dict.fromkeys(paths))
        if firsts != sorted(firsts):
            yield f"{host}: out of order"
    with open_index(folder / "data") as index:
        if index.store.count() != sources:
            yield f"{index.store.count()} of {sources} were harvested"
        index.sync()
        if not index.verify().clean:
            yield "the index is not the store"


def main() -> None:
    """Work the backlog off, and print what came out; exit code 1 where anything was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=2000)
    parser.add_argument("--hosts", type=int, default=300)
    options = parser.parse_args()
    done = backlog(options.sources, options.hosts)
    print(
        f"{options.sources} sources due at once on {options.hosts} hosts: {done.seconds:.0f} s, "
        f"killed after {done.killed_after}; start to first request {done.first:.2f} s; "
        f"{len(done.broken)} broken"
    )
    for words in done.broken[:20]:
        print(words)
    sys.exit(1 if done.broken else 0)


if __name__ == "__main__":
    main()
