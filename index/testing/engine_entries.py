"""Promises of an engine that counts entries: persons, journals, subjects, types, each once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from index.engines.base import MISSING, Bucket, Engine, Facet, FacetWish, Filter, Query
from index.record import Agent, Coded, Document, Journal, Licence, Text
from index.testing.engine_places import EnginePlaces, put
from index.tree import ENTRIES, Everything, Exact, Not

_ARTICLE = "http://purl.org/coar/resource_type/c_6501"
_BY = Licence("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0", "CC BY 4.0")
_STUDIES = Text("Far Eastern Studies", "en")
_PROBLEMS = Text("Проблемы Дальнего Востока", "ru")


def _shelf() -> tuple[Document, ...]:
    """A person's articles, two in Russian and one in English; somebody else's; nobody's."""
    return (
        Document(
            "s", "1",
            creators=(Agent("Кистанов В.О.", "Кистанов", "В.О."),),
            journal=Journal((_PROBLEMS, _STUDIES), "0131-2812"),
            subjects=(Text("Япония"), Text("Россия")),
            type=Coded("info:eu-repo/semantics/article", _ARTICLE, "journal article"),
            languages=("ru",),
        ),
        Document(
            "s", "2",
            creators=(Agent("Кистанов В.О.", "Кистанов", "В.О."), Agent("Ли Б.", "Ли", "Б.")),
            journal=Journal((_PROBLEMS,), "0131-2812"),
            subjects=(Text("япония."),),
            type=Coded("Article", _ARTICLE, "journal article"),
            licence=_BY,
            languages=("ru", "en-US"),
        ),
        Document(
            "s", "3",
            creators=(Agent("Kistanov, Valerii", "Kistanov", "Valerii"),),
            journal=Journal((_STUDIES, _PROBLEMS), "0131-2812"),
            publishers=(Text("Наука"),),
            type=Coded("Article", label="review"),
            licence=_BY,
            languages=("en",),
        ),
        Document(
            "s", "4",
            creators=(
                Agent("Tanaka, Taro", "Tanaka", "Taro", variants=(Text("田中, 太郎", "ja"),)),
            ),
            journal=Journal((_PROBLEMS,)),
            publishers=(Text("НАУКА"),),
            type=Coded("Article"),
            access=Coded("Open", "http://purl.org/coar/access_right/c_abf2", "open access"),
        ),
        Document("s", "5"),
    )  # fmt: skip


def _counted(facet: Facet) -> list[tuple[str, str, int]]:
    return [(bucket.value, bucket.shown, bucket.count) for bucket in facet.buckets]


class EntryContract(EnginePlaces):
    """search, scan, terms: entries."""

    def _facets(self, engine: Engine, query: Query | None = None) -> Mapping[str, Facet]:
        asked = query or Query(Everything())
        wishes = tuple(FacetWish(name) for name in ENTRIES)
        found = engine.search(Query(asked.tree, asked.filters, facets=wishes))
        return {facet.field: facet for facet in found.facets}

    def test_an_entry_is_counted_once_whatever_its_dress(self, engine: Engine) -> None:
        put(engine, *_shelf()[:3])
        put(engine, *_shelf()[3:])
        found = self._facets(engine)
        assert _counted(found["creator"]) == [
            ("kistanov v", "Кистанов В.О.", 3), ("li b", "Ли Б.", 1),
            ("tanaka t", "Tanaka, Taro", 1), (MISSING, MISSING, 1),
        ]  # fmt: skip
        assert found["creator"].values == 3
        journals = _counted(found["journal"])
        assert journals[0] == ("0131-2812", _PROBLEMS.value, 3)
        assert [(shown, count) for _, shown, count in journals[1:]] == [
            (_PROBLEMS.value, 1), (MISSING, 1),
        ]  # fmt: skip
        assert _counted(found["subject"])[:2] == [("япония", "Япония", 2), ("россия", "Россия", 1)]
        assert _counted(found["publisher"]) == [("наука", "НАУКА", 2), (MISSING, MISSING, 3)]
        assert _counted(found["type"]) == [
            ("journal article", "journal article", 2), ("article", "Article", 1),
            ("review", "review", 1), (MISSING, MISSING, 1),
        ]  # fmt: skip
        assert _counted(found["licence"]) == [("CC BY 4.0", "CC BY 4.0", 2), (MISSING, MISSING, 3)]
        assert _counted(found["language"])[:2] == [("en", "en", 2), ("ru", "ru", 2)]
        assert _counted(found["access"])[0] == ("open access", "open access", 1)

    def test_the_spelling_shown_is_the_one_most_hits_have(self, engine: Engine) -> None:
        put(engine, *_shelf())
        found = self._facets(engine, Query(Not(Exact("language", "ru"))))
        assert _counted(found["creator"])[0] == ("kistanov v", "Kistanov, Valerii", 1)
        assert _counted(found["journal"])[0] == ("0131-2812", _STUDIES.value, 1)

    def test_each_entry_promises_its_hits(self, engine: Engine) -> None:
        put(engine, *_shelf())
        for name, facet in self._facets(engine).items():
            for bucket in facet.buckets:
                for query in (
                    Query(Everything(), (Filter(name, (bucket.value,)),)),
                    Query(Exact(name, bucket.value)),
                ):
                    assert len(list(engine.scan(query))) == bucket.count
                without = Query(Everything(), (Filter(name, (bucket.value,), excluded=True),))
                assert len(list(engine.scan(without))) == len(_shelf()) - bucket.count

    @pytest.mark.parametrize(
        ("name", "spelling", "expected"),
        [
            ("creator", "Kistanov V.", "123"),
            ("creator", "Валерий Кистанов", "123"),
            ("creator", "KISTANOW, V. O.", "123"),
            ("creator", "田中, 太郎", "4"),
            ("creator", "Kistanov, Boris", ""),
            ("journal", "Far Eastern Studies", "123"),
            ("journal", "проблемы дальнего востока", "1234"),
            ("journal", "ISSN 0131-2812", "123"),
            ("subject", "ЯПОНИЯ", "12"),
            ("publisher", "Наука", "34"),
            ("type", "Journal Article", "12"),
            ("type", _ARTICLE, "12"),
            ("type", "article", "4"),  # an entry of the index: it, and nothing else
            ("type", "ARTICLE", "234"),  # none: whatever has this dress
            ("licence", "cc by 4.0", "23"),
            ("licence", "CC-BY-4.0", "23"),
            ("licence", "https://creativecommons.org/licenses/by/4.0/", "23"),
            ("access", "open", "4"),
            ("language", "EN", "23"),
            ("language", "en-US", "2"),
            ("creator_is", "kistanov v", "123"),
            ("creator_is", "Kistanov V.", ""),
            ("creator_is", "kistanov", ""),
        ],
    )
    def test_entries_are_found_in_any_dress(
        self, engine: Engine, name: str, spelling: str, expected: str
    ) -> None:
        put(engine, *_shelf())
        tree = Query(Exact(name, spelling))
        assert [key.identifier for key in engine.scan(tree)] == list(expected)
        if name in ENTRIES:
            filtered = Query(Everything(), (Filter(name, (spelling,)),))
            assert engine.search(filtered).total == len(expected)

    def test_a_key_of_a_deleted_document_is_none(self, engine: Engine) -> None:
        put(engine, *_shelf())
        with engine.writer() as writer:
            writer.delete(_shelf()[3].key)
        found = engine.scan(Query(Exact("type", "article")))
        assert [key.identifier for key in found] == ["2", "3"]

    def test_a_facet_of_entries_does_not_feel_its_own_filters(self, engine: Engine) -> None:
        put(engine, *_shelf())
        filters = (Filter("creator", ("Ли Б.",)), Filter("language", ("ru",)))
        found = self._facets(engine, Query(Everything(), filters))
        assert _counted(found["creator"]) == [
            ("kistanov v", "Кистанов В.О.", 2),
            ("li b", "Ли Б.", 1),
        ]
        assert _counted(found["language"]) == [("en", "en", 1), ("ru", "ru", 1)]
        assert _counted(found["journal"]) == [("0131-2812", _PROBLEMS.value, 1)]

    def test_entries_come_in_the_order_of_their_keys(self, engine: Engine) -> None:
        put(engine, *_shelf())
        wishes = FacetWish("creator", 2, "value"), FacetWish("creator", 1), FacetWish("creator", 0)
        found = engine.search(Query(Everything(), facets=wishes)).facets
        assert [[bucket.value for bucket in facet.buckets] for facet in found] == [
            ["kistanov v", "li b", MISSING], ["kistanov v", MISSING], [MISSING],
        ]  # fmt: skip
        assert found[0].buckets[-1] == Bucket(MISSING, 1)

    def test_terms_gives_the_spellings_of_entries(self, engine: Engine) -> None:
        put(engine, *_shelf())
        assert list(engine.terms("kist", "creator_is")) == [
            ("kistanov v\x1fKistanov, Valerii", 1), ("kistanov v\x1fКистанов В.О.", 2),
        ]  # fmt: skip
        assert list(engine.terms("kist", "type")) == []
