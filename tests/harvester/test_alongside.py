"""Indexing beside a harvest: records are found before the harvest is done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from harvester.alongside import EVERY, SHARE, keep_up, keeping_up
from harvester.load import load
from harvester.open import Harvester, open_harvester
from index.engines.folder import index_lock
from index.errors import Interrupted
from tests.harvester.test_open import settings
from tests.records import article


@pytest.fixture
def h(tmp_path: Path) -> Iterator[Harvester]:
    with open_harvester(settings(tmp_path)) as made:
        yield made


def bring(h: Harvester, tmp_path: Path, n: int) -> None:
    file = tmp_path / f"{n}.xml"
    file.write_bytes(article(n).raw.xml)
    load("s", [file], h.tools(lambda run: None), 10_000)


def silent(*_: int | None) -> None:
    """Nobody watches."""


def test_what_has_come_is_found_while_more_comes(h: Harvester, tmp_path: Path) -> None:
    pauses: list[float] = []
    found: list[int] = []

    def wait(seconds: float) -> bool:
        pauses.append(seconds)
        if len(pauses) > 1:
            found.append(h.index.search("").total)
        if len(pauses) < 4:
            bring(h, tmp_path, len(pauses))
        return len(pauses) == 4

    keep_up(h.index, wait, silent)
    assert found == [1, 2, 3]
    assert pauses[0] == EVERY
    assert all(pause >= EVERY for pause in pauses)


def test_it_takes_a_tenth_of_the_time_at_most(h: Harvester, tmp_path: Path) -> None:
    pauses: list[float] = []
    times = iter((0.0, 0.1, 10.0, 13.0))

    def wait(seconds: float) -> bool:
        pauses.append(seconds)
        return len(pauses) == 3

    keep_up(h.index, wait, silent, lambda: next(times))
    assert pauses == [EVERY, EVERY, SHARE * 3.0]


def test_where_another_process_indexes_it_leaves_it_to_that(h: Harvester, tmp_path: Path) -> None:
    turns = iter((False, True))
    bring(h, tmp_path, 1)
    with index_lock(tmp_path / "data" / "index"):
        other = Thread(target=keep_up, args=(h.index, lambda seconds: next(turns), silent))
        other.start()
        other.join(30)
    assert not other.is_alive()
    assert h.index.pending() == 1


def test_who_is_in_a_hurry_ends_it_and_costs_nothing(h: Harvester, tmp_path: Path) -> None:
    def stop(*_: int | None) -> None:
        raise Interrupted("interrupted", None)

    bring(h, tmp_path, 1)
    keep_up(h.index, lambda seconds: False, stop)
    assert h.index.pending() == 1
    assert h.index.sync() == 1


@pytest.mark.parametrize("wrong", [None, KeyError])
def test_the_thread_ends_with_its_block(h: Harvester, wrong: type[Exception] | None) -> None:
    if wrong is None:
        with keeping_up(h):
            pass
    else:
        with pytest.raises(wrong), keeping_up(h):
            raise wrong
    assert h.index.pending() == 0
