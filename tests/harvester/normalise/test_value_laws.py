"""Laws of dates, languages, types and rights: any text is read, and nothing of it is lost."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from harvester.normalise import dates, languages, rights, types
from harvester.normalise.dublin_core import Value
from harvester.normalise.text import fold
from index.record import FLAGS
from tests.harvester.normalise.samples import values

_SIGNS = """
1998 2004 12 31 00 0000 2562 1399 march марта мая ca. c © [ ] ? ~ / - – , ; .. XX 19th century
XIX век в. 1890s 令和
年 月 日 元 昭和 هـ ش رمضان مرداد or and between before after not spring q3
english en eng русский (Brazil) zh_TW @latin | thesis PhD article info:eu-repo/semantics/ by
-nc 4.0 BY-SA https://creativecommons.org/licenses/ CC open access embargo until attribution ² ١ १
info:eu-repo/date/embargoEnd/ http://purl.org/coar/resource_type/ c_6501 rightsstatements.org/
"""
_WORDS = st.sampled_from([*_SIGNS.split(), ""])
_TEXT = st.lists(_WORDS | st.text(max_size=6), max_size=7).map(" ".join) | st.lists(
    _WORDS, max_size=6
).map("".join)
_SPOKEN = st.lists(st.sampled_from(["fa", "th", "pl", "hr", "ar-EG", "en"]), max_size=2)


@given(st.lists(_TEXT, max_size=3), _SPOKEN)
@settings(max_examples=400, deadline=None)
@example(["[September 1938", "10000-01-01", "0. March 0000"], [])
def test_any_date_is_read_and_kept(texts: list[str], spoken: list[str]) -> None:
    found, flags = dates.read(values(*texts), spoken)
    assert {date.raw for date in found} == {fold(text) for text in texts} - {""}
    assert {flag.code for flag in flags} <= FLAGS.keys()
    assert all(date.edtf or date.year is None for date in found)
    assert dates.published(found) is None or dates.published(found) in found


@given(_TEXT, _SPOKEN)
@settings(max_examples=400, deadline=None)
def test_edtf_is_a_normal_form(text: str, spoken: list[str]) -> None:
    for date in dates.read(values(text), spoken)[0]:
        if date.edtf:
            (again,), flags = dates.read(values(date.edtf))
            assert (again.edtf, again.year, flags) == (date.edtf, date.year, ())


@given(_TEXT)
@settings(max_examples=400, deadline=None)
def test_a_language_is_read_or_flagged_and_its_tag_is_a_normal_form(text: str) -> None:
    found, flags = languages.read(values(text))
    assert found or flags or not text.strip()
    assert all(flag.raw == text for flag in flags)
    assert languages.read(values(*found))[0] == found


@given(st.lists(_TEXT, max_size=4))
@settings(max_examples=300, deadline=None)
def test_every_type_is_kept_and_a_label_means_itself(texts: list[str]) -> None:
    found = types.read(values(*texts))
    assert {coded.raw for coded in found.types} == {fold(text) for text in texts} - {""}
    if found.type:
        again = types.read(values(found.type.label or "", found.type.uri or ""))
        assert {coded.uri for coded in again.types} == {found.type.uri}


@given(st.lists(_TEXT, max_size=4))
@settings(max_examples=300, deadline=None)
def test_every_right_is_kept_and_a_licence_means_itself(texts: list[str]) -> None:
    found = rights.read(values(*texts))
    held = {text.value for text in found.statements}
    held |= {found.access.raw} if found.access else set()
    held |= {found.embargo.raw} if found.embargo else set()
    assert held >= {fold(text) for text in texts} - {""}  # access may be a part of a statement
    if found.licence:
        assert rights.read(values(found.licence.uri)).licence == found.licence


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_an_xml_lang_may_be_anything(text: str) -> None:
    tag = languages.tag(text)
    assert tag is None or languages.tag(tag) == tag
    rights.read((Value("Copyright", text),))
