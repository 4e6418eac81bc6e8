"""`harvester index rebuild` with several processes, and killed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from index import open_index
from index.settings import IndexSettings
from index.sync import processes_for
from tests.door import Door
from tests.processes import children

REBUILD = """
import sys
from index import open_index
with open_index(sys.argv[1]) as ix:
    ix.rebuild(lambda done, total: print(done, total, flush=True), processes=2)
"""


def test_several_processes_build_what_one_does(door: Door, demo_data: Path) -> None:
    rebuilt = door.right("--data", demo_data, "index", "rebuild", "--processes", "2")
    assert rebuilt.out == "59 records indexed\n"
    assert door.right("--data", demo_data, "index", "verify", "--json").json["missing"] == []
    (once,) = (path for path in (demo_data / "index").glob("g-*"))
    with open_index(demo_data) as ix:
        several = [(hit.identifier, hit.score) for hit in ix.search("*", limit=100).hits]
        assert ix.rebuild(processes=1) == 59
        assert [(hit.identifier, hit.score) for hit in ix.search("*", limit=100).hits] == several
    assert not once.exists()


@pytest.mark.parametrize(
    ("documents", "cores", "wanted", "processes"),
    [(0, 8, 0, 1), (39_999, 8, 0, 1), (40_000, 8, 0, 2), (40_000, 1, 0, 1), (10**7, 64, 0, 8),
     (10, 1, 3, 3), (10**7, 64, 20, 20)],
)  # fmt: skip
def test_as_many_processes_as_pay(documents: int, cores: int, wanted: int, processes: int) -> None:
    assert processes_for(documents, cores, wanted) == processes


def test_settings_say_how_many(door: Door, demo_data: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[data]\ndir = "{demo_data}"\n[index]\nprocesses = 2\n')
    with open_index(config) as ix:
        heard: list[int] = []
        ix.rebuild(lambda done, total: heard.append(len(children())))
    assert heard == [2]
    assert IndexSettings().index.processes == 0


@pytest.fixture
def rebuilding(demo_data: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that rebuilds the index, and tells how far it is."""
    child = subprocess.Popen(
        [sys.executable, "-c", REBUILD, str(demo_data)], stdout=subprocess.PIPE, text=True
    )
    with child:
        yield child
        child.kill()


@pytest.mark.parametrize("moment", ["at once", "when others have started", "amid", "at the end"])
def test_killed_at_any_moment_the_index_is_whole(
    demo_data: Path, rebuilding: subprocess.Popen[str], moment: str
) -> None:
    """And no process is left, nor any file for longer than the next sync."""
    assert rebuilding.stdout is not None
    workers: list[psutil.Process] = []
    while moment != "at once" and len(workers) < 2 and rebuilding.poll() is None:
        workers = psutil.Process(rebuilding.pid).children()
    if moment in ("amid", "at the end"):
        assert rebuilding.stdout.readline() == "59 59\n"
    while moment == "at the end" and rebuilding.poll() is None:
        if len(list((demo_data / "index").glob("g-*/*.seg"))) > 1:
            break
    rebuilding.kill()
    assert psutil.wait_procs(workers, timeout=30)[1] == []
    with open_index(demo_data) as ix:
        assert ix.search("*").total == 59
        assert ix.verify().clean
        ix.sync()
        (kept,) = (demo_data / "index").glob("*g-*")
        assert ix.stats()["folder"] == str(kept)
