"""A reader of the Whoosh index stays whole while commits go on."""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as w
from whoosh.index import TOC

from index.analysis import PLAIN
from index.engines.base import Engine
from index.engines.whoosh import create
from index.engines.whoosh.pinned import View, pin
from index.engines.whoosh.pool import Pool
from index.errors import EngineBusy, EngineError
from index.testing.engine_places import document, hits, key, put

BYTES = bytes(range(256)) * 3 + b"\n" * 5 + b"end"
moves = st.one_of(
    st.tuples(st.just("read"), st.integers(-1, 900)),
    st.tuples(st.just("seek"), st.integers(0, len(BYTES))),
    st.tuples(st.just("readline")),
    st.tuples(st.just("tell")),
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with closing(create(tmp_path, PLAIN)) as engine:
        yield engine


@settings(max_examples=100, deadline=None)
@given(st.lists(moves, max_size=8))
def test_a_view_reads_like_a_file(steps: list[tuple[str, int]]) -> None:
    file, view, other = BytesIO(BYTES), View(BYTES), View(BYTES)
    for name, *arguments in steps:
        assert getattr(view, name)(*arguments) == getattr(file, name)(*arguments)
    assert view.seek(-2, 2) == file.seek(-2, 2)
    assert view.seek(1, 1) == file.seek(1, 1)
    assert view.read() == file.read()
    assert other.tell() == 0


def test_later_commits_take_nothing_from_a_reader(tmp_path: Path, engine: Engine) -> None:
    """Whoosh would open the columns only now, and take the missing files for empty ones."""
    put(engine, *(document(f"{n}", "word", date="2019") for n in range(3)))
    pool = Pool(tmp_path)
    with pool.snapshot() as snapshot:
        for _ in range(12):
            put(engine, *(document(f"{n}", "changed") for n in range(3)))
        numbers, scores = snapshot.scored(w.Term("title", "word"))
        assert [snapshot.key(n) for n in numbers] == [key("0"), key("1"), key("2")]
        assert {snapshot.date(n) for n in numbers} == {20190000}
        assert min(scores) > 0
        assert snapshot.telling(0) == ["word"]
    with pool.snapshot() as snapshot:
        assert not snapshot.scored(w.Term("title", "word"))[0]
    pool.close()


def test_a_big_file_is_mapped_and_a_small_one_copied(tmp_path: Path, engine: Engine) -> None:
    put(engine, document("1", " ".join(f"w{n}" for n in range(9000)), date="2020"))
    pinned = pin(tmp_path)
    (postings,) = (name for name in pinned.list() if name.endswith(".pst"))
    file = pinned.open_file(postings).raw_file()
    assert isinstance(file, View)
    assert isinstance(file._held, mmap.mmap)
    assert pinned.file_length(postings) == (tmp_path / postings).stat().st_size
    pinned.give_back()
    with pytest.raises(ValueError, match="closed"):
        file.read()


def test_a_pool_closed_in_the_middle_closes_what_comes_back(tmp_path: Path, engine: Engine) -> None:
    put(engine, document("1", "word"))
    pool = Pool(tmp_path)
    with pool.snapshot() as snapshot:
        pool.close()
        assert len(snapshot.scored(w.Every())[0]) == 1
    with pytest.raises(EngineError, match="closed"), pool.snapshot():
        pass


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[Callable[[], None] | None]], None]:
    """Let something happen right after Whoosh has looked which commit is the newest."""

    def install(todo: list[Callable[[], None] | None]) -> None:
        look = TOC._latest_generation

        def looked(storage: object, name: str) -> int:
            found: int = look(storage, name)
            happens = todo.pop(0) if todo else None
            if happens:
                happens()
            return found

        monkeypatch.setattr(TOC, "_latest_generation", looked)

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
    with closing(Pool(tmp_path)) as pool, pool.snapshot() as snapshot:
        found = [len(snapshot.scored(w.Term("title", text))[0]) for text in ("old", "new")]
    assert sum(found) == 1
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
    with pytest.raises(EngineBusy):
        pin(tmp_path)
