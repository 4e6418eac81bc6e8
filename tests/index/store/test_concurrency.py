"""Threads and processes share a store; a kill at any moment leaves it whole."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.record import Counts, Key
from index.store import Store, codec
from index.testing.samples import NOW, make_batch, make_incoming
from tests.index.store.conftest import Opener

SIZE = 20

# Harvest pages for ever: each page is SIZE new records and a checkpoint.
WRITER = f"""
import sys
from itertools import count
from pathlib import Path
from index.record import Checkpoint
from index.store import open_store
from index.testing.samples import NOW, make_batch, make_incoming
store, source = open_store(Path(sys.argv[1]), create=False), sys.argv[2]
store.declare(source, "https://x.example.org/oai", "oai_dc", True, NOW)
window = store.open_window(source, "", None, None)
run = store.start_run(source, (None, None), NOW)
pages = count(1) if sys.argv[3] == "ever" else range(1, int(sys.argv[3]) + 1)
for page in pages:
    names = [f"{{page}}-{{n}}" for n in range({SIZE})]
    batch = make_batch(*(make_incoming(source, name, name) for name in names))
    store.apply(source, batch, Checkpoint(source, "", window.id, str(page), None, page), NOW, run)
    print(page, flush=True)
store.close()
"""


def writer(path: Path, source: str, pages: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), source, pages]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def write_pages(store: Store, source: str, pages: int) -> None:
    store.declare(source, "https://x.example.org/oai", "oai_dc", True, NOW)
    for page in range(pages):
        names = [f"{page}-{number}" for number in range(SIZE)]
        batch = make_batch(*(make_incoming(source, name, name) for name in names))
        assert store.apply(source, batch, None, NOW) == Counts(new=SIZE)


def together(*works: Callable[[], None]) -> list[BaseException]:
    """Run each in a thread of its own, all starting at once; give what they raised."""
    start, raised = threading.Barrier(len(works)), list[BaseException]()

    def work(do: Callable[[], None]) -> None:
        start.wait()
        try:
            do()
        except BaseException as error:  # noqa: BLE001  handed to the test
            raised.append(error)

    threads = [threading.Thread(target=work, args=(do,)) for do in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_threads_share_one_store(store: Store) -> None:
    """Four writers and two readers; readers see whole pages only."""
    seen: list[int] = []

    def read() -> None:
        while len(seen) < 400 and store.count() < 4 * 5 * SIZE:
            seen.append(store.count())
            for record in store.get_many([Key("s0", "0-0"), Key("s1", "0-1")]).values():
                assert record.document is not None

    writers = [lambda n=n: write_pages(store, f"s{n}", 5) for n in range(4)]
    assert together(*writers, read, read) == []
    assert store.count() == 4 * 5 * SIZE
    assert {count % SIZE for count in seen} <= {0}
    numbers = [change.number for change in store.changes(1000)]
    assert len(set(numbers)) == store.pending() == 4 * 5 * SIZE


def test_threads_compress_at_the_same_time() -> None:
    bodies = [str(number).encode() * 100_000 for number in range(40)]

    def squeeze() -> None:
        assert [codec.unpack(codec.pack(body)) for body in bodies] == bodies

    assert together(squeeze, squeeze, squeeze, squeeze) == []


def test_one_thread_gets_the_claim(opened: Opener) -> None:
    from datetime import timedelta

    stores = [opened(), opened()]
    answers: list[str | None] = []

    def claim(number: int) -> Callable[[], None]:
        owner, store = f"owner {number}", stores[number % 2]
        return lambda: answers.append(store.claim("x", owner, NOW, NOW + timedelta(hours=1)))

    assert together(*(claim(number) for number in range(6))) == []
    assert answers.count(None) == 1
    assert len(set(answers)) == 2


def test_processes_share_one_file(path: Path, store: Store) -> None:
    """A second process and this one write at the same time, and both see all of it."""
    with writer(path, "theirs", "10") as process:
        write_pages(store, "ours", 10)
        assert process.stdout is not None
        assert process.stdout.read().split()[-1] == "10"
    assert process.returncode == 0
    assert (store.count("ours"), store.count("theirs")) == (200, 200)
    revisions = {change.number for change in store.changes(1000)}
    assert len(revisions) == 400


@pytest.mark.parametrize("moment", [1, 3, 6])
def test_kill_leaves_whole_pages_with_their_place(path: Path, opened: Opener, moment: int) -> None:
    """SIGKILL while a page is being written: records, queue, checkpoint and run agree."""
    with writer(path, "herald", "ever") as process:
        assert process.stdout is not None
        for _ in range(moment):
            process.stdout.readline()
        process.kill()
    store: Any = opened()
    [window] = store.windows("herald", "")
    assert window.pages >= moment
    assert store.count() == store.pending() == window.pages * SIZE
    assert store.runs("herald")[0].counts == Counts(new=window.pages * SIZE)
    for _, record in store.listing("herald", limit=10_000):
        assert record.document is not None
        assert store.raw(record.content_hash) is not None
        assert len(store.history(record.key)) == 1
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
