"""Scenarios in which records were lost, wrongly deleted or asked for in vain, without a word."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from harvester.claims import LEASE
from harvester.harvest import Plan
from index.errors import ClaimHeld
from index.record import Run
from tests import faults
from tests.faults import Effect, Exchange, Fault, Reply
from tests.records import identifier
from tests.world import START, World, key, keys

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def verb(name: str, effect: Effect) -> Fault:
    return Fault.always(effect, verb=name)


def meanwhile(do: Callable[[], None], at: int) -> Fault:
    """Something else happens while a request is answered."""

    def effect(reply: Reply, exchange: Exchange) -> Reply:
        do()
        return reply

    return Fault.once(effect, at=at)


def warned(run: Run, words: str) -> bool:
    return any(words in warning for warning in run.warnings)


# Claims.


def test_a_harvest_that_lost_its_lease_ends(w: World) -> None:
    """The machine slept; somebody else has taken the source over."""
    w.put(range(20))

    def asleep() -> None:
        w.clock.at += 2 * LEASE
        now = w.clock.at
        assert w.ours.claim("s", "other 2 2", now, now + LEASE) is None

    with pytest.raises(ClaimHeld, match="taken over"):
        w.harvest(meanwhile(asleep, at=2))
    assert w.ours.runs("s")[0].status == "partial"
    assert w.ours.claim("s", "third 3 3", w.clock.at, w.clock.at + LEASE) == "other 2 2"


def test_a_sweep_that_lost_its_lease_strikes_nothing(w: World) -> None:
    """Its list is gone with the sweep of whoever took over."""
    w.put(range(40))
    w.harvest()
    w.page_size = 10

    def asleep() -> None:
        w.clock.at += 2 * LEASE
        w.ours.start_sweep("s", w.clock.at)

    with pytest.raises(ClaimHeld, match="another sweep"):
        w.sweep(meanwhile(asleep, at=3))
    assert w.ours.compared("s").theirs == 0


# Sets.


def test_a_set_that_vanished_is_no_list_of_deletions(w: World) -> None:
    w.page_size = 100
    w.put(range(30), sets=("a",))  # type: ignore[arg-type]
    w.put([30], sets=("b",))  # type: ignore[arg-type]
    w.harvest(sets=("a", "b"))

    def vanished(reply: Reply, exchange: Exchange) -> Reply:
        if exchange.args.get("verb") == ["ListSets"]:
            return replace(reply, body=re.sub(rb"<set><setSpec>b<.*?</set>", b"", reply.body))
        if exchange.args.get("set") == ["b"]:
            return faults.oai_error("noRecordsMatch")(reply, exchange)
        return reply

    done = [w.sweep(Fault.always(vanished), sets=("a", "b")) for _ in range(3)]
    assert [one.deleted for one in done] == [0, 0, 0]
    assert [one.status for one in done] == ["stopped"] * 3
    assert "'b'" in (done[0].why or "")
    assert len(keys(w.ours)) == 31
    taken = w.sweep(Fault.always(vanished), sets=("a", "b"), accept=True)
    assert (taken.status, taken.deleted) == ("complete", 1)


def test_a_record_that_left_one_set_lives_in_the_other(w: World) -> None:
    """Some servers say of what has left a set that it is deleted there."""
    w.page_size = 100
    w.put(range(30), sets=("a", "b"))  # type: ignore[arg-type]
    w.harvest(sets=("a", "b"))
    name = identifier(3).encode()

    def left(reply: Reply, exchange: Exchange) -> Reply:
        if exchange.args.get("set") != ["b"]:
            return reply
        old = b"<header><identifier>%s<" % name
        assert old in reply.body
        new = b'<header status="deleted"><identifier>%s<' % name
        return replace(reply, body=reply.body.replace(old, new))

    done = w.sweep(verb("ListIdentifiers", left), sets=("a", "b"))
    assert (done.status, done.deleted) == ("complete", 0)
    record = w.ours.get(key(3))
    assert record
    assert record.deleted is None


# Lists that are shorter than they say.


def cut_list(by: int, name: str) -> Fault:
    """The last page lacks some items: nothing but completeListSize tells."""

    def effect(reply: Reply, exchange: Exchange) -> Reply:
        tag = b"record" if name == "ListRecords" else b"header"
        found = list(re.finditer(rb"<%s[ >].*?</%s>" % (tag, tag), reply.body, re.DOTALL))
        start, end = found[-by].start(), found[-1].end()
        return replace(reply, body=reply.body[:start] + reply.body[end:])

    return Fault(name, lambda n, a: a.get("verb") == [name] and "resumptionToken" in a, effect)


def test_a_list_that_ends_short_of_its_promise_is_told(w: World) -> None:
    w.page_size = 6
    w.put(range(10))
    run = w.harvest(cut_list(2, "ListRecords"))
    assert run.status == "ok"
    assert warned(run, "10 promised, 8 came")
    assert not warned(w.harvest(plan=Plan(full=True)), "promised")


def test_a_promise_that_is_kept_or_begun_again_is_not_told(w: World) -> None:
    w.page_size = 6
    w.put(range(10))
    run = w.harvest(Fault.once(faults.oai_error("badResumptionToken"), at=2))
    assert run.status == "ok"
    assert not warned(run, "promised")
    w.delete([3])
    assert not warned(w.harvest(plan=Plan(full=True)), "promised")


def test_a_list_of_identifiers_that_ends_short_is_no_list_of_deletions(w: World) -> None:
    w.page_size = 30
    w.put(range(40))
    w.harvest()
    short = cut_list(2, "ListIdentifiers")
    done = [w.sweep(short) for _ in range(3)]
    assert [(one.status, one.deleted) for one in done] == [("stopped", 0)] * 3
    assert "promises 40" in (done[0].why or "")
    assert w.sweep(short, accept=True).deleted == 2


# Dates.


def test_a_source_that_had_nothing_is_asked_for_everything_again(w: World) -> None:
    """An index that is filled later holds records with datestamps of years ago."""
    w.put([0])
    empty = verb("ListRecords", faults.oai_error("noRecordsMatch"))
    w.clock.at = START + 30 * DAY
    for _ in range(2):
        run = w.harvest(empty)
        assert run.status == "unchanged"
        assert warned(run, "no records")
        w.clock.at += 30 * DAY
    assert w.harvest().counts.new == 1
    assert w.ours.cursor("s", "") is not None
    assert w.same()


def test_a_window_left_open_follows_the_server_to_days(w: World) -> None:
    """A server that takes seconds no longer refuses a window that was opened with them."""
    for n in range(40):
        w.put([n], at=START + n * DAY)
    w.clock.at = START + 50 * DAY
    w.page_size = 100
    title = b"Article 7<"

    def bad(reply: Reply, exchange: Exchange) -> Reply:
        if title in reply.body or identifier(7).encode() + b"<" in reply.body:
            return faults.status(500)(reply, exchange)
        return reply

    assert w.harvest(Fault.always(bad)).status == "partial"
    w.put([50], at=w.clock.at)
    w.clock.at += DAY

    def old_and_new(reply: Reply, exchange: Exchange) -> Reply:
        late = exchange.args.get("from", [""])[0] > "2026-02"
        return faults.html()(reply, exchange) if late else bad(reply, exchange)

    assert w.harvest(Fault.always(old_and_new)).status != "ok"
    w.granularity = "day"
    w.clock.at += DAY
    runs = [w.harvest() for _ in range(2)]
    assert [run.error for run in runs] == [None, None]
    assert w.same()


# GetRecord.


def test_another_record_than_was_asked_for_is_none(w: World) -> None:
    """A server that mangles identifiers (+, %) gives what it finds first."""
    w.page_size = 100
    w.put(range(6))

    def hidden(reply: Reply, exchange: Exchange) -> Reply:
        found = re.sub(
            rb"<record><header><identifier>%s<.*?</record>" % identifier(4).encode(),
            b"",
            reply.body,
            flags=re.DOTALL,
        )
        assert found != reply.body
        return replace(reply, body=found)

    def other(reply: Reply, exchange: Exchange) -> Reply:
        return replace(
            reply, body=reply.body.replace(identifier(4).encode(), identifier(1).encode())
        )

    w.harvest(verb("ListRecords", hidden))
    done = w.sweep(verb("GetRecord", other))
    assert (done.missing, done.fetched) == (1, 0)
    entries = w.ours.quarantine_list("s")
    assert [entry.identifier for entry in entries] == [identifier(4)]
    assert identifier(1) in entries[0].reason
    assert w.sweep().status == "complete"
    assert w.ours.quarantine_list("s") == []
    assert w.same()


# Trials.


def test_a_trial_stops_between_pieces_too(w: World) -> None:
    for n in range(40):
        w.put([n], at=START + n * DAY)
    w.clock.at = START + 50 * DAY
    w.page_size = 100

    def big(reply: Reply, exchange: Exchange) -> Reply:
        much = reply.body.count(b"<record>") > 6
        return faults.status(504)(reply, exchange) if much else reply

    run = w.harvest(verb("ListRecords", big), plan=Plan(stop_after=10))
    assert run.status == "partial"
    assert run.error
    assert run.error.code == "stopped-early"
    assert 10 <= run.counts.received < 16
    assert w.harvest(verb("ListRecords", big)).status == "ok"
    assert w.same()


def test_a_trial_stops_between_sets_too(w: World) -> None:
    w.page_size = 100
    w.put(range(5), sets=("a",))  # type: ignore[arg-type]
    w.put(range(5, 10), sets=("b",))  # type: ignore[arg-type]
    run = w.harvest(plan=Plan(stop_after=3), sets=("a", "b"))
    assert (run.status, run.counts.new) == ("partial", 5)
    assert w.harvest(sets=("a", "b")).counts.new == 5


# Quarantine.


def test_a_damaged_page_leaves_quarantine_with_dates_that_hold_its_own(w: World) -> None:
    w.put(range(9))
    always = verb("ListRecords", faults.shortened(-60))
    named = verb("ListIdentifiers", faults.status(500))
    for plan in (Plan(since="2026-01-01", until="2026-01-02"), Plan(until="2026-01-03")):
        w.harvest(always, named, plan=plan)
    assert len(w.ours.quarantine_list("s")) >= 1
    w.harvest(plan=Plan(since="2025-01-01", until="2025-01-02"))
    assert len(w.ours.quarantine_list("s")) >= 1
    w.harvest(plan=Plan(since="2025-12-01", until="2026-02-01"))
    w.harvest(plan=Plan(full=True))
    assert w.ours.quarantine_list("s") == []


# Patience.


@pytest.mark.parametrize("form", ["86400", "Fri, 02 Jan 2026 00:00:00 GMT"])
def test_a_long_retry_after_ends_the_run_and_says_when_to_come_back(w: World, form: str) -> None:
    w.put(range(9))
    busy = Fault("later", lambda n, a: n > 1, faults.status(503, retry_after=form))
    run = w.harvest(busy)
    assert (run.status, w.clock.slept) == ("partial", [])
    assert run.error
    assert "2026-01-02T00:00:00Z" in (run.error.hint or "")


def test_a_time_to_come_back_that_is_no_time_is_not_told(w: World) -> None:
    w.put(range(9))
    for form in ("999999999999", "Fri, 02 Jan 9999 00:00:00 GMT", "-5", "soon"):
        w.rules = replace(w.rules, retries=0)
        run = w.harvest(Fault.always(faults.status(503, retry_after=form)))
        assert run.error
        assert "try later" in (run.error.hint or "")


# What a dry run says.


def test_a_dry_run_says_what_the_next_run_does(w: World) -> None:
    """The token is not good any more: the list begins again, and nothing goes on."""
    w.put(range(9))
    w.harvest(plan=Plan(stop_after=3))
    w.clock.at += 3 * DAY
    seen = w.preview()
    run = w.harvest()
    assert (seen.resumes, seen.records) == (False, 3)
    assert run.window == (seen.start, seen.end)


def test_a_set_that_is_empty_and_cannot_be_looked_up_deletes_nothing(w: World) -> None:
    w.page_size = 100
    w.put(range(30), sets=("a",))  # type: ignore[arg-type]
    w.put([30], sets=("b",))  # type: ignore[arg-type]
    w.harvest(sets=("a", "b"))

    def empty(reply: Reply, exchange: Exchange) -> Reply:
        if exchange.args.get("set") == ["b"]:
            return faults.oai_error("noRecordsMatch")(reply, exchange)
        return reply

    broken = verb("ListSets", faults.status(500))
    assert [w.sweep(broken, Fault.always(empty), sets=("a", "b")).deleted for _ in range(2)] == [
        0,
        0,
    ]
    assert len(keys(w.ours)) == 31


def test_a_dry_run_goes_on_where_a_piece_was_left_open(w: World) -> None:
    for n in range(40):
        w.put([n], at=START + n * DAY)
    w.clock.at = START + 50 * DAY
    w.page_size = 100
    name = identifier(30).encode() + b"<"

    def bad(reply: Reply, exchange: Exchange) -> Reply:
        return faults.status(500)(reply, exchange) if name in reply.body else reply

    assert w.harvest(Fault.always(bad)).status == "partial"
    w.harvest(Fault.always(bad))
    seen = w.preview()
    w.harvest(Fault.always(bad))
    asked = next(args for args in w.requests if args["verb"] == "ListRecords")
    assert (seen.start, seen.end) == (asked.get("from"), asked.get("until"))
