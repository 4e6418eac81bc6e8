"""The screen of `status`, with sources in all seven states."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from harvester.advice import advice_of, away, span
from harvester.cli.screen import screen
from harvester.monitor import Health, counted_states, health_of
from harvester.service.lock import Holder
from index.record import Order, Run, RunError, RunStatus, SourceState, Standing
from tests.world import START

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SOURCE = SourceState("s", "http://x/", "oai_dc", True, 5, 1, 0, START, START, START + DAY)
RUN = Run(1, "s", "ok", (None, None), START, START)
NOW = START + HOUR
REFUSED = RunError("blocked", "http://x/: HTTP 403", "ask its operators")


def health(
    name: str, status: RunStatus | None = "ok", *, error: RunError | None = None, **more: object
) -> Health:
    """A source whose last run ended so."""
    past = Standing(
        name,
        last_attempt=START,
        status=status,
        failures=more.pop("failures", 0),  # type: ignore[arg-type]
        tries=more.pop("tries", 0),  # type: ignore[arg-type]
        since=more.pop("since", None),  # type: ignore[arg-type]
    )
    order, rests = more.pop("order", None), bool(more.pop("rests", False))
    sweep = more.pop("sweep", None)
    source = replace(SOURCE, name=name, **more)  # type: ignore[arg-type]
    run = None if status is None else replace(RUN, source=name, status=status, error=error)
    told = {"past": past, "order": order, "rests": rests, "sweep": sweep}
    return health_of(source, run, DAY, NOW, **told)  # type: ignore[arg-type]


def sight() -> list[Health]:
    """Twelve sources in all seven states."""
    return [
        *(health(f"fine-{n}") for n in range(5)),
        health("new", None, last_success=None, last_attempt=None, next_at=NOW),
        health("walled", "blocked", error=REFUSED, failures=4, tries=4, since=START - 2 * DAY),
        health("down", "failed", error=RunError("timed-out", "no answer", "wait"), failures=1,
               tries=1, since=START),
        health("forgotten", last_success=START - 4 * DAY),
        health("unread", quarantined=2),
        health("cut", "interrupted", since=START),
        health("resting", order=Order("resting", START, "they asked us")),
    ]  # fmt: skip


def shown(healths: list[Health], holder: Holder | None = None, *, every: bool = False) -> list[str]:
    seen = [(one, advice_of(one, NOW, served=holder is not None)) for one in healths]
    text = "\n".join(line.text for line in screen(seen, holder, NOW, every=every))
    return text.split("\n")


def test_it_answers_what_is_broken_since_when_and_what_to_do() -> None:
    holder = Holder("here 7 1.0", "2026-01-01T00:00:00Z", None, ("the settings are wrong",))
    lines = shown(sight(), holder)
    assert lines[: lines.index("source     state     records  deleted  quarantined  last run     "
                               "last success          next")] == [
        "12 sources: 1 blocked, 1 failing, 1 stale, 2 degraded, 1 paused, 1 new, 5 healthy",
        "service: process 7 on here since 2026-01-01T00:00:00Z",
        "service: the settings are wrong",
        "",
        "BLOCKED walled, since 2025-12-30T00:00:00Z (2 days ago), tried 4 times, "
        "next 2026-01-02T00:00:00Z (in 23 h)",
        "  http://x/: HTTP 403",
        "  -> ask its operators",
        "",
        "FAILING down, since 2026-01-01T00:00:00Z (60 min ago), "
        "next 2026-01-02T00:00:00Z (in 23 h)",
        "  no answer",
        "  -> wait",
        "",
        "STALE forgotten, since 2025-12-28T00:00:00Z (4 days ago), "
        "next 2026-01-02T00:00:00Z (in 23 h)",
        "  no whole harvest for more than three of its intervals",
        "  -> harvester sources run-now forgotten",
        "",
        "DEGRADED cut, since 2026-01-01T00:00:00Z (60 min ago), "
        "next 2026-01-02T00:00:00Z (in 23 h)",
        "  the last harvest was interrupted",
        "  -> nothing: it goes on from there",
        "",
        "DEGRADED unread, next 2026-01-02T00:00:00Z (in 23 h)",
        "  2 entries in quarantine",
        "  -> harvester quarantine list unread",
        "",
        "PAUSED resting, since 2026-01-01T00:00:00Z (60 min ago)",
        "  they asked us",
        "  -> harvester sources resume resting",
        "",
    ]  # fmt: skip
    assert [line.split()[0] for line in lines[-12:]] == [one.source.name for one in sight()]


def test_colours_repeat_what_words_say() -> None:
    seen = [(one, advice_of(one, NOW, served=True)) for one in sight()]
    for line in screen(seen, None, NOW, every=False):
        if line.state:
            assert line.state in line.text.lower()


def test_without_a_service_it_says_so_and_what_is_overdue() -> None:
    late = health("late", next_at=NOW - HOUR)
    lines = shown([late])
    assert lines[1].startswith("no service runs")
    assert lines[3].startswith("HEALTHY late, since 2026-01-01T00:00:00Z (60 min ago)")
    assert lines[4:6] == ["  it is overdue", "  -> no service runs: harvester run"]


def test_a_failing_source_that_is_tried_again_stays_failing() -> None:
    again = health("down", "running", failures=2, tries=2, since=START)
    assert again.state == "failing"
    assert advice_of(again, NOW, served=True).reason == "it is being tried again"


def test_a_part_that_is_missing_is_told_with_its_error() -> None:
    part = health("part", "partial", error=RunError("x", "broke off", "wait"), tries=1)
    told = advice_of(part, NOW, served=True)
    assert (told.reason, told.since, told.todo) == ("broke off", None, "wait")
    bare = health("part", "partial", tries=1)
    assert advice_of(bare, NOW, served=True).todo == "harvester runs part"


def test_states_are_counted_the_worst_first() -> None:
    assert list(counted_states(sight())) == [
        "blocked", "failing", "stale", "degraded", "paused", "new", "healthy",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=40), "40 s"),
        (timedelta(minutes=12), "12 min"),
        (timedelta(hours=5), "5 h"),
        (timedelta(hours=30), "1 day"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_lengths_of_time_in_words(length: timedelta, words: str) -> None:
    assert span(length) == words
    assert away(NOW + length, NOW) == f"in {words}"
    assert away(NOW - length, NOW) == f"{words} ago"
