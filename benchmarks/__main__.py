"""`python -m benchmarks [--records N] [--rounds N]`: one table, ratios from alternating runs."""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.measure import Cost, alternate, python, run
from benchmarks.shared import memory_server, shared


def main() -> None:
    """Measure harvesting, indexing, memory and cold starts, and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--many", type=int, default=100_000, help="records of the memory test")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        fresh = _folders(Path(folder))
        harvesting(options.records, options.rounds, fresh)
        searchable(options.records, options.rounds, fresh)
        memory(options.records, options.many, fresh)
        cold_start(options.rounds)


def _folders(below: Path) -> Callable[[], Path]:
    numbers = itertools.count()
    return lambda: below / f"run-{next(numbers)}"


def harvesting(records: int, rounds: int, fresh: Callable[[], Path]) -> None:
    """(a) Harvest and store, no index, beside Sickle to JSON lines and bare lxml."""
    lab = shared() / "lab"
    with memory_server(records) as url:
        costs = alternate(
            {
                "ours: harvest + store": lambda: python("benchmarks.ours", url, fresh()),
                "Sickle to JSON lines": lambda: _script(lab / "naive_sickle.py", url, fresh()),
                "bare lxml to JSON lines": lambda: _script(lab / "floor_lxml.py", url, fresh()),
            },
            rounds,
        )
    _table("(a) harvest without index", costs, records, "Sickle to JSON lines")


def searchable(records: int, rounds: int, fresh: Callable[[], Path]) -> None:
    """(b) Harvest to searchable, beside the first script."""
    with memory_server(records) as url:
        costs = alternate(
            {
                "ours: harvest + store + index": lambda: python(
                    "benchmarks.ours", url, fresh(), "--index"
                ),
                "Sickle + Whoosh, one commit": lambda: python(
                    "benchmarks.first_script", url, fresh()
                ),
            },
            rounds,
        )
    _table("(b) harvest to searchable", costs, records, "Sickle + Whoosh, one commit")


def memory(few: int, many: int, fresh: Callable[[], Path]) -> None:
    """(c) Peak memory of a harvest at two sizes."""
    peaks = {}
    for records in (few, many):
        with memory_server(records) as url:
            peaks[records] = run(python("benchmarks.ours", url, fresh())).peak_mb
    print(f"\n(c) peak memory of harvest + store\n{'records':>12}{'peak MB':>10}{'ratio':>8}")
    for records, peak in peaks.items():
        print(f"{records:>12,}{peak:>10.0f}{peak / peaks[few]:>8.2f}")


def cold_start(rounds: int) -> None:
    """(d) Commands from a cold start."""
    with tempfile.TemporaryDirectory() as folder:
        data = ("--data", folder)
        run(python("harvester", *data, "demo"))
        costs = alternate(
            {
                "harvester --help": lambda: python("harvester", "--help"),
                "harvester search": lambda: python("harvester", *data, "search", "физика"),
                "python -c pass": lambda: [sys.executable, "-c", "pass"],
            },
            rounds * 3,
        )
    print(f"\n(d) cold start\n{'command':<34}{'wall ms':>10}{'cpu ms':>10}{'peak MB':>10}")
    for name, cost in costs.items():
        print(f"{name:<34}{cost.wall * 1000:>10.0f}{cost.cpu * 1000:>10.0f}{cost.peak_mb:>10.0f}")


def _script(script: Path, *arguments: object) -> Sequence[str]:
    return [sys.executable, str(script), *map(str, arguments)]


def _table(title: str, costs: dict[str, Cost], records: int, peer: str) -> None:
    head = f"{'wall s':>9}{'cpu s':>9}{'rec/s':>9}{'peak MB':>9}{'of peer':>9}"
    print(f"\n{title}, {records:,} records\n{'':<34}{head}")
    for name, cost in costs.items():
        figures = (
            f"{cost.wall:>9.2f}{cost.cpu:>9.2f}{records / cost.wall:>9.0f}{cost.peak_mb:>9.0f}"
        )
        print(f"{name:<34}{figures}{costs[peer].wall / cost.wall:>9.2f}")


if __name__ == "__main__":
    main()
