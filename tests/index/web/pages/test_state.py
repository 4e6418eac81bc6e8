"""Addresses of searches: every state is one, and every address is a state."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st

from index.engines.base import MISSING
from index.tree import FILTER_FIELDS
from index.web.pages.state import (
    FIRST_YEAR,
    LAST_YEAR,
    MOST_VALUES,
    SIZES,
    SORTS,
    State,
    state_of,
    typed_years,
    year_range,
)

WORDS = st.text(min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
CHOICES = st.lists(st.tuples(st.sampled_from(FILTER_FIELDS), WORDS), max_size=4, unique=True)
STATES = st.builds(
    State,
    q=st.one_of(st.just(""), WORDS),
    chosen=CHOICES.map(tuple),
    excluded=CHOICES.map(tuple),
    sort=st.sampled_from(SORTS),
    size=st.sampled_from(SIZES),
    start=st.integers(1, 5000),
    cursor=st.one_of(st.none(), st.text("abc.123", min_size=1)),
)


def read(url: str) -> State:
    return state_of(parse_qsl(urlsplit(url).query, keep_blank_values=True))


@settings(max_examples=100, deadline=None)
@given(STATES.filter(lambda state: "\ud800" not in repr(state)))
def test_every_state_is_an_address(state: State) -> None:
    assert read(state.url()) == state


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=9), st.text(max_size=40)), max_size=9))
def test_every_address_is_a_state(pairs: list[tuple[str, str]]) -> None:
    state = state_of(pairs)
    assert state_of(state.pairs()) == state


@settings(max_examples=50, deadline=None)
@given(STATES, st.sampled_from(FILTER_FIELDS), WORDS)
def test_twice_is_not_at_all(state: State, field: str, value: str) -> None:
    if (field, value) in (*state.chosen, *state.excluded):
        return
    first = state.first_page()
    assert state.toggled(field, value).toggled(field, value) == first
    assert state.excluding(field, value).excluding(field, value) == first
    assert state.toggled(field, value).excluding(field, value).toggled(field, value) == (
        state.toggled(field, value)
    )


def test_a_filter_begins_the_list_again() -> None:
    far = State("tea", start=41, cursor="c")
    for changed in (
        far.toggled("type", "book"), far.excluding("type", "book"), far.within(2000, 2001),
        far.sized(40), far.asking("snow"), far.first_page(),
    ):  # fmt: skip
        assert (changed.start, changed.cursor) == (1, None)


def test_names_are_those_of_queries() -> None:
    state = read("/search?author=Kistanov&lang=ru&-type=book&utm_source=mail&unknown=1")
    assert state.filters == {"creator": ["Kistanov"], "language": ["ru"]}
    assert state.exclude == {"type": ["book"]}
    assert "utm" not in state.url()


def test_what_makes_no_sense_is_left_out() -> None:
    state = read("/search?q=++a+++b&sort=best&size=1e9&start=-4&source=&type=+")
    assert state == State("a b")
    assert read("/search?size=9999&start=0").size == SIZES[-1]


def test_robots_find_no_end_of_filters() -> None:
    many = "&".join(f"subject={n}" for n in range(500))
    assert len(read(f"/search?{many}").chosen) == MOST_VALUES


def test_ranges_of_years_are_years() -> None:
    assert read("/search?year=2019..2021&year=2025").filters == {
        "year": ["2019", "2020", "2021", "2025"]
    }
    assert read("/search?year=2019..2021").years == (2019, 2021)
    assert read(f"/search?year={MISSING}").years is None
    assert len(read("/search?year=..2000").filters["year"]) == 2000 - FIRST_YEAR + 1
    assert year_range("1999..") == (1999, LAST_YEAR)
    for wrong in ("..", "1999", "199x..", "..20000", "٢٠٢٣..", "-1..5"):
        assert year_range(wrong) is None


def test_years_that_were_typed() -> None:
    assert typed_years([("q", "tea")]) is None
    assert typed_years([("from", "2020"), ("to", "2010")]) == (2010, 2020)
    assert typed_years([("from", ""), ("to", "2010")]) == (None, 2010)
    assert typed_years([("from", "soon"), ("to", "")]) == (None, None)
    state = State("tea", chosen=(("type", "book"), ("year", "1999")))
    assert state.within(2010, 2020).chosen == (("type", "book"), ("year", "2010..2020"))
    assert state.within(2010, 2010).chosen == (("type", "book"), ("year", "2010"))
    assert state.within(None, 2010).chosen == (("type", "book"), ("year", "..2010"))
    assert state.within(None, None).chosen == (("type", "book"),)


def test_where_a_state_leads() -> None:
    state = State("tea", (("type", "book"),), (("language", "de"),), "newest", 20)
    assert state.url() == "/search?q=tea&type=book&-language=de&sort=newest&size=20"
    assert state.bare().url() == "/search?q=tea&sort=newest&size=20"
    assert state.without("language").excluded == ()
    assert State().url() == "/search"
    assert not State().asks
    assert state.asks
