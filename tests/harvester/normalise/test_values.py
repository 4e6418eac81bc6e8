"""What golden values do not say of dates, languages, types, rights: roles, flags, records."""

from __future__ import annotations

from collections import Counter

import pytest

from harvester.normalise import (
    coar,
    creative_commons,
    dates,
    language_guess,
    languages,
    rights,
    types,
)
from harvester.normalise.creative_commons import Named
from harvester.normalise.date_forms.calendars import dated
from harvester.normalise.dublin_core import DublinCore, Value
from harvester.normalise.habits import Habits
from harvester.normalise.tables import key, rows
from index.record import Coded, Date, Flag, Text
from tests.harvester.normalise.samples import document, values

_PERSIAN = (
    "این متن به زبان فارسی نوشته شده است و درباره رودخانه های شمال ایران و یخ آنها در زمستان است"
)


def test_a_month_of_two_languages_is_told_by_the_record_only() -> None:
    (unsure,), flags = dates.read(values("listopad 2019"))
    assert (unsure.edtf, [flag.code for flag in flags]) == ("2019", ["date-partly-understood"])
    (polish,), none = dates.read(values("listopad 2019"), ["pl-PL"])
    assert (polish.edtf, none) == ("2019-11", ())


@pytest.mark.parametrize(
    ("raw", "edtf"),
    [
        ("2019年3月～2020年2月", ["2019-03/2020-02"]), ("約1890年", ["1890~"]),
        ("1980年代", ["198X"]), ("2019年第", [None]), ("30年3月", [None]),
        ("2010-37", ["2010-01/2010-04"]), ("2010-41", ["2010-07/2010-12"]),
        ("1990 until 1995", ["1990/1995"]), ("1985–1990 годы", ["1985/1990"]),
        ("1780 May 20 and 1780 August 4", ["1780-05-20", "1780-08-04"]),
        ("ca. 1973 ca. 1973", ["1973~"]), ("8 y 9 de mayo de 2010", ["2010-05-08/2010-05-09"]),
        ("between 1860 and", ["1860"]), ("March " * 30 + "1999", [None]), ("1999-2025-01", [None]),
        ("2007-03-14; 2007-03-21", ["2007-03-14", "2007-03-21"]), ("55/2016", [None]),
        ("Q5 2019", ["2019"]), ("1443-1444هـ", ["2021/2023"]),
        ("1990 [i.e. 1991]", ["1991"]), ("1. 5. 2011", ["2011-05-01"]), ("mid-1990s", ["199X"]),
        ("1.5.2011 г.", ["2011-05-01"]), ("2019-W05", [None]),
        ("Fri, 10 Oct 1999 12:30:00 +0200", ["1999-10-10"]),
        ("3000-", [None]), ("2020-1990", [None]),
    ],
)  # fmt: skip
def test_a_date_is_read_as_far_as_it_says(raw: str, edtf: list[str | None]) -> None:
    assert [date.edtf for date in dates.read(values(raw))[0]] == edtf


def test_an_embargo_among_the_rights_is_a_date_with_its_role() -> None:
    raw = "info:eu-repo/date/embargoEnd/2061-02-14"
    done = document(("rights", raw), ("date", "2011"))
    assert done.date == Date("2011", "2011", 2011, "year")
    assert done.dates[1] == Date(raw, "2061-02-14", 2061, "day", "embargoEnd")
    assert done.access is not None
    assert done.access.label == "embargoed access"
    assert done.rights == ()


def test_an_embargo_without_a_date_is_a_statement() -> None:
    found = rights.read(values("Embargoed until further notice"))
    assert (found.embargo, found.access) == (None, None)
    assert found.statements == (Text("Embargoed until further notice"),)


def test_licences_that_disagree_are_flagged_in_the_document() -> None:
    done = document(("rights", "CC BY 4.0"), ("rights", "CC BY-NC 4.0"))
    assert done.licence is not None
    assert done.licence.spdx == "CC-BY-4.0"
    assert done.flags == (Flag("licence-disagrees", "rights", "CC BY-NC 4.0"),)


def test_a_type_of_dcmi_keeps_its_own_address() -> None:
    found = types.read(values("Physical Object"))
    assert found.type is None
    uri = "http://purl.org/dc/dcmitype/PhysicalObject"
    assert found.types == (Coded("Physical Object", uri, "PhysicalObject", "DCMI Type"),)


def test_a_list_of_types_keeps_each_with_the_whole_value() -> None:
    found = types.read(values("Still image; Text"))
    assert [(one.raw, one.label) for one in found.types] == [
        ("Still image; Text", "still image"), ("Still image; Text", "text"),
    ]  # fmt: skip


def test_a_text_keeps_the_language_that_came_and_is_flagged() -> None:
    done = document(("title", "Реки Севера и лёд", "en-US"), ("language", "rus"))
    assert done.titles == (Text("Реки Севера и лёд", "en"),)
    assert done.flags == (Flag("language-of-another-script", "title", "en-US"),)


def test_the_language_of_rights_says_nothing_and_is_not_looked_at() -> None:
    """OJS writes both in the language of whoever looks."""
    assert document(("rights", "Copyright (c) 2023 Анна Лесная", "en-US")).flags == ()


def test_every_word_of_the_tables_names_one_concept() -> None:
    for word, count in Counter(w for _, words in rows("date_words") for w in words.split()).items():
        assert count == 1, word
    for table in ("types", "versions", "access", "language_names"):
        seen: dict[str, str] = {}
        for code, words in rows(table):
            for word in words.split("|"):
                assert seen.setdefault(key(word), code) == code, (table, word)


def test_the_tables_name_concepts_that_there_are() -> None:
    assert {notation for notation, _ in rows("types")} <= coar.TYPES.keys()
    assert {notation for notation, _ in rows("versions")} <= coar.VERSIONS.keys()
    assert {notation for notation, _ in rows("access")} <= coar.ACCESS.keys()


@pytest.mark.parametrize(
    ("raw", "found", "flagged"),
    [
        ("eng (English), fre (French)", ("en", "fr"), False), ("Bahasa Inggris", ("en",), False),
        ("English (French abstract)", ("en",), True), ("English (1990)", ("en",), False),
        ("Kurmanji dialect (Kurdish)", ("ku",), False), ("Klingon (tlh?) (x)", (), True),
    ],
)  # fmt: skip
def test_nothing_that_brackets_say_is_lost(raw: str, found: tuple[str, ...], flagged: bool) -> None:
    given, flags = languages.read(values(raw))
    assert (given, bool(flags)) == (found, flagged)


def test_a_jurisdiction_in_words_belongs_to_the_licence() -> None:
    (named,) = creative_commons.find("CC BY-NC-ND 2.5 Spain")
    assert named == Named("by-nc-nd", "2.5", "es")


def test_a_licence_needs_a_version_that_there_is() -> None:
    assert creative_commons.find("https://creativecommons.org/licenses/by/1.7/") == ()


def test_version_one_had_licences_without_attribution() -> None:
    assert creative_commons.licence(Named("sa", "1.0")).spdx == "CC-SA-1.0"
    assert creative_commons.licence(Named("nc-sa", "1.0")).spdx is None


@pytest.mark.parametrize(
    ("calendar", "date", "edtf"),
    [
        # Equinoxes from the almanacs; 1403 was a leap year, so that 1404 begins on 21 March.
        ("jalali", (1399, 1, 1), "2020-03-20"), ("jalali", (1403, 12, 30), "2025-03-20"),
        ("jalali", (1404, 1, 1), "2025-03-21"), ("jalali", (1375, 1, 1), "1996-03-20"),
        ("hijri", (1443, 1, 1), "2021-08-10"), ("hijri", (1443, 0, 0), "2021/2022"),
        ("hijri", (1429, 0, 0), "2008"), ("buddhist", (2562, 3, 0), "2019-03"),
        ("minguo", (108, 3, 0), "2019-03"), ("gregorian", (2019, 2, 29), "2019-02"),
        ("jalali", (1399, 13, 1), "2020/2021"),
    ],
)  # fmt: skip
def test_other_calendars_come_to_ours(
    calendar: dates.Calendar, date: tuple[int, int, int], edtf: str
) -> None:
    part = dated(calendar, *date)
    assert part is not None
    assert part.text == edtf


def test_a_calendar_has_the_years_that_we_can_meet() -> None:
    assert dated("jalali", 2020) is None
    assert dated("hijri", 800) is None


class TestGuess:
    """The extra `guess`."""

    @pytest.fixture(autouse=True)
    def _installed(self) -> None:
        pytest.importorskip("py3langid")

    def test_a_record_that_names_no_language_gets_a_flag_and_no_language(self) -> None:
        done = document(("title", _PERSIAN), own=Habits(guess=True))
        assert done.languages == ()
        assert done.titles == (Text(_PERSIAN),)
        assert done.flags == (Flag("language-guessed", "language", "fa"),)

    def test_a_source_that_does_not_ask_gets_no_guess(self) -> None:
        assert document(("title", _PERSIAN)).flags == ()

    @pytest.mark.parametrize(
        "fields",
        [
            {"title": (Value("Rivers"),)},
            {"title": (Value(_PERSIAN, "fa"),)},
            {"title": (Value(_PERSIAN),), "language": (Value("other"),)},
        ],
    )
    def test_nothing_is_guessed_of_little_text_or_where_somebody_said(
        self, fields: dict[str, tuple[Value, ...]]
    ) -> None:
        assert language_guess.flags(DublinCore(fields)) == ()
