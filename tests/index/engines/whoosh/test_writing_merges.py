"""Big merges beside the commits: they stop nobody, and lose nothing of what happens meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.index import TOC

from index.analysis import PLAIN
from index.engines.base import Query
from index.engines.memory import MemoryEngine
from index.engines.whoosh import WhooshEngine, create, merging, open_folder
from index.engines.whoosh.storage import LastingStorage
from index.engines.whoosh.w3.writing import beside, commit, tiers
from index.query import Word
from index.record import Document, Key, Seen
from index.testing.engine_laws import Batch, changes
from index.testing.engine_places import came, document, hits, key, put, seen

Shelf = dict[Key, Document]


@pytest.fixture
def big(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two segments of a tier are too big for a commit."""
    monkeypatch.setattr(tiers, "FAN", 2)
    monkeypatch.setattr(commit, "FOREGROUND", 0)
    monkeypatch.setattr(beside, "FOREGROUND", 0)


def fetch_from(shelf: Shelf) -> Callable[[Sequence[Key]], Iterator[Seen]]:
    return lambda keys: (seen(shelf[each]) for each in keys if each in shelf)


def merge(folder: Path, shelf: Shelf) -> None:
    """What the other process does."""
    merging.run(folder, PLAIN, fetch_from(shelf))


def change(engine: WhooshEngine | MemoryEngine, shelf: Shelf, batch: Iterable[object]) -> None:
    with engine.writer() as writer:
        for each in batch:
            if isinstance(each, Key):
                writer.delete(each)
                shelf.pop(each, None)
            elif isinstance(each, Document):
                writer.put(each, came(each.key))
                shelf[each.key] = each


@pytest.mark.usefixtures("big")
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(changes, st.sampled_from(["nothing", "merge", "both"])), max_size=8))
def test_merges_between_and_amid_commits_change_no_answer(
    tmp_path_factory: pytest.TempPathFactory, happened: list[tuple[Batch, str]]
) -> None:
    """`both`: the commit comes while the merge has its keys and not yet its documents."""
    folder, shelf = tmp_path_factory.mktemp("index"), Shelf()
    right = MemoryEngine(PLAIN)
    with closing(create(folder, PLAIN)) as engine:
        for batch, what in happened:
            change(right, Shelf(), batch)
            if what == "both":
                done: list[Batch] = []

                def fetch(
                    keys: Sequence[Key], batch: Batch = batch, done: list[Batch] = done
                ) -> list[Seen]:
                    change(engine, shelf, batch)
                    done.append(batch)
                    return [seen(shelf[each]) for each in keys if each in shelf]

                merging.run(folder, PLAIN, fetch)
                if not done:
                    change(engine, shelf, batch)
            else:
                change(engine, shelf, batch)
                if what == "merge":
                    merge(folder, shelf)
        put(engine, document("last", "word"))
        put(right, document("last", "word"))
        assert list(engine.keys()) == list(right.keys())
        for word in ("физика", "свет", "university", "大学", "eau", "word"):
            query = Query(Word(word), limit=100)
            found, wanted = engine.search(query), right.search(query)
            assert {m.key for m in found.matches} == {m.key for m in wanted.matches}
            last = Query(Word(word), sort="first-seen", limit=100)
            assert engine.search(last).matches == right.search(last).matches
        assert not (folder / "MAIN.merge").exists()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhooshEngine]:
    with closing(create(tmp_path, PLAIN)) as engine:
        yield engine


@pytest.fixture
def shelf(engine: WhooshEngine) -> Shelf:
    shelf = Shelf()
    for number in range(4):
        change(engine, shelf, [document(f"{number}", "word"), document("same", f"round{number}")])
    return shelf


def segments(folder: Path) -> int:
    return len(TOC.read(LastingStorage(folder), "MAIN").segments)


@pytest.mark.usefixtures("big")
def test_a_merge_waits_for_a_commit_and_takes_no_lock_of_it(
    tmp_path: Path, engine: WhooshEngine, shelf: Shelf
) -> None:
    before = segments(tmp_path)
    with engine.writer() as writer:
        merge(tmp_path, shelf)
        assert beside.ready(tmp_path)
        writer.put(document("5", "word"))
    assert segments(tmp_path) < before
    assert hits(engine, "word") == ["0", "1", "2", "3", "5"]
    assert hits(engine, "round3") == ["same"]


@pytest.mark.usefixtures("big")
def test_a_merge_that_died_leaves_nothing(
    tmp_path: Path, engine: WhooshEngine, shelf: Shelf
) -> None:
    def fetch(keys: Sequence[Key]) -> list[Seen]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        merging.run(tmp_path, PLAIN, fetch)
    assert (tmp_path / "MAIN.merge").exists()
    put(engine, document("5", "word"))
    assert not (tmp_path / "MAIN.merge").exists()


@pytest.mark.usefixtures("big")
def test_one_merges_at_a_time(tmp_path: Path, engine: WhooshEngine, shelf: Shelf) -> None:
    inner = []

    def fetch(keys: Sequence[Key]) -> Iterator[Seen]:
        inner.append(len(keys))
        merge(tmp_path, {})  # finds the lock held
        put(engine, document("5", "word"))  # and does not take a merge under way for a dead one
        return fetch_from(shelf)(keys)

    merging.run(tmp_path, PLAIN, fetch)
    merge(tmp_path, {})  # finds one done
    put(engine, document("6", "word"))
    assert len(inner) == 1
    assert hits(engine, "word") == ["0", "1", "2", "3", "5", "6"]


@pytest.mark.usefixtures("big")
def test_a_merge_of_what_is_gone_is_thrown_away(
    tmp_path: Path, engine: WhooshEngine, shelf: Shelf
) -> None:
    merge(tmp_path, shelf)
    toc = TOC.read(LastingStorage(tmp_path), "MAIN")
    commit.write_toc(LastingStorage(tmp_path), toc, toc.segments[1:])
    put(engine, document("5", "word"))
    assert not (tmp_path / "MAIN.merge").exists()
    assert "5" in hits(engine, "word")
    assert "0" not in hits(engine, "word")


def test_a_merge_that_finds_no_index_says_nothing(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="does not exist"):
        merge(tmp_path, {})


class Kept:
    """Documents in a file, for another process."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, keys: Sequence[Key]) -> list[Seen]:
        titles = json.loads(self.path.read_text())
        return [seen(document(each.identifier, titles[each.identifier])) for each in keys]


def test_another_process_merges_and_the_end_waits_for_it(tmp_path: Path) -> None:
    """Eight segments of 300 documents are too many for a commit."""
    folder, kept, titles = tmp_path / "index", Kept(tmp_path / "kept"), {}
    folder.mkdir()
    with closing(create(folder, PLAIN, kept)) as engine:
        for number in range(8):
            titles.update({f"{number}-{n}": f"word round{number}" for n in range(300)})
            kept.path.write_text(json.dumps(titles))
            put(engine, *(document(f"{number}-{n}", f"word round{number}") for n in range(300)))
        assert engine.stats()["segments"] == 8
        assert engine.stats()["merge"] == "under way"
    with closing(open_folder(folder, PLAIN)) as engine:
        assert engine.stats()["segments"] == 1
        assert engine.search(Query(Word("word"), limit=0)).total == 2400
    assert not (folder / "MAIN.merge").exists()


def test_a_merge_that_fails_is_told(tmp_path: Path) -> None:
    with closing(create(tmp_path, PLAIN, Kept(tmp_path / "nothing"))) as engine:
        for number in range(8):
            put(engine, *(document(f"{number}-{n}", "word") for n in range(300)))
        engine._writing._beside.wait()
        assert engine.stats()["merge"] == "failed with exit code 1"
        assert engine.search(Query(Word("word"), limit=0)).total == 2400


def test_who_has_no_documents_to_hand_on_merges_nothing_beside(tmp_path: Path) -> None:
    with closing(create(tmp_path, PLAIN, lambda keys: [])) as engine:
        for number in range(8):
            put(engine, *(document(f"{number}-{n}", "word") for n in range(300)))
        assert engine.stats()["merge"] == "none under way"
        assert next(engine.keys()) == key("0-0")
