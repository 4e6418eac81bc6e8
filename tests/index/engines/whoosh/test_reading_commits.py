"""A reader stays whole while commits go on, and gives everything back."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path

import numpy as np
import pytest
from whoosh import query as w

from index.analysis import PLAIN
from index.engines.base import Engine, Query
from index.engines.whoosh import create
from index.engines.whoosh.schema import DATE, KEY
from index.engines.whoosh.w3.reading import Closed, Reader, Readers, matches, scored, texts_of
from index.engines.whoosh.w3.reading.held import hold
from index.errors import EngineBusy
from index.query import Everything, Word
from index.testing.engine_places import document, hits, put


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with closing(create(tmp_path, PLAIN)) as engine:
        yield engine


def found(reader: Reader, text: str) -> int:
    return len(matches(reader, w.Term("title", text)))


def open_maps(folder: Path) -> int:
    return Path("/proc/self/maps").read_text().count(str(folder))


def test_later_commits_take_nothing_from_a_reader(tmp_path: Path, engine: Engine) -> None:
    """Whoosh would open the columns only now, and take the missing files for empty ones."""
    put(engine, *(document(f"{n}", "word", date="2019") for n in range(3)))
    readers = Readers(tmp_path)
    reader = readers.newest()
    for _ in range(12):
        put(engine, *(document(f"{n}", "changed") for n in range(3)))
    numbers, scores = scored(reader, w.Term("title", "word"))
    assert texts_of(reader, numbers, KEY) == [b"herald\x000", b"herald\x001", b"herald\x002"]
    assert reader.parts[0].segment.numbers(DATE, "i", 0).tolist() == [20190000] * 3
    assert scores.min() > 0
    assert reader.stored(0)["telling"] == "word"
    assert found(readers.newest(), "word") == 0


def test_unchanged_segments_are_taken_over(tmp_path: Path, engine: Engine) -> None:
    put(engine, *(document(f"{n}", "word") for n in range(300)))
    readers = Readers(tmp_path)
    before = readers.newest()
    put(engine, document("7", "other"))
    after = readers.newest()
    assert after.generation > before.generation
    assert after.parts[0].segment is before.parts[0].segment
    assert readers.newest() is after
    assert (found(before, "word"), found(after, "word")) == (300, 299)
    assert before.parts[0].live is None


def test_scores_are_those_of_the_readers_own_commit(tmp_path: Path, engine: Engine) -> None:
    """Postings are shared by generations; what makes scores of them is not."""
    put(engine, document("1", "word"), *(document(f"x{n}", "pad") for n in range(300)))
    readers = Readers(tmp_path)
    query = w.Term("title", "word")
    before = readers.newest()
    first = scored(before, query)[1].tolist()
    put(engine, *(document(f"y{n}", "word") for n in range(5)))
    after = readers.newest()
    with after.stock() as stock:
        assert scored(after, query)[1].tolist() == pytest.approx(stock.scored(query)[1].tolist())
    assert scored(after, query)[1][0] < first[0]
    assert scored(before, query)[1].tolist() == first


def test_a_big_file_is_mapped_and_a_small_one_copied(tmp_path: Path) -> None:
    for name, size, maps in (("small", 2000, 0), ("big", 70_000, 1)):
        path = tmp_path / name
        path.write_bytes(bytes(size))
        view = hold(path)
        assert len(view) == size
        assert open_maps(path) == maps
        del view
        assert open_maps(path) == 0


def test_files_close_with_their_last_reader(tmp_path: Path, engine: Engine) -> None:
    gc.disable()
    try:
        put(engine, *(document(f"{n}", " ".join(f"w{m}" for m in range(n))) for n in range(300)))
        readers = Readers(tmp_path)
        reader = readers.newest()
        found(reader, "w5")
        assert open_maps(tmp_path) > 0
        readers.close()
        assert found(reader, "w6") > 0
        del reader
        assert open_maps(tmp_path) == 0
        with pytest.raises(Closed):
            readers.newest()
    finally:
        gc.enable()


def test_a_scan_that_is_cut_short_holds_nothing(tmp_path: Path, engine: Engine) -> None:
    put(engine, *(document(f"{n}", f"word {n}") for n in range(2500)))
    next(engine.scan(Query(Everything())))
    next(engine.terms("", "title"))
    engine.close()
    assert open_maps(tmp_path) == 0


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[Callable[[], None] | None]], None]:
    """Let something happen right after the folder was listed."""

    def install(todo: list[Callable[[], None] | None]) -> None:
        scan = os.scandir
        busy = False

        def listed(folder: Path) -> AbstractContextManager[list[os.DirEntry[str]]]:
            nonlocal busy
            if busy:
                return scan(folder)
            with scan(folder) as entries:
                names = list(entries)
            happens = todo.pop(0) if todo else None
            busy = True
            if happens:
                happens()
            busy = False
            return nullcontext(names)

        monkeypatch.setattr(os, "scandir", listed)

    return install


@pytest.mark.parametrize("looks", [0, 1, 2])
def test_a_commit_while_a_reader_opens_makes_it_look_again(
    tmp_path: Path,
    engine: Engine,
    meanwhile: Callable[[list[Callable[[], None] | None]], None],
    looks: int,
) -> None:
    put(engine, document("1", "old"))
    meanwhile([*([None] * looks), lambda: put(engine, document("1", "new"))])
    reader = Readers(tmp_path).newest()
    assert found(reader, "old") + found(reader, "new") == 1
    assert hits(engine, "new") == ["1"]


def test_endless_commits_are_told(
    tmp_path: Path, engine: Engine, meanwhile: Callable[[list[Callable[[], None] | None]], None]
) -> None:
    put(engine, document("1", "word"))
    endless: list[Callable[[], None] | None] = []

    def commit() -> None:
        put(engine, document("1", "word"))
        endless[:] = [commit]

    endless.append(commit)
    meanwhile(endless)
    with pytest.raises(EngineBusy, match="all the time"):
        hits(engine, "word")


def test_16_threads_read_whole_states_during_commits(tmp_path: Path, engine: Engine) -> None:
    """Each commit gives all documents a new word: a reader sees one word, in all of them."""
    size, commits = 40, 25
    put(engine, *(document(f"{n}", "same round0") for n in range(size)))
    wrong: list[object] = []
    over = threading.Event()

    def look() -> None:
        try:
            while not over.is_set():
                answer = engine.search(Query(Word("same"), limit=size))
                if answer.total != size or len({m.key for m in answer.matches}) != size:
                    wrong.append(answer)
                reader = Readers(tmp_path).newest()
                rounds = {found(reader, f"round{n}") for n in range(commits + 1)}
                if rounds != {0, size}:
                    wrong.append(rounds)
        except Exception as error:  # noqa: BLE001  whatever it is, the test has to see it
            wrong.append(error)

    threads = [threading.Thread(target=look) for _ in range(16)]
    for thread in threads:
        thread.start()
    for commit in range(1, commits + 1):
        put(engine, *(document(f"{n}", f"same round{commit}") for n in range(size)))
    over.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert np.array_equal(matches(Readers(tmp_path).newest(), w.Every()).shape, [size])
