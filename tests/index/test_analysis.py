"""Terms: exact forms, stems by language, the same for index and query."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import PLAIN, fold, is_exact, query_terms, terms
from index.words import tokens


@pytest.mark.parametrize(
    ("token", "folded"),
    [
        ("Résumé", "resume"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("łódź", "lodz"),
        ("Ærø", "aero"),
        ("İstanbul", "istanbul"),
        ("ısı", "isi"),
        ("Ёлка", "елка"),
        ("йод", "йод"),
        ("їжак", "їжак"),
        ("за́мок", "замок"),
        ("Ἀθῆναι", "αθηναι"),
        ("λόγος", "λογοσ"),
        ("الْكِتَابـ", "الكتاب"),
        ("שָׁלוֹם", "שלום"),
        ("हिन्दी", "हिन्दी"),
        ("が", "が"),
        ("ＡＢＣ", "abc"),
        ("ـ", ""),
    ],
)
def test_the_exact_form_folds_case_and_marks_but_keeps_letters(token: str, folded: str) -> None:
    assert fold(token) == folded


@pytest.mark.parametrize(
    ("asked", "held", "language"),
    [
        ("физика", "физики", "ru"),
        ("физика", "физики", None),
        ("universities", "university", "en"),
        ("universities", "university", "ru"),  # an English word in a Russian text
        ("universités", "université", "fr-CA"),
        ("häuser", "haus", "de"),
        ("книги", "книга", "en"),
        ("γλώσσες", "γλώσσα", "el"),
        ("analyse", "l'analyse", "fr"),
        ("l'analyse", "l'analyses", "fr"),
    ],
)
def test_an_inflection_is_found(asked: str, held: str, language: str | None) -> None:
    assert not set(query_terms(asked)).isdisjoint(terms(held, language))


@pytest.mark.parametrize(
    ("asked", "held", "language"),
    [
        ("физика", "химия", "ru"),
        ("книги", "книга", "uk"),  # Snowball has no Ukrainian, and Russian stems would mislead
        ("й", "и", "ru"),
        ("2019", "2018", "en"),
    ],
)
def test_another_word_is_not_found(asked: str, held: str, language: str) -> None:
    assert set(query_terms(asked)).isdisjoint(terms(held, language))


def test_a_query_in_a_known_language_uses_its_stems_only() -> None:
    assert query_terms("universities", "en") == ("universities", "~universiti")
    assert query_terms("книги", "uk") == ("книги",)
    assert len(query_terms("universities")) > 2


def test_what_folds_to_nothing_has_no_terms() -> None:
    assert terms("ـ", "ar") == query_terms("ـ") == ()


def test_a_stem_that_leaves_ascii_is_folded_back() -> None:
    """Snowball's Turkish gives `okuyuç` and `iktisadı`."""
    assert terms("okuyucunun", "tr") == ("okuyucunun", "~okuyuc")
    assert PLAIN.places(["iktisadi"], "tr") == [[("iktisadi", "~iktisadi")]]


def test_numbers_and_pairs_of_letters_have_no_stem() -> None:
    for token in ("covid19", "2019s", "ไท", "ab", "c++", "c#"):
        assert terms(token, "en") == (token,)
    assert terms("大学", "ja") == ("大学", "大", "学")


@pytest.mark.parametrize(
    ("asked", "held", "language"),
    [
        ("Universität", "universitaten", "de"),
        ("Universität", "universitaet", "de"),
        ("Müller", "Mueller", None),
        ("Mueller", "Müller", None),
        ("Muller", "Müller", None),
        ("Kobenhavn", "København", "da"),
        ("Koebenhavn", "København", "da"),
        ("OBrien", "O’Brien", None),
        ("O'Brien", "OBrien", None),
        ("Solovev", "Solov`ev", None),
        ("компютер", "комп'ютер", "uk"),
        ("H2O", "H₂O", "en"),
        ("CO₂", "CO2", "en"),
        ("C++", "C++", "en"),
        ("c#", "C#", "en"),
        ("net", ".NET", "en"),
        (".NET", ".net", "en"),
        ("水", "水素", "ja"),
        ("素", "水素", "ja"),
        ("국", "한국", "ko"),
        ("Koryakin", "\u041aoryakin", None),  # with a Cyrillic К
        ("\u0421OVID", "covid", "en"),
        ("мкм", "mкм", "ru"),  # with a Latin m
    ],
)
def test_a_word_is_found_however_it_is_typed(asked: str, held: str, language: str | None) -> None:
    (one,), (other,) = tokens(asked), tokens(held)
    assert not set(query_terms(one)).isdisjoint(terms(other, language))


@pytest.mark.parametrize(
    ("asked", "held"),
    [("C", "C++"), ("C++", "C"), ("C#", "C"), ("C", "C#"), ("net", "network"), (".NET", "net"),
     ("大", "学生"), ("ท", "ไท"), ("p5", "p53")],
)  # fmt: skip
def test_a_word_is_not_found_by_a_part(asked: str, held: str) -> None:
    (one,), (other,) = tokens(asked), tokens(held)
    assert set(query_terms(one)).isdisjoint(terms(other, None))


@settings(max_examples=200, deadline=None)
@given(st.text(), st.sampled_from([None, "ru", "en", "fr", "zh-Hans", "", "no such"]))
def test_terms_of_any_text_are_well_formed(text: str, language: str | None) -> None:
    """Exact first and unmarked, stems marked; what is indexed is found by itself."""
    for token in tokens(text):
        for found in (terms(token, language, sounded=True), query_terms(token)):
            assert all(term and len(term.encode()) < 2000 for term in found)
            assert all(map(is_exact, found[:1]))
        assert fold(fold(token)) == fold(token)
        assert terms(token, language)[:1] == query_terms(token)[:1]


def test_the_version_names_what_terms_depend_on() -> None:
    assert "snowball" in PLAIN.version
    assert "unicode" in PLAIN.version
    assert "sounds" in PLAIN.version


def test_threads_stem_alike() -> None:
    """PyStemmer objects are not thread-safe: each thread has its own."""
    some = [
        f"{stem}{end}" for stem in ("физик", "книг", "университет") for end in ("а", "и", "ами")
    ]
    found: list[list[tuple[str, ...]]] = []

    def stem() -> None:
        found.append([terms.__wrapped__(token, "ru") for token in some * 50])

    threads = [threading.Thread(target=stem) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[terms(token, "ru") for token in some * 50]] * 4
