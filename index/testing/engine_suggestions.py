"""Promises of an engine that suggestions are made from: words spelt alike, entries, totals."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.analysis import PLAIN
from index.engines.base import Engine, Filter, Query
from index.engines.memory import MemoryEngine
from index.testing.engine_places import EnginePlaces, NewPlace, document, key, put
from index.tree import Everything, Prefix, Word

# Each example opens a place of its own.
_SHARED = (HealthCheck.function_scoped_fixture, HealthCheck.differing_executors)
_WORDS = st.text("abcя9", min_size=1, max_size=6)


class SuggestionContract(EnginePlaces):
    """totals, neighbours, entries."""

    def test_totals_are_those_of_searches(self, engine: Engine) -> None:
        put(engine, document("1", "red"), document("2", "red", source="t"), document("3", "blue"))
        red = Query(Word("red"))
        narrow = Query(Word("red"), (Filter("source", ("t",)),))
        queries = [red, narrow, Query(Everything()), Query(Prefix("gr")), red]
        assert engine.totals(queries) == [2, 1, 3, 0, 2]
        assert engine.totals([]) == []

    @pytest.mark.parametrize(
        ("word", "edits", "same", "expected"),
        [
            ("quantm", 1, False, {"quantum": 2, "quanta": 1}),
            ("quantum", 0, False, {"quantum": 2}),
            ("uqantum", 1, False, {"quantum": 2}),
            ("quatnmu", 1, False, {}),
            ("quatnmu", 2, True, {"quantum": 2}),
            ("iuantum", 2, True, {}),
            ("studi", 1, False, {"study": 1}),
            ("~studi", 1, False, {}),
            ("физка", 1, False, {"физика": 1}),
            ("x", 1, False, {"a": 1}),
            ("", 1, False, {"a": 1}),
        ],
    )
    def test_neighbours_are_spelt_nearly_so(
        self, engine: Engine, word: str, edits: int, same: bool, expected: dict[str, int]
    ) -> None:
        put(engine, document("1", "Quantum quanta", lang="en"), document("2", "study", lang="en"))
        put(engine, document("3", "Физика", lang="ru"), document("4", "x y z w", abstract="a"))
        put(engine, document("5", abstract="quantum studies", lang="en"))
        put(engine, document("6", "the quantum", abstract="quantum", lang="en"))
        put(engine, document("4", "none", abstract="a"))
        found = dict(engine.neighbours(word, None, edits, same))
        assert {term: found.get(term, 0) for term in expected} == expected
        assert all(term in expected or term in "xyzw" for term in found)

    def test_exact_words_with_about_how_many_documents_hold_them(self, engine: Engine) -> None:
        put(engine, document("1", "ice", abstract="ice", lang="en"), document("2", "studies"))
        put(engine, document("3", abstract="ice", lang="en"))
        words = ["ice", "studies", "studi", "~studi", "", "none", "ice"]
        assert engine.holding(words) == [2, 1, 0, 0, 0, 0, 2]
        assert engine.holding(words, "title") == [1, 1, 0, 0, 0, 0, 1]
        assert engine.holding(["ice"], "journal") == [0]
        assert engine.holding([]) == []

    def test_neighbours_of_a_field_stand_there(self, engine: Engine) -> None:
        put(engine, document("1", "cats", abstract="rats", creators=["Bats, A."]))
        assert engine.neighbours("cat", "title") == [("cats", 1)]
        assert engine.neighbours("cat", "abstract", 2) == [("rats", 1)]
        assert engine.neighbours("cat", "journal", 3) == []
        assert {term for term, _ in engine.neighbours("cats")} == {"cats", "rats", "bats"}

    def test_neighbours_of_a_new_place_are_none(self, engine: Engine) -> None:
        assert engine.neighbours("word") == []
        assert engine.entries("", "creator") == []

    @settings(max_examples=25, deadline=None, suppress_health_check=_SHARED)
    @given(st.lists(_WORDS, max_size=12), _WORDS, st.integers(0, 2), st.booleans())
    def test_neighbours_are_those_of_the_engine_in_memory(
        self, new_place: NewPlace, words: list[str], word: str, edits: int, same: bool
    ) -> None:
        memory, engine = MemoryEngine(PLAIN), new_place()()
        for each in (memory, engine):
            for number, title in enumerate(words):
                put(each, document(f"{number}", title))
        found = sorted(engine.neighbours(word, "title", edits, same))
        assert found == sorted(memory.neighbours(word, "title", edits, same))
        engine.close()

    def test_entries_begin_so_the_most_frequent_first(self, engine: Engine) -> None:
        put(
            engine,
            document("1", creators=["Кистанов В.О.", "Kist, A."], subjects=["Sea", "Season"]),
            document("2", creators=["Кистанов В.О."], subjects=["sea", "Seal"]),
        )
        put(engine, document("3", creators=["Kistanov, Valerii"], subjects=["Season"]))
        put(engine, document("4", creators=["Lee, B."], subjects=["season!"]))
        assert _listed(engine, "kist", "creator") == ["Кистанов В.О. 3", "Kist, A. 1"]
        assert _listed(engine, "kistan", "creator") == ["Кистанов В.О. 3"]
        assert _listed(engine, "sea", "subject") == ["Season 3", "Sea 2", "Seal 1"]
        assert _listed(engine, "sea", "subject", 1) == ["Season 3"]
        assert _listed(engine, "", "creator", 2) == ["Кистанов В.О. 3", "Kist, A. 1"]
        assert _listed(engine, "sea", "subject", 0) == []
        assert _listed(engine, "zebra", "subject") == []
        with engine.writer() as writer:
            writer.delete(key("1"))
            writer.delete(key("2"))
        assert _listed(engine, "kist", "creator") == ["Kistanov, Valerii 1"]
        assert _listed(engine, "sea", "subject") == ["Season 2"]


def _listed(engine: Engine, prefix: str, name: str, limit: int = 10) -> list[str]:
    return [f"{each.shown} {each.count}" for each in engine.entries(prefix, name, limit)]
