"""Building an index: ours beside Whoosh's own writer, the same documents and the same analysis.

`python -m benchmarks.index_build [--sizes 20000 107573] [--corpus 300k] [--rounds N] [--ours-only]`
prints CPU seconds (reading the documents taken off), documents a second, peak memory and bytes on
the disk; runs alternate. Whoosh gets its best: one commit of everything, loose files. tantivy and
SQLite's FTS5 stand beside it for orientation (`benchmarks.peers`).

`--processes 1 2` measures what a rebuild with so many processes takes instead: wall time with the
reading of the documents (from an SQLite file), CPU seconds and peak memory of the largest process.
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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from whoosh.index import FileIndex

from benchmarks.documents import CORPORA, Kept, documents
from benchmarks.measure import python
from benchmarks.peers import fts5, tantivy, there
from index.analysis import PLAIN, Analysis
from index.engines.whoosh import create
from index.engines.whoosh.schema import row
from index.engines.whoosh.stock import LastingWriter
from index.engines.whoosh.storage import LastingStorage
from index.record import Document, Seen

_HEAD = f"{'cpu s':>9}{'docs/s':>9}{'wall s':>9}{'peak MB':>9}{'disk MB':>9}{'segments':>9}"


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
    parser.add_argument("--corpus", choices=CORPORA, default="100k")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--ours-only", action="store_true")
    parser.add_argument("--processes", type=int, nargs="+")
    parser.add_argument("--one", nargs=3, metavar=("WAY", "SIZE", "FOLDER"))
    options = parser.parse_args()
    if options.one:
        way, size, folder = options.one
        print(json.dumps(asdict(build(way, documents(int(size), options.corpus), Path(folder)))))
        return
    for size in options.sizes:
        if options.processes:
            with_processes(options.processes, size, options.corpus, options.rounds)
            continue
        ways = ["ours"] if options.ours_only else ["ours", "stock", *there()]
        print(f"{'':<18}{_HEAD}{'x stock':>9}")
        report(size, medians(ways, size, options.corpus, options.rounds))


def medians(ways: Sequence[str], size: int, corpus: str, rounds: int) -> dict[str, Built]:
    """The medians of some builds of each, in turn."""
    found: dict[str, list[Built]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            found[way].append(started(way, size, corpus))
    return {way: median(several) for way, several in found.items()}


def median(several: Sequence[Built]) -> Built:
    """The medians, each on its own."""
    found = [asdict(one) for one in several]
    return Built(**{name: statistics.median(one[name] for one in found) for name in found[0]})


def started(way: str, size: int, corpus: str) -> Built:
    """A build in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = python("benchmarks.index_build", "--corpus", corpus, "--one", way, size, folder)
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return Built(**json.loads(done.stdout))


def build(way: str, given: Iterator[Document], folder: Path) -> Built:
    """Build an index of these documents."""
    return measured(WAYS[way], given, folder)


def measured(
    work: Callable[[Iterator[Document], Path], None], given: Iterator[Document], folder: Path
) -> Built:
    """What it takes to build an index in this process; reading the documents is not counted."""
    read = Reading(given)
    began, wall = time.process_time(), time.monotonic()
    work(read, folder)
    return Built(
        time.process_time() - began - read.took,
        time.monotonic() - wall - read.took,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        on_disk(folder),
        len(list(folder.glob("*.trm"))),
    )


class Reading:
    """Documents one by one; what it takes to read them is kept apart."""

    def __init__(self, given: Iterator[Document]) -> None:
        self._given, self.took = given, 0.0

    def __iter__(self) -> Iterator[Document]:
        return self

    def __next__(self) -> Document:
        began = time.process_time()
        try:
            return next(self._given)
        finally:
            self.took += time.process_time() - began


def ours(given: Iterator[Document], folder: Path, analysis: Analysis = PLAIN) -> None:
    """One batch of everything into a new index, as a rebuild does it."""
    engine = create(folder, analysis)
    with engine.writer() as writer:
        for document in given:
            writer.put(document)
    engine.close()


def stock(given: Iterator[Document], folder: Path) -> None:
    """The same by Whoosh's own writer."""
    create(folder, PLAIN).close()
    writer = LastingWriter(FileIndex(LastingStorage(folder)), compound=False)
    for document in given:
        writer.add_document(**row(Seen(document), PLAIN))
    writer.commit(merge=False)


WAYS: dict[str, Callable[[Iterator[Document], Path], None]] = {
    "ours": ours, "stock": stock, "tantivy": tantivy, "fts5": fts5,
}  # fmt: skip


def report(size: int, built: dict[str, Built]) -> None:
    """A line for each writer."""
    for way, one in built.items():
        ratio = f"{built['stock'].cpu / one.cpu:>9.1f}" if "stock" in built else ""
        print(f"{way:<8}{size:>8,}  {line(one, size)}{ratio}", flush=True)


def line(one: Built, size: int) -> str:
    """The figures of a build."""
    return (
        f"{one.cpu:>9.1f}{size / one.cpu:>9.0f}{one.wall:>9.1f}"
        f"{one.peak_mb:>9.0f}{one.disk_mb:>9.1f}{one.segments:>9.0f}"
    )


def with_processes(counts: Sequence[int], size: int, corpus: str, rounds: int) -> None:
    """A line for each number of processes."""
    found: dict[int, list[Built]] = {count: [] for count in counts}
    with tempfile.TemporaryDirectory() as name:
        kept = Kept(Path(name) / "documents")
        kept.put(documents(size, corpus))
        for _ in range(rounds):
            for count in counts:
                found[count].append(shared(kept, count))
    print(f"{'':<18}{_HEAD}{'x first':>9}")
    first = median(found[counts[0]])
    for count, several in found.items():
        one = median(several)
        print(
            f"{count:>2} processes {line(one, size):>59}{first.wall / one.wall:>9.2f}", flush=True
        )


def shared(kept: Kept, count: int) -> Built:
    """Fill an index with so many processes beside this one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = create(folder, PLAIN, kept)
        before, began, wall = _children(), time.process_time(), time.monotonic()
        engine.fill(kept.keys(), count, lambda taken: None)
        took, after = time.monotonic() - wall, _children()
        engine.close()
        return Built(
            time.process_time() - began + after[0] - before[0],
            took,
            after[1],
            on_disk(folder),
            len(list(folder.glob("*.trm"))),
        )


def _children() -> tuple[float, float]:
    """CPU seconds of processes that have ended, and the peak MB of the largest."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def on_disk(folder: Path) -> float:
    """MB of the files in a folder, and below."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


if __name__ == "__main__":
    sys.exit(main())
