"""Harvests from a real server into a real store, with what servers do wrong on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from harvester.circle import MOST_ALIKE
from harvester.harvest import MAX_TRIES, Plan
from index.errors import ClaimHeld, StoreFull
from index.record import Batch, Checkpoint, Run
from tests import faults
from tests.faults import Fault
from tests.world import START, World, key, keys, world

DAY = timedelta(days=1)


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


def error_code(run: Run) -> str | None:
    return run.error.code if run.error else None


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


def test_a_run_that_was_cut_goes_on_from_its_token(w: World) -> None:
    w.put(range(10))
    w.harvest(Fault.once(faults.status(404), at=3))
    run = w.harvest()
    assert "resumptionToken" in w.requests[0]
    assert run.counts.received == 4
    assert w.same()
    assert w.ours.cursor("s", "") == "2026-01-01T00:00:00Z"


def test_a_token_that_has_expired_is_not_tried(w: World) -> None:
    w.put(range(10))
    w.harvest(Fault.once(faults.status(404), at=3))
    w.clock.at = START + 2 * DAY  # tokens of our provider live for one day
    run = w.harvest()
    assert "resumptionToken" not in w.requests[0]
    assert run.status == "ok"
    assert w.same()


def test_a_token_that_the_server_forgot_restarts_the_window(w: World) -> None:
    w.put(range(10))
    run = w.harvest(Fault.once(faults.oai_error("badResumptionToken"), at=3))
    assert run.status == "ok"
    assert run.counts.unchanged == 6
    assert w.same()


def test_a_server_that_forgets_every_token_is_partial_not_done(w: World) -> None:
    w.put(range(10))
    forgets = Fault(
        "forgets",
        lambda number, args: "resumptionToken" in args,
        faults.oai_error("badResumptionToken"),
    )
    run = w.harvest(forgets)
    assert (run.status, error_code(run)) == ("partial", "badResumptionToken")
    assert w.ours.cursor("s", "") is None


def test_an_endless_list_stops_and_says_so(w: World) -> None:
    w.put(range(10))
    same = Fault("same", lambda number, args: number > 2, faults.repeated())
    run = w.harvest(same)
    assert (run.status, error_code(run)) == ("partial", "list-stuck")


def test_retry_after_is_waited_for(w: World) -> None:
    w.put(range(2))
    run = w.harvest(Fault.once(faults.status(503, retry_after=17), at=1))
    assert (run.status, w.clock.slept) == ("ok", [17.0])


def test_a_trial_stops_and_the_next_run_goes_on(w: World) -> None:
    w.put(range(10))
    run = w.harvest(plan=Plan(stop_after=4))
    assert (run.status, error_code(run), run.counts.received) == ("partial", "stopped-early", 6)
    assert w.harvest().counts.received == 4
    assert w.same()


def test_no_source_runs_twice_at_once(w: World) -> None:
    w.put(range(3))
    w.ours.declare("s", "", "oai_dc", declared=True, now=START)
    w.ours.claim("s", "other-machine 7 1", START, START + DAY)
    with pytest.raises(ClaimHeld, match="process 7 on other-machine"):
        w.harvest()
    w.clock.at = START + 2 * DAY  # the lease has run out
    assert w.harvest().status == "ok"


def test_what_a_dead_process_left_behind_is_marked_interrupted(w: World) -> None:
    w.put(range(3))
    w.ours.declare("s", "", "oai_dc", declared=True, now=START)
    w.ours.start_run("s", (None, None), START)
    w.harvest()
    assert [run.status for run in w.ours.runs("s", limit=5)] == ["ok", "interrupted"]


def test_ctrl_c_ends_the_run_as_interrupted(w: World) -> None:
    w.put(range(10))
    w.seen = Interrupting()
    with pytest.raises(KeyboardInterrupt):
        w.harvest()
    (run,) = w.ours.runs("s")
    assert (run.status, run.counts.received) == ("interrupted", 3)
    w.seen = []
    assert w.harvest().counts.received == 7
    assert w.same()


class Interrupting(list[Run]):
    """A watcher that presses Ctrl-C at the first page."""

    def append(self, run: Run) -> None:
        raise KeyboardInterrupt


def test_a_full_disk_ends_the_run_and_loses_nothing(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    w.put(range(10))
    real, pages = w.ours.apply, []

    def full(source: str, batch: Batch, point: Checkpoint | None, *rest: object) -> object:
        pages.append(1)
        if len(pages) == 2:
            raise StoreFull("no room", "make room")
        return real(source, batch, point, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(w.ours, "apply", full)
    with pytest.raises(StoreFull):
        w.harvest()
    (run,) = w.ours.runs("s")
    assert (run.status, error_code(run)) == ("partial", "store-full")
    assert w.harvest().status == "ok"
    assert w.same()


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


def test_provenance_says_where_and_when(w: World) -> None:
    w.put([1])
    w.harvest()
    record = w.ours.get(key(1))
    assert record
    assert record.base_url
    assert record.base_url.startswith("http://127.0.0.1:")
    assert record.response_date == "2026-01-01T00:00:00Z"
    assert (record.format.prefix, record.datestamp) == ("oai_dc", "2026-01-01T00:00:00Z")


def list_page(body: str, token: str) -> faults.Reply:
    """A page of a list, as small as it can be."""
    return faults.Reply(
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>'
        f"{body}<resumptionToken>{token}</resumptionToken></ListRecords></OAI-PMH>".encode()
    )


def tombstone(number: int) -> str:
    return (
        f'<record><header status="deleted"><identifier>oai:x:{number}</identifier>'
        "<datestamp>2026-01-01</datestamp></header></record>"
    )


@pytest.mark.parametrize("body", ["", "<record><header/></record>", tombstone(1)])
def test_a_page_that_only_leads_to_itself_stops(w: World, body: str) -> None:
    run = w.harvest(Fault.always(lambda reply, exchange: list_page(body, "T")))
    assert (run.status, error_code(run), run.pages) == ("partial", "list-stuck", 3)


def test_tokens_that_go_round_stop(w: World) -> None:
    def round_and_round(reply: faults.Reply, exchange: faults.Exchange) -> faults.Reply:
        asked = exchange.args.get("resumptionToken", ["B"])[0]
        return list_page(tombstone(1 if asked == "B" else 2), "A" if asked == "B" else "B")

    run = w.harvest(Fault.always(round_and_round))
    assert (run.status, error_code(run)) == ("partial", "list-stuck")
    assert run.pages < 10


def test_the_same_page_under_ever_new_tokens_stops(w: World) -> None:
    run = w.harvest(
        Fault.always(lambda reply, exchange: list_page(tombstone(1), f"T{exchange.number}"))
    )
    assert (run.status, error_code(run), run.pages) == ("partial", "list-stuck", MOST_ALIKE)


def test_pages_of_the_same_records_under_new_tokens_are_no_circle(w: World) -> None:
    """A few pages may be alike, and empty ones are common: what is withheld is left out."""
    w.put(range(10))

    def some(reply: faults.Reply, exchange: faults.Exchange) -> faults.Reply:
        return list_page(tombstone(1) if exchange.number < 5 else "", f"T{exchange.number}")

    alike = Fault("alike", lambda number, args: number < 20, some)
    ends = Fault.once(lambda reply, exchange: list_page("", ""), at=20)
    assert w.harvest(alike, ends).status == "unchanged"


def test_the_answer_to_another_verb_is_never_the_end_of_a_list(w: World) -> None:
    w.put(range(10))
    identify = (
        b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        b"<Identify><repositoryName>x</repositoryName></Identify></OAI-PMH>"
    )
    run = w.harvest(Fault.once(lambda reply, exchange: replace(reply, body=identify), at=2))
    assert (run.status, error_code(run)) == ("partial", "not-oai-pmh")
    assert w.ours.cursor("s", "") is None
    assert w.harvest().status == "ok"
    assert w.same()


def said_at(date: bytes) -> Fault:
    """The server's clock says this."""
    return Fault.always(
        lambda reply, exchange: replace(
            reply,
            body=re.sub(rb"(<responseDate>)[^<]*", lambda found: found[1] + date, reply.body),
        )
    )


def test_a_server_whose_clock_was_ahead_for_a_while_costs_no_record(w: World) -> None:
    w.put(range(3))
    w.harvest(said_at(b"2027-01-01T00:00:00Z"))
    w.put([9], at=START + 3 * DAY)
    w.clock.at = START + 20 * DAY
    w.harvest()
    w.harvest()
    assert w.same()


@pytest.mark.parametrize(
    "date", [b"0001-01-01T00:00:00Z", b"9999-12-31T23:59:59-05:00", b"0001-01-01T00:00:00+05:00"]
)
def test_a_clock_at_the_end_of_time_stops_nothing(w: World, date: bytes) -> None:
    w.put(range(3))
    assert w.harvest(said_at(date)).status == "ok"
    assert w.harvest(said_at(date)).status == "unchanged"
    asked = w.requests[-1].get("from")
    assert asked is None or re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", asked)


def test_a_size_that_no_list_has_stops_nothing(w: World) -> None:
    w.put(range(10))
    absurd = Fault.always(
        lambda reply, exchange: replace(
            reply, body=reply.body.replace(b'ListSize="10"', b'ListSize="%d"' % 10**30)
        )
    )
    run = w.harvest(absurd)
    assert (run.status, run.promised) == ("ok", None)


def test_what_is_promised_counts_every_set_once(w: World) -> None:
    w.put(range(4), sets=("a",))  # type: ignore[arg-type]
    w.put(range(4, 10), sets=("b",))  # type: ignore[arg-type]
    assert w.harvest(sets=["a", "b"]).promised == 10


@pytest.mark.parametrize("code", ["badArgument", "cannotDisseminateFormat", "noSetHierarchy"])
def test_any_error_of_the_protocol_in_place_of_a_later_page_restarts(w: World, code: str) -> None:
    """Else a source whose server says badArgument to an old token would stay there for ever."""
    w.put(range(10))
    w.harvest(Fault.once(faults.status(404), at=3))
    run = w.harvest(Fault.once(faults.oai_error(code), at=1))
    assert run.status == "ok"
    assert w.same()


def test_a_token_that_leads_nowhere_is_given_up(w: World) -> None:
    """A server may answer an old token with 500 and have nothing else wrong."""
    w.put(range(10))
    old = Fault("old", lambda number, args: "resumptionToken" in args, faults.status(404))
    assert [w.harvest(old).status for _ in range(MAX_TRIES)] == ["partial", "failed", "failed"]
    run = w.harvest()
    assert "resumptionToken" not in w.requests[0]
    assert run.status == "ok"
    assert w.same()


def test_whole_records_of_a_first_page_that_broke_off_make_it_partial(w: World) -> None:
    w.put(range(10))
    run = w.harvest(Fault.always(faults.shortened(-40)))
    assert (run.status, run.pages, run.counts.new) == ("partial", 0, 3)


def test_a_trial_of_dates_does_not_promise_to_go_on(w: World) -> None:
    w.put(range(10))
    run = w.harvest(plan=Plan(since="2025-12-01", stop_after=3))
    assert run.error
    assert "go on" not in (run.error.hint or "")


def test_another_address_is_asked_from_its_first_record(w: World) -> None:
    """Its records may be older than the cursor, and a token of the old server may be taken."""
    w.put(range(10))
    w.clock.at = START + 30 * DAY
    w.harvest(Fault.once(faults.status(404), at=3))
    w.url = "http://moved.example/oai"
    assert w.harvest().status == "ok"
    assert "resumptionToken" not in w.requests[0]
    w.put(range(20, 23))
    w.url = "https://moved.example/oai"  # the same server by https
    assert w.harvest().window == ("2026-01-29T00:00:00Z", None)
    w.url = "http://again.example/oai"
    assert w.harvest().window == (None, None)
    assert w.same()
