"""Counts as lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.cli.counts import bar, facet_lines, histogram_lines


def test_years_without_hits_stand_between_those_with() -> None:
    lines = list(histogram_lines({"2019": 1, "2022": 4, "(none)": 2}))
    assert [line.split()[:2] for line in lines] == [
        ["2019", "1"], ["2020", "0"], ["2021", "0"], ["2022", "4"], ["(none)", "2"],
    ]  # fmt: skip
    assert [line.count("█") for line in lines] == [12, 0, 0, 50, 25]


def test_many_years_are_drawn_together() -> None:
    lines = list(histogram_lines({str(year): 1 for year in range(1850, 2026)}))
    assert lines[0].split()[:2] == ["1850-1854", "5"]
    assert len(lines) == 36


def test_nothing_is_no_line() -> None:
    assert list(histogram_lines({})) == []
    assert list(facet_lines({"type": {}})) == ["type:"]


def test_values_stand_below_their_field() -> None:
    assert list(facet_lines({"language": {"ru": 1200, "en": 3}})) == [
        "language:", "  1,200  ru", "      3  en",
    ]  # fmt: skip


@given(st.dictionaries(st.integers(0, 9999).map("{:04}".format), st.integers(1, 10**6)))
def test_no_hit_is_lost_in_a_drawing(counts: dict[str, int]) -> None:
    lines = [line.split() for line in histogram_lines(counts)]
    assert sum(int(line[1].replace(",", "")) for line in lines) == sum(counts.values())
    assert len(lines) <= 40


@given(st.floats(0, 1))
def test_a_bit_shows_and_nothing_does_not(share: float) -> None:
    assert bool(bar(share)) is (share > 0)
    assert len(bar(share)) <= 50
