"""The histogram of years: bars to look at, to follow, and to drag over. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.web.pages.state import State

WIDTH, HEIGHT = 720, 96  # of the drawing, in its own units
_MOST = 60  # bars; more years are drawn together
_STEPS = (1, 2, 5, 10, 20, 50, 100, 500, 1000)
_GAP = 0.16  # of a bar's room
_MARKS = 6  # years below the bars


@dataclass(frozen=True, slots=True)
class Bar:
    """The hits of some years, where it stands, and where it leads; `on`: within the filter."""

    first: int
    last: int
    count: int
    x: float
    y: float
    width: float
    height: float
    room: float
    on: bool
    url: str

    @property
    def years(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class Histogram:
    """All bars, rising; `undated` hits have no year, or none that can be drawn."""

    bars: tuple[Bar, ...]
    undated: int

    @property
    def first(self) -> int:
        return self.bars[0].first

    @property
    def last(self) -> int:
        return self.bars[-1].last

    @property
    def most(self) -> int:
        return max(bar.count for bar in self.bars)

    @property
    def marks(self) -> tuple[Bar, ...]:
        """Bars whose first year is written below."""
        step = max(1, -(-len(self.bars) // _MARKS))
        return self.bars[::step]


def histogram(counts: Mapping[str, int], state: State) -> Histogram | None:
    """The bars of years with their hits, those between them too; None where there is one at most.

    A few very early years would leave all others no room: what lies far below is left to the
    filter by typing.
    """
    years = {int(year): count for year, count in counts.items() if year.isdecimal()}
    if len(years) < 2:
        return None
    first, last = _from(years), max(years)
    step = next(step for step in _STEPS if last // step - first // step < _MOST)
    begins = range(first // step * step, last + 1, step)
    sums = [sum(years.get(year, 0) for year in range(at, at + step)) for at in begins]
    drawn = _drawn(begins, sums, step, state)
    return Histogram(tuple(drawn), sum(counts.values()) - sum(sums))


def _from(years: Mapping[int, int]) -> int:
    """The first year that is drawn: so that at most one hit in a hundred lies before it."""
    rest = sum(years.values()) // 100
    for year in sorted(years):
        rest -= years[year]
        if rest < 0:
            return year
    return min(years)


def _drawn(begins: range, sums: list[int], step: int, state: State) -> Iterator[Bar]:
    room, most, on = WIDTH / len(sums), max(sums) or 1, state.years
    for place, (first, count) in enumerate(zip(begins, sums, strict=True)):
        last = first + step - 1
        height = max(2.0, HEIGHT * count / most) if count else 0.0
        yield Bar(
            first,
            last,
            count,
            round((place + _GAP / 2) * room, 2),
            round(HEIGHT - height, 2),
            round((1 - _GAP) * room, 2),
            round(height, 2),
            round(room, 2),
            on is None or (on[0] <= last and first <= on[1]),
            state.within(first, last).url(),
        )
