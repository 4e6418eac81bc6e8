"""Every format: records a second and peak memory, at two sizes; a dump, and a copy made of it.

`python -m benchmarks.exports [--records N N …] [--folder DIR] [--formats A,B]`. Citations take
3 ms each, and are measured on the records of one year. Data folders that are in DIR already are
taken as they are.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Cost, python, run
from benchmarks.pages import write
from index.export.formats import FORMATS

_CITED = ("text", "html")
_ONE_YEAR = "year:2015"


def main() -> None:
    """Load, export in each format, dump, and load the dump."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--formats", default=",".join(FORMATS))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.folder or Path(name)
        for count in options.records:
            data = _loaded(folder, count)
            report(data, count, options.formats.split(","), Path(name))


def report(data: Path, count: int, formats: Sequence[str], scratch: Path) -> None:
    """A line for each format, for a dump and for a copy."""
    print(f"{count:,} records: records/s of wall clock, of CPU, peak MB, file MB")
    for name in formats:
        query = _ONE_YEAR if name in _CITED else "*"
        file = scratch / f"out.{name}"
        cost = _call(data, "export", query, "--format", name, "-o", file)
        done = count if query == "*" else _hits(data, query, scratch)
        _line(name, done, cost, file.stat().st_size)
        file.unlink()
    dump, copy = scratch / f"dump-{count}", scratch / f"copy-{count}"
    cost = _call(data, "dump", dump)
    _line("dump", count, cost, sum(path.stat().st_size for path in dump.iterdir()))
    _line("dump, nothing new", 0, _call(data, "dump", dump), 0)
    _line("load of the dump, with index", count, _call(copy, "load", dump), 0)


def _loaded(folder: Path, count: int) -> Path:
    data, pages = folder / f"data-{count}", folder / f"pages-{count}"
    if not data.exists():
        write(pages, count)
        run(python("harvester", "--data", data, "load", "corpus", pages), ok=(0, 3))
    return data


def _call(data: Path, *arguments: object) -> Cost:
    return run(python("harvester", "--data", data, *arguments))


def _hits(data: Path, query: str, scratch: Path) -> int:
    file = scratch / "hits.jsonl"
    _call(data, "export", query, "-o", file)
    with file.open("rb") as lines:
        return sum(1 for _ in lines)


def _line(what: str, done: int, cost: Cost, size: int) -> None:
    speeds = [
        f"{done / spent:,.0f}" if done else f"{spent:.1f} s" for spent in (cost.wall, cost.cpu)
    ]
    figures = f"{speeds[0]:>10} {speeds[1]:>10} {cost.peak_mb:8.0f} {size / 1e6:8.1f}"
    print(f"  {what:30} {figures}", flush=True)


if __name__ == "__main__":
    main()
