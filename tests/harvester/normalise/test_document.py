"""A whole record: every row of the model from Dublin Core, and nothing lost on the way."""

from __future__ import annotations

import re

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.normalise import NORMALISER, normalise
from harvester.normalise.dublin_core import ELEMENTS
from harvester.normalise.hygiene import clean
from harvester.normalise.text import fold, paragraphs
from index.identifiers import recognise
from index.record import (
    FLAGS,
    Agent,
    Document,
    Flag,
    Identifier,
    Journal,
    Licence,
    Link,
    Text,
)
from tests.harvester.normalise.samples import OJS, document, oai_dc, raw

_BASE = "https://journals.example.org/rivers/article"


def test_a_record_of_ojs_comes_out_whole() -> None:
    done = document(*OJS)
    assert done.titles == (Text("Реки Севера", "ru"), Text("Rivers of the North", "en"))
    assert done.creators == (
        Agent("Lesnaya, Anna", "Lesnaya", "Anna", "person", (Text("Анна Лесная"),)),
    )
    assert done.contributors == ()
    assert done.funders == (Text("Fund for Rivers", "en"),)
    assert done.subjects == (
        Text("rivers", "en"), Text("ice", "en"), Text("реки", "ru"), Text("лёд", "ru"),
    )  # fmt: skip
    assert done.abstracts == (Text("First part.\nSecond part.", "en"),)
    assert done.publishers == (Text("Institute of Rivers", "en"),)
    assert done.date is not None
    assert (done.date.year, done.date.edtf, done.date.precision) == (2023, "2023-11-01", "day")
    assert done.dates == (done.date,)
    assert done.type is not None
    assert done.type.label == "journal article"
    assert done.version is not None
    assert done.version.label == "VoR"
    assert [kind.raw for kind in done.types] == [done.type.raw, done.version.raw]
    assert done.languages == ("ru",)
    assert done.identifiers == (
        Identifier("url", f"{_BASE}/view/12", f"{_BASE}/view/12"),
        Identifier("doi", "10.5555/rivers.12", "10.5555/RIVERS.12"),
        Identifier("edn", "ABCDEF", "ABCDEF"),
    )
    assert done.journal == Journal(
        titles=(Text("Journal of Rivers", "en"), Text("Речной журнал", "ru")),
        issn="0869-5873",
        eissn="3034-5200",
        issns=("3034-5200", "0869-5873"),
        volume="93",
        issue="11",
        pages="1095-1100",
        first_page="1095",
        last_page="1100",
    )
    uri = "https://creativecommons.org/licenses/by/4.0/"
    assert done.licence == Licence(uri, "CC-BY-4.0", "CC BY 4.0")
    assert [right.value for right in done.rights] == [field[1] for field in OJS[-2:]]
    assert done.links == (
        Link(f"{_BASE}/view/12", "landing"),
        Link(f"{_BASE}/view/12/34", "fulltext", "application/pdf"),
        Link(f"{_BASE}/downloadSuppFile/12/56", "supplement"),
    )
    assert done.relations == ()
    assert done.formats == ("application/pdf",)
    assert done.flags == ()
    assert done.completeness == 100


def test_an_empty_record_is_a_document_without_anything() -> None:
    assert document() == Document("rivers", "oai:example.org:1")


def test_another_format_keeps_key_and_sets_and_says_so() -> None:
    done = normalise(raw(b"<mods/>", "http://www.loc.gov/mods/v3", ("a", "b")), "rivers")
    flag = Flag("format-not-read", "format", "http://www.loc.gov/mods/v3")
    assert done == Document("rivers", "oai:example.org:1", ("a", "b"), flags=(flag,))


def test_metadata_that_is_no_xml_is_flagged() -> None:
    done = normalise(raw(b"<dc"), "rivers")
    assert [flag.code for flag in done.flags] == ["xml-not-read"]


def test_sets_are_decoded_for_display_where_they_are_encoded() -> None:
    done = normalise(raw(oai_dc(()), sets=("1:S%26S", "x%FF", "100%")), "rivers")
    assert done.sets == ("1:S&S", "x%FF", "100%")


def test_contributors_are_people_unless_ojs_wrote_them() -> None:
    done = document(("contributor", "Lesnaya, Anna"))
    assert done.contributors == (Agent("Lesnaya, Anna", "Lesnaya", "Anna", "person"),)
    assert done.funders == ()


def test_an_unknown_xml_lang_leaves_the_language_open_with_a_flag() -> None:
    done = document(("title", "Rivers", "qwertyuiop"))
    assert done.titles == (Text("Rivers"),)
    assert done.flags == (Flag("language-not-understood", "title", "qwertyuiop"),)


def test_the_year_of_the_issue_stands_in_for_a_missing_date() -> None:
    done = document(("source", "Journal of Rivers; Vol 1 (2019)"))
    assert done.date is not None
    assert (done.date.year, done.date.role) == (2019, "issue")


def test_other_identifiers_of_the_work_in_relations_are_identifiers() -> None:
    done = document(("relation", "info:eu-repo/semantics/altIdentifier/issn/0869-5873"))
    assert [(found.scheme, found.value) for found in done.identifiers] == [("issn", "0869-5873")]
    assert done.journal == Journal(issn="0869-5873", issns=("0869-5873",))
    assert done.relations == ()


def test_what_a_source_says_beside_the_journal_is_kept() -> None:
    done = document(("source", "10.5555/issue.1"), ("source", "Some collection"))
    assert [(one.scheme, one.value) for one in done.relations] == [("doi", "10.5555/issue.1")]
    assert done.flags == (Flag("source-not-understood", "source", "Some collection"),)


def test_the_number_of_the_normaliser_is_whole() -> None:
    assert isinstance(NORMALISER, int)
    assert NORMALISER >= 1


_XML_TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
    | st.sampled_from("\n\t ;:.,()/-0123456789№"),
    max_size=40,
)
_LANGUAGES = st.sampled_from(["en-US", "ru-RU", "pt_BR", "zh_TW", "auth", "", "x"])
_LIKELY = st.sampled_from([field[1] for field in OJS] + ["unknown", "0869-5874", "1990-1995"])
_FIELDS = st.lists(
    st.tuples(st.sampled_from(ELEMENTS), _XML_TEXT | _LIKELY, _LANGUAGES), max_size=12
)


def _strings(done: Document) -> str:
    return "\n".join(_leaves(msgspec.to_builtins(done)))


def _leaves(value: object) -> list[str]:
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in _leaves(part)]
    if isinstance(value, list | tuple):
        return [leaf for part in value for leaf in _leaves(part)]
    return [value] if isinstance(value, str) else []


@given(_FIELDS)
@settings(max_examples=200, deadline=None)
def test_any_record_gives_the_same_document_twice_with_known_flags(
    fields: list[tuple[str, str, str]],
) -> None:
    first, second = document(*fields), document(*fields)
    assert first == second
    assert {flag.code for flag in first.flags} <= FLAGS.keys()
    assert 0 <= first.completeness <= 100


# Names are taken apart: their law stands in test_names_laws.py.
_APART = ("contributor", "creator", "description", "language", "source", "subject")
_WHOLE = tuple(name for name in ELEMENTS if name not in _APART)


@given(_FIELDS)
@settings(max_examples=200, deadline=None)
def test_no_value_vanishes(fields: list[tuple[str, str, str]]) -> None:
    """Each value stands in the document as written, whitespace aside (raw and flags count)."""
    done = document(*fields)
    held = _strings(done)
    fields = [(name, clean(text), lang) for name, text, lang in fields]
    for name, text, _ in fields:
        if name in _WHOLE:
            assert fold(text) in held
        elif name == "description":
            assert paragraphs(text) in held
        elif name == "subject":
            assert all(word in held for word in re.findall(r"[^\W_]+", fold(text)))
        elif name == "source":
            assert all(number in held for number in re.findall("[0-9]+", text))
            assert fold(text.partition(";")[0]) in held or recognise(fold(text))
    languages = [text for name, text, _ in fields if name == "language" and text.strip()]
    unread = [flag for flag in done.flags if flag.field == "language"]
    assert not languages or done.languages or unread
