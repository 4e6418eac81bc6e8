"""A long harvest: `python -m benchmarks.long_harvest [--records N] [--index]`.

The corpus is served from files in pages of 100, its identifiers in pages of 500 (as OJS does), and
harvested by a process of its own: its peak memory, and the rate in each tenth of the list, by the
clock and by the CPU seconds of that process (on a machine that is shared they say more). With
--index the records are made searchable too, and the peak is that of both.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import psutil

from benchmarks.measure import python, run
from benchmarks.pages import HEAD, PAGE, record, rows
from index.provider.http import Args, OaiHandler, OaiServer

NAMES = 500
IDENTIFY = HEAD.replace(
    "<ListRecords>",
    "<Identify><granularity>YYYY-MM-DD</granularity><deletedRecord>no</deletedRecord></Identify>",
)


class Lists:
    """The lists as files.

    `asked` is when each page of records was asked for, `spent` the CPU seconds of the harvest then.
    """

    def __init__(self, folder: Path, records: int) -> None:
        self._folder = folder
        self.asked: list[float] = []
        self.spent: list[float] = []
        items = (record(row) for row in rows(records))
        self.size = self._write("ListRecords", items, PAGE)
        headers = (_header(record(row)) for row in rows(records))
        self._write("ListIdentifiers", headers, NAMES)

    def _write(self, verb: str, items: Iterator[str], size: int) -> int:
        page: list[str] = []
        count = number = 0
        for item in items:
            if len(page) == size:
                self._page(verb, number, page, str(number + 1))
                page, number = [], number + 1
            page.append(item)
            count += 1
        self._page(verb, number, page, "")
        return count

    def _page(self, verb: str, number: int, items: list[str], token: str) -> None:
        head = HEAD.replace("ListRecords", verb)
        end = f"<resumptionToken>{token}</resumptionToken></{verb}></OAI-PMH>"
        path = self._folder / f"{verb}-{number}.xml"
        path.write_text(head + "".join(items) + end, "utf-8")

    def answer(self, args: Args) -> bytes:
        """The answer to a request."""
        verb = args["verb"][0]
        if verb == "Identify":
            return f"{IDENTIFY}</OAI-PMH>".encode()
        if verb == "ListRecords":
            self.asked.append(time.monotonic())
            self.spent.append(_spent())
        return (self._folder / f"{verb}-{args.get('resumptionToken', ['0'])[0]}.xml").read_bytes()


def rates(times: list[float], parts: int = 10) -> list[float]:
    """Records a second in each part of the list, from the times (seconds) of requests."""
    marks = [times[round(n * (len(times) - 1) / parts)] for n in range(parts + 1)]
    each = (len(times) - 1) * PAGE / parts
    return [each / (last - first) for first, last in pairwise(marks)]


def _spent() -> float:
    """CPU seconds of the processes that this one has begun."""
    times = [child.cpu_times() for child in psutil.Process().children()]
    return sum(one.user + one.system for one in times)


def _header(whole: str) -> str:
    return whole.partition("<record>")[2].partition("</header>")[0] + "</header>"


class _Handler(OaiHandler):
    def __init__(self, lists: Lists, *rest: object) -> None:
        self._lists = lists
        super().__init__(*rest)  # type: ignore[arg-type]

    def reply(self, args: Args) -> None:
        self.send(200, self._lists.answer(args), {"Content-Type": "text/xml"})


@contextmanager
def serving(lists: Lists) -> Iterator[str]:
    """Serve them; gives the base URL."""
    server = OaiServer("127.0.0.1", 0)
    server.start(lambda *rest: _Handler(lists, *rest))
    try:
        yield server.url
    finally:
        server.stop()


def main() -> None:
    """Harvest, and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--index", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lists = Lists(Path(folder), options.records)
        more = ["--index"] if options.index else []
        with serving(lists) as url:
            cost = run(python("benchmarks.ours", url, Path(folder) / "data", *more))
    print(
        f"{lists.size:,} records{' and their index' if options.index else ''}: "
        f"{cost.wall:.0f} s, {cost.cpu:.0f} s CPU, peak {cost.peak_mb:.0f} MB"
    )
    for name, found in (("wall", rates(lists.asked)), ("CPU", rates(lists.spent))):
        print(
            f"records a second of {name} by tenths: {' '.join(f'{rate:,.0f}' for rate in found)}\n"
            f"  last tenth of the first: {found[-1] / found[0]:.2f}; "
            f"second half of the first half: {sum(found[5:]) / sum(found[:5]):.2f}"
        )


if __name__ == "__main__":
    main()
