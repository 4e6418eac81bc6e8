"""What is worth telling, and how it is said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.advice import advice_of
from harvester.monitor import Health
from harvester.watching.notices import (
    MOST,
    Condition,
    Fact,
    changed,
    condition_of,
    is_due,
    message_of,
    remembered,
    service_facts,
    source_facts,
)
from index.record import Order, RunError, Sweep
from tests.harvester.cli.test_screen import DAY, HOUR, NOW, START, health
from tests.world import START as MIDNIGHT

BLOCKED = RunError("blocked", "http://x/: HTTP 403", "ask its operators")
CONDITIONS: tuple[Condition | None, ...] = (
    "well", "failing", "blocked", "stale", "drift", "trouble", None,
)  # fmt: skip


def fact(name: str, condition: Condition | None, words: str = "") -> Fact:
    return Fact(f"source {name}", condition, words)


@pytest.mark.parametrize(
    ("one", "condition"),
    [
        (health("a"), "well"),
        (health("a", "unchanged"), "well"),
        (health("a", "failed", failures=1), "failing"),
        (health("a", "blocked", failures=1), "blocked"),
        (health("a", last_success=START - 4 * DAY), "stale"),
        (health("a", quarantined=3), "well"),
        (health("a", sweep=Sweep(1, "a", "stopped", START)), "drift"),
        (health("a", sweep=Sweep(1, "a", "complete", START, missing=3, fetched=1)), "drift"),
        (health("a", sweep=Sweep(1, "a", "complete", START, missing=3, fetched=3)), "well"),
        # Nothing can be said: it rests, it is new, a part of it came, it is just being tried.
        (health("a", None, last_success=None), None),
        (health("a", order=Order("a", START)), None),
        (health("a", "partial"), None),
        (health("a", "interrupted"), None),
        (health("a", "running", failures=2), None),
        (health("a", "running"), None),
    ],
)
def test_what_a_message_calls_the_state_of_a_source(one: Health, condition: Condition) -> None:
    assert condition_of(one) == condition


def test_only_what_is_not_as_it_was_told_is_news_the_worst_first() -> None:
    told = {"source a": "failing", "source b": "failing", "source d": "blocked"}
    facts = [
        fact("a", "well"),
        fact("b", "failing"),
        fact("c", "stale"),
        fact("d", None),
        fact("e", "well"),
        fact("f", "blocked"),
    ]
    assert [one.subject for one in changed(told, facts)] == ["source f", "source c", "source a"]
    assert remembered(told, facts) == {
        "source b": "failing",
        "source c": "stale",
        "source d": "blocked",
        "source f": "blocked",
    }


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from("abc").map("source {}".format), st.sampled_from(CONDITIONS[1:6])
    ),
    st.lists(st.sampled_from(CONDITIONS), min_size=3, max_size=3),
)
def test_what_was_told_is_no_news(told: dict[str, str], now: list[Condition | None]) -> None:
    facts = [fact(name, condition) for name, condition in zip("abc", now, strict=True)]
    assert changed(remembered(told, facts), facts) == []


def test_troubles_of_the_service_are_told_and_that_they_are_over() -> None:
    facts = service_facts({"disk": "no room"}, ["disk", "store"])
    assert [(one.subject, one.condition) for one in facts] == [
        ("service disk", "trouble"),
        ("service store", "well"),
    ]


def test_a_message_says_what_since_when_and_what_to_do() -> None:
    seen = [
        (one, advice_of(one, NOW, served=True))
        for one in (
            health("walled", "blocked", error=BLOCKED, failures=1, since=START),
            health("fine"),
            health("elsewhere"),
        )
    ]
    facts = source_facts(seen, ["walled", "fine"], NOW)
    message = message_of([*facts, *service_facts({"disk": "no room"}, [])], "here")
    assert message.title == "harvester here: 1 trouble of the service, 1 blocked, 1 recovered"
    assert message.body == (
        "BLOCKED walled, since 2026-01-01T00:00:00Z (60 min ago)\n"
        "  http://x/: HTTP 403\n  -> ask its operators\n\n"
        "RECOVERED fine, last success 2026-01-01T00:00:00Z\n\n"
        "SERVICE no room"
    )


def test_drift_is_told_with_the_command_that_mends_it() -> None:
    one = health("a", sweep=Sweep(1, "a", "stopped", START, START, why="12 % gone"))
    advice = advice_of(one, NOW, served=True)
    assert advice.reason == "the sweep stopped: 12 % gone; nothing was deleted"
    (told,) = source_facts([(one, advice)], ["a"], NOW)
    assert told.words.endswith("\n  -> harvester sweep a --accept")
    lost = health("a", sweep=Sweep(1, "a", "complete", START, START, missing=3, fetched=1))
    assert advice_of(lost, NOW, served=True).reason == (
        "2 records of the server's list could not be fetched"
    )


def test_a_message_about_very_many_names_some() -> None:
    message = message_of([fact(f"s{n}", "failing") for n in range(MOST + 475)], "here")
    assert message.title == f"harvester here: {MOST + 475} failing"
    assert message.body.count("FAILING") == MOST
    assert message.body.endswith("and 475 more: harvester status")


def test_a_digest_waits_for_its_time_and_is_due_once() -> None:
    eight = MIDNIGHT + 8 * HOUR
    assert is_due("", "UTC", NOW, NOW)
    assert not is_due("0 8 * * *", "UTC", MIDNIGHT, eight - timedelta(seconds=1))
    assert is_due("0 8 * * *", "UTC", MIDNIGHT, eight)
    assert not is_due("0 8 * * *", "UTC", eight, eight + HOUR)
    assert is_due("0 8 * * *", "Europe/Berlin", MIDNIGHT, eight - HOUR)
