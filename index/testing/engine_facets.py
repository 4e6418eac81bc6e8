"""Promises of an engine that counts: facets, histogram, filters, cursors."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import get_args

import pytest

from index.engines.base import (
    MISSING,
    Bucket,
    Engine,
    Facet,
    FacetWish,
    Filter,
    Query,
    Sort,
)
from index.errors import UsageError
from index.record import Key
from index.testing.engine_places import EnginePlaces, document, key, put
from index.tree import Everything, Exact, Not, Word


def buckets(facet: Facet) -> list[tuple[str, int]]:
    """The values of a facet as plain pairs."""
    return [(bucket.value, bucket.count) for bucket in facet.buckets]


def all_pages(engine: Engine, query: Query) -> list[Key]:
    """Every hit, page after page by cursors."""
    found: list[Key] = []
    while True:
        answer = engine.search(query)
        found += [match.key for match in answer.matches]
        if answer.next is None:
            return found
        query = Query(query.tree, query.filters, query.sort, query.limit, cursor=answer.next)


def _shelf(engine: Engine) -> None:
    put(
        engine,
        document("1", "light", date="2019", lang="ru", sets=("a",)),
        document("2", "light", date="2020-05", lang="pt-BR", sets=("b",)),
        document("3", "light", date="2021", sets=("b", "a:x")),
        document("4", "light", lang="ru"),
    )
    put(engine, document("5", "dark", date="2019", lang="en", sets=("b",)))


class FacetContract(EnginePlaces):
    """search: filters, facets, histogram."""

    def test_a_facet_counts_the_hits_with_each_value(self, engine: Engine) -> None:
        _shelf(engine)
        wishes = tuple(FacetWish(name) for name in ("set", "language", "year", "source"))
        found = engine.search(Query(Word("light"), limit=0, facets=wishes))
        assert [buckets(facet) for facet in found.facets] == [
            [("a", 2), ("b", 2), ("a:x", 1), (MISSING, 1)],
            [("ru", 2), ("pt", 1), (MISSING, 1)],
            [("2019", 1), ("2020", 1), ("2021", 1), (MISSING, 1)],
            [("herald", 4)],
        ]
        assert [(facet.field, facet.values) for facet in found.facets] == [
            ("set", 3), ("language", 2), ("year", 3), ("source", 1),
        ]  # fmt: skip
        assert (found.total, found.matches, found.next) == (4, (), None)

    def test_a_facet_shows_its_first_values_and_the_missing(self, engine: Engine) -> None:
        _shelf(engine)
        wishes = (
            FacetWish("set", 1),
            FacetWish("year", 2, "value"),
            FacetWish("set", 0),
            FacetWish("orcid"),
        )
        found = engine.search(Query(Everything(), facets=wishes))
        assert [buckets(facet) for facet in found.facets] == [
            [("b", 3), (MISSING, 1)],
            [("2019", 2), ("2020", 1), (MISSING, 1)],
            [(MISSING, 1)],
            [(MISSING, 5)],
        ]
        assert [facet.values for facet in found.facets] == [3, 3, 3, 0]

    def test_of_many_values_that_are_as_frequent_a_facet_shows_the_first(
        self, engine: Engine
    ) -> None:
        years = [2019, 2019, *range(1901, 1940)]
        put(engine, *(document(str(at), "light", date=str(y)) for at, y in enumerate(years)))
        for limit, last in ((1, 2019), (2, 1901), (3, 1902), (40, 1939)):
            wish = (FacetWish("year", limit),)
            (found,) = engine.search(Query(Word("light"), limit=0, facets=wish)).facets
            shown = [("2019", 2), *((str(year), 1) for year in range(1901, 1940))]
            assert buckets(found) == shown[:limit]
            assert buckets(found)[-1][0] == str(last)
            assert found.values == 40

    def test_a_facet_does_not_feel_filters_of_its_own_field(self, engine: Engine) -> None:
        _shelf(engine)
        filters = (Filter("set", ("a",)), Filter("year", ("2021",)))
        wishes = (FacetWish("set"), FacetWish("year"), FacetWish("language"))
        found = engine.search(Query(Word("light"), filters, facets=wishes, histogram=True))
        assert [buckets(facet) for facet in found.facets] == [
            [("a", 1), ("a:x", 1), ("b", 1)],
            [("2019", 1), ("2021", 1)],
            [(MISSING, 1)],
        ]
        assert found.histogram == (Bucket("2019", 1), Bucket("2021", 1))
        assert found.total == 1

    def test_nothing_found_has_no_values(self, engine: Engine) -> None:
        _shelf(engine)
        found = engine.search(Query(Word("no"), facets=(FacetWish("year"),), histogram=True))
        assert (found.facets, found.histogram) == ((Facet("year", (), 0),), ())

    def test_bars_agree_with_the_hits_when_clicked(self, engine: Engine) -> None:
        _shelf(engine)
        bars = engine.search(Query(Everything(), histogram=True)).histogram
        assert [(bar.value, bar.count) for bar in bars] == [
            ("2019", 2), ("2020", 1), ("2021", 1), (MISSING, 1),
        ]  # fmt: skip
        for bar in bars:
            clicked = Query(Everything(), (Filter("year", (bar.value,)),), histogram=True)
            found = engine.search(clicked)
            assert (found.total, found.histogram) == (bar.count, bars)

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ((Filter("set", ("a", "b")),), "1235"),
            ((Filter("set", ("a",)), Filter("set", ("b",))), "3"),
            ((Filter("set", ("a",), excluded=True),), "245"),
            ((Filter("set", ("b",)), Filter("set", ("a",), excluded=True)), "25"),
            ((Filter("set", ("a", "b"), excluded=True),), "4"),
            ((Filter("set", (MISSING,)),), "4"),
            ((Filter("set", (MISSING, "a")),), "134"),
            ((Filter("set", (MISSING,), excluded=True),), "1235"),
            ((Filter("issn", (MISSING,)),), "12345"),
            ((Filter("set", ()),), ""),
            ((Filter("set", (), excluded=True),), "12345"),
            ((Filter("year", ("2019", "2021")), Filter("language", ("ru", "en"))), "15"),
            ((Filter("language", ("PT_br",)),), "2"),
        ],
    )
    def test_filters_choose_and_exclude(
        self, engine: Engine, filters: tuple[Filter, ...], expected: str
    ) -> None:
        _shelf(engine)
        query = Query(Everything(), filters)
        assert [k.identifier for k in engine.scan(query)] == list(expected)
        assert engine.search(query).total == len(expected)

    def test_missing_is_asked_for_like_any_value(self, engine: Engine) -> None:
        _shelf(engine)
        put(engine, document("6", "light", sets=(MISSING,), type_=MISSING))
        assert [k.identifier for k in engine.scan(Query(Exact("set", MISSING)))] == ["4", "6"]
        assert len(list(engine.scan(Query(Not(Exact("set", MISSING)))))) == 4


class CursorContract(EnginePlaces):
    """search: the order of titles; pages by cursor."""

    def test_titles_sort_as_people_expect(self, engine: Engine) -> None:
        titles = [
            "’s avond", "3D printing", "élan", "Elbe", "Ørsted", "over", "The end", "«Война и мир»",
            "ёлки", "Ель", "Ида", "Іван", "Йод", "Ялта",
        ]  # fmt: skip
        right = ["3D printing", *(title for title in titles if title != "3D printing")]
        right.remove("’s avond")
        right.insert(right.index("The end"), "’s avond")
        put(engine, *(document(title, title) for title in reversed(titles)))
        put(engine, document("none"), document("signs", "?!"), document("b", "Elbe"))
        right.insert(right.index("Elbe") + 1, "b")
        found = all_pages(engine, Query(Everything(), sort="title", limit=4))
        assert [k.identifier for k in found] == [*right, "none", "signs"]

    def test_what_came_last_comes_first_and_stays_there(self, engine: Engine) -> None:
        days = {"1": 3, "2": None, "3": 5, "4": 3, "5": 1}
        times = {
            n: datetime(2026, 1, day, 12, 30, tzinfo=UTC) if day else None
            for n, day in days.items()
        }
        for batch in ("135", "24", "31"):  # putting it again with its time changes nothing
            with engine.writer() as writer:
                for n in batch:
                    writer.put(document(n, f"same {batch}", date=f"200{n}"), times[n])
        query = Query(Word("same"), sort="first-seen", limit=2)
        assert [k.identifier for k in all_pages(engine, query)] == ["3", "1", "4", "5", "2"]
        assert {m.score for m in engine.search(query).matches} == {0.0}

    @pytest.mark.parametrize("sort", get_args(Sort))
    def test_pages_join_to_one_long_list(self, engine: Engine, sort: Sort) -> None:
        for start in (0, 20):
            put(
                engine,
                *(
                    document(
                        f"{n:02}",
                        *(["same " * (n % 3 + 1)] if n % 5 else []),
                        abstract="same",
                        date=[None, "2019", "2020-05-17"][n % 3],
                    )
                    for n in range(start, start + 20)
                ),
            )
        whole = engine.search(Query(Word("same"), sort=sort, limit=100))
        assert (whole.total, len(whole.matches), whole.next) == (40, 40, None)
        for limit in (1, 7, 20, 39, 40):
            assert all_pages(engine, Query(Word("same"), sort=sort, limit=limit)) == [
                match.key for match in whole.matches
            ]
        first = engine.search(Query(Word("same"), sort=sort, limit=10))
        second = Query(Word("same"), sort=sort, limit=5, offset=3, cursor=first.next)
        assert engine.search(second).matches == whole.matches[13:18]
        assert engine.search(second).total == 40

    @pytest.mark.parametrize("sort", ["newest", "oldest", "title", "first-seen"])
    def test_pages_miss_nothing_while_the_index_changes(self, engine: Engine, sort: Sort) -> None:
        years = [None, "1999", "2005", "2010"]
        many = [document(f"{n:02}", f"same {n % 4}", date=years[n % 4]) for n in range(40)]
        put(engine, *many)
        query = Query(Word("same"), sort=sort, limit=6)
        found: list[Key] = []
        changed = iter(range(40))
        cursor: str | None = ""
        while cursor is not None:
            answer = engine.search(query)
            found += [match.key for match in answer.matches]
            cursor = answer.next
            query = Query(Word("same"), sort=sort, limit=6, cursor=cursor)
            n = next(changed)
            put(engine, document(f"new{n}", "same 0", date="2030"), document(f"{n * 3:02}", "gone"))
        stayed = {key(f"{n:02}") for n in range(40)} - set(engine.scan(Query(Word("gone"))))
        assert len(found) == len(set(found))
        assert stayed <= set(found)

    @pytest.mark.parametrize(
        "cursor",
        ["", "?", "MQ", "bnVsbA", "W10", base64.urlsafe_b64encode(b'[1,"newest",1e999,"a","b"]')],
    )
    def test_what_is_no_cursor_is_told(self, engine: Engine, cursor: str | bytes) -> None:
        text = cursor.decode() if isinstance(cursor, bytes) else cursor
        with pytest.raises(UsageError, match="no cursor"):
            engine.search(Query(Everything(), sort="newest", cursor=text))

    def test_a_cursor_belongs_to_its_order(self, engine: Engine) -> None:
        put(engine, document("1", "a"), document("2", "a"))
        answer = engine.search(Query(Everything(), sort="title", limit=1))
        with pytest.raises(UsageError, match="by title, not by newest"):
            engine.search(Query(Everything(), sort="newest", cursor=answer.next))

    def test_a_cursor_made_by_hand_is_a_place_like_any(self, engine: Engine) -> None:
        put(engine, document("1", "a"), document("2", "b"))
        odd = json.dumps([1, "title", "a\ud800", "\udfff", "\0"]).encode()
        cursor = base64.urlsafe_b64encode(odd).decode()
        found = engine.search(Query(Everything(), sort="title", cursor=cursor))
        assert [match.key for match in found.matches] == [key("2")]
