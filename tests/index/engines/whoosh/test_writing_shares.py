"""An index filled by several processes holds what one process would have put into it."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

import numpy as np
import psutil
import pytest

from index.analysis import PLAIN
from index.engines.base import Query, Shared
from index.engines.whoosh import WhooshEngine, create, share
from index.engines.whoosh.w3.writing import segment
from index.engines.whoosh.w3.writing.spill import Spill
from index.errors import EngineError, EngineFull
from index.query import Everything, Word
from index.record import Document, Key, Seen
from index.testing.engine_places import came, document, hits, key, put, seen
from tests.processes import children

COUNT = 2500


def made(wanted: Key) -> Document:
    return document(wanted.identifier, f"word round{int(wanted.identifier) % 7}")


class Made:
    """Documents that any process can make; odd ones are not there, or bring an error."""

    def __call__(self, keys: Sequence[Key]) -> Iterator[Seen]:
        for each in keys:
            if each.identifier == "full":
                raise EngineFull("no room", "make some")
            if each.identifier == "died":
                os.kill(os.getpid(), signal.SIGKILL)
            if each.identifier != "gone":
                yield seen(made(each))


KEYS = [key(f"{number:05}") for number in range(COUNT)]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhooshEngine]:
    with closing(create(tmp_path, PLAIN, Made())) as engine:
        yield engine


def _last_unknown(time: datetime | None) -> float:
    return -time.timestamp() if time else 0


def test_two_processes_fill_an_index(tmp_path: Path, engine: WhooshEngine) -> None:
    assert isinstance(engine, Shared)
    heard: list[int] = []
    engine.fill([*KEYS, key("gone")], 2, heard.append)
    assert sum(heard) == COUNT
    assert len(heard) == 3
    assert list(engine.keys()) == KEYS
    assert engine.search(Query(Word("round3"), limit=0)).total == len(range(3, COUNT, 7))
    newest = engine.search(Query(Everything(), sort="first-seen", limit=COUNT)).matches
    assert [came(match.key) for match in newest] == sorted(map(came, KEYS), key=_last_unknown)
    assert engine.stats()["segments"] in (1, 2)  # one may have been given nothing
    put(engine, document("00003", "changed"))
    assert hits(engine, "changed") == ["00003"]
    assert engine.search(Query(Everything(), limit=0)).total == COUNT


def test_a_closed_index_is_not_filled(engine: WhooshEngine) -> None:
    engine.close()
    with pytest.raises(EngineError, match="closed"):
        engine.fill(KEYS, 1, lambda taken: None)


def test_nothing_to_share(tmp_path: Path, engine: WhooshEngine) -> None:
    engine.fill([], 2, lambda taken: None)
    assert list(engine.keys()) == []


@pytest.mark.parametrize(
    ("trouble", "error", "said"),
    [("full", EngineFull, "no room"), ("died", EngineError, "ended with exit code -9")],
)
def test_an_error_of_a_process_is_told_and_nothing_is_left(
    tmp_path: Path, engine: WhooshEngine, trouble: str, error: type[EngineError], said: str
) -> None:
    put(engine, document("before", "word"))
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(error, match=said):
        engine.fill([*KEYS, key(trouble)], 2, lambda taken: None)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert list(engine.keys()) == [key("before")]
    assert children() == []


def test_who_watches_may_end_it(tmp_path: Path, engine: WhooshEngine) -> None:
    def told(taken: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.fill(KEYS, 2, told)
    assert children() == []
    assert list(engine.keys()) == []


def test_documents_that_no_process_can_read_are_not_shared(tmp_path: Path) -> None:
    with (
        closing(create(tmp_path, PLAIN, lambda keys: [])) as engine,
        pytest.raises(EngineError, match="no other process"),
    ):
        engine.fill(KEYS, 2, lambda taken: None)


def test_a_share_is_written_in_several_segments_when_it_is_much(
    tmp_path: Path, engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segment, "_FULL", 1)
    job = (tmp_path, PLAIN, Made())
    first, second, made = share.answers(job, iter([KEYS[:5], KEYS[5:9], []]))
    assert (first, second) == (5, 4)
    assert isinstance(made, list)
    assert [one.doc_count() for one in made] == [5, 4]


def test_what_cannot_be_made_is_answered(tmp_path: Path) -> None:
    (answer,) = share.answers((tmp_path / "nothing", PLAIN, Made()), iter([KEYS]))
    assert isinstance(pickle.loads(pickle.dumps(answer)), EngineError)


def test_what_is_parked_takes_no_memory_and_no_handle_afterwards(tmp_path: Path) -> None:
    handles = psutil.Process().num_fds()
    spill = Spill(tmp_path)
    parked = [spill.park(np.arange(n, dtype=np.uint16)) for n in (3, 0, 5)]
    assert [one[:].tolist() for one in parked] == [[0, 1, 2], [], [0, 1, 2, 3, 4]]
    assert (parked[2][1:3].tolist(), len(parked[2]), parked[2].nbytes) == ([1, 2], 5, 0)
    assert list(tmp_path.iterdir()) == []
    del spill
    assert psutil.Process().num_fds() == handles
