"""Promises of an engine that reads: what answers a query, in which order."""

from __future__ import annotations

import threading

import pytest

from index.engines.base import Engine, Filter, Query
from index.errors import EngineError
from index.query import And, Everything, Exact, Node, Not, Or, Phrase, Word, Years
from index.testing.engine_places import EnginePlaces, Open, ask, document, hits, key, put


class AnswerContract(EnginePlaces):
    """search, scan, terms, similar, keys, close."""

    def test_a_new_place_holds_nothing(self, engine: Engine) -> None:
        assert list(engine.keys()) == []
        assert ask(engine, "*").total == 0
        assert hits(engine, "физика -свет") == []
        assert list(engine.scan(Query(Everything()))) == []
        assert list(engine.terms("", "title")) == []

    @pytest.mark.parametrize(
        ("query", "title", "lang"),
        [
            ("физика", "Успехи физики", "ru"),
            ("физика", "Успехи физики", None),
            ("universities", "The University", "en"),
            ("ЁЛКИ", "елка", "ru"),
            ("Straße", "STRASSE", "de"),
            ("resume", "Résumé", "fr"),
            ("analyse", "L’analyse", "fr"),
            ("大学", "東京大学の研究", "ja"),
            ("東京大学", "東京大学の研究", "ja"),
            ("ｶﾞｸ", "ガク", "ja"),
            ("COVID-19", "covid 19", "en"),
            ("كتاب", "الْكِتَاب", "ar"),
        ],
    )
    def test_an_unquoted_word_finds_its_forms(
        self, engine: Engine, query: str, title: str, lang: str | None
    ) -> None:
        put(engine, document("1", title, lang=lang), document("2", "Something else", lang="en"))
        assert hits(engine, query) == ["1"]

    def test_a_quoted_word_means_itself(self, engine: Engine) -> None:
        put(engine, document("1", "физики", lang="ru"), document("2", "физика", lang="ru"))
        assert hits(engine, '"физика"') == ["2"]
        assert hits(engine, "физика") == ["2", "1"]  # the exact form comes first

    def test_a_phrase_keeps_order_and_stays_in_one_value(self, engine: Engine) -> None:
        put(
            engine,
            document("1", "the big black dog"),
            document("2", "black big"),
            document("3", "so big", "black so"),
            document("4", "big", abstract="black"),
        )
        assert hits(engine, '"big black"') == ["1"]
        assert hits(engine, '"black big"') == ["2"]

    def test_a_phrase_may_hold_a_word_twice(self, engine: Engine) -> None:
        put(engine, document("1", "to be or not to be"), document("2", "to be or not be to"))
        assert hits(engine, '"to be or not to be"') == ["1"]

    def test_words_are_anded_over_all_fields(self, engine: Engine) -> None:
        put(
            engine,
            document("1", "Light", creators=["Kistanov, V."]),
            document("2", "Light"),
            document("3", "Dark", creators=["Kistanov, V."]),
        )
        assert hits(engine, "kistanov light") == ["1"]
        assert set(hits(engine, "kistanov OR light")) == {"1", "2", "3"}
        assert hits(engine, "light -kistanov") == ["2"]
        assert hits(engine, "-light") == ["3"]

    def test_a_field_holds_only_its_own(self, engine: Engine) -> None:
        put(
            engine,
            document("1", "physics"),
            document("2", "x", journal="Physics", issn="0317-8471"),
            document("3", "x", abstract="physics"),
            document("4", "x", subjects=["physics"]),
        )
        assert hits(engine, "title:physics") == ["1"]
        assert hits(engine, "journal:physics") == ["2"]
        assert hits(engine, 'abstract:"physics"') == ["3"]
        assert hits(engine, "subject:physics") == ["4"]
        assert len(hits(engine, "physics")) == 4

    @pytest.mark.parametrize(
        "query",
        [
            "10.1234/AbC",
            "https://doi.org/10.1234/abc",
            "doi:10.1234/ABC",
            "ISSN 0317-8471",
            "oai:a.example:1",
            "set:art",
            "set:art:old",
            "year:2019",
            "date:2019-05",
            "year:2018..2020",
            "type:ARTICLE",
            "language:pt",
            "language:pt-br",
            "source:herald",
        ],
    )
    def test_keywords_are_found_in_any_dress(self, engine: Engine, query: str) -> None:
        one = document(
            "oai:a.example:1", "x", lang="pt-BR", doi="10.1234/abc", date="2019-05-17",
            journal="J", issn="0317-8471", sets=("art:old",), type_="Article",
        )  # fmt: skip
        other = document("oai:a.example:2", "x", source="other", date="2024")
        put(engine, one, other, document("3", "undated", source="other"))
        found = ask(engine, query)
        assert (found.total, found.matches[0].key) == (1, one.key)

    def test_years_have_open_and_closed_ends(self, engine: Engine) -> None:
        put(engine, *(document(year, "x", date=year) for year in ("0987", "2018", "2019", "2020")))
        put(engine, document("undated", "x"))
        assert hits(engine, "year:>=2019", sort="oldest") == ["2019", "2020"]
        assert hits(engine, "year:>2019") == ["2020"]
        assert hits(engine, "year:<=2018", sort="oldest") == ["0987", "2018"]
        assert hits(engine, "year:<0987") == []
        assert hits(engine, "year:2018..2019", sort="newest") == ["2019", "2018"]
        assert list(engine.scan(Query(Years(2020, 2018)))) == []
        assert hits(engine, "date:..0987") == ["0987"]

    @pytest.mark.parametrize(
        ("tree", "expected"),
        [
            (Everything(), "123"),
            (Not(Everything()), ""),
            (Not(Not(Word("red"))), "12"),
            (And((Everything(), Word("red"))), "12"),
            (And((Not(Word("red")), Not(Word("blue")))), ""),
            (And((Not(Word("green")), Word("red"))), "1"),
            (And((Word("green"), Not(Everything()))), ""),
            (Or((Word("green"), Not(Word("red")))), "23"),
            (Or((And((Word("red"), Word("blue"))), Phrase(("blue",)))), "13"),
            (And((Or((Word("green"), Word("blue"))), Not(Phrase(("red", "blue"))))), "23"),
            (Word("nowhere"), ""),
            (Phrase(("nowhere", "red")), ""),
            (Phrase(("ـ",)), ""),  # folds to nothing
            (Word("ـ"), ""),
            (Exact("year", "1066"), ""),
            (Years(1900, 2100), ""),
        ],
    )
    def test_any_tree_has_its_meaning(self, engine: Engine, tree: Node, expected: str) -> None:
        put(engine, document("1", "red blue"), document("2", "green red"), document("3", "blue"))
        assert [k.identifier for k in engine.scan(Query(tree))] == list(expected)
        assert engine.search(Query(tree)).total == len(expected)

    def test_filters_narrow_and_do_not_score(self, engine: Engine) -> None:
        put(
            engine,
            document("1", "light", date="2019", sets=("a",)),
            document("2", "light", date="2020", sets=("b",)),
            document("3", "light light", date="2021", sets=("b",)),
        )
        tree = Word("light")
        plain = {m.key: m.score for m in engine.search(Query(tree)).matches}
        years = Filter("year", ("2019", "2021"))
        found = engine.search(Query(tree, filters=(years,)))
        assert {m.key: pytest.approx(m.score) for m in found.matches} == {
            k: plain[k] for k in (key("1"), key("3"))
        }
        both = engine.search(Query(tree, filters=(years, Filter("set", ("b",)))))
        assert [m.key for m in both.matches] == [key("3")]
        assert engine.search(Query(tree, filters=(Filter("set", ()),))).total == 0

    def test_a_title_counts_more_than_an_abstract(self, engine: Engine) -> None:
        put(
            engine,
            document("1", "other", abstract="light"),
            document("2", "light", abstract="other"),
            document("3", "other", creators=["light"]),
        )
        assert hits(engine, "light") == ["2", "3", "1"]

    def test_ties_come_by_key_and_pages_join_to_the_whole(self, engine: Engine) -> None:
        many = [document(f"{n:02}", "same words") for n in range(25)]
        with engine.writer() as writer:
            for each in many[::-1]:
                writer.put(each)
        put(engine, *many[:5])  # in another segment, where an engine has such
        tree = Word("same")
        pages = [engine.search(Query(tree, limit=7, offset=at)) for at in range(0, 35, 7)]
        assert {page.total for page in pages} == {25}
        joined = [m for page in pages for m in page.matches]
        assert sorted(m.key for m in joined) == [each.key for each in many]
        ranks = [(-m.score, m.key) for m in joined]
        assert ranks == sorted(ranks)

    def test_pages_of_no_length_and_beyond_the_end(self, engine: Engine) -> None:
        put(engine, document("1", "word"), document("2", "word"))
        assert engine.search(Query(Word("word"), limit=0)).matches == ()
        beyond = engine.search(Query(Word("word"), offset=2))
        assert (beyond.total, beyond.matches) == (2, ())

    def test_dates_sort_both_ways_with_the_undated_last(self, engine: Engine) -> None:
        put(
            engine,
            document("a", "word", date="2019-05-17"),
            document("b", "word", date="2019"),
            document("c", "word"),
            document("d", "word", date="2021-01"),
            document("e", "word", date="2021-01"),
        )
        assert hits(engine, "word", sort="newest") == ["d", "e", "a", "b", "c"]
        assert hits(engine, "word", sort="oldest") == ["b", "a", "d", "e", "c"]
        assert {m.score for m in ask(engine, "word", sort="newest").matches} == {0.0}

    def test_scan_gives_every_key_in_order(self, engine: Engine) -> None:
        put(engine, *(document(f"{n}", "word") for n in range(30)))
        put(engine, document("5", "gone"), document("x", "word", source="a"))
        found = list(engine.scan(Query(Word("word"), limit=1, offset=3)))
        assert found == [key("x", "a"), *sorted(key(f"{n}") for n in range(30) if n != 5)]

    def test_terms_are_words_with_the_documents_that_hold_them(self, engine: Engine) -> None:
        put(engine, document("1", "физика физики", lang="ru"), document("2", "физика", lang="ru"))
        put(engine, document("3", "фон", abstract="физик"), document("2", "фон", lang="ru"))
        assert list(engine.terms("физ", "title")) == [("физика", 1), ("физики", 1)]
        assert list(engine.terms("", "title")) == [("физика", 1), ("физики", 1), ("фон", 2)]
        assert list(engine.terms("физ", "abstract")) == [("физик", 1)]
        assert list(engine.terms("h", "year")) == []

    def test_similar_documents_share_telling_words(self, engine: Engine) -> None:
        put(
            engine,
            document("1", "the spectral theory of operators"),
            document("2", "spectral operators and the rest"),
            document("3", "the theory"),
            document("4", "cookery"),
        )
        found = engine.similar(key("1"))
        assert [m.key.identifier for m in found] == ["2", "3"]
        assert engine.similar(key("1"), limit=1) == found[:1]
        assert engine.similar(key("4")) == ()
        put(engine, document("1", "cookery"))
        assert [m.key.identifier for m in engine.similar(key("1"))] == ["4"]
        assert engine.similar(key("none")) == ()

    def test_a_closed_engine_says_so(self, place: Open) -> None:
        engine = place()
        engine.close()
        for use in (engine.writer, lambda: ask(engine, "*"), lambda: list(engine.keys())):
            with pytest.raises(EngineError):
                use()

    def test_threads_share_an_engine(self, engine: Engine) -> None:
        put(engine, *(document(f"{n:02}", f"word w{n}") for n in range(40)))
        seen: list[tuple[int, ...]] = []

        def look() -> None:
            seen.extend(
                (ask(engine, "word").total, int(hits(engine, f"w{n}")[0]), n) for n in range(40)
            )

        threads = [threading.Thread(target=look) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(seen) == 240
        assert all(total == 40 and found == n for total, found, n in seen)
