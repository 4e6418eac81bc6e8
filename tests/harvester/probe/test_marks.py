"""What answers tell of a server: software, tokens, dates, clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from harvester.probe.first_page import real_granularity, skew, token_life, token_style
from harvester.probe.reading import Identity, Toolkit, formats_of, identity_of, sets_of
from harvester.probe.software import Software, Traces, software_of
from harvester.stages import Page
from index.record import Tombstone

NOW = datetime(2026, 1, 1, tzinfo=UTC)
IDENTIFY = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><Identify>
<repositoryName> Rivers </repositoryName><baseURL>https://x.example/oai</baseURL>
<protocolVersion>2.0</protocolVersion><adminEmail>a@b.example</adminEmail><adminEmail>c@d.example
</adminEmail><earliestDatestamp>2001-01-01</earliestDatestamp><deletedRecord>no</deletedRecord>
<granularity>YYYY-MM-DD</granularity><description><oai-identifier xmlns="http://i.example/">
<sampleIdentifier>oai:x:1</sampleIdentifier></oai-identifier></description>{}</Identify></OAI-PMH>"""
TOOLKIT = (
    '<description><toolkit xmlns="http://oai.dlib.vt.edu/OAI/metadata/toolkit"><title>'
    "Open Journal Systems</title><version>3.3.0.1</version></toolkit></description>"
)


def identity(more: str = "") -> Identity:
    return identity_of(etree.fromstring(IDENTIFY.format(more)))


def test_identify_is_read_whole() -> None:
    found = identity(TOOLKIT)
    assert (found.name, found.base_url) == ("Rivers", "https://x.example/oai")
    assert found.admins == ("a@b.example", "c@d.example")
    assert (found.earliest, found.deleted, found.granularity) == ("2001-01-01", "no", "YYYY-MM-DD")
    assert found.sample_identifier == "oai:x:1"
    assert found.toolkit == Toolkit("Open Journal Systems", "3.3.0.1")
    assert identity().toolkit is None


def test_what_is_not_said_is_none() -> None:
    found = identity_of(etree.fromstring("<Identify/>"))
    assert found == Identity(None, None, None, (), None, None, None, None, None, "")


def test_formats_and_sets_are_read() -> None:
    xml = (
        "<x><metadataFormat><metadataPrefix>oai_dc</metadataPrefix></metadataFormat>"
        "<set><setSpec>a</setSpec><setName>A</setName></set><set><setSpec>b</setSpec></set></x>"
    )
    assert formats_of(etree.fromstring(xml)) == ("oai_dc",)
    assert sets_of(etree.fromstring(xml)) == (("a", "A"), ("b", ""))


@pytest.mark.parametrize(
    ("traces", "name", "version"),
    [
        (Traces("http://x.example/oai", identity(TOOLKIT)), "Open Journal Systems", "3.3.0.1"),
        (Traces("https://x.example/cgi/oai2"), "EPrints", None),
        (Traces("https://x.example/oai/request"), "DSpace", None),
        (Traces("https://x.example/o", token="oai_dc///col_1/100"), "DSpace", None),
        (Traces("https://x.example/oai2d"), "Invenio", None),
        (Traces("https://doaj.org/oai.article"), "DOAJ", None),
        (Traces("https://x.example/o", body="lib/pkp/xml/oai2.xsl"), "Open Journal Systems", None),
    ],
)
def test_software_is_told_by_its_marks(traces: Traces, name: str, version: str | None) -> None:
    found = software_of(traces)
    assert found is not None
    assert (found.name, found.version) == (name, version)
    assert found.mark


def test_no_mark_is_no_guess() -> None:
    assert software_of(Traces("https://x.example/oai", identity())) is None
    assert Software("a", None, "m").version is None


@pytest.mark.parametrize(
    ("token", "style"),
    [
        ("oai_dc////100", "says where it goes on"),
        ("from(2024-01-01):until()", "says where it goes on"),
        ('{"m":"oai_dc"}', "JSON"),
        ("YXBwbGVzIGFuZCBwZWFycw==", "base64"),
        ("1234", "a number"),
        ("8f4e21c0ab", "opaque"),
        ("", "opaque"),
    ],
)
def test_styles_of_tokens(token: str, style: str) -> None:
    assert token_style(token) == style


@given(st.text())
def test_any_token_has_a_style(token: str) -> None:
    assert token_style(token)


def page(*stamps: str, said: str | None = None, expires: datetime | None = None) -> Page:
    graves = tuple(Tombstone(f"{n}", stamp) for n, stamp in enumerate(stamps))
    return Page("ListRecords", tombstones=graves, response_date=said, token_expires=expires)


def test_seconds_that_are_always_midnight_are_days() -> None:
    assert real_granularity(page("2024-01-01T00:00:00Z", "2024-01-02")) == "day"
    assert real_granularity(page("2024-01-01T00:00:00Z", "2024-01-02T03:04:05Z")) == "second"
    assert real_granularity(page()) is None


def test_the_life_of_a_token_is_by_the_servers_clock() -> None:
    assert token_life(page(said="2026-01-01T00:00:00Z", expires=NOW + timedelta(minutes=5))) == 300
    assert token_life(page(said="2026-01-01T00:00:00Z")) is None
    assert token_life(page(expires=NOW)) is None


def test_a_clock_is_told_in_the_middle_of_an_answer() -> None:
    assert skew(page(said="2026-01-01T00:01:00Z"), NOW, 10.0) == 55.0
    assert skew(page(), NOW, 10.0) is None


def test_a_token_of_slashes_is_soon_looked_through() -> None:
    """A pattern that tries every way to cut it would take hours."""
    assert software_of(Traces("http://x.example/oai", token="a" + "/" * 20_000 + "x")) is None
