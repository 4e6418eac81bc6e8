"""Documents a second of `normalise` on one core: `python -m benchmarks.normalise [--profile]`.

Two piles: records made of the corpus, and the real OAI-PMH records beside it. Reading the pages is
not counted; reading the XML of each record is.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import time
from collections.abc import Iterator, Sequence
from functools import partial

from lxml import etree

from benchmarks.pages import record, rows
from benchmarks.shared import shared
from harvester.errors import Error
from harvester.normalise import normalise
from harvester.record_xml import read_record
from harvester.stored import files_below, read_stored
from index.record import RawRecord

LARGEST = 64 * 2**20  # bytes of one file


def main() -> None:
    """Measure both piles, several rounds of each, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true", help="show where the time goes")
    options = parser.parse_args()
    for name, records in (("corpus", corpus(options.records)), ("real", real(options.records))):
        seconds = statistics.median(once(records) for _ in range(options.rounds))
        size = sum(len(one.xml) for one in records) / len(records)
        rate = len(records) / seconds
        print(f"{name:<8}{len(records):>8,} records of {size:,.0f} bytes: {rate:,.0f} documents/s")
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


def once(records: Sequence[RawRecord]) -> float:
    """Seconds of CPU for all of them."""
    began = time.process_time()
    for one in records:
        normalise(one, "source")
    return time.process_time() - began


def profile(records: Sequence[RawRecord]) -> None:
    """Print the functions that take most of the time."""
    profiler = cProfile.Profile()
    profiler.runcall(partial(once, records))
    pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
