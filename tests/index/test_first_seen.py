"""When a record came to us first: what the index is told of it, and never forgets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvester.normalise import NORMALISER, normalise
from index import open_index
from index.core import Index
from index.engines.folder import current_folder
from index.record import Batch, Incoming
from index.settings import IndexSettings
from tests.records import article


@pytest.fixture
def ix(tmp_path: Path) -> Iterator[Index]:
    """Records 1 to 3 came on three days, in an order of their own; 3 changed later."""
    with open_index(IndexSettings.of_folder(tmp_path / "data"), create=True) as made:
        made.store.declare("s", "", "oai_dc", declared=False, now=_day(1))
        for day, number in ((1, 2), (2, 3), (3, 1)):
            _arrives(made, number, "Физика", day)
        made.sync()
        _arrives(made, 3, "Новая физика", 9)
        yield made


def _day(day: int) -> datetime:
    return datetime(2026, 1, day, tzinfo=UTC)


def _arrives(ix: Index, number: int, title: str, day: int) -> None:
    raw = article(number, title=title, lang="ru").raw
    record = Incoming(raw, normalise(raw, "s"), NORMALISER)
    ix.store.apply("s", Batch(records=(record,)), None, _day(day))


def _newest(ix: Index) -> list[str]:
    found = ix.search("физика", sort="first-seen")
    return [hit.identifier.rpartition(":")[2] for hit in found.hits]


def test_a_change_is_no_first_time(ix: Index) -> None:
    assert _newest(ix) == ["1", "3", "2"]
    ix.sync()
    assert ix.search("новая").total == 1
    assert _newest(ix) == ["1", "3", "2"]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_rebuild_keeps_it(ix: Index, processes: int) -> None:
    ix.rebuild(processes=processes)
    assert _newest(ix) == ["1", "3", "2"]


def test_what_is_made_whole_again_keeps_it(ix: Index, tmp_path: Path) -> None:
    ix.sync()
    folder = current_folder(tmp_path / "data" / "index")
    assert folder
    for path in folder.glob("MAIN_*.trm"):
        path.write_bytes(path.read_bytes()[:-9] + b"?????????")
    for path in folder.glob("MAIN_*.seg"):
        path.write_bytes(path.read_bytes()[:-9] + b"?????????")
    assert ix.repair() > 0
    assert _newest(ix) == ["1", "3", "2"]
