"""What a server does in its own way, told in the settings of its source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harvester.normalise import normalise
from harvester.normalise.habits import Habits, in_order
from index.record import Document, Journal, Text
from tests.harvester.normalise.samples import oai_dc, raw

RECORD = """
<dc:title xml:lang="en">Light</dc:title><dc:title xml:lang="ru-RU">Свет</dc:title>
<dc:subject>waves, light</dc:subject><dc:language>en</dc:language>
<dc:date>2001-02-03</dc:date>
<dcterms:available>2019-05-06</dcterms:available><dcterms:issued>2018-01-01</dcterms:issued>
"""


def read(habits: Habits) -> Document:
    return normalise(raw(oai_dc((), RECORD)), "s", habits)


def test_the_preferred_languages_come_first() -> None:
    assert [text.value for text in read(Habits()).titles] == ["Light", "Свет"]
    assert [text.value for text in read(Habits(languages=("ru",))).titles] == ["Свет", "Light"]


def test_the_date_is_of_the_role_that_the_settings_name() -> None:
    dated = read(Habits(date="available"))
    assert dated.date is not None
    assert dated.date.edtf == "2019-05-06"
    assert read(Habits(date="accepted")).date == read(Habits()).date


def test_subjects_are_cut_at_the_separator_of_the_source() -> None:
    assert [one.value for one in read(Habits(separator=",")).subjects] == ["waves", "light"]


def test_the_issn_of_the_settings_holds_whatever_the_records_say() -> None:
    wanted = Journal(issn="0869-5873", issns=("0869-5873",))
    assert read(Habits(issn="0869-5873")).journal == wanted


def test_names_without_a_comma_begin_with_the_family_where_the_source_says_so() -> None:
    xml = raw(oai_dc((("creator", "Anna Maria"),)))
    (usual,) = normalise(xml, "s").creators
    (told,) = normalise(xml, "s", Habits(family_first=True)).creators
    assert (told.name, told.family, told.given) == ("Anna Maria", "Anna", "Maria")
    assert usual.family != "Anna"


def test_values_of_the_settings_stand_in_place_of_what_came() -> None:
    document = read(Habits(values=(("language", ("ru", "de")), ("publisher", ("RAS",)))))
    assert document.languages == ("ru", "de")
    assert document.publishers == (Text("RAS"),)


@given(st.lists(st.builds(Text, st.text(), st.sampled_from([None, "ru", "ru-Latn", "en"]))))
def test_an_order_loses_nothing_and_keeps_that_of_equals(texts: list[Text]) -> None:
    ordered = in_order(texts, ["ru", "en"])
    assert sorted(ordered, key=texts.index) == sorted(texts, key=texts.index)
    assert in_order(ordered, ["ru", "en"]) == ordered
    assert [one for one in ordered if one.lang is None] == [one for one in texts if not one.lang]
