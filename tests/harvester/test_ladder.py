"""How damaged bodies are read: each repair by its name, letters whole, records beside unchanged."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from harvester import errors
from harvester.ladder import climb
from harvester.page import read_page
from harvester.quirks import QUIRKS
from harvester.stages import Page
from tests.harvester.test_page import DC, listed, oai, record

URL = "http://127.0.0.1/oai"
LIMIT = 10_000_000
TOKEN = "<resumptionToken>t</resumptionToken>"


def read(body: bytes) -> Page:
    return climb(body, URL, read_page, LIMIT)


def titles(page: Page) -> list[str]:
    found = [etree.fromstring(raw.xml).findtext("{*}title") for raw in page.records]
    return [title or "" for title in found]


def titled(title: str, identifier: str = "oai:x:1") -> str:
    return record(identifier, metadata=DC.replace("Физика", title))


def windows_1251(text: str) -> bytes:
    return listed(titled("@@")).replace(b"@@", text.encode("windows-1251"))


WHOLE = listed(titled("Физика"))
CASES = [
    ("compression", gzip.compress(WHOLE, mtime=0), "Физика"),
    ("compression", zlib.compress(WHOLE), "Физика"),
    ("compression", zstandard.ZstdCompressor().compress(WHOLE), "Физика"),
    ("surrounding-text", b"<br />\nNotice: Undefined index in oai.php\n" + WHOLE, "Физика"),
    ("surrounding-text", WHOLE + b"\n<!-- cached --> done", "Физика"),
    ("surrounding-text", b"\n\n" + WHOLE, "Физика"),
    ("namespace", WHOLE.replace(b"http://www.openarchives", b"https://www.openarchives"), "Физика"),
    ("namespace", WHOLE.replace(b' xmlns="http://www.openarchives.org/OAI/2.0/"', b""), "Физика"),
    ("forbidden-characters", listed(titled("Фи\x0bзи\x00ка")), "Физика"),
    ("forbidden-characters", listed(titled("Фи&#x1;зи&#11;ка&#x10FFFF;")), "Физика\U0010ffff"),
    ("forbidden-characters", WHOLE.replace("Ф".encode(), b"\xef\xbf\xbe\xd0\xa4"), "Физика"),
    ("html-entities", listed(titled("A &nbsp; &eacute;t &amp; &ndash;")), "A \xa0 ét & –"),
    ("bare-ampersand", listed(titled("Q & A, ?a=1&b=2, &no; &lt;")), "Q & A, ?a=1&b=2, &no; <"),
    ("encoding", windows_1251("Физика и химия"), "Физика и химия"),
    ("encoding", listed(titled("@@")).replace(b"@@", "Études".encode("cp1252")), "Études"),
    ("encoding", WHOLE.replace(b"UTF-8", b"no-such-encoding"), "Физика"),
    ("encoding", WHOLE.replace(b"UTF-8", b"us-ascii"), "Физика"),
    ("undeclared-prefix", listed(titled('Ф</dc:title><dc:x xlink:href="u"/><dc:title>')), "Ф"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "body", "title"), CASES)
def test_a_quirk_is_repaired_by_its_own_name_and_no_letter_is_lost(
    name: str, body: bytes, title: str
) -> None:
    with pytest.raises(errors.PayloadError):
        read_page(body, URL)
    page = read(body)
    assert titles(page) == [title]
    assert [used for used, _ in page.repairs] == [name]


def test_each_quirk_has_a_case() -> None:
    assert {name for name, _, _ in CASES} == {quirk.name for quirk in QUIRKS}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("space", ["", "\n \n"])
def test_a_strict_page_needs_no_repair(encoding: str, space: str) -> None:
    page = read((WHOLE.decode() + space).encode(encoding))
    assert (titles(page), page.repairs) == (["Физика"], ())


def test_several_faults_are_repaired_one_after_the_other() -> None:
    body = b"Notice\n" + listed(titled("A & B\x0b &eacute;"))
    page = read(gzip.compress(body))
    assert titles(page) == ["A & B é"]
    assert [name for name, _ in page.repairs] == [
        "compression", "surrounding-text", "forbidden-characters", "html-entities",
        "bare-ampersand",
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "windows-1251"])
def test_faults_are_repaired_in_other_encodings_too(encoding: str) -> None:
    body = listed(titled("Физика & химия\x0b &eacute;")).decode().encode(encoding)
    page = read(body)
    assert titles(page) == ["Физика & химия é"]
    names = {"encoding", "forbidden-characters", "html-entities", "bare-ampersand"}
    assert names == dict(page.repairs).keys()


def test_cdata_and_comments_stay_as_they_are() -> None:
    inside = "<![CDATA[a & b &eacute; &#1;]]>"
    page = read(listed(titled(inside), titled("x & y", "oai:x:2")))
    assert titles(page) == ["a & b &eacute; &#1;", "x & y"]


def test_one_record_in_another_encoding_does_not_change_the_others() -> None:
    good = titled("Żółw и Ёж — 日本", "oai:x:2")
    body = listed(titled("@@"), good).replace(b"@@", "Физика".encode("windows-1251"))
    assert titles(read(body)) == ["Физика", "Żółw и Ёж — 日本"]


healthy = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff&<>"
    ),
    max_size=40,
)


@given(st.lists(healthy, min_size=1, max_size=4), st.booleans())
def test_a_repair_never_changes_what_strict_reading_would_have_taken(
    found: list[str], cdata: bool
) -> None:
    texts = [f"<![CDATA[{text}&nbsp;&]]>" for text in found] if cdata else found
    body = listed(*(titled(text, f"oai:x:{n}") for n, text in enumerate(texts)))
    strict = read_page(body, URL)
    for quirk in QUIRKS:
        mended = read_page(quirk.repair(body, LIMIT), URL)
        assert mended.records == strict.records, quirk.name


DAMAGE = ("A & B", "&nbsp;", "\x0b", "&#0;", "&nothing;", "<b>", "</dc:title>", "\x01&eacute;<i>")


@given(st.lists(healthy, min_size=1, max_size=3), st.sampled_from(DAMAGE), st.integers(0, 3))
def test_the_records_beside_a_broken_one_are_read_as_if_it_were_not_there(
    found: list[str], damage: str, place: int
) -> None:
    good = [titled(text, f"oai:x:{n}") for n, text in enumerate(found)]
    strict = read_page(listed(*good), URL).records
    items = [*good[:place], titled(damage, "oai:x:broken"), *good[place:]]
    page = read(listed(*items, token=TOKEN))
    assert tuple(raw for raw in page.records if raw.identifier != "oai:x:broken") == strict
    kept = [raw.identifier for raw in page.records] + [one.identifier for one in page.quarantined]
    assert "oai:x:broken" in kept
    assert page.token == "t"


def test_a_broken_record_goes_to_quarantine_by_name_and_the_list_goes_on() -> None:
    body = listed(
        titled("ok"), titled("<i>", "oai:x:&amp;2"), titled("fine", "oai:x:3"), token=TOKEN
    )
    page = read(body)
    assert titles(page) == ["ok", "fine"]
    (broken,) = page.quarantined
    assert (broken.kind, broken.code, broken.identifier) == (
        "record",
        "not-well-formed",
        "oai:x:&2",
    )
    assert broken.body.startswith(b"<record>")
    assert page.token == "t"
    assert page.response_date == "2026-01-02T03:04:05Z"
    assert page.repairs == (("salvage", 1),)
    assert not page.damaged


@pytest.mark.parametrize("left", [-1, -30, -60, -200])
def test_a_page_that_breaks_off_keeps_its_whole_records_and_says_so(left: int) -> None:
    body = listed(titled("one"), titled("two", "oai:x:2"), token=TOKEN)
    with pytest.raises(errors.NotWellFormed) as caught:
        read(body[:left])
    page = caught.value.salvaged
    assert page is not None
    assert page.damaged
    assert titles(page)[0] == "one"
    assert page.token is None


def test_marc_records_inside_metadata_do_not_cut_a_record_in_two() -> None:
    marc = '<record xmlns="http://www.loc.gov/MARC21/slim"><leader>x</leader></record>'
    body = listed(record(metadata=marc), titled("<i>", "oai:x:2"), record("oai:x:3", metadata=marc))
    page = read(body)
    assert [raw.identifier for raw in page.records] == ["oai:x:1", "oai:x:3"]
    assert all(b"leader" in raw.xml for raw in page.records)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html><body>A & B &nbsp;</body></html>", errors.NotOaiPmh),
        (b'{"a": "&"}', errors.NotOaiPmh),
        (b"", errors.EmptyBody),
        (b"\x1f\x8bgarbage", errors.NotWellFormed),
        (gzip.compress(b"<html></html>", mtime=0), errors.NotOaiPmh),
        (oai("<ListRecords>")[:-30], errors.NotWellFormed),
    ],
)
def test_what_nothing_helps_with_keeps_its_first_error(
    body: bytes, kind: type[errors.PayloadError]
) -> None:
    with pytest.raises(errors.PayloadError) as caught:
        read(body)
    assert type(caught.value) is kind
    assert caught.value.salvaged is None


def test_a_bomb_of_undeclared_gzip_gives_no_more_than_the_limit() -> None:
    bomb = gzip.compress(b"<OAI-PMH>" + b" " * 50_000_000)
    with pytest.raises(errors.PayloadError):
        climb(bomb, URL, read_page, 1_000_000)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_page_or_one_typed_error(body: bytes) -> None:
    for start in (b"", b"<OAI-PMH><ListRecords><record><header>", b"\x1f\x8b", b"<\x00"):
        try:
            assert isinstance(read(start + body), Page)
        except errors.PayloadError as error:
            assert error.message  # noqa: PT017  # which one depends on the bytes


def seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


@pytest.mark.parametrize(
    "body",
    [
        listed(titled("Физика @")).replace(b"@", b"caf\xe9 bon " * 60_000),
        b"<OAI-PMH><ListRecords>" + b"<record " * 60_000,
        b"<OAI-PMH><ListRecords><record><header><identifier>" + b" " * 60_000 + b"<x",
        b"<OAI-PMH " * 60_000,
    ],
    ids=["letters of latin-1", "open tags", "white space", "open roots"],
)
def test_no_body_takes_longer_than_its_length_explains(body: bytes) -> None:
    """Each of these took minutes where every fault was looked for through the rest of the body."""

    def tried() -> None:
        with suppress(errors.PayloadError):
            read(body)

    assert seconds(tried) < 15
