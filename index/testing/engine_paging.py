"""Laws of paging: by cursor, in every order, the list is one, whatever is written meanwhile."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.engines.base import STATES, Engine, Query, Sort
from index.record import Document, Key
from index.testing.engine_places import EnginePlaces, NewPlace, came, document, put
from index.tree import Word

_DATES = [None, "1999", "2005", "2005-06"]
_numbers = st.integers(0, 30)
_written = st.lists(st.tuples(st.booleans(), _numbers), max_size=3)


def _shelved(number: int, text: str = "same") -> Document:
    titles = [f"{text} " * (number % 4), "", f"title {number % 3} {text}"]
    return document(
        f"{number:02}", titles[number % 3], abstract=text, date=_DATES[number % len(_DATES)]
    )


def _change(engine: Engine, changes: list[tuple[bool, int]], turn: int) -> set[Key]:
    """Put new documents and delete old ones; gives the keys of those that go."""
    gone = {_shelved(number).key for new, number in changes if not new}
    with engine.writer() as writer:
        for new, number in changes:
            made = document(f"new {turn} {number}", "same same", abstract="same", date="2005")
            if new:
                writer.put(made, came(made.key))
        for key in gone:
            writer.delete(key)
    return gone


class PagingContract(EnginePlaces):
    """search: cursors while the index changes."""

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,  # each example has a place of its own
            HealthCheck.differing_executors,  # one law, run for every engine
            HealthCheck.too_slow,
        ],
    )
    @given(
        held=st.sets(_numbers, min_size=1),
        limit=st.integers(1, 9),
        sort=st.sampled_from(get_args(Sort)),
        turns=st.lists(_written, max_size=5),
    )
    def test_those_that_stay_come_once_and_in_their_order(
        self,
        new_place: NewPlace,
        held: set[int],
        limit: int,
        sort: Sort,
        turns: list[list[tuple[bool, int]]],
    ) -> None:
        engine = new_place()()
        put(engine, *map(_shelved, sorted(held)[::2]))
        put(engine, *map(_shelved, sorted(held)[1::2]))
        whole = engine.search(Query(Word("same"), sort=sort, limit=1000))
        answer = engine.search(Query(Word("same"), sort=sort, limit=limit))
        found, gone = [match.key for match in answer.matches], set[Key]()
        while answer.next is not None:
            gone |= _change(engine, turns.pop(), len(turns)) if turns else set()
            query = Query(Word("same"), sort=sort, limit=limit, cursor=answer.next)
            answer = engine.search(query)
            found += [match.key for match in answer.matches]
        assert len(found) == len(set(found))
        staying = [match.key for match in whole.matches if match.key not in gone]
        assert [key for key in found if key in set(staying)] == staying
        engine.close()

    def test_a_list_by_relevance_goes_on_with_the_state_it_began_on(self, engine: Engine) -> None:
        put(engine, document("1", "word rare"), document("2", "word"), document("3", "word"))
        query = Query(Word("word"), limit=1)
        first = engine.search(query)
        whole = engine.search(Query(Word("word")))
        put(engine, document("0", "word " * 9))
        second = engine.search(Query(Word("word"), limit=5, cursor=first.next))
        assert (second.total, second.matches) == (3, whole.matches[1:])
        assert engine.search(query).total == 4

    def test_as_many_lists_as_there_are_states_are_kept(self, engine: Engine) -> None:
        cursors = []
        for number in range(STATES + 1):
            put(engine, document(f"{number}", "word"), document(f"x{number}", "word"))
            cursors.append(engine.search(Query(Word("word"), limit=1)).next)
        totals = [
            engine.search(Query(Word("word"), limit=1, cursor=cursor)).total for cursor in cursors
        ]
        assert totals == [2 * STATES + 2, *range(4, 2 * STATES + 3, 2)]

    @pytest.mark.parametrize("sort", get_args(Sort))
    def test_pages_are_one_list_while_the_index_stands_still(
        self, engine: Engine, sort: Sort
    ) -> None:
        put(engine, *map(_shelved, range(25)))
        put(engine, *map(_shelved, range(25, 40)), *(_shelved(n, "same same") for n in range(5)))
        whole = engine.search(Query(Word("same"), sort=sort, limit=1000)).matches
        for limit in (1, 7):
            cursor, found = None, list[Key]()
            while cursor is not None or not found:
                query = Query(Word("same"), sort=sort, limit=limit, cursor=cursor)
                answer = engine.search(query)
                found += [match.key for match in answer.matches]
                cursor = answer.next
            assert found == [match.key for match in whole]
