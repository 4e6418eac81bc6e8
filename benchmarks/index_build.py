"""Building an index: ours beside Whoosh's own writer, the same documents and the same analysis.

`python -m benchmarks.index_build [--sizes 20000 107573] [--rounds N] [--ours-only]`
prints CPU seconds (reading the documents taken off), documents a second, peak memory and bytes on
the disk; runs alternate. Whoosh gets its best: one commit of everything, loose files.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from whoosh.index import FileIndex

from benchmarks.documents import documents
from benchmarks.measure import python
from index.analysis import PLAIN
from index.engines.whoosh import create
from index.engines.whoosh.schema import row
from index.engines.whoosh.stock import LastingWriter
from index.engines.whoosh.storage import LastingStorage

WAYS = ("ours", "stock")


@dataclass(frozen=True, slots=True)
class Built:
    """What one build took: seconds, MB, MB on the disk, segments."""

    cpu: float
    wall: float
    peak_mb: float
    disk_mb: float
    segments: int


def main() -> None:
    """Build with each writer in turn, in processes of their own, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 107_573])
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--ours-only", action="store_true")
    parser.add_argument("--one", nargs=3, metavar=("WAY", "SIZE", "FOLDER"))
    options = parser.parse_args()
    if options.one:
        way, size, folder = options.one
        print(json.dumps(asdict(build(way, int(size), Path(folder)))))
        return
    ways = WAYS[:1] if options.ours_only else WAYS
    head = f"{'cpu s':>9}{'docs/s':>9}{'wall s':>9}{'peak MB':>9}{'disk MB':>9}{'segments':>9}"
    print(f"{'':<18}{head}{'x stock':>9}")
    for size in options.sizes:
        report(size, {way: median(way, size, options.rounds) for way in ways})


def median(way: str, size: int, rounds: int) -> Built:
    """The medians of some builds."""
    found = [asdict(started(way, size)) for _ in range(rounds)]
    return Built(**{name: statistics.median(one[name] for one in found) for name in found[0]})


def started(way: str, size: int) -> Built:
    """A build in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = python("benchmarks.index_build", "--one", way, size, folder)
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return Built(**json.loads(done.stdout))


def build(way: str, size: int, folder: Path) -> Built:
    """Build an index of so many documents; reading them is not counted."""
    began = time.process_time()
    count = sum(1 for _ in documents(size))
    reading = time.process_time() - began
    began, wall = time.process_time(), time.monotonic()
    {"ours": ours, "stock": stock}[way](size, folder)
    assert count == size, f"the corpus has {count} records"
    return Built(
        time.process_time() - began - reading,
        time.monotonic() - wall - reading,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        sum(path.stat().st_size for path in folder.iterdir()) / 1e6,
        len(list(folder.glob("*.trm"))),
    )


def ours(size: int, folder: Path) -> None:
    """One batch of everything into a new index, as a rebuild does it."""
    engine = create(folder, PLAIN)
    with engine.writer() as writer:
        for document in documents(size):
            writer.put(document)
    engine.close()


def stock(size: int, folder: Path) -> None:
    """The same by Whoosh's own writer."""
    create(folder, PLAIN).close()
    writer = LastingWriter(FileIndex(LastingStorage(folder)), compound=False)
    for arguments in rows(size):
        writer.add_document(**arguments)
    writer.commit(merge=False)


def rows(size: int) -> Iterator[dict[str, object]]:
    """The documents as Whoosh takes them."""
    return (row(document, PLAIN) for document in documents(size))


def report(size: int, built: dict[str, Built]) -> None:
    """A line for each writer."""
    for way, one in built.items():
        ratio = f"{built['stock'].cpu / one.cpu:>9.1f}" if "stock" in built else ""
        print(
            f"{way:<6}{size:>10,}  {one.cpu:>9.1f}{size / one.cpu:>9.0f}{one.wall:>9.1f}"
            f"{one.peak_mb:>9.0f}{one.disk_mb:>9.1f}{one.segments:>9.0f}{ratio}",
            flush=True,
        )


if __name__ == "__main__":
    sys.exit(main())
