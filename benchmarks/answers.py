"""Answers as people get them: `python -m benchmarks.answers --folder F [--records N]`.

A store and an index of the first records of the corpus are built in the folder where they are
missing. The `mixed` queries of `benchmarks.search` are asked of an `Index` with three facets each.
Each was asked once before; what the engine remembers of answers is forgotten.

engine    the engine alone: full matches with their facets, in the order of `index.ranking`
pages     the same, and the partial matches that follow few full ones
whole     `Index.search`: and documents from the store, highlighting, did-you-mean, what to relax
suggest   `Index.suggest` of names, journals, subjects and titles, typed letter by letter

Times are of the CPU of the thread that asks, because others may use the machine; wall time beside.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import random
import resource
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from time import perf_counter_ns, process_time_ns
from typing import TypeAlias

from benchmarks.documents import documents
from benchmarks.search import Times, mixed
from benchmarks.suggest import kinds, typed
from index import Index, open_index
from index.engines.base import FacetWish, Query
from index.meaning import understood
from index.paging import paged
from index.ranking import ranked
from index.record import Batch, Document, Incoming, RawRecord
from index.settings import IndexSettings

_BATCH = 2_000
_NOW = datetime(2026, 1, 1, tzinfo=UTC)

Asked: TypeAlias = tuple[str, Sequence[str]]  # a text, and fields of facets


def main() -> None:
    """Build what is missing, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where store and index are kept")
    parser.add_argument("--records", type=int, default=20_000)
    options = parser.parse_args()
    records = options.records
    built(options.folder / f"store-{records}", records)
    queries, texts = mixed(records), _typed(records)
    gc.freeze()  # what the benchmark holds is not to be looked through again and again
    with open_index(options.folder / f"store-{records}") as index:
        print(f"{records:,} records; ms: p50 p95 p99 / max")
        for name, way in (("engine", _engine), ("pages", _pages), ("whole", _whole)):
            report(f"{name}, {len(queries)} queries", way, index, queries)
        report(f"suggest, {len(texts)} texts", _suggest, index, texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process: {peak:.0f} MB")


def report(
    name: str, way: Callable[[Index, Asked], object], index: Index, asked: Sequence[Asked]
) -> None:
    """Ask everything three times: to warm up, and by two clocks."""
    for one in asked:
        way(index, one)
    for clock_name, clock in (("CPU", process_time_ns), ("wall", perf_counter_ns)):
        times = [_time(index, partial(way, index, one), clock) for one in asked]
        slowest = max(zip(times, asked, strict=True))[1][0]
        print(f"{name:<22} {clock_name:<5}{Times(times)}  ({slowest})", flush=True)


def _engine(index: Index, asked: Asked) -> object:
    query = _query(asked)
    return index._answer(replace(query, tree=ranked(query.node)))


def _pages(index: Index, asked: Asked) -> object:
    return paged(index._answer, _query(asked), understood(asked[0]).partial)


def _query(asked: Asked) -> Query:
    text, fields = asked
    return Query(understood(text).tree, facets=tuple(map(FacetWish, fields)))


def _whole(index: Index, asked: Asked) -> object:
    return index.search(asked[0], facets=asked[1])


def _suggest(index: Index, asked: Asked) -> object:
    return index.suggest(asked[0])


def _typed(records: int) -> list[Asked]:
    texts = kinds(records, random.Random(5))
    return [(text, ()) for some in texts.values() for text in typed(some)]


def _time(index: Index, work: Callable[[], object], clock: Callable[[], int]) -> float:
    """The time of a work when no answer is remembered."""
    with index._reading.engine() as engine:
        engine._readers.newest().answers.clear()  # type: ignore[attr-defined]
    began = clock()
    work()
    return (clock() - began) / 1e6


def built(folder: Path, records: int) -> None:
    """A store with the first records of the corpus, and their index, where they are missing."""
    if folder.exists():
        return
    half = folder.with_suffix(".half")
    rows = documents(records)
    with open_index(IndexSettings.of_folder(half), create=True) as index:
        while batch := list(islice(rows, _BATCH)):
            index.store.declare(batch[0].source, "", "oai_dc", declared=False, now=_NOW)
            index.store.apply(batch[0].source, Batch(tuple(map(_incoming, batch))), None, _NOW)
        index.rebuild()
    half.rename(folder)


def _incoming(document: Document) -> Incoming:
    xml = f"<record>{document.identifier}</record>".encode()
    digest = hashlib.sha256(xml).hexdigest()
    raw = RawRecord(document.identifier, "2026-01-01", (), "", xml, digest, ())
    return Incoming(raw, document, 1)


if __name__ == "__main__":
    main()
