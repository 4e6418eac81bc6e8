"""`renormalise` of stored records, and where its time goes: `python -m benchmarks.renormalise`.

Two cases on one store: every document comes out as it was, and every document changes (the settings
name another ISSN). `--data FOLDER` keeps the store for the next time. CPU seconds are of all
processes together: on a machine that is shared they say more than the wall clock.
"""

from __future__ import annotations

import argparse
import gc
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from lxml import etree

from benchmarks.pages import record, rows
from harvester.normalise import NORMALISER, normalise
from harvester.normalise.habits import NONE, Habits
from harvester.record_xml import read_record
from harvester.renormalise import Share, differences, renormalise, shares
from harvester.workers import Workers
from index.record import Batch, Incoming, RawRecord, Renewed
from index.store import open_store
from index.store.base import Store

SOURCE = "corpus"
START = datetime(2026, 1, 1, tzinfo=UTC)
ISSNS = ("0869-5873", "0036-8075")
SAMPLE = 20  # shares that are looked at step by step


def main() -> None:
    """Fill the store where it is empty, then measure the steps and the whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--data", type=Path, help="a folder for the store, kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as fresh:
        database = (options.data or Path(fresh)) / "index.db"
        with closing(open_store(database, create=True)) as store:
            fill(store, options.records)
            renormalise(store, {SOURCE: NONE}, Workers(store, database, options.processes), _quiet)
            steps(store)
            for case, habits in (("nothing changes", NONE), *_changing(store)):
                workers = Workers(store, database, options.processes)
                whole(case, store, habits, workers)


def _changing(store: Store) -> Iterator[tuple[str, Habits]]:
    """Settings that no document of the store was made with."""
    for number in ISSNS:
        yield f"every document changes ({number})", Habits(issn=number)


def fill(store: Store, limit: int) -> None:
    """Store records of the corpus, a page of 500 a transaction, up to so many."""
    if store.count(SOURCE) >= limit:
        return
    store.declare(SOURCE, "", "oai_dc", declared=False, now=START)
    found = (read_record(etree.fromstring(record(row)), SOURCE) for row in rows(limit))
    raws = (raw for raw in found if isinstance(raw, RawRecord))
    incoming = (Incoming(raw, normalise(raw, SOURCE), NORMALISER) for raw in raws)
    while page := tuple(islice(incoming, 500)):
        store.apply(SOURCE, Batch(page), None, START)


def steps(store: Store) -> None:
    """CPU microseconds a record of reading, normalising, comparing and writing, in this process."""
    some = list(islice(shares(store, SOURCE, NONE), SAMPLE))
    spent = dict.fromkeys(("reading", "normalising", "comparing", "writing"), 0.0)
    count = 0
    for share in some:
        count += _step(store, share, spent)
    print(f"steps of {count:,} records, one process, CPU microseconds a record:")
    for name, seconds in spent.items():
        print(f"  {name:<14}{seconds / count * 1e6:>7.0f}")


def _step(store: Store, share: Share, spent: dict[str, float]) -> int:
    gc.collect()
    times = [time.process_time()]
    tick = partial(_tick, times)
    kept = store.kept(share.source, share.after, share.until)
    tick()
    documents = [normalise(one, share.source, share.habits) for one in kept]
    tick()
    for one, document in zip(kept, documents, strict=True):
        differences(one.document, document)
    tick()
    renewed = [
        Renewed(one.identifier, one.content_hash, one.sets, NORMALISER, new)
        for one, new in zip(kept, documents, strict=True)
    ]
    store.renew(share.source, renewed)
    tick()
    for name, began, ended in zip(spent, times, times[1:], strict=False):
        spent[name] += ended - began
    return len(kept)


def _tick(times: list[float]) -> None:
    times.append(time.process_time())


def whole(case: str, store: Store, habits: Habits, workers: Workers) -> None:
    """Renormalise all records; print wall and CPU seconds."""
    cpu, wall = _cpu(), time.monotonic()
    outcome = renormalise(store, {SOURCE: habits}, workers, _quiet)[SOURCE]
    cpu, wall = _cpu() - cpu, time.monotonic() - wall
    print(
        f"{case}: {outcome.records:,} records, {outcome.changed:,} changed, "
        f"{workers.processes} processes: {wall:.1f} s, {cpu:.1f} s CPU"
    )


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _quiet(done: int, total: int | None) -> None: ...


if __name__ == "__main__":
    main()
