"""Commits: whole or not at all, whatever happens; merges change no answer."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import fields
from whoosh.analysis import StemmingAnalyzer
from whoosh.index import open_dir

from index.analysis import PLAIN
from index.engines.base import Engine, Query
from index.engines.memory import MemoryEngine
from index.engines.whoosh import WhooshEngine, create, open_folder, writing
from index.engines.whoosh.w3.writing import segment, tiers
from index.engines.whoosh.w3.writing.rows import Unwritable, plan
from index.errors import EngineError
from index.query import Everything, Word
from index.record import Document, Key, Seen
from index.testing.engine_laws import Batch, Step, keys, steps
from index.testing.engine_places import came, document, hits, key, put, seen
from tests.open_files import open_below


class Shelf:
    """A store as engines see it: the documents that there are, asked for by key."""

    def __init__(self) -> None:
        self.documents: dict[Key, Document] = {}
        self.asked = 0

    def fetch(self, wanted: Sequence[Key]) -> Iterator[Seen]:
        self.asked += len(wanted)
        return (seen(self.documents[each]) for each in wanted if each in self.documents)

    def take(self, engine: Engine, batch: Batch) -> None:
        """Change the store, then the index, as a sync does; or throw the batch away."""
        with suppress(_ThrownAway), engine.writer() as writer:
            for change in batch.changes:
                if isinstance(change, Key):
                    writer.delete(change)
                else:
                    writer.put(change, came(change.key))
            if not batch.kept:
                raise _ThrownAway
            for change in batch.changes:
                if isinstance(change, Key):
                    self.documents.pop(change, None)
                else:
                    self.documents[change.key] = change


class _ThrownAway(Exception):
    pass


@pytest.fixture
def restless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two segments of a tier are merged, and of a batch every second change is taken in at once."""
    monkeypatch.setattr(tiers, "FAN", 2)
    monkeypatch.setattr(writing, "_ROOM", 2)


@pytest.mark.usefixtures("restless")
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(steps, min_size=2, max_size=2), st.booleans(), st.booleans())
def test_any_history_with_merges_answers_like_the_right_engine(
    tmp_path_factory: pytest.TempPathFactory, happened: list[list[Step]], fast: bool, loose: bool
) -> None:
    folder, shelf = tmp_path_factory.mktemp("index"), Shelf()
    fetch = shelf.fetch if fast else None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segment, "SMALL", 0 if loose else 2000)
        engine, right = create(folder, PLAIN, fetch), MemoryEngine(PLAIN)
        for step in (step for part in happened for step in part):
            if step == "reopen":
                engine.close()
                engine = open_folder(folder, PLAIN, fetch)
            else:
                shelf.take(engine, step)
                Shelf().take(right, step)
        assert list(engine.keys()) == list(right.keys())
        for word in ("физика", "свет", "university", "大学", "eau"):
            query = Query(Word(word), limit=100)
            assert {m.key for m in engine.search(query).matches} == {
                m.key for m in right.search(query).matches
            }
        assert list(engine.terms("", "title")) == list(right.terms("", "title"))
        engine.close()


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(keys, max_size=4), max_size=4))
def test_the_last_word_on_a_key_counts_over_all_that_was_taken_in(
    tmp_path_factory: pytest.TempPathFactory, parts: list[list[Key]]
) -> None:
    with (
        pytest.MonkeyPatch.context() as patch,
        closing(create(tmp_path_factory.mktemp("index"), PLAIN)) as engine,
    ):
        patch.setattr(writing, "_ROOM", 2)
        held: dict[Key, int] = {}
        with engine.writer() as writer:
            for number, part in enumerate(parts):
                for each in part:
                    if number % 2 and each in held:
                        writer.delete(each)
                        del held[each]
                    else:
                        text = f"round{number}"
                        writer.put(document(each.identifier, text, source=each.source))
                        held[each] = number
        assert list(engine.keys()) == sorted(held)
        for number in range(len(parts)):
            found = engine.search(Query(Word(f"round{number}"), limit=100)).matches
            assert {m.key for m in found} == {k for k, n in held.items() if n == number}


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def engine(tmp_path: Path, shelf: Shelf) -> Iterator[WhooshEngine]:
    with closing(create(tmp_path, PLAIN, shelf.fetch)) as engine:
        yield engine


def changed(shelf: Shelf, engine: Engine, *documents: Document) -> None:
    shelf.take(engine, Batch(documents, kept=True))


def test_eight_small_segments_become_one(shelf: Shelf, engine: WhooshEngine) -> None:
    counts = []
    for number in range(17):
        changed(shelf, engine, document(f"{number}", "word"))
        counts.append(engine.stats()["segments"])
    assert counts == [1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7, 8, 2, 3]
    assert len(hits(engine, "word")) == 17
    assert shelf.asked == 7 + 7


def test_a_merge_leaves_out_what_the_store_has_lost(shelf: Shelf, engine: WhooshEngine) -> None:
    """Its deletion waits in the queue of changes, and finds nothing to do."""
    for number in range(7):
        changed(shelf, engine, document(f"{number}", "word"))
    del shelf.documents[key("3")]
    changed(shelf, engine, document("7", "word"))
    assert hits(engine, "word") == ["0", "1", "2", "4", "5", "6", "7"]
    with engine.writer() as writer:
        writer.delete(key("3"))
    assert len(hits(engine, "word")) == 7


def test_a_worn_segment_is_written_anew(shelf: Shelf, engine: WhooshEngine) -> None:
    changed(shelf, engine, *(document(f"{number}", "old") for number in range(100)))
    changed(shelf, engine, *(document(f"{number}", "new") for number in range(30)))
    assert (engine.stats()["segments"], engine.stats()["dead"]) == (2, 30)
    changed(shelf, engine, document("30", "new"))
    wanted = {"writer": "arrays", "segments": 2, "documents": 100, "dead": 0}
    assert engine.stats() == {**wanted, "merge": "none under way"}
    assert (len(hits(engine, "old")), len(hits(engine, "new"))) == (69, 31)


def test_a_segment_without_live_documents_goes(shelf: Shelf, engine: WhooshEngine) -> None:
    changed(shelf, engine, *(document(f"{number}", "old") for number in range(3)))
    with engine.writer() as writer:
        for number in range(3):
            writer.delete(key(f"{number}"))
    assert engine.stats()["segments"] == 0
    assert list(engine.keys()) == []


def test_what_we_cannot_write_whoosh_writes(tmp_path: Path, shelf: Shelf) -> None:
    """A field that somebody added to the schema; `stats` says so."""
    with closing(create(tmp_path, PLAIN, shelf.fetch)) as engine:
        changed(shelf, engine, document("1", "word"))
        with open_dir(str(tmp_path)).writer() as writer:
            writer.add_field("size", fields.NUMERIC(int))
        assert str(engine.stats()["writer"]).startswith("stock Whoosh: size: NUMERIC")
        changed(shelf, engine, document("1", "new"), document("2", "word"))
        assert (hits(engine, "word"), hits(engine, "new")) == (["2"], ["1"])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": fields.TEXT(stored=True)}, "title: TEXT"),
        ({"title": fields.TEXT(chars=True)}, "title: TEXT"),
        ({"title": fields.TEXT(spelling=True, analyzer=StemmingAnalyzer())}, "title: TEXT"),
        ({"title": fields.ID(field_boost=2.0)}, "title: ID"),
        ({"title": fields.KEYWORD()}, "title: KEYWORD"),
        ({"key": fields.ID(unique=True)}, "key: ID"),
        ({"key": None}, "key: not there"),
        ({"telling": fields.STORED()}, ""),
        ({"telling": fields.ID()}, "telling: ID"),
        ({"date": fields.COLUMN()}, "date: COLUMN"),
        ({"title": fields.ID()}, "title: no text"),
    ],
)
def test_a_plan_knows_what_it_cannot_write(
    changes: dict[str, fields.FieldType | None], reason: str
) -> None:
    known = {
        "key": fields.ID(unique=True, stored=True, sortable=True),
        "telling": fields.STORED(),
        "title": fields.TEXT(),
    }
    schema = fields.Schema(**{name: field for name, field in (known | changes).items() if field})
    if not reason:
        assert plan(schema, "key", "telling", ("title",), 1).texts == ("title",)
        return
    with pytest.raises(Unwritable, match=reason):
        plan(schema, "key", "telling", ("title",), 1)


def _state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if "LOCK" not in path.name}


@pytest.mark.parametrize("loose", [True, False])
def test_a_disk_that_fails_at_any_moment_changes_nothing(
    tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, loose: bool
) -> None:
    """Each sync to the disk fails once; the old index stays to the last byte, and nothing more."""
    monkeypatch.setattr(segment, "SMALL", 0 if loose else 2000)
    sync, syncs, failing = os.fsync, 0, -1

    def fsync(handle: int) -> None:
        nonlocal syncs
        syncs += 1
        if syncs == failing:
            raise OSError(errno.EIO, "the disk failed")
        sync(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    with closing(create(tmp_path, PLAIN, shelf.fetch)) as engine:
        for number in range(6):
            changed(shelf, engine, document(f"{number}", "old"))
        for moment in range(1, 40):
            before, syncs, failing = _state(tmp_path), 0, moment
            try:
                changed(shelf, engine, document("7", f"new{moment}"), document("8", "new"))
            except EngineError:
                if len(hits(engine, f"new{moment}")):
                    break  # only the last sync, behind the rename, comes too late to undo it
                assert _state(tmp_path) == before
            else:
                break
        assert moment > (6 if loose else 1)
        failing = -1
        changed(shelf, engine, document("9", "after"))
        assert hits(engine, "old") == ["0", "1", "2", "3", "4", "5"]
        assert hits(engine, "after") == ["9"]


WRITE_ON = """
import sys
from pathlib import Path
from index.analysis import PLAIN
from index.engines.whoosh import open_folder
from index.testing.engine_places import document, put, seen

held = {}
engine = open_folder(Path(sys.argv[1]), PLAIN, lambda keys: [seen(held[key]) for key in keys])
for n in range(10_000):
    batch = [document(f"{m}", f"round{n}") for m in range(5)] + [document(f"n{n}", "more")]
    held.update((one.key, one) for one in batch)
    put(engine, *batch)
    print(n, flush=True)
"""


@pytest.mark.parametrize("seed", range(6))
def test_kill_in_the_midst_of_commits_and_merges(tmp_path: Path, seed: int) -> None:
    """What was said to be committed is there, and of the batch under way all or nothing."""
    create(tmp_path, PLAIN).close()
    child = subprocess.Popen(
        [sys.executable, "-c", WRITE_ON, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    with child:
        assert child.stdout
        said = [int(child.stdout.readline()) for _ in range(Random(seed).randint(6, 30))]
        child.send_signal(signal.SIGKILL)
        said += [int(line) for line in child.stdout]
    with closing(open_folder(tmp_path, PLAIN)) as engine:
        (there,) = (n for n in range(said[-1] + 2) if hits(engine, f"round{n}"))
        assert there in (said[-1], said[-1] + 1)
        assert len(hits(engine, f"round{there}")) == 5
        assert len(hits(engine, "more")) == there + 1
        put(engine, document("after", "word"))
        segments = {path.name.split(".")[0] for path in tmp_path.glob("MAIN_*.*")}
        assert len(segments) == engine.stats()["segments"]  # nothing half-written is left
        assert engine.search(Query(Everything())).total == 5 + there + 1 + 1


def test_nothing_stays_open(shelf: Shelf, engine: WhooshEngine, tmp_path: Path) -> None:
    """Thousands of commits with merges must not eat file handles or maps."""

    def held() -> tuple[int, int]:
        maps = Path("/proc/self/maps").read_text().splitlines()
        return len(open_below(tmp_path)), sum("MAIN_" in line for line in maps)

    before = held()
    for number in range(30):
        changed(shelf, engine, document(f"{number}", " ".join(f"w{n}" for n in range(9000))))
    engine.close()
    assert held() == before
