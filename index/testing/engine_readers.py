"""What readers are given of any engine's answers: pages into the partial matches, explanations."""

from __future__ import annotations

from dataclasses import replace
from math import fsum
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.engines.base import Engine, Query, Sort
from index.explaining import explained, scores_of
from index.paging import Page, paged
from index.partial import loosened, partly
from index.ranking import ranked
from index.record import Document, Key
from index.testing.engine_laws import documents, trees
from index.testing.engine_places import EnginePlaces, NewPlace
from index.tree import Node

_quiet = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,  # each example has a place of its own
        HealthCheck.differing_executors,  # one law, run for every engine
        HealthCheck.too_slow,
    ],
)
_held = st.lists(documents(), max_size=8)
_asked = st.lists(trees, min_size=1, max_size=4)


class ReaderContract(EnginePlaces):
    """Laws of what is made of answers."""

    @_quiet
    @given(held=_held, asked=_asked, size=st.integers(1, 4), sort=st.sampled_from(get_args(Sort)))
    def test_full_and_partial_matches_are_one_list_in_pages(
        self, new_place: NewPlace, held: list[Document], asked: list[Node], size: int, sort: Sort
    ) -> None:
        engine = filled(new_place, held)
        try:
            for tree in asked:
                whole = page_of(engine, tree, Query(ranked(tree), sort=sort, limit=100))
                keys = keys_of(whole)
                assert len(keys) == len(set(keys)) == whole.full.total + whole.total_partial
                assert set(engine.scan(Query(tree))) == set(keys[: whole.full.total])
                loose = loosened(tree)
                if loose is not None:
                    assert set(engine.scan(Query(loose))) == set(keys)
                assert by_cursor(engine, tree, Query(ranked(tree), sort=sort, limit=size)) == keys
        finally:
            engine.close()

    @_quiet
    @given(held=_held, asked=_asked)
    def test_the_parts_of_a_score_add_up(
        self, new_place: NewPlace, held: list[Document], asked: list[Node]
    ) -> None:
        engine = filled(new_place, held)
        try:
            scores = scores_of(engine.search, [document.key for document in held])
            for tree in asked:
                best = ranked(tree)
                found = {match.key: match for match in engine.search(Query(best)).matches}
                for key in {document.key for document in held}:
                    why = explained(best, key, scores)
                    assert (why is not None) == (key in found)
                    if why is not None:
                        assert why.score == pytest.approx(found[key].score)
                        assert fsum(part.score for part in why.parts) == pytest.approx(why.score)
        finally:
            engine.close()


def filled(new_place: NewPlace, held: list[Document]) -> Engine:
    """An engine that holds these documents."""
    engine = new_place()()
    with engine.writer() as writer:
        for document in held:
            writer.put(document)
    return engine


def page_of(engine: Engine, tree: Node, query: Query) -> Page:
    """A page of full and partial matches."""
    return paged(engine.search, query, partly(tree))


def keys_of(page: Page) -> list[Key]:
    """The keys of a page, in their order."""
    return [match.key for match in (*page.matches, *page.partial)]


def by_cursor(engine: Engine, tree: Node, query: Query) -> list[Key]:
    """The keys of all pages, one after another."""
    seen: list[Key] = []
    while True:
        page = page_of(engine, tree, query)
        seen += keys_of(page)
        if page.next is None:
            return seen
        query = replace(query, cursor=page.next)
