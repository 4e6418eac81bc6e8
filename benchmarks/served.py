"""How soon pages come, and how large: `python -m benchmarks.served [--records N | --data DIR]`.

A real server is asked over a socket, as a browser asks: milliseconds to the first byte and to the
last, median and worst of twenty, after one that warms up; bytes as HTML and as they are sent.
"""

from __future__ import annotations

import argparse
import http.client
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

from benchmarks.measure import python, run
from benchmarks.pages import write
from index import open_index
from index.web.api.links import page_url

TIMES = 20
QUERIES = ("language", "machine learning", "история", "creator:smith", "the of and", "zzzz quantum")


def main() -> None:
    """Ask each page and print a line for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        data = options.data or _loaded(Path(name), options.records)
        with _served(data) as address:
            print(f"{'page':44} {'first byte':>17} {'whole':>17} {'bytes':>8} {'sent':>7}")
            for path in _paths(data):
                print(_line(path, address))


def _loaded(folder: Path, records: int) -> Path:
    write(folder / "pages", records)
    run(python("harvester", "--data", folder / "data", "load", "corpus", folder / "pages"))
    return folder / "data"


def _paths(data: Path) -> Iterator[str]:
    with open_index(data) as index:
        hit = index.search("language", limit=1).hits[0]
    yield "/"
    yield from (f"/search?q={quote(query)}" for query in QUERIES)
    yield "/search"
    yield "/search?q=language&type=preprint&year=2010..2020&-language=fr"
    yield "/search?q=language&size=40"
    yield page_url("", hit.source, hit.identifier)
    yield from ("/sources", "/explore", "/explore/year.svg", "/suggest?q=mach")


@contextmanager
def _served(data: Path) -> Iterator[tuple[str, int]]:
    (data / "served.toml").write_text('[web]\nport = 0\nrate_mode = "off"\n', "utf-8")
    command = [sys.executable, "-m", "harvester", "--config", data / "served.toml"]
    server = subprocess.Popen(
        [*command, "--data", data, "serve"], stderr=subprocess.PIPE, text=True
    )
    try:
        assert server.stderr is not None
        told = next(line for line in server.stderr if "serving" in line)
        parts = urlsplit(told.split()[-1])
        yield parts.hostname or "", parts.port or 0
    finally:
        server.terminate()
        server.communicate()


def _line(path: str, address: tuple[str, int]) -> str:
    _ask(path, address)
    asked = [_ask(path, address) for _ in range(TIMES)]
    firsts, wholes = ([one[place] * 1000 for one in asked] for place in (0, 1))
    sent = _ask(path, address, "gzip")[2]
    return (
        f"{path[:44]:44} {statistics.median(firsts):8.1f} {max(firsts):8.1f}"
        f" {statistics.median(wholes):8.1f} {max(wholes):8.1f} {asked[0][2]:8,} {sent:7,}"
    )


def _ask(path: str, address: tuple[str, int], coding: str = "identity") -> tuple[float, float, int]:
    """Seconds to the first byte and to the last, and how many there were."""
    connection = http.client.HTTPConnection(*address)
    began = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": coding, "Accept": "text/html"})
    answer = connection.getresponse()
    first = time.perf_counter() - began
    size = len(answer.read())
    whole = time.perf_counter() - began
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")
    return first, whole, size


if __name__ == "__main__":
    main()
