"""A harvest that is cut, comes back, or meets a full disk: it goes on from where it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from harvester.harvest import MAX_TRIES, Plan
from index.errors import ClaimHeld, StoreFull
from index.record import Batch, Checkpoint, Run
from tests import faults
from tests.faults import Fault
from tests.world import START, World, error_code

DAY = timedelta(days=1)


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
