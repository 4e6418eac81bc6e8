"""A copy that follows through changes and kills: `python -m tests.follow [--changes N] [--seed N]`.

Two threads change a store, records come, change, go, are suppressed and purged, while processes of
`harvester dump` and `harvester load` work beside them, half of them killed (SIGKILL) at a random
moment. In the end one dump and one load run through, and the copy has to be what the first is:
every record, tombstone, document and XML, and an index that finds the same.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path
from random import Random

from index import open_index
from index.core import Index
from index.store import Store, open_store
from tests.door import command
from tests.index.dump.changing import change
from tests.index.dump.conftest import held

TOGETHER = 5  # changes of each thread beside one process
NAMES = 400  # records of each source


def main() -> None:
    """Follow, and print what came out; exit code 1 when the copy is another than the first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        same, ends = follow(Path(name), options.changes, Random(options.seed))
    print(f"{options.changes} changes; processes: {dict(sorted(ends.items()))}; same: {same}")
    sys.exit(not same)


def follow(folder: Path, changes: int, random: Random) -> tuple[bool, Counter[str]]:
    """Whether the copy is the same in the end, and how the processes ended."""
    first, second, dump = (folder / name for name in ("first", "second", "dump"))
    ends: Counter[str] = Counter()
    store = open_store(_database(first), create=True)
    try:
        for minute in range(0, changes, 2 * TOGETHER):
            threads = [_changing(store, Random(random.random()), minute) for _ in range(2)]
            work = random.choice((("dump", first, dump), ("load", second, dump)))
            ends[_killed(*work, random)] += 1
            for thread in threads:
                thread.join()
        for work in (("dump", first, dump), ("load", second, dump)):
            subprocess.run(_command(*work), check=True, capture_output=True)
        return _same(store, second), ends
    finally:
        store.close()


def _database(data: Path) -> Path:
    data.mkdir(exist_ok=True)
    return data / "harvest.db"


def _changing(store: Store, random: Random, minute: int) -> threading.Thread:
    def work() -> None:
        for at in range(TOGETHER):
            change(store, random, minute + at, NAMES)

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def _command(what: str, data: Path, dump: Path) -> list[str]:
    return [*command("--data", data, what, dump)]


def _killed(what: str, data: Path, dump: Path, random: Random) -> str:
    """Run a process, and kill it after a while; gives how it ended."""
    with subprocess.Popen(
        _command(what, data, dump), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        with suppress(subprocess.TimeoutExpired):
            process.wait(random.choice((60.0, random.uniform(0.2, 2.0))))
        process.kill()
    return f"{what} {'killed' if process.returncode == -9 else process.returncode}"


def _same(store: Store, second: Path) -> bool:
    with open_index(second) as copy:
        found = sorted(_found(copy))
        live = sorted(store.keys())
        equal = held(copy.store, looks=False) == held(store, looks=False)
        return equal and copy.verify().clean and found == live


def _found(copy: Index) -> list[tuple[str, str]]:
    return [record.key for record in copy.records("*")]


if __name__ == "__main__":
    main()
