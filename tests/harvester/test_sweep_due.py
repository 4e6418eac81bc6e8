"""When a source is swept: after its first whole harvest, and then as often as it is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from harvester.harvest import Plan, SweepRules
from harvester.sweep import is_due, is_wanted
from index.record import Sweep, SweepStatus
from tests import faults
from tests.faults import Fault
from tests.harvester.lists import hidden_from_lists, without
from tests.world import START, World, world

DAY = timedelta(days=1)


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        made.page_size = 100
        yield made


def test_the_first_whole_harvest_is_compared_with_the_identifiers(w: World) -> None:
    w.put(range(20))
    w.rules = replace(w.rules, sweep=SweepRules())
    run = w.harvest(hidden_from_lists(3, 4))
    assert (run.status, run.counts.new) == ("ok", 20)
    (words,) = run.warnings
    assert "ListRecords gave 18 records, ListIdentifiers names 20" in words
    assert w.same()
    w.harvest()
    assert "ListIdentifiers" not in {asked["verb"] for asked in w.requests}


def test_a_harvest_sweeps_when_it_is_due(w: World) -> None:
    w.put(range(20))
    w.rules = replace(w.rules, sweep=SweepRules("sweep", timedelta(days=7)))
    w.harvest()
    for days, swept in ((6, False), (2, True), (6, False)):
        w.clock.at += days * DAY
        w.harvest(without(7))
        assert ("ListIdentifiers" in {asked["verb"] for asked in w.requests}) is swept


def test_a_first_comparison_that_failed_is_owed(w: World) -> None:
    """Although the server keeps its deletions and is not swept by the clock."""
    w.put(range(20))
    w.rules = replace(w.rules, sweep=SweepRules())
    hidden = hidden_from_lists(3)
    w.harvest(Fault.always(faults.status(500), verb="ListIdentifiers"), hidden)
    w.clock.at += DAY
    run = w.harvest(hidden)
    assert run.counts.new == 1
    assert "contradict" in run.warnings[0]
    w.clock.at += 99 * DAY
    w.harvest()
    assert "ListIdentifiers" in {asked["verb"] for asked in w.requests}  # it lacked a record once
    w.clock.at += 99 * DAY
    w.harvest()
    assert "ListIdentifiers" not in {asked["verb"] for asked in w.requests}


def test_a_page_of_a_hundred_without_a_token_is_looked_into(w: World) -> None:
    """OJS 3.3.0.5 gives no token (pkp/pkp-lib#6962): its first page is all that ever comes."""
    w.put(range(100))
    w.rules = replace(w.rules, sweep=SweepRules())
    w.harvest()
    w.clock.at += DAY
    w.put(range(100, 250), at=w.clock.at)
    no_token = Fault.always(faults.token(""), verb="ListRecords")
    run = w.harvest(no_token)
    assert run.counts.new == 150
    assert w.same()


def test_a_sweep_that_fails_in_a_harvest_is_a_warning(w: World) -> None:
    w.put(range(20))
    w.rules = replace(w.rules, sweep=SweepRules())
    run = w.harvest(Fault.always(faults.status(500), verb="ListIdentifiers"))
    assert run.status == "ok"
    assert "could not be compared" in run.warnings[0]


def test_a_trial_or_dates_by_hand_are_not_compared(w: World) -> None:
    w.put(range(20))
    w.page_size = 5
    w.rules = replace(w.rules, sweep=SweepRules())
    w.harvest(plan=Plan(since="2025-01-01"))
    w.harvest(plan=Plan(stop_after=3))
    assert w.ours.sweeps("s") == []


LAST = Sweep(1, "s", "complete", START, theirs=100, ours=100)


@pytest.mark.parametrize(
    ("deletions", "last", "after", "first", "due"),
    [
        ("auto", None, 0, True, True),
        ("headers", None, 0, True, True),
        ("headers", None, 0, False, False),
        ("auto", None, 0, False, True),
        ("auto", "complete", 29, False, False),
        ("auto", "complete", 30, False, True),
        ("headers", "complete", 99, False, False),
        ("sweep", "stopped", 29, False, False),
        ("sweep", "failed", 0.5, False, False),
        ("sweep", "failed", 1, False, True),
        ("sweep", "interrupted", 1, False, True),
    ],
)
def test_when_a_sweep_is_due(
    deletions: str, last: SweepStatus | None, after: float, first: bool, due: bool
) -> None:
    rules = SweepRules(deletions)  # type: ignore[arg-type]
    before = None if last is None else replace(LAST, status=last)
    assert is_due(rules, before, START + after * DAY, first=first) is due


@pytest.mark.parametrize(
    ("deletions", "said", "missing", "wanted"),
    [
        ("auto", "persistent", 0, False),
        ("auto", "persistent", 3, True),
        ("auto", "transient", 0, True),
        ("auto", "no", 0, True),
        ("auto", None, 0, True),
        ("sweep", "persistent", 0, True),
        ("headers", "no", 9, False),
    ],
)
def test_which_servers_are_swept(
    deletions: str, said: str | None, missing: int, wanted: bool
) -> None:
    rules = SweepRules(deletions)  # type: ignore[arg-type]
    assert is_wanted(rules, said, replace(LAST, missing=missing)) is wanted
