"""Windows that a server fails on: cut smaller, at last record by record, resumable meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from harvester.harvest import Plan
from index.record import Run, WindowState
from tests import faults
from tests.faults import Effect, Exchange, Fault, Reply
from tests.records import identifier
from tests.world import START, World, key, keys

DAY = timedelta(days=1)


@pytest.fixture
def spread(w: World) -> World:
    """Forty records, one a day, on a server that gives all of them at once."""
    for n in range(40):
        w.put([n], at=START + n * DAY)
    w.clock.at = START + 50 * DAY
    w.page_size = 100
    return w


def lists(effect: Effect) -> Fault:
    """At every request for records in lists."""
    return Fault("lists", lambda number, args: args.get("verb") == ["ListRecords"], effect)


def big(limit: int, effect: Effect) -> Fault:
    """The effect wherever the right answer holds more records than the limit."""

    def when_big(reply: Reply, exchange: Exchange) -> Reply:
        return effect(reply, exchange) if reply.body.count(b"<record>") > limit else reply

    return lists(when_big)


def bad(number: int, effect: Effect) -> Fault:
    """The effect wherever the answer holds this record's metadata, in lists and alone."""
    title = f"Article {number}<".encode()

    def where_it_is(reply: Reply, exchange: Exchange) -> Reply:
        return effect(reply, exchange) if title in reply.body else reply

    return Fault.always(where_it_is)


def cut_before(words: bytes) -> Effect:
    """The body ends before those words."""
    return lambda reply, exchange: replace(reply, body=reply.body.partition(words)[0])


def state(w: World) -> dict[WindowState, int]:
    found: dict[WindowState, int] = {}
    for window in w.ours.windows("s", ""):
        found[window.state] = found.get(window.state, 0) + 1
    return found


def remarks(run: Run) -> dict[str, int]:
    return dict(run.remarks)


@pytest.mark.parametrize("code", [413, 422, 500, 502, 504])
@pytest.mark.parametrize("granularity", ["second", "day"])
def test_a_server_that_fails_on_big_lists_gives_them_in_small_ones(
    spread: World, code: int, granularity: str
) -> None:
    spread.granularity = granularity
    run = spread.harvest(big(6, faults.status(code)))
    assert run.status == "ok"
    assert remarks(run)["windows-split"] > 5
    assert "windows-record-by-record" not in remarks(run)
    assert spread.same()
    assert (spread.ours.cursor("s", "") or "").startswith("2026-02-20T00:00:")
    assert spread.harvest(big(6, faults.status(code))).status == "unchanged"
    assert state(spread) == {"closed": 1}


@pytest.mark.parametrize(
    "effect",
    [faults.empty(), faults.shortened(-40), faults.broken_off(300)],
    ids=["empty", "cut", "broken off"],
)
def test_what_a_big_list_breaks_off_with_is_asked_for_in_small_ones(
    spread: World, effect: Effect
) -> None:
    run = spread.harvest(big(6, effect))
    assert run.status == "ok"
    assert spread.same()
    assert spread.ours.quarantine_list("s") == []


def test_deep_paging_that_dies_is_split(spread: World) -> None:
    spread.page_size = 3

    asked: list[str] = []

    def counting(reply: Reply, exchange: Exchange) -> Reply:
        if "resumptionToken" not in exchange.args:
            asked.clear()
        asked.append("page")
        return faults.status(502)(reply, exchange) if len(asked) > 3 else reply

    run = spread.harvest(lists(counting))
    assert run.status == "ok"
    assert spread.same()


@pytest.mark.parametrize("granularity", ["second", "day"])
@pytest.mark.parametrize(
    "effect", [faults.status(500), cut_before(b"Article 7"), faults.empty()], ids=["500", "cut", ""]
)
def test_one_bad_record_is_named_and_all_others_are_kept(
    w: World, effect: Effect, granularity: str
) -> None:
    w.granularity = granularity
    w.page_size = 100
    w.put(range(20))
    w.put(range(20, 30), at=START + 9 * DAY)
    w.clock.at = START + 20 * DAY
    run = w.harvest(bad(7, effect))
    assert run.status == "ok"
    assert remarks(run)["windows-record-by-record"] == 1
    entries = w.ours.quarantine_list("s")
    assert {(entry.kind, entry.identifier) for entry in entries} == {("record", identifier(7))}
    assert keys(w.ours) == sorted(identifier(n) for n in range(30) if n != 7)
    assert (w.ours.cursor("s", "") or "").startswith("2026-01-21T00:")
    w.harvest(plan=Plan(full=True))
    assert w.ours.quarantine_list("s") == []
    assert w.same()


def test_a_server_in_trouble_is_not_blamed_on_its_records(w: World) -> None:
    """Every GetRecord fails: the list stays open, and no record is named in quarantine."""
    w.put(range(9))
    w.page_size = 100
    run = w.harvest(lists(faults.status(500)), Fault.always(faults.status(500), verb="GetRecord"))
    assert run.status == "failed"
    assert w.ours.quarantine_list("s") == []
    assert w.ours.cursor("s", "") is None
    assert w.harvest().status == "ok"
    assert w.same()


def test_a_server_that_does_not_say_who_it_is_is_not_asked_for_less(spread: World) -> None:
    run = spread.harvest(Fault.always(faults.status(500)))
    assert (run.status, remarks(run)) == ("failed", {})
    assert {asked["verb"] for asked in spread.requests} == {"ListRecords", "Identify"}
    assert state(spread) == {"failed": 1}


def test_a_server_that_is_down_but_for_identify_is_soon_left_alone(spread: World) -> None:
    down = Fault("lists", lambda number, args: args.get("verb") != ["Identify"], faults.status(500))
    run = spread.harvest(down)
    assert run.status == "failed"
    assert run.requests < 150
    assert spread.harvest().status == "ok"
    assert spread.same()


def test_a_server_that_does_not_heed_dates_is_asked_record_by_record(spread: World) -> None:
    """Cutting would go on for ever: each piece holds everything, the bad record too."""
    seen: dict[str, bytes] = {}
    w = spread
    w.page_size = 10

    def ignoring(reply: Reply, exchange: Exchange) -> Reply:
        first = "resumptionToken" not in exchange.args
        if exchange.args.get("verb") == ["ListRecords"] and first:
            everything = seen.setdefault("all", reply.body)
            return replace(reply, body=everything)
        return faults.status(500)(reply, exchange) if not first and is_list(exchange) else reply

    def is_list(exchange: Exchange) -> bool:
        return exchange.args.get("verb") == ["ListRecords"]

    run = w.harvest(Fault.always(ignoring))
    assert run.status == "ok"
    assert remarks(run)["outside-dates"] > 0
    assert remarks(run)["windows-split"] <= 4
    assert w.same()


def test_tokens_that_are_always_forgotten_lead_to_lists_of_one_page(spread: World) -> None:
    spread.page_size = 4
    forgets = Fault(
        "forgets",
        lambda number, args: "resumptionToken" in args,
        faults.oai_error("badResumptionToken"),
    )
    run = spread.harvest(forgets)
    assert run.status == "ok"
    assert remarks(run)["windows-begun-again"] > 0
    assert spread.same()


def test_pieces_that_are_left_are_all_that_the_next_run_asks_for(spread: World) -> None:
    """Cut off in the middle: what is closed is not asked for again, and the cursor waits."""
    failing = big(6, faults.status(500))
    cut = Fault("gone", lambda number, args: number > 25, faults.dropped())
    spread.harvest(cut, failing)
    before = state(spread)
    assert before["closed"] > 0
    assert spread.ours.cursor("s", "") is None
    held = set(keys(spread.ours))
    run = spread.harvest(failing)
    assert run.status == "ok"
    assert run.counts.unchanged == 0
    assert run.counts.new == 40 - len(held)
    assert spread.same()
    assert spread.ours.cursor("s", "")


def test_a_window_that_fails_for_good_does_not_hold_up_what_is_new(spread: World) -> None:
    """The days around the bad record cannot even be listed. The rest comes, now and later."""
    stuck = bad(7, faults.status(500))
    listed = Fault(
        "headers", lambda number, args: args.get("verb") == ["ListIdentifiers"], faults.status(500)
    )
    run = spread.harvest(listed, stuck)
    assert run.status == "partial"
    assert len(keys(spread.ours)) == 39
    assert state(spread)["failed"] == 1
    assert spread.ours.cursor("s", "") is None
    spread.put([100], at=spread.clock.at + DAY)
    spread.clock.at += 2 * DAY
    run = spread.harvest(listed, stuck)
    assert (run.status, run.counts.new) == ("partial", 1)
    assert state(spread)["failed"] == 1
    run = spread.harvest()
    assert run.status == "ok"
    assert spread.same()
    assert spread.ours.cursor("s", "")


def test_dates_by_hand_leave_an_interrupted_window_its_token(w: World) -> None:
    w.put(range(10))
    w.harvest(Fault.once(faults.status(404), at=3))
    w.harvest(plan=Plan(since="2025-12-01", until="2025-12-31"))
    run = w.harvest()
    assert "resumptionToken" in w.requests[0]
    assert run.counts.received == 4
    assert w.same()


def test_dates_by_hand_are_split_too_and_move_nothing(spread: World) -> None:
    plan = Plan(since="2026-01-01", until="2026-01-20")
    run = spread.harvest(big(3, faults.status(504)), plan=plan)
    assert (run.status, run.counts.new) == ("ok", 20)
    assert spread.ours.cursor("s", "") is None
    froms = {len(one["from"]) for one in spread.requests[5:] if "from" in one}
    assert froms == {len("2026-01-01T00:00:00Z")}  # in seconds, as the server counts


def test_a_damaged_page_is_mended_by_what_smaller_windows_bring(spread: World) -> None:
    """One answer breaks off each time it is long; the source is not degraded for ever."""
    run = spread.harvest(big(10, faults.shortened(-40)))
    assert run.status == "ok"
    assert spread.same()
    assert spread.ours.quarantine_list("s") == []
    assert spread.ours.sources()[0].quarantined == 0


def test_a_record_that_is_listed_and_does_not_exist_is_named(w: World) -> None:
    w.put(range(4))
    w.page_size = 100
    missing = Fault(
        "missing",
        lambda number, args: args.get("identifier") == [identifier(2)],
        faults.oai_error("idDoesNotExist"),
    )
    run = w.harvest(missing, lists(faults.status(500)))
    assert run.status == "ok"
    assert [entry.code for entry in w.ours.quarantine_list("s")] == ["idDoesNotExist"]
    assert w.ours.get(key(2)) is None


def test_deletions_come_record_by_record_too(w: World) -> None:
    w.put(range(4))
    w.harvest()
    w.delete([2], at=START)
    w.harvest(lists(faults.status(500)))
    assert w.same()


def test_a_server_that_fails_at_lists_of_any_size_is_asked_record_by_record(
    spread: World,
) -> None:
    """Two thousand million seconds are not cut to the last one."""
    run = spread.harvest(lists(faults.status(500)))
    assert run.status == "ok"
    assert run.requests < 400
    assert spread.same()
    assert spread.ours.quarantine_list("s") == []


@pytest.mark.parametrize("size", [0, 6])
def test_a_server_that_refuses_dates_is_asked_record_by_record(spread: World, size: int) -> None:
    """Else its pieces would be refused for ever, and the whole would not be asked for again."""

    def picky(reply: Reply, exchange: Exchange) -> Reply:
        if exchange.args["verb"] == ["ListRecords"] and reply.body.count(b"<record>") > size:
            return faults.status(500)(reply, exchange)
        if {"from", "until"} & exchange.args.keys():
            return faults.oai_error("badArgument")(reply, exchange)
        return reply

    run = spread.harvest(Fault.always(picky))
    assert run.status == "ok"
    assert spread.same()
    assert spread.ours.cursor("s", "")
