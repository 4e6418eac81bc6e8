"""The engine on Whoosh keeps the contract, lasts, and tells damage."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from whoosh import query as w
from whoosh.index import open_dir

from index.analysis import PLAIN
from index.engines.base import Engine, Query
from index.engines.whoosh import create, open_folder
from index.engines.whoosh.w3.writing import segment
from index.errors import EngineDamaged, EngineError, EngineFull, EngineStale
from index.query import Everything, Word
from index.testing.engine import EngineContract
from index.testing.engine_places import NewPlace, Open, document, hits, key, put
from tests.open_files import open_below


class TestWhooshEngine(EngineContract):
    @pytest.fixture
    def new_place(self, tmp_path: Path) -> NewPlace:
        numbers = count()

        def make() -> Open:
            folder = tmp_path / f"{next(numbers)}"
            folder.mkdir()
            create(folder, PLAIN).close()
            return partial(open_folder, folder, PLAIN)

        return make


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with closing(create(tmp_path, PLAIN)) as engine:
        yield engine


def reopened(folder: Path) -> closing[Engine]:
    return closing(open_folder(folder, PLAIN))


def segments(folder: Path) -> int:
    return len(list(folder.glob("*.seg")))


def test_the_best_ten_are_the_best_of_all_segments(tmp_path: Path, engine: Engine) -> None:
    """Stock Whoosh with limit=10 loses hits on several segments (field notes, pitfall 3)."""
    rng = random.Random(7)
    for n in range(60):
        words = rng.choices(["red", "green", "blue", "black"], k=rng.randint(1, 9))
        put(engine, document(f"{n:03}", " ".join(words), abstract=" ".join(words[::-1])))
        put(engine, *(document(f"{n:03}-{m}", "pad " * 20) for m in range(12)))
    assert segments(tmp_path) > 1
    for text in ("red", "green", "blue", "black"):
        everything = engine.search(Query(Word(text), limit=10_000))
        assert engine.search(Query(Word(text))).matches == everything.matches[:10]
        assert everything.total == len(everything.matches)


def test_a_scan_of_many_walks_in_key_order(engine: Engine) -> None:
    """Beyond a few thousand hits keys come from the segments' sorted terms."""
    for start in (0, 1100):
        put(engine, *(document(f"{n}", "word") for n in range(start, start + 1100)))
    put(engine, *(document(f"{n}", "gone") for n in range(50, 60)))
    expected = sorted(key(f"{n}") for n in range(2200) if n not in range(50, 60))
    assert list(engine.scan(Query(Word("word")))) == expected
    assert len(list(engine.keys())) == 2200


def test_stock_whoosh_opens_and_searches_it(tmp_path: Path, engine: Engine) -> None:
    put(engine, document("1", "Успехи физики", lang="ru"), document("2", "other"))
    with open_dir(str(tmp_path)).searcher() as searcher:
        found = [hit["key"] for hit in searcher.search(w.Term("title", "~физик"), limit=None)]
    assert found == ["herald\x001"]


def test_a_segment_is_on_the_disk_before_anything_names_it(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    log: list[tuple[str, str]] = []
    fsync, rename = os.fsync, os.rename

    def logging_fsync(handle: int) -> None:
        log.append(("sync", Path(f"/proc/self/fd/{handle}").readlink().name))
        fsync(handle)

    def logging_rename(old: str, new: str) -> None:
        log.append(("rename", Path(new).name))
        rename(old, new)

    monkeypatch.setattr(os, "fsync", logging_fsync)
    monkeypatch.setattr(os, "rename", logging_rename)
    put(engine, document("1", "word", date="2020"))
    named = log.index(("rename", "_MAIN_1.toc"))
    synced = {name for what, name in log[:named] if what == "sync"}
    files = {
        path.name for path in tmp_path.glob("MAIN_*") if path.suffix in (".seg", ".trm", ".pst")
    }
    assert files
    assert files <= synced
    assert any(name.startswith("_MAIN_1.toc") for name in synced)
    assert ("sync", tmp_path.name) in log[named:]


def test_a_full_disk_is_told_and_changes_nothing(tmp_path: Path, engine: Engine) -> None:
    put(engine, document("1", "old"))
    before = {path.name for path in tmp_path.iterdir()}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, hard))
    try:
        with pytest.raises(EngineFull, match="no room"):
            put(engine, *(document(f"{n}", f"new word {n}") for n in range(500)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(engine.keys()) == [key("1")]
    assert {path.name for path in tmp_path.iterdir()} == before  # nothing half-written is left
    put(engine, document("2", "old"))
    with reopened(tmp_path) as again:
        assert hits(again, "old") == ["1", "2"]


DAMAGES = {
    "garbage": lambda content: b"\xff\x00garbage" * 50,
    "empty": lambda content: b"",
    "half": lambda content: content[: len(content) // 2],
    "short": lambda content: content[:-3],
    "gone": None,
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize(
    "pattern",
    ["*.toc", "*.seg", "*.trm", "*.pst", "*.key.col", "*.sort_date.col", "*_title_len.col",
     "*_stored.col"],
)  # fmt: skip
def test_damage_has_one_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pattern: str, damage: str
) -> None:
    """Whatever happened to a file: the right answer or `EngineDamaged`, nothing else."""
    if pattern != "*.seg":
        monkeypatch.setattr(segment, "SMALL", 0)  # as in a big segment, each file by itself
    with closing(create(tmp_path, PLAIN)) as engine:
        put(engine, *(document(f"{n}", f"word w{n}", date="2020") for n in range(50)))
    (path,) = tmp_path.glob(pattern)
    spoil = DAMAGES[damage]
    if spoil:
        path.write_bytes(spoil(path.read_bytes()))
    else:
        path.unlink()
    with suppress(EngineDamaged), reopened(tmp_path) as again:
        assert hits(again, "w7") == ["7"]
        assert len(list(again.keys())) == 50
        assert hits(again, "w7", sort="newest") == ["7"]
        again.similar(key("7"))


def test_a_broken_table_of_contents_is_damage(tmp_path: Path, engine: Engine) -> None:
    put(engine, document("1", "word"))
    engine.close()
    (path,) = tmp_path.glob("*.toc")
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(EngineDamaged) as caught:
        open_folder(tmp_path, PLAIN)
    assert str(tmp_path) in caught.value.message
    assert caught.value.hint


def test_an_empty_folder_is_damage(tmp_path: Path) -> None:
    with pytest.raises(EngineDamaged):
        open_folder(tmp_path, PLAIN)


def test_a_folder_that_is_gone_was_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "g"
    folder.mkdir()
    with closing(create(folder, PLAIN)) as engine:
        put(engine, document("1", "word"))
        assert hits(engine, "word") == ["1"]
        folder.rename(tmp_path / "old")
        assert hits(engine, "word") == ["1"]  # what is open can be read on
    with pytest.raises(EngineStale):
        open_folder(folder, PLAIN)


def test_a_folder_that_cannot_be_made_into_an_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(EngineError):
        create(tmp_path / "missing", PLAIN)


def test_nothing_stays_open(engine: Engine, tmp_path: Path) -> None:
    """Thousands of commits and questions must not eat file handles."""
    for n in range(12):
        with engine.writer() as writer:
            writer.put(document(f"{n}", "word"))
            assert open_below(tmp_path)  # the lock
        assert len(hits(engine, "word")) == n + 1
        next(engine.scan(Query(Everything())))
    engine.close()
    assert open_below(tmp_path) == []


WRITE_ON = """
import sys
from pathlib import Path
from index.analysis import PLAIN
from index.engines.whoosh import open_folder
from index.testing.engine_places import document, put
engine = open_folder(Path(sys.argv[1]), PLAIN)
for n in range(1000):
    put(engine, *(document(f"{m}", f"round{n}") for m in range(5)), document(f"n{n}", "more"))
    print(n, flush=True)
"""


@pytest.mark.parametrize("commits", [1, 3, 7])
def test_kill_leaves_whole_batches(tmp_path: Path, engine: Engine, commits: int) -> None:
    """What was said to be committed is there, and of the batch under way all or nothing."""
    child = subprocess.Popen(
        [sys.executable, "-c", WRITE_ON, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    with child:
        assert child.stdout
        said = [int(child.stdout.readline()) for _ in range(commits)]
        child.send_signal(signal.SIGKILL)
        said += [int(line) for line in child.stdout]
    rounds = [n for n in range(said[-1] + 3) if hits(engine, f"round{n}")]
    assert rounds in ([said[-1]], [said[-1] + 1])
    assert len(hits(engine, f"round{rounds[0]}")) == 5
    assert len(hits(engine, "more")) == rounds[0] + 1
    (tmp_path / "_MAIN_9999.toc.1234.5").write_text("half a table of contents")
    put(engine, document("after", "word"))  # the lock went with its holder
    put(engine, document("after", "word"))
    left = {path.name for path in tmp_path.iterdir() if not path.name.startswith("MAIN_")}
    assert len(left) == 1  # the table of contents, and nothing that was half-written
