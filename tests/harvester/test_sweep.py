"""Sweeps: what is missing here comes, and what is missing there twice goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.sweep import too_much_gone
from index.record import Compared, Sweep
from tests import faults
from tests.faults import Exchange, Fault, Reply
from tests.harvester.lists import hidden_from_lists, without
from tests.records import identifier
from tests.world import START, World, key, keys, world

DAY = timedelta(days=1)


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        made.page_size = 100
        yield made


def test_what_is_missing_here_is_fetched(w: World) -> None:
    w.put(range(20))
    assert w.harvest(hidden_from_lists(3, 4)).counts.new == 18
    done = w.sweep()
    assert (done.status, done.theirs, done.ours) == ("complete", 20, 18)
    assert (done.missing, done.fetched, done.extra, done.drift) == (2, 2, 0, 2)
    assert w.same()
    assert w.ours.sweeps("s") == [done]


def test_missing_there_twice_is_deleted_by_sweep(w: World) -> None:
    w.put(range(20))
    w.harvest()
    first = w.sweep(without(7))
    assert (first.status, first.extra, first.deleted) == ("complete", 1, 0)
    second = w.sweep(without(7))
    assert (second.extra, second.deleted) == (1, 1)
    record = w.ours.get(key(7))
    assert record
    assert record.deleted
    assert record.deleted.how == "sweep"
    back = w.sweep()
    assert (back.missing, back.fetched) == (1, 1)
    assert w.same()


def test_missing_once_and_seen_again_begins_anew(w: World) -> None:
    w.put(range(20))
    w.harvest()
    for fault in [(without(7),), (), (without(7),)]:
        assert w.sweep(*fault).deleted == 0
    assert len(keys(w.ours)) == 20


@pytest.mark.parametrize(
    "fault",
    [
        faults.status(500),
        faults.oai_error("badArgument"),
        faults.shortened(-40),
        faults.html(),
        faults.empty(),
    ],
    ids=["500", "error", "cut", "html", "empty"],
)
def test_a_list_that_did_not_come_whole_deletes_nothing(w: World, fault: faults.Effect) -> None:
    w.put(range(20))
    w.harvest()
    w.page_size = 8
    later = Fault("later", lambda number, args: number > 2, fault)
    for _ in range(3):
        done = w.sweep(later)
        assert (done.status, done.deleted) == ("failed", 0)
        assert done.why
    assert len(keys(w.ours)) == 20


def test_a_list_that_shrank_stops_and_asks(w: World) -> None:
    w.put(range(20))
    w.harvest()
    gone = without(1, 2, 3)
    for _ in range(3):
        done = w.sweep(gone)
        assert (done.status, done.extra, done.deleted) == ("stopped", 3, 0)
        assert "shrank from 20 to 17" in (done.why or "")
    taken = w.sweep(gone, accept=True)
    assert (taken.status, taken.deleted) == ("complete", 3)
    assert len(keys(w.ours)) == 17
    assert w.sweep(gone).status == "complete"


def test_an_accepted_list_still_strikes_twice(w: World) -> None:
    w.put(range(20))
    w.harvest()
    gone = without(1, 2, 3)
    assert w.sweep(gone, accept=True).deleted == 0
    assert w.sweep(gone).deleted == 3


def test_an_empty_list_is_no_licence_to_delete(w: World) -> None:
    w.put(range(20))
    w.harvest()
    nothing = Fault.always(faults.oai_error("noRecordsMatch"), verb="ListIdentifiers")
    assert [w.sweep(nothing).status for _ in range(2)] == ["stopped", "stopped"]


def test_other_identifiers_for_the_same_records_stop_too(w: World) -> None:
    w.put(range(20))
    w.harvest()
    w.sweep()

    def renamed(reply: Reply, exchange: Exchange) -> Reply:
        return replace(reply, body=reply.body.replace(b"oai:test.example.org:", b"oai:new:"))

    other = Fault.always(renamed, verb="ListIdentifiers")
    for _ in range(2):
        done = w.sweep(other)
        assert (done.status, done.deleted, done.theirs) == ("stopped", 0, 20)
        assert "lacks 20 of our 20" in (done.why or "")


def test_a_dry_run_only_compares(w: World) -> None:
    w.put(range(20))
    w.harvest(hidden_from_lists(3))
    done = w.sweep(without(5), dry_run=True)
    assert (done.status, done.missing, done.extra, done.fetched) == ("dry-run", 1, 1, 0)
    assert len(keys(w.ours)) == 19
    assert w.sweep(without(5)).deleted == 0


def test_deleted_headers_are_taken_from_the_list(w: World) -> None:
    w.put(range(20))
    w.harvest()
    w.delete([4])
    assert w.sweep().status == "complete"
    assert w.same()


def test_sets_are_swept_together(w: World) -> None:
    w.put(range(10), sets=("a",))  # type: ignore[arg-type]
    w.put(range(8, 15), sets=("b",))  # type: ignore[arg-type]
    w.harvest(sets=["a", "b"])
    done = w.sweep(sets=["a", "b"])
    assert (done.status, done.theirs, done.missing, done.extra) == ("complete", 15, 0, 0)


def test_many_missing_come_by_windows(w: World) -> None:
    for n in range(260):
        w.put([n], at=START + (n // 20) * DAY)
    w.clock.at = START + 30 * DAY
    w.page_size = 300
    w.harvest(hidden_from_lists(*range(5, 260)))
    done = w.sweep()
    assert (done.missing, done.fetched) == (255, 255)
    assert sum(asked["verb"] == "GetRecord" for asked in w.requests) == 0
    assert w.same()
    assert w.ours.cursor("s", "") == "2026-01-31T00:00:00Z"


def test_what_quarantine_names_is_tried_again(w: World) -> None:
    w.put(range(20))
    bad = Fault(
        "bad",
        lambda number, args: (
            args.get("verb") == ["GetRecord"] and args.get("identifier") == [identifier(3)]
        ),
        faults.status(500),
    )
    w.harvest(hidden_from_lists(3))
    done = w.sweep(bad)
    assert (done.missing, done.fetched) == (1, 0)
    assert [entry.identifier for entry in w.ours.quarantine_list("s")] == [identifier(3)]
    assert w.sweep().missing == 0
    assert w.ours.quarantine_list("s") == []
    assert w.same()


def unreadable(*numbers: int) -> Fault:
    """The server fails at these records, in lists and alone."""
    names = [[identifier(number)] for number in numbers]
    return Fault(
        "bad",
        lambda number, args: args.get("verb") == ["GetRecord"] and args["identifier"] in names,
        faults.status(500),
    )


def test_what_quarantine_names_and_the_server_has_no_more_leaves_it(w: World) -> None:
    w.put(range(20))
    w.harvest(hidden_from_lists(3, 4))
    w.sweep(unreadable(3, 4))
    assert len(w.ours.quarantine_list("s")) == 2
    # A list that shrank too much waits for a person, and lets nothing go.
    assert w.sweep(unreadable(3, 4), without(3, *range(9, 14))).status == "stopped"
    assert len(w.ours.quarantine_list("s")) == 2
    assert w.sweep(unreadable(3, 4), without(3)).status == "complete"
    assert [entry.identifier for entry in w.ours.quarantine_list("s")] == [identifier(4)]
    back = w.sweep()
    assert (back.missing, back.fetched) == (1, 2)
    assert w.same()


def test_what_quarantine_names_leaves_it_with_its_deletion(w: World) -> None:
    w.put(range(20))
    w.harvest(hidden_from_lists(3))
    w.sweep(unreadable(3))
    w.clock.at += 9 * DAY
    w.delete([3], at=w.clock.at)
    w.harvest(unreadable(3))
    assert w.ours.quarantine_list("s") == []


LAST = Sweep(1, "s", "complete", START, theirs=100, ours=100)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500), st.floats(0, 1))
def test_nothing_above_the_limit_goes_unasked(
    theirs: int, before: int, fresh: int, limit: float
) -> None:
    found = Compared(theirs, 200, 0, fresh, fresh)
    why = too_much_gone(found, replace(LAST, theirs=before), limit)
    assert (why is None) == (before - theirs <= limit * before and fresh <= limit * 200)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=8))
def test_two_strikes(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[bool, bool]]
) -> None:
    """For any sequence of (the list is whole, the record is in it): a record goes exactly where
    the two whole lists before the end of it both lack it.
    """
    check_two_strikes(tmp_path_factory.mktemp("strikes"), steps)


def check_two_strikes(folder: Path, steps: list[tuple[bool, bool]]) -> None:
    from index.record import Named, Tombstone
    from index.store import open_store
    from index.testing.samples import NOW, make_batch, make_incoming

    store = open_store(folder / "x.db", create=True)
    try:
        store.declare("s", "", "oai_dc", declared=True, now=NOW)
        store.apply("s", make_batch(make_incoming("s", "a")), None, NOW)
        seen: list[bool] = []
        for whole, there in steps:
            number = store.start_sweep("s", NOW)
            store.note_named("s", [Named("a", "2026-01-01")] if there else [])
            if not whole:
                continue
            seen.append(there)
            gone = list(store.gone("s"))
            assert gone == (["a"] if seen[-2:] == [False, False] else [])
            if gone:
                store.apply("s", make_batch(Tombstone("a", "", how="sweep")), None, NOW)
                return
            store.strike("s", stopped=False)
            store.finish_sweep(Sweep(number, "s", "complete", NOW))
    finally:
        store.close()
