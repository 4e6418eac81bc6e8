"""What begins now."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.settings import SourceSettings
from harvester.tick import SLOW, Going, Places, Turn, is_slow, spread, tick, turns_of
from index.record import Order, Standing
from tests.simulation import simulation
from tests.world import START

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PLACES = Places(4, 1)


def turn(name: str, *, late: int = 0, host: str = "", **more: Any) -> Turn:
    return Turn(name, host or name, START - late * MINUTE, **more)


def going(name: str, *, minutes: int = 0, host: str = "", slow: bool = False) -> Going:
    return Going(name, host or name, START - minutes * MINUTE, slow)


def names(turns: list[Turn]) -> list[str]:
    return [one.source for one in turns]


def test_the_longest_overdue_comes_first() -> None:
    due = [turn("a", late=1), turn("b", late=3), turn("c", late=2)]
    assert names(tick(START, due, [], PLACES)) == ["b", "c", "a"]


def test_no_more_begin_than_there_are_places() -> None:
    due = [turn(f"s{n}") for n in range(9)]
    assert len(tick(START, due, [going("x")], PLACES)) == 3
    assert tick(START, due, [going(f"x{n}") for n in range(4)], PLACES) == []


def test_one_host_has_its_places_and_holds_up_nobody_else() -> None:
    due = [turn("a1", late=9, host="a"), turn("a2", late=8, host="a"), turn("b")]
    assert names(tick(START, due, [], PLACES)) == ["a1", "b"]
    assert names(tick(START, due, [going("a0", host="a")], PLACES)) == ["b"]
    assert names(tick(START, due, [going("a0", host="a")], Places(4, 2))) == ["a1", "b"]


def test_what_goes_on_does_not_begin() -> None:
    assert tick(START, [turn("a")], [going("a")], Places(4, 2)) == []


def test_priority_goes_before_but_not_for_ever() -> None:
    first = turn("high", priority=1)
    assert names(tick(START, [turn("low", late=59), first], [], PLACES)) == ["high", "low"]
    assert names(tick(START, [turn("low", late=61), first], [], PLACES)) == ["low", "high"]


def test_what_an_operator_wants_comes_first() -> None:
    due = [turn("old", late=9999), turn("now", wanted=True)]
    assert names(tick(START, due, [], Places(1, 1))) == ["now"]


def test_slow_ones_leave_places_to_quick_ones() -> None:
    slow = [turn(f"s{n}", late=9, slow=True) for n in range(9)]
    begun = tick(START, [*slow, turn("quick")], [], PLACES)
    assert names(begun) == ["s0", "s1", "s2", "quick"]
    assert names(tick(START, slow, [], Places(1, 1))) == ["s0"]


def test_a_quick_one_that_turned_out_slow_gives_its_place_away() -> None:
    full = [going(f"x{n}", slow=True) for n in range(3)]
    due = [turn("quick")]
    assert tick(START, due, [*full, going("y")], PLACES) == []
    late = going("y", minutes=int(SLOW / MINUTE) + 1)
    assert names(tick(START, due, [*full, late], PLACES)) == ["quick"]
    assert tick(START, [turn("slow", slow=True)], [*full, late], PLACES) == []
    hanging = [going(f"z{n}", minutes=60) for n in range(8)]
    assert tick(START, due, hanging, PLACES) == []


GOING = st.lists(
    st.builds(
        Going,
        st.sampled_from([f"g{n}" for n in range(30)]),
        st.sampled_from("abcdef"),
        st.integers(0, 60).map(lambda minutes: START - minutes * MINUTE),
        st.booleans(),
    ),
    max_size=10,
    unique_by=lambda one: one.source,
)
TURNS = st.lists(
    st.builds(
        Turn,
        st.sampled_from([f"{kind}{n}" for n in range(30) for kind in "gs"]),
        st.sampled_from("abcdef"),
        st.integers(0, 600).map(lambda minutes: START - minutes * MINUTE),
        st.integers(-100, 100),
        st.booleans(),
        st.booleans(),
    ),
    max_size=40,
    unique_by=lambda one: one.source,
)


@given(TURNS, GOING, st.integers(1, 12), st.integers(1, 3))
@settings(deadline=None, max_examples=200)
def test_the_limits_hold_whatever_is_due(
    due: list[Turn], on: list[Going], workers: int, per_host: int
) -> None:
    places = Places(workers, per_host)
    begun = tick(START, due, on, places)
    names_ = [one.source for one in begun] + [one.source for one in on]
    assert len(set(names_)) == len(names_)
    before = Counter(one.host for one in on)
    after = before + Counter(one.host for one in begun)
    assert all(count <= max(per_host, before[host]) for host, count in after.items())
    assert len(names_) <= max(2 * workers, len(on))
    assert set(begun) <= set(due)
    if not on and due:  # somebody always begins
        assert begun


def source(name: str, **more: Any) -> SourceSettings:
    return SourceSettings(name=name, url=f"http://{name}.example/oai", **more)


def may(one: SourceSettings, order: Order | None = None, **more: Any) -> list[Turn]:
    orders = {} if order is None else {one.name: order}
    return turns_of(START, [(one.name, START)], orders, {one.name: one}, **{"slow": {}, **more})


def test_a_turn_says_what_the_settings_say() -> None:
    (found,) = may(source("a", priority=3), slow={"a": False})
    assert found == Turn("a", "a.example", START, 3)
    (new,) = may(source("a"))
    assert new.slow


@pytest.mark.parametrize(
    "resting",
    [{"enabled": False}, {"manual": True}, {"quiet": "23:00-01:00"}, {"quiet": "00:00-23:59"}],
)
def test_who_rests_has_no_turn_unless_an_operator_wants_it(resting: dict[str, Any]) -> None:
    assert may(source("a", **resting)) == []
    (found,) = may(source("a", **resting), Order("a", wanted_at=START + HOUR))
    assert (found.wanted, found.due) == (True, START + HOUR)


def test_who_is_paused_has_none_and_who_left_the_settings_neither() -> None:
    assert may(source("a"), Order("a", paused_at=START)) == []
    assert len(may(source("a"), Order("a", paused_at=START, wanted_at=START))) == 1
    assert turns_of(START, [("gone", START)], {"x": Order("x", wanted_at=START)}, {}, {}) == []


def test_quiet_hours_are_those_of_the_timezone() -> None:
    assert may(source("a", quiet="00:00-02:00")) == []
    assert may(source("a", quiet="00:00-02:00", timezone="Asia/Vladivostok"))


def test_what_was_missed_is_spread_in_its_order_and_not_for_long() -> None:
    due = [(f"s{n:03}", START - (200 - n) * HOUR) for n in range(100)]
    times = spread(START, due, 8, 15 * MINUTE)
    assert sorted(times, key=times.__getitem__) == [name for name, _ in due[8:]]
    assert min(times.values()) > START
    assert abs(max(times.values()) - START - 15 * MINUTE) < timedelta(seconds=1)
    few = spread(START, due[:10], 8, 15 * MINUTE)
    assert sorted(few.values()) == [START + timedelta(seconds=10), START + timedelta(seconds=20)]


def test_what_is_a_little_late_or_fits_at_once_is_not_spread() -> None:
    assert spread(START, [(f"s{n}", START - 59 * timedelta(seconds=1)) for n in range(99)],
                  8, HOUR) == {}  # fmt: skip
    assert spread(START, [(f"s{n}", START - HOUR) for n in range(8)], 8, HOUR) == {}


def test_who_never_succeeded_or_took_long_is_slow() -> None:
    assert is_slow(Standing("a"))
    assert is_slow(Standing("a", last_success=START, took=SLOW + MINUTE))
    assert not is_slow(Standing("a", last_success=START, took=SLOW))


@pytest.mark.parametrize("seed", [1, 2])
def test_three_months_with_outages_kills_and_restarts(seed: int) -> None:
    """None twice at once, hosts in peace, no success older than interval, outages, one overlap."""
    made = simulation(120, 90, seed)
    made.run(90)
    assert made.broken == []
    assert made.outcomes["ok"] > 10_000
    assert min(made.outcomes[wrong] for wrong in ("failed", "partial", "interrupted")) > 5
