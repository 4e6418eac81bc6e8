"""Faults of servers in a harvest: what passes costs nothing, what stays is kept and told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harvester.harvest import Plan
from tests import faults
from tests.faults import Fault
from tests.world import World, error_code, key


@pytest.mark.parametrize("kind", sorted(faults.TRANSIENT))
@pytest.mark.parametrize("at", [1, 2, 4])
def test_a_passing_fault_costs_no_record(w: World, kind: str, at: int) -> None:
    """Whatever one answer is: the next run at the latest has everything."""
    w.put(range(10))
    w.harvest(Fault.once(faults.TRANSIENT[kind], at=at))
    again = w.harvest()
    assert again.status in ("ok", "unchanged")
    assert w.same()


def test_a_cut_page_is_asked_for_again_at_once(w: World) -> None:
    w.put(range(10))
    run = w.harvest(Fault.once(faults.shortened(-40), at=2))
    assert (run.status, run.retries, w.clock.slept) == ("ok", 1, [5.0])
    assert w.same()


def test_a_page_that_stays_broken_is_kept_and_leaves_the_window_open(w: World) -> None:
    w.put(range(10))
    later = Fault(
        "later pages", lambda number, args: "resumptionToken" in args, faults.shortened(-40)
    )
    run = w.harvest(later)
    assert run.status == "partial"
    assert error_code(run) == "not-well-formed"
    assert run.counts.new == 6  # the whole records of the page are kept
    assert dict(run.repairs)["salvage"] >= 1
    kept = w.ours.quarantine_list("s")
    assert {(entry.kind, entry.code, entry.run) for entry in kept} == {
        ("page", "not-well-formed", run.id)
    }
    assert b"<ListRecords>" in (w.ours.quarantine_body(kept[0].id) or b"")
    assert w.ours.cursor("s", "") is None
    assert w.harvest().status == "ok"
    assert w.same()
    assert w.ours.quarantine_list("s") == []  # what the pages lost has come


def test_a_login_page_fails_and_moves_nothing(w: World) -> None:
    w.put(range(4))
    run = w.harvest(Fault.always(faults.html()))
    assert (run.status, error_code(run), run.requests) == ("failed", "not-oai-pmh", 1)
    assert "Maintenance" in (run.error.message if run.error else "")
    assert w.ours.cursor("s", "") is None


def test_a_server_that_refuses_us_is_blocked(w: World) -> None:
    run = w.harvest(Fault.always(faults.status(403)))
    assert (run.status, error_code(run), run.requests) == ("blocked", "blocked", 1)
    assert run.error
    assert "contact" in (run.error.hint or "")


def test_the_first_bytes_of_who_refuses_us_are_kept_until_it_lets_us_in(w: World) -> None:
    w.put(range(3))
    page = b"<html><title>Just a moment</title>" + b" " * 10_000
    wall = Fault.always(
        lambda reply, exchange: replace(reply, body=page, status=403), verb="ListRecords"
    )
    assert w.harvest(wall).status == "blocked"
    [entry] = w.ours.quarantine_list("s")
    assert (entry.kind, entry.code, entry.bytes) == ("page", "blocked", 4096)
    assert w.ours.quarantine_body(entry.id) == page[:4096]
    assert w.harvest().status == "ok"
    assert w.ours.quarantine_list("s") == []


def test_a_broken_record_is_quarantined_and_the_rest_is_kept(w: World) -> None:
    w.put(range(4))
    no_metadata = Fault.once(
        lambda reply, exchange: replace(reply, body=without_metadata(reply.body)), at=1
    )
    run = w.harvest(no_metadata)
    assert run.status == "ok"
    assert (run.counts.new, run.counts.quarantined, run.counts.received) == (3, 1, 4)
    (entry,) = w.ours.quarantine_list("s")
    assert (entry.kind, entry.code) == ("record", "no-metadata")
    w.harvest(plan=Plan(full=True))
    assert w.ours.quarantine_list("s") == []  # it came whole at last
    assert w.same()


def test_a_page_with_a_record_that_no_repair_helps_goes_on(w: World) -> None:
    w.put(range(10))
    broken = Fault.once(
        lambda reply, exchange: replace(
            reply, body=reply.body.replace(b"Article 4", b"<i>Article 4 &nbsp;")
        ),
        at=2,
    )
    run = w.harvest(broken)
    assert (run.status, run.retries) == ("ok", 0)
    assert (run.counts.new, run.counts.quarantined) == (9, 1)
    assert dict(run.repairs).keys() == {"html-entities", "salvage"}
    assert [entry.identifier for entry in w.ours.quarantine_list("s")] == [key(4).identifier]
    w.harvest(plan=Plan(full=True))
    assert w.same()


def test_a_page_that_can_be_repaired_is_taken_at_once(w: World) -> None:
    w.put(range(10))
    run = w.harvest(Fault.always(faults.junk(before=b"Notice: x in oai.php\n")))
    assert (run.status, run.retries, run.repairs) == ("ok", 0, (("surrounding-text", 4),))
    assert w.same()


def without_metadata(page: bytes) -> bytes:
    head, _, rest = page.partition(b"<metadata>")
    return head + rest.partition(b"</metadata>")[2]
