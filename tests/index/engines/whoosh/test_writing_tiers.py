"""Which segments are written anew: never too much at once, never too many left."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engines.whoosh.w3.writing.tiers import FAN, Size, folded, heavy, tier

sizes = st.lists(st.builds(Size, st.integers(0, 5000), st.integers(0, 3000)), max_size=30)


@pytest.mark.parametrize(
    ("documents", "expected"),
    [(0, 0), (1, 0), (7, 0), (8, 1), (63, 1), (64, 2), (511, 2), (512, 3)],
)
def test_a_tier_is_eight_times_the_one_below(documents: int, expected: int) -> None:
    assert tier(documents) == expected


@settings(max_examples=200, deadline=None)
@given(sizes, st.integers(0, 3000), st.integers(1, 4000))
def test_a_commit_writes_no_more_than_its_cap_anew(many: list[Size], new: int, cap: int) -> None:
    chosen = folded(many, new, cap)
    assert chosen == sorted(set(chosen))
    assert sum(many[at].live for at in chosen) <= cap
    assert sum(many[at].live for at in heavy(many, cap, 50_000)) <= 50_000


def test_eight_of_a_tier_become_one() -> None:
    assert folded([Size(100, 0)] * 7, 100, 2000) == list(range(7))
    assert folded([Size(100, 0)] * 6, 100, 2000) == []
    assert folded([Size(10, 0)] * 8 + [Size(900, 0)], 0, 2000) == list(range(8))
    assert folded([Size(500, 0)] * 7, 500, 2000) == []  # together too many for a commit
    assert folded([Size(100, 0)] * 7, 1000, 2000) == []  # what comes is of another tier


def test_what_is_mostly_dead_goes() -> None:
    many = [Size(69, 31), Size(70, 30), Size(0, 5), Size(5000, 5000)]
    assert folded(many, 0, 2000) == [0, 2]
    assert heavy(many, 2000, 50_000) == [3]


def test_heavy_takes_the_smallest_of_a_full_tier() -> None:
    many = [Size(900, 0), *[Size(800, 0)] * 8, Size(100_000, 0)]
    assert heavy(many, 2000, 50_000) == list(range(9))
    assert heavy(many, 2000, 6400) == list(range(1, 9))
    assert heavy(many[:7], 2000, 50_000) == []


@pytest.mark.parametrize("batch", [1, 20, 100, 500])
def test_segments_stay_few_and_rewriting_is_bounded(batch: int) -> None:
    """A thousand commits on a large index, each document of a segment as likely to be changed."""
    chance, rewritten = random.Random(3), 0
    many = [Size(100_000, 0)]
    most = 0
    for _ in range(1000):
        many = [_worn(size, batch, sum(one.live for one in many), chance) for size in many]
        chosen = folded(many, batch, 2000)
        rewritten += sum(many[at].live for at in chosen)
        new = batch + sum(many[at].live for at in chosen)
        many = [size for at, size in enumerate(many) if at not in chosen] + [Size(new, 0)]
        if beside := heavy(many, 2000, 50_000):
            rewritten += sum(many[at].live for at in beside)
            whole = Size(sum(many[at].live for at in beside), 0)
            many = [size for at, size in enumerate(many) if at not in beside] + [whole]
        most = max(most, len(many))
    assert most <= 4 * FAN
    assert rewritten <= 5 * 1000 * batch


def _worn(size: Size, batch: int, total: int, chance: random.Random) -> Size:
    gone = min(size.live, int(batch * size.live / total + chance.random()))
    return Size(size.live - gone, size.dead + gone)
