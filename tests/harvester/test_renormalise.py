"""Documents made again from what is held."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from harvester.errors import WorkersLost
from harvester.normalise import NORMALISER
from harvester.normalise.habits import NONE, Habits
from harvester.renormalise import Outcome, Sample, Share, renormalise, shares
from harvester.workers import Workers
from index.errors import StoreError
from index.record import Batch, Document, Key, Text
from index.store import open_store
from index.store.base import Store
from tests.records import article, gone, identifier
from tests.world import START

HABITS = {"s": Habits(values=(("language", ("ru",)),))}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path / "index.db", create=True)) as store:
        store.declare("s", "", "oai_dc", declared=False, now=START)
        store.apply("s", Batch(tuple(article(n) for n in range(12))), None, START)
        store.done(store.changes(100))
        yield store


def documents(store: Store) -> dict[str, Document]:
    return {one.identifier: one for one in store.documents(None, 100)}


def workers(store: Store, tmp_path: Path, processes: int = 1) -> Workers:
    return Workers(store, tmp_path / "index.db", processes)


def quiet(done: int, total: int | None) -> None: ...


@pytest.mark.parametrize("processes", [1, 2])
def test_every_document_is_as_a_harvest_would_make_it(
    store: Store, tmp_path: Path, processes: int
) -> None:
    outcomes = renormalise(store, HABITS, workers(store, tmp_path, processes), quiet)
    assert {one.languages for one in documents(store).values()} == {("ru",)}
    assert outcomes["s"].records == outcomes["s"].changed == 12
    assert outcomes["s"].by_field["languages"] == 12
    assert outcomes["s"].samples["languages"][0] == Sample(identifier(0), (), ("ru",))
    assert len(store.changes(100)) == 12


def test_what_comes_out_as_it_was_is_no_change(store: Store, tmp_path: Path) -> None:
    renormalise(store, {"s": NONE}, workers(store, tmp_path), quiet)
    store.done(store.changes(100))
    outcomes = renormalise(store, {"s": NONE}, workers(store, tmp_path), quiet)
    assert outcomes == {"s": Outcome(12)}
    assert store.changes(100) == []


def test_a_document_of_an_older_normaliser_is_numbered_anew(store: Store, tmp_path: Path) -> None:
    old = replace(article(3), normaliser=0, document=Document("s", identifier(3)))
    raw = replace(old.raw, datestamp="2025-01-01T00:00:00Z", content_hash="another")
    store.apply("s", Batch((replace(old, raw=raw),)), None, START)
    renormalise(store, {"s": NONE}, workers(store, tmp_path), quiet)
    record = store.get(Key("s", identifier(3)))
    assert record is not None
    assert record.normaliser == NORMALISER
    assert record.document is not None
    assert record.document.titles == (Text("Article 3"),)


@pytest.mark.parametrize("size", [1, 5, 6, 12, 100])
def test_the_shares_are_the_whole_source_once(store: Store, size: int) -> None:
    store.apply("s", Batch(tombstones=(gone(3), gone(99))), None, START)
    found = [
        one.identifier
        for share in shares(store, "s", NONE, size)
        for one in store.kept("s", share.after, share.until)
    ]
    assert found == sorted(identifier(n) for n in range(12))


def test_samples_and_counts_add_up() -> None:
    one = Outcome(2, 1, {"titles": 1}, {"titles": (Sample("a", 1, 2),)})
    two = Outcome(3, 2, {"titles": 2, "type": 1}, {"titles": (Sample("b", 1, 2),) * 3})
    both = one + two
    assert (both.records, both.changed) == (5, 3)
    assert both.by_field == {"titles": 3, "type": 1}
    assert [sample.identifier for sample in both.samples["titles"]] == ["a", "b", "b"]


def killed(store: Store, share: Share) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def broken(store: Store, share: Share) -> None:
    raise StoreError("no more", "try again")


@pytest.mark.parametrize(("work", "error"), [(killed, WorkersLost), (broken, StoreError)])
def test_what_happens_to_a_worker_is_told(
    store: Store,
    tmp_path: Path,
    work: Callable[[Store, Share], None],
    error: type[Exception],
) -> None:
    some: Iterable[Share] = shares(store, "s", NONE, 2)
    with pytest.raises(error) as caught:
        list(workers(store, tmp_path, 2).each(work, some))
    assert getattr(caught.value, "hint", None)
