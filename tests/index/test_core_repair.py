"""Rebuilding and mending through `Index`: only what is damaged, and readers go on."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from index import open_index
from index.core import Index
from index.engines.current import read_current, write_current
from index.engines.folder import current_folder
from index.errors import EngineDamaged, EngineStale
from index.record import Batch
from tests.index.shelf import NOW, found, put
from tests.records import gone


def damaged(folder: Path) -> None:
    for path in folder.iterdir():
        path.write_bytes(b"garbage")


def test_a_damaged_index_is_told_and_a_sync_heals_it(ix: Index) -> None:
    put(ix, 1, 2)
    ix.sync()
    folder = current_folder(ix._place)
    assert folder
    damaged(folder)
    with open_index(ix._place.parent) as other, pytest.raises(EngineDamaged, match="index sync"):
        other.search("физика")
    ix.sync()
    assert current_folder(ix._place) != folder
    assert found(ix, "физика") == ["1", "2"]


def spoil(ix: Index, pattern: str) -> Path:
    """Change a byte in a file of the index."""
    folder = current_folder(ix._place)
    assert folder
    path = min(folder.glob(pattern))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 16
    path.write_bytes(content)
    return path


def test_only_what_is_damaged_is_built_anew(ix: Index) -> None:
    put(ix, *range(1, 20))
    ix.sync()
    folder = current_folder(ix._place)
    assert folder
    (whole,) = folder.glob("*.seg")
    put(ix, 20, 21)
    ix.sync()
    (path,) = set(folder.glob("*.seg")) - {whole}
    path.write_bytes(b"garbage")
    put(ix, 22)
    watched = list[tuple[int, int | None]]()
    assert ix.sync(lambda done, total: watched.append((done, total))) == 3 + 1
    assert watched[0] == (3, 3)  # what waits is put as well, and once more as a change
    after = current_folder(ix._place)
    assert after
    assert after != folder
    assert whole.name in {each.name for each in after.iterdir()}
    assert ix.verify().clean
    assert ix.health().damaged == ()
    assert len(found(ix, "физика")) == 22


def test_a_broken_table_of_contents_means_that_all_is_built_anew(ix: Index) -> None:
    put(ix, 1, 2)
    ix.sync()
    spoil(ix, "*.toc")
    with pytest.raises(EngineDamaged, match="toc is not what was written"):
        ix.search("физика")
    assert ix.sync() == 2
    assert found(ix, "физика") == ["1", "2"]


def test_a_sync_removes_what_a_rebuild_that_died_has_left(ix: Index) -> None:
    """It waited for the next rebuild, which may never come."""
    put(ix, 1)
    ix.sync()
    (ix._place / "g-dead").mkdir()
    ix.sync()
    assert [path.name for path in ix._place.glob("*g-*")] == [current_folder(ix._place).name]  # type: ignore[union-attr]


def test_repair_finds_what_nobody_has_met(ix: Index) -> None:
    put(ix, 1, 2)
    ix.sync()
    path = spoil(ix, "*.seg")
    assert [one.file for one in ix.health().damaged] == [path.name]
    assert ix.repair() == 2
    assert (ix.health().damaged, ix.verify().clean) == ((), True)
    assert ix.repair() == 0


def test_repair_puts_what_differs_without_a_change_that_waits(ix: Index) -> None:
    put(ix, 1, 2)
    ix.sync()
    put(ix, 3)
    ix.store.apply("s", Batch(tombstones=(gone(1),)), None, NOW)
    ix.store.done_until(ix.store.revision())
    assert ix.sync() == 0
    verdict = ix.verify()
    assert (len(verdict.missing), len(verdict.extra)) == (1, 1)
    assert ix.repair() == 1
    assert ix.verify().clean


def test_a_reader_goes_on_after_a_repair(ix: Index) -> None:
    put(ix, 1, 2)
    ix.sync()
    with open_index(ix._place.parent) as other:
        assert found(other, "физика") == ["1", "2"]
        spoil(ix, "*.seg")
        assert found(other, "физика") == ["1", "2"]  # small files are held as copies
        ix.repair()
        assert found(other, "физика") == ["1", "2"]


def test_an_index_made_by_other_code_is_rebuilt_by_a_sync(ix: Index) -> None:
    put(ix, 1)
    ix.sync()
    current = ix._place / "current"
    content = json.loads(current.read_text())
    current.write_text(json.dumps({"folder": content["folder"], "fingerprint": "other"}))
    with open_index(ix._place.parent) as other, pytest.raises(EngineStale):
        other.search("физика")
    ix.sync()
    assert found(ix, "физика") == ["1"]


def test_what_another_analysis_has_filled_answers_until_a_sync_has_rebuilt_it(ix: Index) -> None:
    put(ix, 1)
    ix.sync()
    made = read_current(ix._place)
    assert made
    write_current(ix._place, made._replace(fingerprint="of an earlier version"))
    with open_index(ix._place.parent) as other:
        assert found(other, "физика") == ["1"]
        assert (other.outdated(), other.stats()["outdated"]) == (True, True)
        ix.sync()
        assert not other.outdated()
        assert found(other, "физика") == ["1"]


def test_a_rebuild_gives_the_same_answers(ix: Index) -> None:
    put(ix, *range(20))
    ix.sync()
    before = [(hit.identifier, round(hit.score, 9)) for hit in ix.search("физика").hits]
    assert ix.rebuild() == 20
    after = [(hit.identifier, round(hit.score, 9)) for hit in ix.search("физика").hits]
    assert after == before


def test_what_changes_during_a_rebuild_is_not_lost(ix: Index) -> None:
    put(ix, 1)
    ix.sync()
    late = iter([2])

    def watch(done: int, total: int | None) -> None:
        for number in late:
            put(ix, number)

    ix.rebuild(watch)
    assert ix.pending() == 0
    assert found(ix, "физика") == ["1", "2"]


def test_readers_go_on_reading_while_the_index_is_rebuilt(ix: Index) -> None:
    put(ix, *range(30))
    ix.sync()
    stop, wrong = threading.Event(), []

    def read() -> None:
        with open_index(ix._place.parent) as reader:
            while not stop.is_set():
                try:
                    if reader.search("физика").total != 30:
                        wrong.append("hits were missing")
                except Exception as error:  # noqa: BLE001  # whatever a reader would see
                    wrong.append(repr(error))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        ix.rebuild()
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
