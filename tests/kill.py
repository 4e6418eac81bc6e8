"""Kill -9 at random moments: `python -m tests.kill [--times 100] [--seed 1]`.

Each trial starts a real `harvester` process on a fresh data folder, kills it at a random moment,
runs the same command again, and compares: the store with that of an undisturbed run, record for
record, and the index with the store, document for document. A sample of it runs with the tests.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from harvester.config_file import source_text
from harvester.normalise import NORMALISER, normalise
from harvester.settings import SourceSettings
from index import open_index
from index.provider import Provider, serve
from index.record import Batch, Incoming
from index.store import open_store
from tests.records import article, gone
from tests.world import said

RECORDS = 300
PAGE = 10
WORDS = ("kalman", "filter", "river", "stone", "light", "measure", "forest")


@dataclass(frozen=True, slots=True)
class Trial:
    """What one kill did: the seconds that the process had, and what differed afterwards."""

    after: float
    finished: bool
    differences: tuple[str, ...]


def main() -> None:
    """Run the trials and print what came out; exit code 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    lost = 0
    for name, trials in (
        ("harvest", kill_harvest(options.times, options.seed)),
        ("index sync", kill_sync(options.times, options.seed)),
    ):
        seen = Counter()
        for number, trial in enumerate(trials):
            seen["killed" if not trial.finished else "finished first"] += 1
            for difference in trial.differences:
                lost += 1
                print(f"seed {options.seed}, trial {number}, {trial.after:.3f} s: {difference}")
        print(f"{name}: {dict(seen)}, {lost} differences", flush=True)
    sys.exit(1 if lost else 0)


def kill_harvest(times: int, seed: int) -> Iterator[Trial]:
    """Kill `harvester harvest` and run it again."""
    with _served() as (folder, config, expected):
        whole = _timed(["harvest"], _fresh(folder, "whole", config))
        for number, after in enumerate(_moments(times, seed, whole)):
            place = _fresh(folder, f"harvest-{number}", config)
            finished = _killed(["harvest"], place, after)
            _run(["harvest"], place)
            yield Trial(after, finished, tuple(_differences(place, expected)))
            shutil.rmtree(place)


def kill_sync(times: int, seed: int) -> Iterator[Trial]:
    """Kill `harvester index sync` on a store whose changes all wait, and run it again."""
    with _served() as (folder, config, expected):
        harvested = _fresh(folder, "harvested", config)
        _run(["harvest"], harvested)
        shutil.rmtree(harvested / "data" / "index")
        _queue_everything(harvested)
        whole = _timed(["index", "sync"], _copy(harvested, folder / "whole-sync"))
        for number, after in enumerate(_moments(times, seed, whole)):
            place = _copy(harvested, folder / f"sync-{number}")
            finished = _killed(["index", "sync"], place, after)
            _run(["index", "sync"], place)
            yield Trial(after, finished, tuple(_differences(place, expected)))
            shutil.rmtree(place)


def _queue_everything(place: Path) -> None:
    store = open_store(place / "data" / "harvest.db", create=False)
    try:
        store.enqueue(list(store.keys()))
    finally:
        store.close()


@contextmanager
def _served() -> Iterator[tuple[Path, str, dict[str, tuple[object, ...]]]]:
    """A server with some records; gives a folder, a config and what every copy must say."""
    with tempfile.TemporaryDirectory(prefix="harvester-kill-") as name:
        folder = Path(name)
        store = open_store(folder / "theirs.db", create=True)
        try:
            now = datetime(2026, 1, 1, tzinfo=UTC)
            store.declare("s", "", "oai_dc", declared=False, now=now)
            raws = [article(n, title=f"{_title(n)} {n}").raw for n in range(RECORDS)]
            records = tuple(Incoming(raw, normalise(raw, "s"), NORMALISER) for raw in raws)
            store.apply("s", Batch(records=records), None, now)
            store.apply("s", Batch(tombstones=(gone(5), gone(RECORDS + 1))), None, now)
            provider = Provider(
                store, "s", name="S", base_url="", admin_email="a@b.example", page_size=PAGE
            )
            with serve(provider) as url:
                yield folder, source_text(SourceSettings(name="s", url=url)), said(store)
        finally:
            store.close()


def _title(number: int) -> str:
    return f"{WORDS[number % len(WORDS)]} {WORDS[number % 5]}"


def _moments(times: int, seed: int, whole: float) -> Iterator[float]:
    chance = random.Random(seed)
    for _ in range(times):
        yield chance.uniform(0.0, whole)


def _fresh(folder: Path, name: str, config: str) -> Path:
    place = folder / name
    place.mkdir()
    (place / "config.toml").write_text(config, "utf-8")
    return place


def _copy(place: Path, to: Path) -> Path:
    shutil.copytree(place, to)
    return to


def _command(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "harvester", *arguments]


def _timed(arguments: Sequence[str], place: Path) -> float:
    began = time.monotonic()
    _run(arguments, place)
    return time.monotonic() - began


def _run(arguments: Sequence[str], place: Path) -> None:
    subprocess.run(_command(arguments), cwd=place, check=True, capture_output=True, timeout=120)


def _killed(arguments: Sequence[str], place: Path, after: float) -> bool:
    """Start the command and kill it after so many seconds; True: it had ended before."""
    with subprocess.Popen(
        _command(arguments), cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            return False
        return True


def _differences(place: Path, expected: dict[str, tuple[object, ...]]) -> Iterator[str]:
    """What is not as after an undisturbed run."""
    with open_index(place / "data") as index:
        found = said(index.store)
        for identifier in sorted(found.keys() | expected.keys()):
            if found.get(identifier) != expected.get(identifier):
                yield f"record {identifier} differs"
        verdict = index.verify()
        if not verdict.clean:
            yield f"index: {len(verdict.missing)} missing, {len(verdict.extra)} extra"
        if index.pending():
            yield f"{index.pending()} changes wait"
        for word in WORDS:
            titles = [row[4].titles[0].value for row in expected.values() if row[4]]  # type: ignore[attr-defined]
            right = sum(word in title.split() for title in titles)
            total = index.search(word, limit=1).total
            if total != right:
                yield f"{word}: {total} hits, not {right}"


if __name__ == "__main__":
    main()
