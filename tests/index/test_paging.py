"""Pages that run from the full matches into the partial ones."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import PLAIN
from index.engines.base import FacetWish, Query, Sort
from index.engines.memory import MemoryEngine
from index.errors import UsageError
from index.paging import PARTIAL, Page, paged
from index.partial import partly
from index.query import parse
from index.record import Key
from index.testing.engine_places import document
from index.tree import Node

SORTS = ("relevance", "newest", "oldest", "title")


def engine_of(both: int, one: int) -> MemoryEngine:
    """So many documents with both words, and so many with one of them."""
    engine = MemoryEngine(PLAIN)
    with engine.writer() as writer:
        for number in range(both):
            writer.put(document(f"both{number:02}", f"light stars {number}"))
        for number in range(one):
            title = f"{('light', 'stars')[number % 2]} {number}"
            writer.put(document(f"one{number:02}", title, date=str(2000 + number)))
    return engine


def ask(engine: MemoryEngine, query: Query) -> Page:
    return paged(engine.search, query, partly(query.tree))


def keys(page: Page) -> list[Key]:
    return [match.key for match in (*page.matches, *page.partial)]


LIGHT_STARS = parse("light stars").tree


def test_partial_matches_follow_the_full_ones() -> None:
    page = ask(engine_of(3, 4), Query(LIGHT_STARS, facets=(FacetWish("year"),), histogram=True))
    assert (page.full.total, page.total_partial, page.next) == (3, 4, None)
    assert [key.identifier[:3] for key in keys(page)] == ["bot"] * 3 + ["one"] * 4
    assert [bucket.count for bucket in page.full.histogram] == [3]
    assert page.full.facets[0].values == 0


def test_what_holds_the_rarer_word_comes_first() -> None:
    engine = engine_of(0, 0)
    with engine.writer() as writer:
        for number in range(5):
            writer.put(document(f"common{number}", "light"))
        writer.put(document("rare", "stars"))
        writer.put(document("more", "dark stars"))
    page = ask(engine, Query(parse("light dark stars").tree, sort="oldest"))
    assert [key.identifier for key in keys(page)][:2] == ["more", "rare"]


@pytest.mark.parametrize(("both", "partial"), [(9, 2), (10, 0), (11, 0)])
def test_ten_full_matches_are_enough(both: int, partial: int) -> None:
    page = ask(engine_of(both, 2), Query(LIGHT_STARS))
    assert (page.full.total, page.total_partial, len(page.partial)) == (
        both, partial, min(partial, max(0, 10 - both)),
    )  # fmt: skip
    assert bool(page.next) is (both != 10)


def test_of_no_hits_nothing_follows() -> None:
    page = ask(engine_of(2, 3), Query(LIGHT_STARS, limit=0))
    assert (page.full.total, page.total_partial, keys(page), page.next) == (2, 3, [], None)
    page = ask(engine_of(2, 3), Query(LIGHT_STARS, offset=5))
    assert (keys(page), page.next) == ([], None)


def test_where_the_full_ones_fill_a_page_the_partial_ones_are_on_the_next() -> None:
    engine = engine_of(2, 3)
    page = ask(engine, Query(LIGHT_STARS, limit=2))
    assert page.next == PARTIAL
    assert len(ask(engine, Query(LIGHT_STARS, limit=2, cursor=page.next)).partial) == 2


def test_a_reader_among_the_partial_ones_goes_on_while_full_ones_come() -> None:
    engine = engine_of(2, 6)
    page = ask(engine, Query(LIGHT_STARS, limit=4))
    seen = keys(page)
    with engine.writer() as writer:
        for number in range(20):
            writer.put(document(f"new{number}", f"light stars {number}"))
    page = ask(engine, Query(LIGHT_STARS, limit=10, cursor=page.next))
    assert page.full.total == 22
    assert {key.identifier for key in (*seen, *keys(page))} >= {f"one{n:02}" for n in range(6)}


@pytest.mark.parametrize("query", ["light", '"light stars"'])
def test_a_cursor_of_another_query_is_refused(query: str) -> None:
    with pytest.raises(UsageError, match="of another query"):
        ask(engine_of(1, 1), Query(parse(query).tree, cursor=PARTIAL))


@pytest.mark.parametrize("cursor", [f"{PARTIAL}x", "p", f"{PARTIAL}{PARTIAL}", ".p."])
def test_a_cursor_of_nobody_is_refused(cursor: str) -> None:
    with pytest.raises(UsageError, match="is no cursor"):
        ask(engine_of(1, 1), Query(LIGHT_STARS, cursor=cursor))


TREES = [parse(text).tree for text in ("light stars", "light stars -3", "light stars dark")]


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 12),
    st.integers(0, 7),
    st.sampled_from(TREES),
    st.sampled_from(SORTS),
    st.integers(1, 13),
    st.integers(0, 4),
)
def test_pages_are_one_long_list(
    both: int, one: int, tree: Node, sort: Sort, size: int, skipped: int
) -> None:
    engine = engine_of(both, one)
    query = Query(tree, sort=sort, limit=100)
    whole = ask(engine, query)
    assert len(keys(whole)) == whole.full.total + whole.total_partial
    assert len(set(keys(whole))) == len(keys(whole))
    by_offset = [
        key
        for begin in range(0, len(keys(whole)) + size, size)
        for key in keys(ask(engine, Query(tree, sort=sort, limit=size, offset=begin)))
    ]
    assert by_offset == keys(whole)
    seen: list[Key] = []
    cursor: str | None = None
    while True:  # by cursors, and `skipped` hits left out on each page
        page = ask(engine, Query(tree, sort=sort, limit=size, offset=skipped, cursor=cursor))
        left = keys(whole)[len(seen) + skipped :][:size]
        assert keys(page) == left
        seen += [*keys(whole)[len(seen) :][:skipped], *left]
        cursor = page.next
        if cursor is None:
            break
    assert seen == keys(whole)[: len(seen)]
    assert skipped or seen == keys(whole)
