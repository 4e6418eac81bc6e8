"""Each row of the model: values in, values and flags out."""

from __future__ import annotations

import pytest

from harvester.normalise import (
    dates,
    identifiers,
    languages,
    links,
    relations,
    rights,
    subjects,
    text,
    titles,
    types,
)
from harvester.normalise.dublin_core import DublinCore, Value
from index.record import Date, Flag, Identifier, Licence, Link, Text
from tests.harvester.normalise.samples import values


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("rus", "ru"), ("ru-RU", "ru"), ("ru_RU", "ru"), ("RUS", "ru"), ("Russian", "ru"),
        ("ger", "de"), ("deu", "de"), ("dut", "nl"), ("en_US", "en"), ("en-GB", "en-GB"),
        ("pt_BR", "pt-BR"), ("pt_PT", "pt-PT"), ("por", "pt"), ("chi", "zh"), ("zh_CN", "zh-Hans"),
        ("zh_TW", "zh-Hant"), ("zh_Hans", "zh-Hans"), ("sr_RS@latin", "sr-Latn"),
        ("sr_RS@cyrillic", "sr-Cyrl"), ("fr_CA", "fr-CA"), ("fa-IR", "fa"), ("grc", "grc"),
        ("日本語", "ja"), ("zxx", "zxx"), ("und", None), ("other", None), ("auth", None),
        ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_language_has_one_shortest_form(code: str | None, expected: str | None) -> None:
    assert languages.tag(code) == expected


def test_a_list_of_languages_is_taken_apart_when_every_part_is_one() -> None:
    found, flags = languages.read(values("en;ru", "nld/dut", "rus", " "))
    assert found == ("en", "ru", "nl")
    assert flags == ()


def test_a_list_with_a_part_that_is_no_language_is_flagged_whole() -> None:
    found, flags = languages.read(values("en; Klingonese"))
    assert found == ("en",)
    assert flags == (Flag("language-not-understood", "language", "en; Klingonese"),)


def test_an_xml_lang_of_any_element_is_looked_at() -> None:
    record = DublinCore({"title": values("a", lang="xyzzy"), "subject": values("b", lang="en")})
    assert languages.attribute_flags(record) == (Flag("language-not-understood", "title", "xyzzy"),)


def test_text_is_folded_and_composed() -> None:
    assert text.fold(" и\u0306\u00a0 a\n\tb ") == "й a b"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("One line\ncut to a width.", "One line cut to a width."),
        ("A sentence.\nA new paragraph.", "A sentence.\nA new paragraph."),
        ("One\r\n\r\n two ", "One\ntwo"),
        ("plain  text", "plain text"),
        ("\n\n", ""),
    ],
)
def test_paragraphs_are_kept(raw: str, expected: str) -> None:
    assert text.paragraphs(raw) == expected


def test_the_same_text_in_the_same_language_stands_once() -> None:
    found = text.texts((Value("a", "en"), Value("a ", "en-US"), Value("a", "de"), Value(" ")))
    assert found == (Text("a", "en"), Text("a", "de"))


def test_titles_in_the_language_of_the_record_come_first() -> None:
    given = (Value("a", "en"), Value("b", "pt_BR"), Value("c"), Value("d", "pt"))
    found = titles.read(given, ("pt", "en"))
    assert [title.value for title in found] == ["b", "d", "a", "c"]


def test_titles_keep_their_order_where_no_language_is_told() -> None:
    assert [title.value for title in titles.read(values("b", "a"), ())] == ["b", "a"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a; b ;; a.", ["a", "b"]),
        ('“a”; «b»; "c".', ["a", "b", "c"]),
        ('"a" and "b"', ['"a" and "b"']),
        ("U.S.", ["U.S."]),
        ("R&amp;D; x", ["R&amp;D", "x"]),
        ("物理；化学", ["物理", "化学"]),
        ("World War, 1939-1945", ["World War, 1939-1945"]),
    ],
)
def test_subjects_are_terms(raw: str, expected: list[str]) -> None:
    assert [term.value for term in subjects.read(values(raw)).terms] == expected


@pytest.mark.parametrize(
    ("raw", "edtf", "precision"),
    [
        ("2023", "2023", "year"),
        ("2023-11", "2023-11", "month"),
        (" 2023-11-01 ", "2023-11-01", "day"),
        ("2014-11-05T00:00:00Z", "2014-11-05", "day"),
        ("2015-07-16 12:23:02.443", "2015-07-16", "day"),
        ("2015-07-16T12:23:02+0300", "2015-07-16", "day"),
    ],
)
def test_an_iso_date_is_understood(raw: str, edtf: str, precision: str) -> None:
    (date,), flags = dates.read(values(raw))
    assert (date.edtf, date.year, date.precision, flags) == (edtf, int(edtf[:4]), precision, ())


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("2005-1999", "date-not-understood"),
        ("Mission period", "date-not-understood"),
        ("3000-03-03", "date-implausible"),
        ("0000", "date-implausible"),
    ],
)
def test_any_other_date_stays_raw_with_a_flag(raw: str, code: str) -> None:
    assert dates.read(values(raw)) == ((Date(raw),), (Flag(code, "date", raw),))


def test_the_term_and_openaire_name_the_role_of_a_date() -> None:
    given = (Value("2020", term="issued"), Value("info:eu-repo/date/embargoEnd/2021-05-27"))
    found, _ = dates.read(given)
    assert [(date.role, date.edtf) for date in found] == [
        ("issued", "2020"), ("embargoEnd", "2021-05-27"),
    ]  # fmt: skip


def test_of_several_dates_the_publication_is_the_one_without_a_clock() -> None:
    """DSpace gives when a work was accessioned and made available beside when it was issued."""
    found, _ = dates.read(
        values("2001-05-12T10:00:00Z", "2002-01", "info:eu-repo/date/embargoEnd/2000")
    )
    chosen = dates.published(found)
    assert chosen is not None
    assert chosen.raw == "2002-01"


def test_an_issued_date_wins_over_others() -> None:
    found, _ = dates.read((Value("1999"), Value("2005", term="issued"), Value("x")))
    chosen = dates.published(found)
    assert chosen is not None
    assert chosen.raw == "2005"


def test_the_year_of_the_issue_counts_where_it_says_something_new() -> None:
    found, _ = dates.read(values("2023-01-01"))
    assert dates.of_issue("2023", found) == ()
    assert dates.of_issue(None, found) == ()
    assert dates.of_issue("2022", found) == (Date("2022", "2022", 2022, "year", "issue"),)


@pytest.mark.parametrize(
    ("raw", "label"),
    [
        ("info:eu-repo/semantics/doctoralThesis", "doctoral thesis"),
        ("doc-type:doctoralThesis", "doctoral thesis"),
        ("Doctoral Thesis", "doctoral thesis"),
        ("Still image;", "still image"),
        ("http://purl.org/coar/resource_type/c_18gh", "technical report"),
        ("http://purl.org/dc/dcmitype/Text", "text"),
        ("info:eu-repo/semantics/bookReview", "book review"),
    ],
)
def test_a_type_gets_its_address_at_coar(raw: str, label: str) -> None:
    found = types.read(values(raw))
    assert found.type is not None
    assert (found.type.label, found.type.raw, found.type.scheme) == (label, raw, "COAR")
    assert found.types == (found.type,)


def test_a_type_in_words_tells_more_than_the_article_that_ojs_says() -> None:
    found = types.read(values("info:eu-repo/semantics/article", "Editorial", "story"))
    assert found.type is not None
    assert found.type.label == "editorial"
    assert [kind.uri is None for kind in found.types] == [False, False, True]
    assert found.serial


def test_a_version_is_no_type() -> None:
    found = types.read(values("info:eu-repo/semantics/acceptedVersion"))
    assert found.type is None
    assert found.version is not None
    assert found.version.uri == "http://purl.org/coar/version/c_ab4af688f83e57aa"
    assert found.types == (found.version,)
    assert not found.serial


@pytest.mark.parametrize(
    ("raw", "uri", "spdx", "label"),
    [
        ("See http://creativecommons.org/licenses/by-nc-sa/4.0/legalcode.",
         "licenses/by-nc-sa/4.0/", "CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0"),
        ("https://www.creativecommons.org/licenses/by/3.0/us/", "licenses/by/3.0/us/",
         "CC-BY-3.0-US", "CC BY 3.0 US"),
        ("http://creativecommons.org/licenses/by/4.0/deed.ru", "licenses/by/4.0/", "CC-BY-4.0",
         "CC BY 4.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "publicdomain/zero/1.0/", "CC0-1.0",
         "CC0 1.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "publicdomain/mark/1.0/",
         "CC-PDM-1.0", "PDM 1.0"),
    ],
)  # fmt: skip
def test_a_creative_commons_address_is_a_licence(
    raw: str, uri: str, spdx: str | None, label: str
) -> None:
    found = rights.read(values(raw))
    assert found.licence is not None
    assert found.licence.uri == f"https://creativecommons.org/{uri}"
    assert (found.licence.spdx, found.licence.label) == (spdx, label)
    assert found.statements == (Text(raw),)


@pytest.mark.parametrize("raw", ["CC-BY", "https://creativecommons.org/licenses/by/"])
def test_no_version_of_a_licence_is_guessed(raw: str) -> None:
    licence = rights.read(values(raw)).licence
    assert licence == Licence("https://creativecommons.org/licenses/by/", None, "CC BY")


@pytest.mark.parametrize("raw", ["Public Domain", "All rights"])
def test_no_licence_is_guessed(raw: str) -> None:
    assert rights.read(values(raw)).licence is None


@pytest.mark.parametrize(
    ("raw", "notation"),
    [
        ("info:eu-repo/semantics/openAccess", "c_abf2"),
        ("info:eu-repo/semantics/closedAccess", "c_14cb"),
        ("http://purl.org/coar/access_right/c_f1cf", "c_f1cf"),
    ],
)
def test_an_access_term_is_no_statement(raw: str, notation: str) -> None:
    found = rights.read(values(raw, "Copyright"))
    assert found.access is not None
    assert found.access.uri == f"http://purl.org/coar/access_right/{notation}"
    assert found.statements == (Text("Copyright"),)


def test_a_second_access_term_stays_as_a_statement() -> None:
    given = values("info:eu-repo/semantics/openAccess", "info:eu-repo/semantics/closedAccess")
    assert [text.value for text in rights.read(given).statements] == [given[1].text]


def test_six_capitals_are_an_edn_only_beside_a_doi_or_an_address() -> None:
    assert identifiers.read(values("ABCDEF"))[0].scheme == "local"
    assert identifiers.read(values("ABCDEF", "10.5555/1"))[0].scheme == "edn"


def test_an_identifier_in_two_dresses_is_one() -> None:
    found = identifiers.read(values("10.5555/a", "https://doi.org/10.5555/A", "Box 103"))
    assert [one.scheme for one in found] == ["doi", "local"]


def test_web_addresses_are_links_and_a_pdf_is_a_full_text() -> None:
    given = identifiers.read(
        values("http://hdl.handle.net/1813/3024", "https://example.org/a.pdf", "10.5555/1")
    )
    assert links.landing(given) == (
        Link("http://hdl.handle.net/1813/3024", "landing"),
        Link("https://example.org/a.pdf", "fulltext", "application/pdf"),
    )


def test_galleys_take_the_media_types_where_they_are_as_many() -> None:
    base = "https://example.org/article/view/1/"
    both = links.galleys([base + "2", base + "3"], ["application/pdf", "text/html"])
    assert [link.media_type for link in both] == ["application/pdf", "text/html"]
    one = links.galleys([base + "2", base + "3"], ["application/pdf"])
    assert [link.media_type for link in one] == [None, None]


def test_a_relation_is_another_work_unless_it_is_a_file_or_a_name_of_this_one() -> None:
    found = relations.read(
        values(
            "info:eu-repo/semantics/altIdentifier/doi/10.5555/A",
            "info:eu-repo/semantics/reference/doi/10.5555/B",
            "https://example.org/article/download/1/2",
            "RG 82",
        ),
        (),
    )
    assert [(one.scheme, one.value) for one in found.identifiers] == [("doi", "10.5555/a")]
    assert found.links == (Link("https://example.org/article/download/1/2", "fulltext"),)
    assert found.relations == (
        Identifier("doi", "10.5555/b", "info:eu-repo/semantics/reference/doi/10.5555/B"),
        Identifier("local", "RG 82", "RG 82"),
    )
