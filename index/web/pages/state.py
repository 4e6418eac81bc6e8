"""A search as an address says it: what is asked, what is on, where a reader is. Pure.

Every state is an address that stays valid: names of fields are those of queries and filters, a year
may be a range, `-` before the name of a field excludes. What is not understood is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias, get_args
from urllib.parse import urlencode

from index.engines.base import Sort
from index.query_limits import MAX_LETTERS
from index.tree import ALIASES, FILTER_FIELDS

SORTS: tuple[str, ...] = get_args(Sort)
SIZES = (10, 20, 40)  # hits on a page, which stays under 100 kB
# No document has a year outside of these (the flag `date-implausible`), so no range needs more.
FIRST_YEAR, LAST_YEAR = 1000, 2100
MOST_VALUES = 50  # of all filters together: robots follow links of facets from one to the next
FARTHEST = 10_000  # hits that may be passed over by number; behind them goes who follows `next`
_LETTERS = 1000  # of a value

Choice: TypeAlias = tuple[str, str]  # a field, a value


@dataclass(frozen=True, slots=True)
class State:
    """`chosen` and `excluded` are (field, value); `start` counts hits from 1.

    `cursor` goes on behind a page, whose last hit is the one before `start`.
    """

    q: str = ""
    chosen: tuple[Choice, ...] = ()
    excluded: tuple[Choice, ...] = ()
    sort: str = "relevance"
    size: int = SIZES[0]
    start: int = 1
    cursor: str | None = None

    @property
    def filters(self) -> dict[str, list[str]]:
        """As `Index.search` takes them; ranges of years are years."""
        return _by_field(self.chosen)

    @property
    def exclude(self) -> dict[str, list[str]]:
        return _by_field(self.excluded)

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and the last year that are on, where there are such."""
        named = [int(year) for year in self.filters.get("year", ()) if year.isdecimal()]
        return (min(named), max(named)) if named else None

    @property
    def asks(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.q or self.chosen or self.excluded)

    def toggled(self, field: str, value: str) -> State:
        """With the value on, or off where it was on."""
        one = (field, value)
        rest = tuple(other for other in self.chosen if other != one)
        chosen = rest if one in self.chosen else (*rest, one)
        return self._changed(chosen, tuple(each for each in self.excluded if each != one))

    def excluding(self, field: str, value: str) -> State:
        """Without hits that have the value, or with them where they were left out."""
        one = (field, value)
        rest = tuple(other for other in self.excluded if other != one)
        excluded = rest if one in self.excluded else (*rest, one)
        return self._changed(tuple(each for each in self.chosen if each != one), excluded)

    def without(self, field: str) -> State:
        """With nothing of that field on."""
        kept, out = ([each for each in some if each[0] != field] for some in self._both)
        return self._changed(tuple(kept), tuple(out))

    def within(self, first: int | None, last: int | None) -> State:
        """With these years on, both ends included, and no others."""
        kept = self.without("year")
        if first is None and last is None:
            return kept
        return kept._changed((*kept.chosen, ("year", _range(first, last))), kept.excluded)

    def asking(self, q: str) -> State:
        """Another query with the same filters."""
        return replace(self, q=q, start=1, cursor=None)

    def bare(self) -> State:
        """The query without any filter."""
        return State(self.q, sort=self.sort, size=self.size)

    def sized(self, size: int) -> State:
        return replace(self, size=size, start=1, cursor=None)

    def at(self, start: int, cursor: str | None = None) -> State:
        """Another page: that which begins with this hit."""
        return replace(self, start=max(1, start), cursor=cursor)

    def first_page(self) -> State:
        return self.at(1)

    def pairs(self) -> list[Choice]:
        """The parameters of the address, in an order of their own."""
        asked = [("q", self.q)] if self.q else []
        shown = [
            ("sort", self.sort) if self.sort != SORTS[0] else None,
            ("size", str(self.size)) if self.size != SIZES[0] else None,
            ("start", str(self.start)) if self.start > 1 else None,
            ("cursor", self.cursor) if self.cursor else None,
        ]
        return [*asked, *self.conditions(), *(pair for pair in shown if pair)]

    def conditions(self) -> list[Choice]:
        """The parameters that filter."""
        out = [(f"-{field}", value) for field, value in self.excluded]
        return [*self.chosen, *out]

    def url(self, path: str = "/search") -> str:
        """The address, without a host."""
        pairs = self.pairs()
        return f"{path}?{urlencode(pairs)}" if pairs else path

    @property
    def _both(self) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
        return self.chosen, self.excluded

    def _changed(self, chosen: tuple[Choice, ...], excluded: tuple[Choice, ...]) -> State:
        return replace(self, chosen=chosen, excluded=excluded, start=1, cursor=None)


def state_of(pairs: Iterable[tuple[str, str]]) -> State:
    """The state that the parameters of an address say."""
    given = list(pairs)
    last = dict(given)
    chosen: list[Choice] = []
    excluded: list[Choice] = []
    for name, value in given:
        field = _field(name.removeprefix("-"))
        if field and value.strip():
            (excluded if name.startswith("-") else chosen).append((field, value[:_LETTERS]))
    return State(
        q=" ".join(last.get("q", "")[:MAX_LETTERS].split()),
        chosen=tuple(dict.fromkeys(chosen[:MOST_VALUES])),
        excluded=tuple(dict.fromkeys(excluded[:MOST_VALUES])),
        sort=last["sort"] if last.get("sort") in SORTS else SORTS[0],
        size=_number(last.get("size"), SIZES[0], SIZES[-1]) or SIZES[0],
        start=_number(last.get("start"), 1, 10**9) or 1,
        cursor=last.get("cursor") or None,
    )


def typed_years(pairs: Iterable[tuple[str, str]]) -> tuple[int | None, int | None] | None:
    """The years that somebody typed into the form (`from`, `to`); None: the form was not sent."""
    last = dict(pairs)
    if "from" not in last and "to" not in last:
        return None
    first, end = (_number(last.get(name), 0, 9999) for name in ("from", "to"))
    return (end, first) if first is not None and end is not None and first > end else (first, end)


def year_range(value: str) -> tuple[int, int] | None:
    """The years of `2010..2020`, `2010..`, `..2020`; None where it is none."""
    first, between, last = value.partition("..")
    if not between or not (first or last) or not all(map(_is_year, (first, last))):
        return None
    return max(FIRST_YEAR, int(first or 0)), min(LAST_YEAR, int(last or LAST_YEAR))


def _is_year(text: str) -> bool:
    return not text or (text.isascii() and text.isdigit() and len(text) <= 4)


def _range(first: int | None, last: int | None) -> str:
    if first == last:
        return f"{first:04}"
    return f"{'' if first is None else f'{first:04}'}..{'' if last is None else f'{last:04}'}"


def _field(name: str) -> str | None:
    field = ALIASES.get(name, name)
    return field if field in FILTER_FIELDS else None


def _number(text: str | None, least: int, most: int) -> int | None:
    if text is None or not (text.isascii() and text.isdigit() and len(text) <= 10):
        return None
    return min(most, max(least, int(text)))


def _by_field(choices: Iterable[Choice]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for field, value in choices:
        found.setdefault(field, []).extend(_values(field, value))
    return found


def _values(field: str, value: str) -> Iterator[str]:
    years = year_range(value) if field == "year" else None
    if years is None:
        yield value
    else:
        yield from (f"{year:04}" for year in range(years[0], years[1] + 1))
