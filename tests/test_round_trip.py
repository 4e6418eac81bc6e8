"""Laws of the whole: what goes in at one end comes out at the other, whatever happens between."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from harvester.normalise import NORMALISER, normalise
from harvester.record_xml import raw_record
from index.analysis import PLAIN
from index.engines.base import Engine, Query
from index.engines.memory import MemoryEngine, Shelf
from index.engines.whoosh import create, open_folder
from index.record import Batch, Document, Incoming, Key, RawRecord, Tombstone
from index.store import open_store
from index.store.base import Store
from index.sync import drain, fill, verify
from index.tree import Everything, Word
from tests.world import START, world

SLOW = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
DC = "http://purl.org/dc/elements/1.1/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
ELEMENTS = ("title", "creator", "description", "subject", "date", "identifier", "source", "type")

xml_text = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Cs"),
        exclude_characters="\ufffe\uffff",
    ),
    max_size=30,
)
names = st.sampled_from([f"oai:x:{n}" for n in range(8)])
specs = st.lists(st.sampled_from(["a", "a:b", "S%26S", "driver"]), unique=True, max_size=3)


@st.composite
def raws(draw: st.DrawFn) -> RawRecord:
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC})
    for name, text in draw(st.lists(st.tuples(st.sampled_from(ELEMENTS), xml_text), max_size=6)):
        etree.SubElement(root, f"{{{DC}}}{name}").text = text
    return raw_record(root, draw(names), "2025-01-01", tuple(draw(specs)))


items = st.lists(
    st.one_of(raws(), st.builds(Tombstone, names, st.just("2025-01-01"), specs.map(tuple))),
    min_size=1,
    max_size=12,
)


def store_items(store: Store, found: list[RawRecord | Tombstone], day: int = 0) -> None:
    """Store each item as a page of its own: later ones win over earlier ones."""
    at = START + timedelta(days=day)
    store.declare("s", "", "oai_dc", declared=False, now=at)
    for item in found:
        if isinstance(item, Tombstone):
            batch = Batch(tombstones=(item,))
        else:
            batch = Batch((Incoming(item, normalise(item, "s"), NORMALISER),))
        store.apply("s", batch, None, at)


@SLOW
@given(st.lists(items, min_size=1, max_size=3), st.integers(1, 5))
def test_any_records_survive_provider_and_harvest(
    rounds: list[list[RawRecord | Tombstone]], page_size: int
) -> None:
    """Any set of records -> provider -> harvest -> second store: equal, also after changes."""
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as w:
        w.page_size = page_size
        for day, found in enumerate(rounds):
            w.clock.at = START + timedelta(days=day)
            store_items(w.theirs, found, day)
            assert w.harvest().status in ("ok", "unchanged")
            assert w.same()


actions = st.lists(
    st.one_of(
        st.tuples(st.just("store"), items),
        st.tuples(st.just("sync"), st.none()),
        st.tuples(st.just("crash"), st.integers(0, 3)),
        st.tuples(st.just("rebuild"), st.none()),
        st.tuples(st.just("reopen"), st.none()),
    ),
    max_size=10,
)


class Crash(Exception):
    """The process dies here."""


class Mortal:
    """An engine whose writer dies after some calls, at a put or right after its commit."""

    def __init__(self, engine: Engine, calls: int) -> None:
        self._engine, self._calls = engine, calls

    def writer(self) -> Mortal:
        self._writer = self._engine.writer()
        return self

    def __enter__(self) -> Mortal:
        self._writer.__enter__()
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._writer.__exit__(kind, error, trace)  # type: ignore[arg-type]
        if kind is None:
            raise Crash  # committed by the engine, not yet forgotten by the store

    def put(self, document: Document, first_seen: datetime | None = None) -> None:
        self._die()
        self._writer.put(document, first_seen)

    def delete(self, key: Key) -> None:
        self._die()
        self._writer.delete(key)

    def _die(self) -> None:
        if self._calls == 0:
            raise Crash
        self._calls -= 1


def check_interleaving(done: list[tuple[str, object]], opened: Callable[[], Engine]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "h.db", create=True)
        engine = opened()
        try:
            for action, value in done:
                engine = step(store, engine, opened, action, value)
            drain(store, engine, lambda done, total: None, batch=2)
            assert store.pending() == 0
            assert verify(store, engine).clean
            built_now = MemoryEngine(PLAIN)
            fill(store, built_now, lambda done, total: None)
            for tree in (Everything(), Word("a", "title"), Word("0")):
                assert list(engine.scan(Query(tree))) == list(built_now.scan(Query(tree)))
            built_now.close()
        finally:
            engine.close()
            store.close()


def step(
    store: Store, engine: Engine, opened: Callable[[], Engine], action: str, value: object
) -> Engine:
    if action == "store":
        store_items(store, value)  # type: ignore[arg-type]
    elif action == "sync":
        drain(store, engine, lambda done, total: None, batch=2)
    elif action == "crash":
        with suppress(Crash):
            drain(store, Mortal(engine, value), lambda done, total: None, batch=2)  # type: ignore[arg-type]
    elif action == "rebuild":
        fill(store, engine, lambda done, total: None, batch=2)
    else:
        engine.close()
        engine = opened()
    return engine


@SLOW
@given(actions)
def test_any_interleaving_ends_with_the_memory_engine_equal_to_the_store(
    done: list[tuple[str, object]],
) -> None:
    shelf = Shelf()
    check_interleaving(done, lambda: MemoryEngine(PLAIN, shelf))


@SLOW
@given(actions)
def test_any_interleaving_ends_with_whoosh_equal_to_the_store(
    done: list[tuple[str, object]],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        create(folder, PLAIN).close()
        check_interleaving(done, lambda: open_folder(folder, PLAIN))


def test_the_same_record_again_is_no_change() -> None:
    raw = raw_record(etree.Element("dc"), "oai:x:1")
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as w:
        store_items(w.ours, [raw])
        before = w.ours.revision()
        store_items(w.ours, [replace(raw, datestamp="2026-01-01")])
        assert w.ours.revision() == before
