"""Laws of the store, for anything that comes in any order."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import StoreDamaged
from index.record import Batch, Counts, Document, Key, Tombstone
from index.store import Store, codec, open_store
from index.store.arrivals import Held, Said, Slot, settle
from index.store.datestamps import is_older
from index.testing.samples import NOW, make_batch, make_document, make_incoming, make_raw

MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC, microsecond=0)
)
DAY, SECOND = "%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"
STAMPS = st.sampled_from(
    ["2026-01-01", "2026-01-01T08:00:00Z", "2026-01-02", "2026-01-02T09:00:00Z", "January"]
)
NAMES = st.sampled_from("abc")
RECORDS = st.builds(
    lambda name, title, stamp, sets, normaliser: make_incoming(
        "herald", name, title, datestamp=stamp, sets=sets, normaliser=normaliser
    ),
    NAMES,
    st.sampled_from(["one", "two"]),
    STAMPS,
    st.sampled_from([(), ("x",), ("x", "y")]),
    st.integers(1, 2),
)
GRAVES = st.builds(Tombstone, NAMES, STAMPS, how=st.sampled_from(["header", "sweep"]))
BATCHES = st.lists(st.one_of(RECORDS, GRAVES), max_size=5).map(lambda items: make_batch(*items))
SAID = Said("herald", "oai_dc", None, None, NOW)


@given(MOMENTS, MOMENTS)
def test_older_is_earlier_in_seconds(one: datetime, two: datetime) -> None:
    assert is_older(one.strftime(SECOND), two.strftime(SECOND)) == (one < two)


@given(MOMENTS, MOMENTS, st.sampled_from([(DAY, DAY), (DAY, SECOND), (SECOND, DAY)]))
def test_a_day_is_compared_by_day(one: datetime, two: datetime, forms: tuple[str, str]) -> None:
    older = is_older(one.strftime(forms[0]), two.strftime(forms[1]))
    assert older == (one.date() < two.date())


@pytest.mark.parametrize(
    "stamp",
    ["", "2026", "2020-13-01", "2020-02-30", "20200101", "2020-01-01T00:00:00", "2020-01-01 ",
     "2020-01-01T24:61:00Z", "٢٠٢٠-٠١-٠١"],
)  # fmt: skip
def test_what_is_no_datestamp_is_never_older_nor_newer(stamp: str) -> None:
    assert not is_older(stamp, "2026-01-01")
    assert not is_older("1999-01-01", stamp)


@given(BATCHES)
def test_one_page_or_one_page_an_item_is_the_same(batch: Batch) -> None:
    """The state and the counts do not depend on how a server cuts its pages."""
    whole, counts = settle({}, batch, SAID)
    slots: dict[str, Slot] = {}
    total = Counts()
    pieces = [replace(batch, records=(item,), tombstones=()) for item in batch.records]
    pieces += [replace(batch, records=(), tombstones=(item,)) for item in batch.tombstones]
    for piece in pieces:
        slots, more = settle(slots, piece, SAID)
        total += more
    assert slots == whole
    assert total == counts
    assert counts.received == len(batch.records) + len(batch.tombstones)


@given(BATCHES)
def test_saying_it_all_again_changes_nothing(batch: Batch) -> None:
    """A page of distinct records, repeated, is unchanged to the last item."""
    records = tuple({item.raw.identifier: item for item in batch.records}.values())
    once, _ = settle({}, Batch(records=records), SAID)
    standing = {
        name: Slot(slot.held, slot.held, slot.about, slot.about) for name, slot in once.items()
    }
    again, counts = settle(standing, Batch(records=records), SAID)
    assert counts == Counts(unchanged=len(records))
    assert again == standing


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(BATCHES, st.integers(0, 3), st.booleans()), max_size=6))
def test_whoever_follows_the_queue_holds_what_the_store_holds(
    empty_store: Path, steps: list[tuple[Batch, int, bool]]
) -> None:
    """Take some changes, now and then crash before `done`: in the end the copies are equal."""
    with TemporaryDirectory() as folder:
        path = Path(shutil.copy(empty_store, folder))
        with closing(open_store(path, create=False)) as store:
            store.declare("herald", "https://herald.example.org/oai", "oai_dc", True, NOW)
            copy: dict[Key, Document] = {}
            for day, (batch, limit, crash) in enumerate(steps):
                store.apply("herald", batch, None, NOW + timedelta(days=day))
                follow(store, copy, limit, crash)
            follow(store, copy, 100, crash=False)
            assert sorted(copy.items()) == [(d.key, d) for d in store.documents(None, 100)]
            assert list(store.keys()) == sorted(copy)
            assert (store.pending(), store.count()) == (0, len(copy))


def follow(store: Store, copy: dict[Key, Document], limit: int, crash: bool) -> None:
    """Do what an engine does with a batch of changes."""
    changes = store.changes(limit)
    for change in changes:
        if change.document is None:
            copy.pop(change.key, None)
        else:
            copy[change.key] = change.document
    if not crash:
        store.done(changes)


def test_held_is_a_row_of_the_records_table() -> None:
    from index.store.schema import records

    assert Held._fields == tuple(column.name for column in records.c)


@given(st.text(), st.lists(st.binary(), max_size=3))
def test_bodies_come_back_as_they_went(text: str, abouts: list[bytes]) -> None:
    title = text.encode("utf-8", "replace").decode()
    document = make_document("herald", make_raw(), title)
    assert codec.unpack_document(codec.pack_document(document)) == document
    assert codec.unpack_abouts(codec.pack_abouts(tuple(abouts))) == tuple(abouts)
    assert codec.unpack(codec.pack(title.encode())) == title.encode()


@pytest.mark.parametrize("body", [b"", b"junk", codec.pack(b"{"), codec.pack(b'{"source": 1}')])
def test_body_that_cannot_be_read_is_damage(body: bytes) -> None:
    with pytest.raises(StoreDamaged):
        codec.unpack_document(body)
    with pytest.raises(StoreDamaged):
        codec.unpack_abouts(body)


def test_document_of_an_older_version_gets_the_defaults() -> None:
    old = codec.pack(b'{"source": "herald", "identifier": "1", "gone": true}')
    assert codec.unpack_document(old) == Document("herald", "1")


@given(MOMENTS)
def test_times_come_back_to_the_second(moment: datetime) -> None:
    from sqlalchemy.dialects import sqlite

    from index.store.types import Moment

    kind, dialect = Moment(), sqlite.dialect()
    stored = kind.process_bind_param(moment + timedelta(microseconds=999_999), dialect)
    assert kind.process_result_value(stored, dialect) == moment
