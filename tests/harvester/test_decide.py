"""Where a list ends, and what to do until then, is decided in one pure function."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester import errors
from harvester.decide import (
    LONGEST_WAIT,
    MAX_RESTARTS,
    SMALLER,
    Patience,
    Place,
    next_step,
    wait_for,
)
from harvester.stages import Close, Fetch, Page, Restart, Split, Stop, Wait
from harvester.windows import DAY, SECOND, asked_date, cursor_of, first_from
from index.errors import Error, UsageError

PATIENCE = Patience(retries=2, retry_wait=5.0)
FIRST = Place()
LATER = Place(token="t", pages=3)


def step(place: Place, outcome: Page | Error, *, repeated: bool = False) -> object:
    return next_step(place, outcome, PATIENCE, repeated=repeated)


def test_a_page_with_a_token_asks_for_the_next() -> None:
    assert step(FIRST, Page("ListRecords", token="t")) == Fetch("t")


def test_a_page_without_a_token_closes_the_window() -> None:
    assert step(LATER, Page("ListRecords")) == Close()


def test_an_empty_answer_to_the_first_request_closes_the_window() -> None:
    assert step(FIRST, Page(None, error=errors.NoRecordsMatch("none"))) == Close()


@pytest.mark.parametrize("kind", [errors.NoRecordsMatch, errors.BadResumptionToken])
def test_an_error_in_place_of_a_later_page_is_never_the_end(kind: type[errors.OaiError]) -> None:
    page = Page(None, error=kind("gone"))
    assert isinstance(step(LATER, page), Restart)
    tired = Place(token="t", pages=3, restarts=MAX_RESTARTS)
    assert step(tired, page) == Split(page.error)  # type: ignore[arg-type]


def test_the_same_page_and_token_again_is_not_asked_for_once_more() -> None:
    split = step(LATER, Page("ListRecords", token="t"), repeated=True)
    assert isinstance(split, Split)
    assert isinstance(split.error, errors.ListStuck)


def test_a_server_that_rightly_repeats_its_token_goes_on() -> None:
    assert step(LATER, Page("ListRecords", token="t"), repeated=False) == Fetch("t")


def test_a_passing_fault_is_waited_for_as_often_as_asked() -> None:
    fault = errors.Unreachable("down")
    assert isinstance(step(FIRST, fault), Wait)
    stop = step(Place(tries=2), fault)
    assert isinstance(stop, Stop)
    assert stop.status == "failed"
    assert stop.error is fault


def test_a_lasting_fault_is_not_tried_again() -> None:
    assert isinstance(step(FIRST, errors.TlsFailed("no")), Stop)
    assert isinstance(step(FIRST, Page(None, error=errors.BadArgument("no"))), Stop)


def test_a_server_that_refuses_us_is_blocked() -> None:
    stop = step(LATER, errors.Blocked("no"))
    assert isinstance(stop, Stop)
    assert stop.status == "blocked"


def test_what_was_stored_before_a_fault_makes_it_partial() -> None:
    stop = step(Place(token="t", pages=1, tries=2), errors.Unreachable("cut"))
    assert isinstance(stop, Stop)
    assert stop.status == "partial"


@pytest.mark.parametrize("kind", SMALLER)
def test_what_less_at_a_time_may_help_is_split_when_trying_again_did_not(
    kind: type[errors.HarvestError],
) -> None:
    error = kind("too much")
    assert step(Place(tries=2), error) == Split(error)
    tries = 1 if kind.transient else 0
    assert step(Place(tries=tries, piece=True), error) == Split(error)
    assert isinstance(step(FIRST, error), Wait) is kind.transient


@pytest.mark.parametrize(
    "kind", [errors.Unreachable, errors.HostNotFound, errors.Busy, errors.NotOaiPmh, errors.Blocked]
)
def test_a_server_that_is_away_is_not_asked_for_less(kind: type[errors.HarvestError]) -> None:
    assert isinstance(step(Place(tries=2), kind("away")), Stop)


def test_retry_after_is_obeyed_and_a_long_one_ends_the_run() -> None:
    wait = step(FIRST, errors.Busy("later", retry_after=90))
    assert isinstance(wait, Wait)
    assert wait.seconds == 90
    assert isinstance(step(FIRST, errors.Busy("later", retry_after=LONGEST_WAIT + 1)), Stop)


@given(st.integers(0, 30), st.floats(0, 1), st.floats(0, 3600))
def test_waits_grow_up_to_a_cap(tries: int, jitter: float, base: float) -> None:
    patience = Patience(99, base, jitter)
    first = wait_for(tries, errors.Unreachable("x"), patience)
    second = wait_for(tries + 1, errors.Unreachable("x"), patience)
    assert 0 <= first <= second <= LONGEST_WAIT


OUTCOMES = st.sampled_from(
    [
        Page("ListRecords", token="t"),
        Page("ListRecords"),
        Page(None, error=errors.NoRecordsMatch("x")),
        Page(None, error=errors.BadResumptionToken("x")),
        Page(None, error=errors.BadArgument("x")),
        errors.Unreachable("x"),
        errors.Busy("x", retry_after=1.0),
        errors.Blocked("x"),
        errors.NotWellFormed("x"),
        errors.NotOaiPmh("x"),
        errors.ServerFailed("x"),
        errors.TooMuch("x"),
    ]
)
STATES = st.builds(
    Place,
    token=st.sampled_from([None, "t"]),
    pages=st.integers(0, 9),
    tries=st.integers(0, 9),
    restarts=st.integers(0, 9),
    piece=st.booleans(),
)


@settings(deadline=None)
@given(STATES, st.lists(st.tuples(OUTCOMES, st.booleans()), min_size=1, max_size=30))
def test_from_every_state_every_sequence_of_outcomes_ends(
    place: Place, outcomes: list[tuple[Page | Error, bool]]
) -> None:
    """Only pages that bring something new go on for ever. A window that ends is closed, stays
    open, or is split in two of half its size, so that all of them end too.
    """
    size, fresh, splits = 64, 0, 0
    todo: list[tuple[Place, int]] = [(place, size)]
    for number, (outcome, repeated) in enumerate(islice(cycle(outcomes), 400)):
        if not todo:
            return
        here, granules = todo.pop()
        result = next_step(here, outcome, PATIENCE, repeated=repeated)
        match result:
            case Close() | Stop():
                pass
            case Fetch(token):
                fresh += 1
                todo.append((replace(here, token=token, pages=here.pages + 1, tries=0), granules))
            case Wait():
                todo.append((replace(here, tries=here.tries + 1), granules))
            case Restart():
                again = replace(here, token=None, pages=0, tries=0, restarts=here.restarts + 1)
                todo.append((again, granules))
            case Split() if granules > 1:
                splits += 1
                todo += [(Place(piece=True), granules // 2)] * 2
            case Split():
                pass  # record by record: a list of identifiers, which ends by itself
        # Each window can be begun once more, and each request tried again so often.
        windows, tries = 1 + 2 * splits, 1 + PATIENCE.retries
        assert number + 1 <= (fresh + windows * (1 + MAX_RESTARTS)) * tries
        assert splits < size


def test_the_cursor_is_the_servers_clock_or_else_ours() -> None:
    ours = datetime(2026, 5, 1, 12, 0, 0, 999, tzinfo=UTC)
    assert cursor_of("2026-01-02T03:04:05Z", ours) == "2026-01-02T03:04:05Z"
    assert cursor_of("2026-01-02T03:04:05+03:00", ours) == "2026-01-02T00:04:05Z"
    assert cursor_of(None, ours) == "2026-05-01T12:00:00Z"
    assert cursor_of("2026-05-01T12:00:01Z", ours) == "2026-05-01T12:00:00Z"
    assert cursor_of("9999-12-31T23:59:59-05:00", ours) == "2026-05-01T12:00:00Z"
    assert cursor_of("yesterday", ours) == "2026-05-01T12:00:00Z"


def test_the_next_window_starts_an_overlap_before_the_cursor() -> None:
    cursor, overlap = "2026-01-10T03:04:05Z", timedelta(hours=48)
    assert first_from(cursor, overlap, SECOND) == "2026-01-08T03:04:05Z"
    assert first_from(cursor, overlap, DAY) == "2026-01-08"
    assert first_from(cursor, overlap, None) == "2026-01-08"
    assert first_from(None, overlap, SECOND) is None
    assert first_from("0001-01-01T00:00:00Z", overlap, SECOND) is None
    assert first_from("0123-01-03T00:00:00Z", overlap, DAY) == "0123-01-01"


@pytest.mark.parametrize("text", ["2026-01-31", "2026-01-31T10:00:00Z"])
def test_a_date_as_the_protocol_writes_it_is_taken(text: str) -> None:
    assert asked_date(text, "--from") == text


@pytest.mark.parametrize("text", ["", "2026", "2026-02-30", "31.01.2026", "2026-01-31 10:00"])
def test_any_other_date_is_refused_with_the_right_form(text: str) -> None:
    with pytest.raises(UsageError, match="--from"):
        asked_date(text, "--from")
