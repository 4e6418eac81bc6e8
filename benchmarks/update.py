"""Updating a large index: many commits of some changed records each.

`python -m benchmarks.update [--records 107573] [--commits 100] [--changed 100] [--index FOLDER]`
prints CPU milliseconds of the commits (this process, and others that it started beside it), what is
live afterwards against what should be, and the size against a fresh build in one commit.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.documents import Kept, documents
from index.analysis import PLAIN
from index.engines.base import Query
from index.engines.whoosh import WhooshEngine, create, open_folder
from index.query import Word
from index.record import Document, Text

_REVISED = re.compile(r"revised(\d+)")


def main() -> None:
    """Build, change, measure, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=107_573)
    parser.add_argument("--commits", type=int, default=100)
    parser.add_argument("--changed", type=int, default=100)
    parser.add_argument("--index", type=Path, help="a folder to keep the built index in")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        kept = Kept(Path(name) / "documents")
        kept.put(documents(options.records))
        built = options.index or Path(name) / "built"
        if not built.exists():
            build(built, kept.all())
        folder, fresh = Path(name) / "changed", Path(name) / "fresh"
        shutil.copytree(built, folder)
        engine = open_folder(folder, PLAIN, kept)
        report(change(engine, kept, options.commits, options.changed))
        wrong = check(engine, kept, options.commits)
        engine.close()
        beside = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"beside: {beside.ru_utime + beside.ru_stime:.1f} s CPU in other processes")
        build(fresh, kept.all())
        ratio = size(folder) / size(fresh)
        print(f"size: {size(folder):.0f} MB, {ratio:.2f} of a fresh build; {segments(folder)}")
    sys.exit(1 if wrong else 0)


def build(folder: Path, held: Iterable[Document]) -> None:
    """An index of these documents in one commit."""
    folder.mkdir(parents=True)
    engine = create(folder, PLAIN)
    with engine.writer() as writer:
        for document in held:
            writer.put(document)
    engine.close()


def change(engine: WhooshEngine, kept: Kept, commits: int, changed: int) -> list[float]:
    """Commits of changed records; gives the CPU milliseconds of each."""
    chance, keys, times = random.Random(9), list(engine.keys()), []
    for number in range(commits):
        revised = [_revised(one.document, number) for one in kept(chance.sample(keys, changed))]
        kept.put(revised)
        began = time.process_time()
        with engine.writer() as writer:
            for document in revised:
                writer.put(document)
        times.append((time.process_time() - began) * 1000)
    return times


def _revised(document: Document, number: int) -> Document:
    first, *others = document.titles or (Text(""),)
    title = replace(first, value=f"{first.value} revised{number}")
    return replace(document, titles=(title, *others))


def report(times: Sequence[float]) -> None:
    """One line of what the commits took."""
    ranked = sorted(times)
    print(
        f"{len(times)} commits, CPU ms: mean {statistics.mean(times):.0f}, "
        f"p50 {statistics.median(times):.0f}, p95 {ranked[int(0.95 * len(ranked))]:.0f}, "
        f"worst {ranked[-1]:.0f}"
    )
    print("  ", " ".join(f"{took:.0f}" for took in times))


def check(engine: WhooshEngine, kept: Kept, commits: int) -> int:
    """How many things are not as they should be."""
    keys, revised = [], [0] * commits
    for one in kept.all():
        keys.append(one.key)
        for number in {int(found) for found in _REVISED.findall(one.titles[0].value)}:
            revised[number] += 1
    live = list(engine.keys())
    found = [engine.search(Query(Word(f"revised{n}"), limit=1)).total for n in range(commits)]
    wrong = (live != keys) + sum(ours != right for ours, right in zip(found, revised, strict=True))
    print(f"live: {len(live):,} of {len(keys):,}; {wrong} wrong; {engine.stats()}")
    return wrong


def size(folder: Path) -> float:
    """MB on the disk."""
    return sum(path.stat().st_size for path in folder.iterdir()) / 1e6


def segments(folder: Path) -> str:
    """How many segments there are."""
    return f"{len(list(folder.glob('*.trm')))} segments"


if __name__ == "__main__":
    main()
