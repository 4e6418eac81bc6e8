"""Many hosts side by side: `python -m benchmarks.hosts`. Hosts are 127.0.0.x, each a server.

50 sources on 50 hosts at 2 s a response; the same at 200 ms and 100 records a page, with what
bounds it; 10 sources on one host, which notes how many requests it has at once.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.measure import Cost, python, run
from benchmarks.pages import DC
from index.provider.http import Args, OaiHandler, OaiServer

HEAD = (
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><request>http://x</request><ListRecords>'
)


class Host:
    """A server of `pages` pages of `size` records each, `delay` seconds a response."""

    def __init__(self, address: str, delay: float, pages: int, size: int) -> None:
        self.delay, self.pages = delay, pages
        self._bodies = [_page(number, pages, size).encode() for number in range(pages)]
        names = "".join(_header(number) for number in range(pages * size))
        self._names = (
            HEAD.replace("ListRecords", "ListIdentifiers") + names + "</ListIdentifiers></OAI-PMH>"
        ).encode()
        self._server = OaiServer(address, 0)
        self.url = self._server.url
        self._lock, self._now = threading.Lock(), 0
        self.most = 0
        self.first = self.last = 0.0

    def __enter__(self) -> Host:
        self._server.start(lambda *rest: _Handler(self, *rest))
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    def answer(self, args: Args) -> bytes:
        """The page asked for, after the delay."""
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
            self.first = self.first or time.monotonic()
        time.sleep(self.delay)
        with self._lock:
            self._now -= 1
            self.last = time.monotonic()
        if args["verb"] == ["ListIdentifiers"]:
            return self._names
        return self._bodies[int(args.get("resumptionToken", ["0"])[0])]


class _Handler(OaiHandler):
    def __init__(self, host: Host, *rest: object) -> None:
        self._host = host
        super().__init__(*rest)  # type: ignore[arg-type]

    def reply(self, args: Args) -> None:
        self.send(200, self._host.answer(args), {"Content-Type": "text/xml"})


def _page(number: int, pages: int, size: int) -> str:
    records = "".join(_record(number * size + n) for n in range(size))
    token = str(number + 1) if number + 1 < pages else ""
    return f"{HEAD}{records}<resumptionToken>{token}</resumptionToken></ListRecords></OAI-PMH>"


def _header(number: int) -> str:
    return (
        f"<header><identifier>oai:x:{number}</identifier><datestamp>2026-01-01</datestamp></header>"
    )


def _record(number: int) -> str:
    words = " ".join(f"word{(number * 7 + n) % 5000}" for n in range(120))
    return (
        f"<record>{_header(number)}<metadata>{DC}"
        f"<dc:title>Article {number}</dc:title><dc:creator>Kalman, R. {number}</dc:creator>"
        f"<dc:description>{words}</dc:description><dc:date>2020</dc:date>"
        "</oai_dc:dc></metadata></record>"
    )


@contextmanager
def config(urls: list[str], workers: int) -> Iterator[Path]:
    """A config file with these sources."""
    with tempfile.TemporaryDirectory() as folder:
        lines = [f"[harvest]\nworkers = {workers}\nmin_gap = 0\n"]
        lines += [
            f'[[source]]\nname = "s{n}"\nurl = "{url}"\ndeletions = "headers"\n'
            for n, url in enumerate(urls)
        ]
        path = Path(folder) / "config.toml"
        path.write_text("".join(lines), "utf-8")
        yield path


def measured(hosts: list[Host], sources: int, workers: int) -> Cost:
    """One `harvester harvest` of that many sources, spread over the hosts."""
    urls = [hosts[n % len(hosts)].url for n in range(sources)]
    with config(urls, workers) as path:
        return run(python("harvester", "--config", path, "harvest"))


def main() -> None:
    """Measure all three, and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=50)
    options = parser.parse_args()
    for delay, size in ((2.0, 10), (0.2, 100)):
        _spread(options.hosts, delay, size)
    with Host("127.0.0.2", 0.05, 3, 10) as host:
        cost = measured([host], 10, 50)
    print(f"10 sources, one host: at most {host.most} request(s) at once, {cost.wall:.1f} s")
    sys.exit(0 if host.most == 1 else 1)


def _spread(count: int, delay: float, size: int) -> None:
    with ExitStack() as stack:
        hosts = [
            stack.enter_context(Host(f"127.0.0.{n + 2}", delay, 5, size)) for n in range(count)
        ]
        cost = measured(hosts, count, count)
        slowest = max(host.last - host.first for host in hosts)
        alone = measured(hosts[:1], 1, count)
    records = count * 5 * size
    print(
        f"{count} hosts, {delay:g} s, 5 pages of {size}: wall {cost.wall:.1f} s = "
        f"{cost.wall / alone.wall:.2f} of one alone ({alone.wall:.1f} s), "
        f"{cost.wall / slowest:.2f} of the time between the slowest host's first request and last "
        f"answer, {cost.wall / (6 * delay):.2f} of 6 responses; "
        f"cpu {cost.cpu:.1f} s = {cost.cpu / cost.wall:.0%} of a core; "
        f"{records / cost.wall:,.0f} records/s, {cost.peak_mb:.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    main()
