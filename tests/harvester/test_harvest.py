"""Harvests from a real server into a real store, with what servers do wrong on the way."""

from __future__ import annotations

from datetime import timedelta

from harvester.harvest import Plan
from tests import faults
from tests.faults import Fault
from tests.world import START, World, error_code, key, keys

DAY = timedelta(days=1)


def test_everything_comes_page_by_page(w: World) -> None:
    w.put(range(10))
    w.delete([4])
    run = w.harvest()
    assert run.status == "ok"
    assert (run.counts.new, run.counts.deleted, run.counts.received) == (9, 1, 10)
    assert (run.pages, run.requests, run.promised, run.retries) == (4, 4, 10, 0)
    assert w.same()
    assert w.requests[0] == {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
    assert all(set(asked) == {"verb", "resumptionToken"} for asked in w.requests[1:])
    assert [seen.pages for seen in w.seen] == [1, 2, 3, 4]


def test_the_next_harvest_asks_from_the_servers_clock_less_the_overlap(w: World) -> None:
    w.put(range(4))
    w.clock.at = START + 10 * DAY
    w.harvest()
    w.put([7], at=START + 9 * DAY)
    w.clock.at = START + 20 * DAY
    run = w.harvest()
    assert run.window == ("2026-01-09T00:00:00Z", None)
    assert run.counts.new == 1
    assert w.same()


def test_a_server_that_counts_days_is_asked_with_days(w: World) -> None:
    w.granularity = "day"
    w.put(range(4))
    w.harvest()
    assert w.harvest().window == ("2025-12-30", None)


def test_where_identify_fails_days_are_asked_for(w: World) -> None:
    w.put(range(2))
    w.harvest()
    run = w.harvest(Fault.always(faults.status(500), verb="Identify"))
    assert run.window == ("2025-12-30", None)
    assert run.status == "unchanged"


def test_nothing_new_is_unchanged(w: World) -> None:
    w.put(range(4))
    w.harvest()
    assert w.harvest().status == "unchanged"
    w.clock.at = START + 30 * DAY  # nothing in the window: noRecordsMatch
    assert w.harvest().status == "unchanged"


def test_changes_and_deletions_come(w: World) -> None:
    w.put(range(6))
    w.harvest()
    w.clock.at = START + DAY
    w.put([2], at=w.clock.at, title="Another title")
    w.delete([3], at=w.clock.at)
    run = w.harvest()
    assert (run.counts.changed, run.counts.deleted, run.counts.new) == (1, 1, 0)
    assert w.same()


def test_full_asks_for_everything_and_moves_the_cursor(w: World) -> None:
    w.put(range(3))
    w.harvest()
    w.clock.at = START + 30 * DAY
    assert w.harvest(plan=Plan(full=True)).window == (None, None)
    assert w.ours.cursor("s", "") == "2026-01-31T00:00:00Z"


def test_dates_by_hand_never_move_the_cursor(w: World) -> None:
    w.put(range(3))
    w.harvest()
    before = w.ours.cursor("s", "")
    w.clock.at = START + 30 * DAY
    w.put([8], at=START + 20 * DAY)
    run = w.harvest(plan=Plan(since="2026-01-15", until="2026-01-25"))
    assert (run.window, run.counts.new) == (("2026-01-15", "2026-01-25"), 1)
    assert w.ours.cursor("s", "") == before


def test_each_set_has_a_cursor_of_its_own(w: World) -> None:
    w.put(range(4), sets=("a",))  # type: ignore[arg-type]
    w.put(range(4, 6), sets=("b", "a"))  # type: ignore[arg-type]
    run = w.harvest(sets=["a", "b"])
    assert run.counts.new == 6
    assert run.counts.unchanged == 2  # one record in two sets is one record
    assert w.ours.cursor("s", "a")
    assert w.ours.cursor("s", "b")
    assert w.ours.cursor("s", "") is None


def test_a_set_that_is_gone_does_not_stop_the_others(w: World) -> None:
    w.put(range(4), sets=("a",))  # type: ignore[arg-type]
    gone = Fault.asked(faults.oai_error("badArgument"), set="old")
    run = w.harvest(gone, sets=["old", "a"])
    assert run.status == "partial"
    assert error_code(run) == "badArgument"
    assert len(keys(w.ours)) == 4


def test_provenance_says_where_and_when(w: World) -> None:
    w.put([1])
    w.harvest()
    record = w.ours.get(key(1))
    assert record
    assert record.base_url
    assert record.base_url.startswith("http://127.0.0.1:")
    assert record.response_date == "2026-01-01T00:00:00Z"
    assert (record.format.prefix, record.datestamp) == ("oai_dc", "2026-01-01T00:00:00Z")
