"""What a document offers to be searched by."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import PLAIN
from index.fields import GAP, keyword, positions, searchable, telling_words
from index.record import Agent, Coded, Date, Document, Identifier, Journal, Licence, Link, Text
from index.tree import HELD_FIELDS, KEYWORD_FIELDS, WORD_FIELDS

FULL = Document(
    "herald",
    "oai:journal.example.org:article/1",
    sets=("art:old", "art:new"),
    titles=(Text("О свете"), Text("On light", "en")),
    creators=(
        Agent("Иванова, Анна", variants=(Text("Ivanova, Anna", "en"), Text("Иванова, Анна", "ru")),
              orcid="0000-0002-1825-0097"),
    ),
    subjects=(Text("свет"),),
    classifications=(Coded("535", label="Optics"), Coded("530")),
    abstracts=(Text("Коротко."),),
    publishers=(Text("Издатель"),),
    date=Date("2019-05-17", edtf="2019-05-17", year=2019),
    type=Coded("info:eu-repo/semantics/article", uri="http://purl.org/coar/resource_type/c_6501",
               label="journal article"),
    access=Coded("Open", label="open access"),
    languages=("pt-BR", "ru"),
    identifiers=(
        Identifier("doi", "10.1234/abc", "10.1234/ABC"),
        Identifier("eissn", "2434-561X", "2434-561X"),
        Identifier("edn", "ABCDEF", "EDN: ABCDEF"),
    ),
    journal=Journal((Text("Вестник"),), issn="0317-8471", issns=("0317-8471", "1050-124X")),
    licence=Licence("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
    links=(Link("https://journal.example.org/1", "landing"),),
)  # fmt: skip


def test_texts_carry_their_own_language_or_the_document_s() -> None:
    texts = searchable(FULL).texts
    assert set(texts) == set(WORD_FIELDS)
    assert texts["title"] == (("О свете", "pt-BR"), ("On light", "en"))
    assert texts["creator"] == (("Иванова, Анна", None), ("Ivanova, Anna", "en"))
    assert texts["subject"] == (("свет", "pt-BR"), ("Optics", None), ("530", None))
    assert texts["journal"] == (("Вестник", "pt-BR"),)
    assert texts["publisher"] == (("Издатель", "ru"),)  # no Portuguese is written so
    assert texts["abstract"] == (("Коротко.", "pt-BR"),)


def test_keywords_hold_each_value_once_in_normal_form() -> None:
    keywords = searchable(FULL).keywords
    assert set(keywords) == set(HELD_FIELDS)
    assert {field: keywords[field] for field in KEYWORD_FIELDS} == {
        "source": ("herald",),
        "set": ("art", "art:old", "art:new"),
        "year": ("2019",),
        "date": ("2019", "2019-05", "2019-05-17"),
        "language": ("pt-br", "pt", "ru"),
        "type": (
            "journal article",
            "info:eu-repo/semantics/article",
            "http://purl.org/coar/resource_type/c_6501",
        ),
        "licence": ("https://creativecommons.org/licenses/by/4.0/", "cc-by-4.0"),
        "access": ("open access", "open"),
        "doi": ("10.1234/abc",),
        "issn": ("0317-8471", "1050-124X", "2434-561X"),
        "orcid": ("0000-0002-1825-0097",),
        "id": (
            "oai:journal.example.org:article/1",
            "10.1234/abc",
            "2434-561X",
            "ABCDEF",
            "https://journal.example.org/1",
        ),
    }


def test_an_empty_document_offers_its_key_alone() -> None:
    parts = searchable(Document("s", "i"))
    assert {field: values for field, values in parts.keywords.items() if values} == {
        "source": ("s",),
        "id": ("i",),
    }
    assert not any(parts.texts.values())
    assert parts.date is None


@pytest.mark.parametrize(
    ("date", "sort", "parts"),
    [
        (Date("x", edtf="2019-05-17", year=2019), 20190517, ("2019", "2019-05", "2019-05-17")),
        (Date("x", edtf="2019-05", year=2019), 20190500, ("2019", "2019-05")),
        (Date("x", edtf="2019-21", year=2019), 20190000, ("2019", "2019-21")),
        (Date("x", year=987), 9870000, ("0987",)),
        (Date("197X", edtf="197X", year=1970), 19700000, ("1970",)),
        (Date("soon"), None, ()),
        (None, None, ()),
    ],
)
def test_a_date_sorts_and_is_found_by_its_parts(
    date: Date | None, sort: int | None, parts: tuple[str, ...]
) -> None:
    found = searchable(Document("s", "i", date=date))
    assert (found.date, found.keywords["date"]) == (sort, parts)


@pytest.mark.parametrize(
    ("field", "dress", "normal"),
    [
        ("doi", "https://doi.org/10.1234/ABC", "10.1234/abc"),
        ("doi", "Not One", "not one"),
        ("issn", "2434-561x", "2434-561X"),
        ("issn", "x", "X"),
        ("orcid", "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("orcid", "x", "X"),
        ("id", "https://doi.org/10.1234/ABC", "10.1234/abc"),
        ("id", " Local 7 ", "Local 7"),
        ("language", "pt_BR", "pt-br"),
        ("type", "ARTICLE", "article"),
        ("set", "Art:Old", "Art:Old"),
        ("id", "lone \ud800", "lone ?"),
        ("set", "x" * 5000, "x" * 1000),
    ],
)
def test_a_keyword_has_one_normal_form(field: str, dress: str, normal: str) -> None:
    assert keyword(field, dress) == normal


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(KEYWORD_FIELDS), st.text())
def test_the_normal_form_is_its_own(field: str, value: str) -> None:
    assert keyword(field, keyword(field, value)) == keyword(field, value)


def test_values_stand_a_gap_apart_and_terms_of_a_token_together() -> None:
    found = list(positions([("Big dogs ـ ran", "en"), ("cat", "en")], PLAIN))
    assert found == [
        ("big", 0), ("~big", 0), ("dogs", 1), ("~dog", 1), ("ran", 2), ("~ran", 2),
        ("cat", 3 + GAP), ("~cat", 3 + GAP),
    ]  # fmt: skip


def test_telling_words_are_those_of_titles_and_subjects() -> None:
    assert telling_words(searchable(FULL), PLAIN) == (
        "о", "свете", "on", "light", "свет", "optics", "530",
    )  # fmt: skip
