"""Kill -9 in every work of the index: `python -m tests.kill_index [--times 40] [--seed 1]`.

Each trial takes a copy of a data folder, lets a process work on its index, and kills it at a random
moment of that: building, committing (with merges in the foreground), merging beside, rebuilding,
repairing. Then the index has to open without an error and hold the state of one commit; and after
the next sync it has to be what the store says, whole, with no file that nothing names. `--times` is
for each phase. A sample of it runs with the tests.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil
from whoosh.index import TOC, open_dir

from harvester.normalise import NORMALISER, normalise
from index import open_index
from index.core import Index
from index.engines.folder import current_folder
from index.errors import EngineDamaged, EngineError, EngineMissing
from index.record import Batch, Incoming, Key
from tests.kill import WORDS, Trial
from tests.records import article, identifier

SIZE = 300
MERGED = 300  # records of a segment; seven of them lie ready, the eighth presses
ROUND = 8  # records that each commit changes: always the same
NOW = datetime(2026, 1, 1, tzinfo=UTC)
# Where the work is not killed by its own moment: what is killed of a process and its merger.
WHO = ("both", "merger", "parent first")


@dataclass(frozen=True, slots=True)
class Phase:
    """A work on an index: what lies ready, and what the process does."""

    prepare: Callable[[Path], None]
    work: Callable[[Index], None]


def main() -> None:
    """Run the trials and print what came out; exit code 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", nargs=2, help="a phase and a folder: what is killed")
    options = parser.parse_args()
    if options.work:
        _work(*options.work)
        return
    lost = 0
    for name in PHASES:
        seen = Counter[str]()
        for number, trial in enumerate(kill(name, options.times, options.seed)):
            seen["finished first" if trial.finished else "killed"] += 1
            for difference in trial.differences:
                lost += 1
                print(f"seed {options.seed}, {name} {number}, {trial.after:.3f} s: {difference}")
        print(f"{name}: {dict(seen)}, {lost} differences", flush=True)
    sys.exit(1 if lost else 0)


def kill(name: str, times: int, seed: int) -> Iterator[Trial]:
    """Kill a phase so often, at moments from its beginning to its end."""
    chance = random.Random(f"{name} {seed}")
    with tempfile.TemporaryDirectory(prefix="harvester-kill-") as folder:
        ready = Path(folder, "ready")
        PHASES[name].prepare(ready)
        whole = _killed(name, shutil.copytree(ready, Path(folder, "whole")), 600.0, "both")[0]
        for number in range(times):
            place = shutil.copytree(ready, Path(folder, f"{number}"))
            after = chance.uniform(0.0, whole)
            _, finished = _killed(name, place, after, chance.choice(WHO))
            yield Trial(after, finished, tuple(_differences(place, name)))
            shutil.rmtree(place)


def _killed(name: str, place: Path, after: float, who: str) -> tuple[float, bool]:
    """Let a process do the work, and kill it; gives the seconds it had, and whether it ended."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.kill_index", "--work", name, str(place)],
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout
        process.stdout.readline()
        began = time.monotonic()
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            _end(process, who)
            return time.monotonic() - began, False
        if process.returncode:
            raise RuntimeError(f"{name} ended with {process.returncode}")
        return time.monotonic() - began, True


def _end(process: subprocess.Popen[bytes], who: str) -> None:
    mergers = psutil.Process(process.pid).children()
    if who == "merger" and mergers:
        with suppress(psutil.NoSuchProcess):
            mergers[0].kill()
        process.wait(60)
        return
    if who == "parent first":
        process.send_signal(signal.SIGKILL)
        process.wait()
        psutil.wait_procs(mergers, timeout=0.05)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    psutil.wait_procs(mergers, timeout=10)


def _work(name: str, folder: str) -> None:
    with open_index(Path(folder)) as index:
        print("begun", flush=True)
        PHASES[name].work(index)


def _prepare(place: Path, size: int = SIZE, rounds: int = 1) -> None:
    with open_index(place, create=True) as index:
        index.store.declare("s", "", "oai_dc", declared=False, now=NOW)
        for number in range(rounds):
            change(index, range(number * size, (number + 1) * size), "old")
            index.sync()
        _round(index, 0)


def _prepare_unbuilt(place: Path) -> None:
    _prepare(place)
    shutil.rmtree(place / "index")
    with open_index(place) as index:
        index.store.enqueue(list(index.store.keys()))


def _prepare_damaged(place: Path) -> None:
    _prepare(place)
    path = max((place / "index").glob("g-*/*.seg"), key=lambda path: path.stat().st_size)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _prepare_pressing(place: Path) -> None:
    _prepare(place, MERGED, rounds=7)


def change(index: Index, numbers: range, word: str) -> None:
    """Give these records a title with the word."""
    raws = [
        article(n, title=f"{WORDS[n % 7]} {WORDS[n % 5]} {word}", datestamp=datestamp(word)).raw
        for n in numbers
    ]
    records = tuple(Incoming(raw, normalise(raw, "s"), NORMALISER) for raw in raws)
    index.store.apply("s", Batch(records), None, NOW)


def datestamp(word: str) -> str:
    """A date that rises with the rounds."""
    number = int(word.removeprefix("round")) if word.startswith("round") else 0
    return f"2026-01-{1 + number // 20:02}T{number % 20:02}:00:00Z"


def _round(index: Index, number: int) -> None:
    change(index, range(ROUND), f"round{number}")
    index.sync()


def _sync(index: Index) -> None:
    index.sync()


def _commits(index: Index) -> None:
    for number in range(1, 30):
        _round(index, number)


def _merge(index: Index) -> None:
    change(index, range(7 * MERGED, 8 * MERGED), "old")
    for number in range(1, 4):
        _round(index, number)


def _rebuild(index: Index) -> None:
    index.rebuild()


def _repair(index: Index) -> None:
    index.repair()


PHASES = {
    "building": Phase(_prepare_unbuilt, _sync),
    "committing": Phase(_prepare, _commits),
    "merging": Phase(_prepare_pressing, _merge),
    "rebuilding": Phase(_prepare, _rebuild),
    "repairing": Phase(_prepare_damaged, _repair),
}


def _differences(place: Path, name: str) -> Iterator[str]:
    try:
        with open_index(place) as index:
            yield from _half(index)
    except EngineMissing:
        if name != "building":
            yield "the index is gone"
    except EngineDamaged as error:
        if name != "repairing":
            yield f"reopened: {error}"
    except EngineError as error:
        yield f"reopened: {type(error).__name__}: {error}"
    with open_index(place) as index:
        index.store.enqueue([Key("s", identifier(0))])  # so that there is a commit
        index.sync()
        yield from _wrong(index)
    yield from _orphans(place / "index")


def _half(index: Index) -> Iterator[str]:
    """The records of one commit carry one round, all of them or none."""
    totals = [index.search(f"round{number}", limit=0).total for number in range(30)]
    if sorted(totals) != [0] * 29 + [ROUND]:
        yield f"half a commit: {totals}"


def _wrong(index: Index) -> Iterator[str]:
    """What is not as the store says."""
    if index.pending():
        yield f"{index.pending()} changes wait"
    verdict = index.verify()
    if not verdict.clean:
        yield f"{len(verdict.missing)} missing, {len(verdict.extra)} extra"
    health = index.health()
    if health.damaged or health.unchecked:
        yield f"not whole: {health}"
    titles = [each.titles[0].value.split() for each in index.store.documents(None, 10_000)]
    for word in (*WORDS, "old", *(f"round{number}" for number in range(30))):
        right, total = sum(word in title for title in titles), index.search(word, limit=0).total
        if total != right:
            yield f"{word}: {total} hits, not {right}"
    first = index.get("s", identifier(0))
    if first is None or index.find(identifier(0)) != [Key("s", identifier(0))]:
        yield "the first record is not found"


def _orphans(place: Path) -> Iterator[str]:
    """Files that nothing names."""
    folder = current_folder(place)
    assert folder
    strange = {path.name for path in place.iterdir()} - {"current", "lock", "holder", folder.name}
    toc = TOC.read(open_dir(str(folder)).storage, "MAIN")
    segments = {one.segment_id() for one in toc.segments}
    own = {f"_MAIN_{toc.generation}.toc", "MAIN_WRITELOCK", "MAIN_MERGELOCK"}
    strange |= {
        path.name
        for path in folder.iterdir()
        if path.name not in own and path.name.partition(".")[0] not in segments
    }
    if strange:
        yield f"left behind: {sorted(strange)}"


if __name__ == "__main__":
    main()
