"""Documents a second of `normalise` on one core: `python -m benchmarks.normalise [--profile]`.

Two piles: records made of the corpus, and the real OAI-PMH records beside it. Reading the pages is
not counted; reading the XML of each record is. Each record is normalised once in each way, in a
process of its own, so that nothing is remembered from an earlier round; the second way guesses the
language of records that name none.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from lxml import etree

from benchmarks.pages import record, rows
from benchmarks.shared import shared
from harvester.errors import Error
from harvester.normalise import normalise
from harvester.normalise.habits import NONE, Habits
from harvester.record_xml import read_record
from harvester.stored import files_below, read_stored
from index.record import RawRecord

LARGEST = 64 * 2**20  # bytes of one file


def main() -> None:
    """Measure both piles, without and with guesses, and print documents a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--profile", action="store_true", help="show where the time goes")
    options = parser.parse_args()
    for name, records in (("corpus", corpus(options.records)), ("real", real(options.records))):
        size = sum(len(one.xml) for one in records) / len(records)
        print(f"{name}: {len(records):,} records of {size:,.0f} bytes")
        for guess in (False, True):
            cpu, wall = apart(records, Habits(guess=guess))
            rates = f"{len(records) / cpu:,.0f} a second of CPU, {len(records) / wall:,.0f} of wall"
            print(f"  {'guessing' if guess else 'plain':<10}{rates}")
        if options.profile:
            profile(records)


def corpus(limit: int) -> list[RawRecord]:
    """Records of the whole corpus, every so many of them."""
    every = max(1, 107_573 // limit)
    chosen = (row for at, row in enumerate(rows(107_573)) if at % every == 0)
    read = (read_record(etree.fromstring(record(row)), "corpus") for row in chosen)
    return [one for one in read if isinstance(one, RawRecord)][:limit]


def real(limit: int) -> list[RawRecord]:
    """Real records, in the format that is read."""
    found = (one for page in _pages() for one in page if "oai_dc" in one.namespace)
    return [one for one, _ in zip(found, range(limit), strict=False)]


def _pages() -> Iterator[Sequence[RawRecord]]:
    for name, path in files_below(shared() / "oai"):
        try:
            yield from (page.records for page in read_stored(path, name, LARGEST))
        except Error:  # a response without records, or one that nobody can read
            continue


def apart(records: Sequence[RawRecord], habits: Habits) -> tuple[float, float]:
    """Seconds of CPU and of wall clock for all of them, in a fresh process."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(once, records, habits).result()


def once(records: Sequence[RawRecord], habits: Habits = NONE) -> tuple[float, float]:
    """Seconds of CPU and of wall clock for all of them."""
    cpu, wall = time.process_time(), time.monotonic()
    for one in records:
        normalise(one, "source", habits)
    return time.process_time() - cpu, time.monotonic() - wall


def profile(records: Sequence[RawRecord]) -> None:
    """Print the functions that take most of the time."""
    profiler = cProfile.Profile()
    profiler.runcall(partial(once, records))
    pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
