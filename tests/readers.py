"""Readers during commits: `python -m tests.readers [--threads 16] [--commits 1000] [--seed 1]`.

A process commits as fast as it can, with merges; threads of this one share an engine and ask
without a pause. Each answer has to be that of one commit, none older than the one before it, and
nothing may raise. File handles, maps and memory are printed, and may not grow.
"""

from __future__ import annotations

import argparse
import gc
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from index.analysis import PLAIN
from index.engines.base import Engine, Query
from index.engines.whoosh import create, open_folder
from index.query import Everything, Or, Word
from index.record import Document, Key
from index.record import Seen as Record
from index.testing.engine_places import document, key

ALWAYS = 5  # documents that each commit changes
FIXED = 2100  # documents that stay as they are, in a segment of files that are mapped
KEPT = 60  # documents that come one a commit, and go after so many


@dataclass(frozen=True, slots=True)
class Held:
    """What the process holds: file handles, maps of index files, memory in MB."""

    handles: int
    maps: int
    memory: float

    @classmethod
    def now(cls) -> Held:
        gc.collect()
        maps = Path("/proc/self/maps").read_text("utf-8").count("MAIN_")
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return cls(len(list(Path("/proc/self/fd").iterdir())), maps, pages * 4096 / 1e6)


@dataclass
class Seen:
    """What the threads met."""

    answers: int = 0
    newest: int = -1
    troubles: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def took(self, commit: int) -> None:
        with self.lock:
            self.answers += 1
            self.newest = max(self.newest, commit)

    def met(self, trouble: str) -> None:
        with self.lock:
            self.troubles.append(trouble)


def main() -> None:
    """Run it and print what came out; exit code 1 when an answer was wrong or something leaked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=16)
    parser.add_argument("--commits", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help="the folder to write: the other process")
    options = parser.parse_args()
    if options.write:
        _write(options.write, options.commits)
        return
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="harvester-readers-") as folder:
        seen, held = read(Path(folder), options.threads, options.commits, options.seed)
    for trouble in seen.troubles[:20]:
        print(trouble)
    print(f"{seen.answers:,} answers in {time.monotonic() - began:.0f} s, "
          f"commits up to {seen.newest}, {len(seen.troubles)} troubles")  # fmt: skip
    for name, one in zip(("before", "a fifth", "end", "closed"), held, strict=True):
        print(f"{name:8} handles {one.handles:3}  maps {one.maps:3}  memory {one.memory:.1f} MB")
    sys.exit(1 if seen.troubles or leaked(held) else 0)


def read(folder: Path, threads: int, commits: int, seed: int) -> tuple[Seen, list[Held]]:
    """Ask while another process commits; what was met, and what was held when."""
    seen, over = Seen(), threading.Event()
    with closing(create(folder, PLAIN)) as engine, engine.writer() as writer:
        for number in range(FIXED):
            words = " ".join(f"w{number * step % 997}" for step in range(40))
            writer.put(document(f"f{number}", f"fixed {number}", abstract=words))
    _commit_all(folder, range(1), {})
    held = [Held.now()]
    with closing(open_folder(folder, PLAIN)) as engine:
        asking = [
            threading.Thread(target=_ask, args=(engine, random.Random(seed + n), over, seen))
            for n in range(threads)
        ]
        writing = [sys.executable, "-m", "tests.readers", "--write", str(folder)]
        with subprocess.Popen([*writing, "--commits", str(commits)], stdout=subprocess.PIPE) as it:
            for thread in asking:
                thread.start()
            assert it.stdout
            for line in it.stdout:
                if int(line) == commits // 5:
                    held.append(Held.now())
        over.set()
        for thread in asking:
            thread.join()
        if it.returncode:
            seen.met(f"the writer ended with {it.returncode}")
        _look(engine, Query(Everything(), limit=10_000), commits - 1, seen)
        held.append(Held.now())
    del asking
    return seen, [*held, Held.now()]


def leaked(held: Sequence[Held]) -> bool:
    """Whether more is held than some readers of the moment can hold."""
    before, fifth, end, closed = held
    more = end.handles > fifth.handles + 8 or end.memory > fifth.memory + 40
    return more or closed.handles > before.handles or closed.maps > before.maps


def _ask(engine: Engine, chance: random.Random, over: threading.Event, seen: Seen) -> None:
    last = 0
    while not over.is_set():
        try:
            last = chance.choice(_QUESTIONS)(engine, last, seen)
        except Exception as error:  # noqa: BLE001  whatever it is, it is what we look for
            seen.met(f"{type(error).__name__}: {error}")


def _search(engine: Engine, last: int, seen: Seen) -> int:
    return _look(engine, Query(Everything(), limit=10_000), last, seen)


def _words(engine: Engine, last: int, seen: Seen) -> int:
    return _look(engine, Query(Or((Word("same"), Word("more"))), limit=10_000), last, seen)


def _dated(engine: Engine, last: int, seen: Seen) -> int:
    return _look(engine, Query(Everything(), limit=10_000, sort="newest"), last, seen)


def _scan(engine: Engine, last: int, seen: Seen) -> int:
    return _judge(engine.scan(Query(Everything())), last, seen)


def _keys(engine: Engine, last: int, seen: Seen) -> int:
    return _judge(engine.keys(), last, seen)


def _similar(engine: Engine, last: int, seen: Seen) -> int:
    engine.similar(key("0"))
    return last


_QUESTIONS = (_search, _words, _dated, _scan, _keys, _similar)


def _look(engine: Engine, query: Query, last: int, seen: Seen) -> int:
    answer = engine.search(query)
    if answer.total != len(answer.matches):
        seen.met(f"{answer.total} in all, {len(answer.matches)} hits")
    return _judge((match.key for match in answer.matches), last, seen)


def _judge(keys: Iterable[Key], last: int, seen: Seen) -> int:
    """Which commit an answer is of."""
    every = [each.identifier for each in keys]
    found = sorted(one for one in every if not one.startswith("f"))
    if len(every) - len(found) not in (0, FIXED):
        seen.met(f"{len(every) - len(found)} of {FIXED} documents that no commit touches")
    commit = max((int(one[1:]) for one in found if one.startswith("n")), default=-1)
    if found != sorted(state(commit)):
        seen.met(f"no state of commit {commit}: {found}")
    if commit < last:
        seen.met(f"commit {commit} after {last}")
    seen.took(commit)
    return max(commit, last)


def state(commit: int) -> Iterator[str]:
    """The identifiers that there are after a commit."""
    yield from (f"{n}" for n in range(ALWAYS))
    yield from (f"n{n}" for n in range(max(0, commit - KEPT + 1), commit + 1))


def _write(folder: Path, commits: int) -> None:
    held: dict[Key, Document] = {}
    _commit_all(folder, range(1), held)
    _commit_all(folder, range(1, commits), held, told=True)


def _commit_all(
    folder: Path, numbers: range, held: dict[Key, Document], *, told: bool = False
) -> None:
    def fetch(keys: Sequence[Key]) -> Iterator[Record]:
        return (Record(held[each]) for each in keys if each in held)

    with closing(open_folder(folder, PLAIN, fetch)) as engine:
        for number in numbers:
            _commit(engine, number, held)
            if told:
                print(number, flush=True)


def _commit(engine: Engine, number: int, held: dict[Key, Document]) -> None:
    date = f"{1900 + number % 100}"
    put = [document(f"{n}", f"same round{number}", date=date) for n in range(ALWAYS)]
    put.append(document(f"n{number}", "more", abstract=f"words of {number}", date=date))
    with engine.writer() as writer:
        for one in put:
            writer.put(one)
            held[one.key] = one
        writer.delete(key(f"n{number - KEPT}"))
        held.pop(key(f"n{number - KEPT}"), None)


if __name__ == "__main__":
    main()
