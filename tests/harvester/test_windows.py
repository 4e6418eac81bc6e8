"""Windows tile the time, whatever they are cut from, and however often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.windows import DAY, SECOND, Asked, edges, halves, outside, parsed, step_of, tiles

FIRST, LAST = datetime(1999, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
FORMS = {DAY: "%Y-%m-%d", SECOND: "%Y-%m-%dT%H:%M:%SZ"}
MOMENTS = st.integers(0, int((LAST - FIRST).total_seconds())).map(
    lambda seconds: FIRST + timedelta(seconds=seconds)
)
GRANULARITY = st.sampled_from([DAY, SECOND, None])


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    """Dates as a person or a cursor gives them: in either form, open or not."""
    form = FORMS[draw(st.sampled_from([DAY, SECOND]))]
    start, end = sorted([draw(MOMENTS), draw(MOMENTS)])
    return (
        start.strftime(form) if draw(st.booleans()) else None,
        end.strftime(form) if draw(st.booleans()) else None,
    )


@settings(max_examples=200, deadline=None)
@given(asked(), GRANULARITY, st.lists(st.booleans(), max_size=40))
def test_pieces_tile_the_time_without_gap_or_overlap(
    whole: Asked, granularity: str | None, choices: list[bool]
) -> None:
    """However a window is cut, again and again, at every granularity."""
    step = step_of(granularity)
    pieces = [whole]
    for number, choice in enumerate(choices):
        at = number % len(pieces) if choice else -1
        cut = halves(pieces[at], FIRST, LAST, granularity, timedelta(0))
        if cut is not None:
            at %= len(pieces)
            pieces[at : at + 1] = cut
    low, high = edges(whole, FIRST, LAST, granularity)
    bounds = [edges(piece, FIRST, LAST, granularity) for piece in pieces]
    assert (pieces[0][0] is None, pieces[-1][1] is None) == (whole[0] is None, whole[1] is None)
    assert (bounds[0][0], bounds[-1][1]) == (low, high)
    for (_, end), (start, _) in pairwise(bounds):
        assert start - end == step
    if len(pieces) > 1:
        assert all(first <= last for first, last in bounds)
        forms = {len(text) for piece in pieces for text in piece if text}
        assert len(forms) == 1  # both arguments, and every request, in one form


@settings(max_examples=100, deadline=None)
@given(asked(), GRANULARITY)
def test_cutting_comes_to_single_granules_and_ends(whole: Asked, granularity: str | None) -> None:
    piece, cuts = whole, 0
    while cut := halves(piece, FIRST, LAST, granularity, timedelta(0)):
        piece, cuts = cut[cuts % 2], cuts + 1
        assert cuts < 40
    low, high = edges(piece, FIRST, LAST, granularity)
    assert high - low < step_of(granularity)


def test_dates_that_a_server_does_not_tell_apart_are_not_cut() -> None:
    day = ("2026-01-01T00:00:00Z", "2026-01-01T23:59:59Z")
    assert halves(day, FIRST, LAST, SECOND, timedelta(0))
    assert halves(day, FIRST, LAST, SECOND, timedelta(days=1)) is None
    assert halves((None, None), FIRST, LAST, SECOND, timedelta.max) is None


@pytest.mark.parametrize(
    ("stamp", "dates", "days"),
    [
        ("2026-01-05T00:00:00Z", ("2026-01-05", "2026-01-05"), 0),
        ("2026-01-05T23:59:59Z", ("2026-01-05", "2026-01-05"), 0),
        ("2026-01-06", ("2026-01-01T05:00:00Z", "2026-01-05T05:00:00Z"), 0.8),
        ("2026-01-03T00:00:00Z", ("2026-01-05T00:00:00Z", None), 2),
        ("2026-01-03", (None, None), 0),
        ("January", ("2026-01-05", None), 0),
    ],
)
def test_how_far_a_record_is_outside(stamp: str, dates: Asked, days: float) -> None:
    assert outside(stamp, dates) / timedelta(days=1) == pytest.approx(days, abs=0.1)


@given(st.lists(MOMENTS.map(lambda moment: moment.strftime(FORMS[SECOND])), max_size=60))
def test_tiles_hold_every_date_once(stamps: list[str]) -> None:
    found = tiles([*stamps, "no date"], 7)
    for stamp in stamps:
        assert sum(first <= stamp[:10] <= last for first, last in found) == 1
    assert all(before[1] < after[0] for before, after in pairwise(found))
    for first, last in found:
        days = [stamp[:10] for stamp in stamps if first <= stamp[:10] <= last]
        assert len(days) <= 7 or days.count(last) > 1
    assert all(parsed(first) for first, _ in found)
