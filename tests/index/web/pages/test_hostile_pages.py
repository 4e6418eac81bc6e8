"""Script in every field of a record and of a query: nothing of it becomes markup."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import etree, html

from harvester.normalise import NORMALISER
from harvester.record_xml import raw_record
from index import Index, open_index
from index.record import (
    Agent,
    Batch,
    Coded,
    Date,
    Document,
    Flag,
    Identifier,
    Incoming,
    Journal,
    Licence,
    Link,
    Text,
)
from index.web.pages.guard import POLICY
from tests.index.web.pages.conftest import visiting
from tests.records import DC, OAI_DC
from tests.visitor import Visitor
from tests.world import START

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}]]>--></title></style>"
ELEMENTS = (
    "title", "creator", "subject", "description", "publisher", "contributor", "date", "type",
    "format", "identifier", "source", "language", "relation", "coverage", "rights",
)  # fmt: skip
ADDRESSES = ("javascript:alert(3)", "data:text/html,<script>alert(4)</script>", "vbscript:x")
NAME = f"oai:x:{EVIL}"


def hostile() -> Incoming:
    """A record with script in every element, and with addresses that run."""
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC})
    for name in ELEMENTS:
        etree.SubElement(root, f"{{{DC}}}{name}").text = EVIL
        etree.SubElement(root, f"{{{DC}}}{name}").text = f"tea {EVIL} 2020"
    for address in ADDRESSES:
        etree.SubElement(root, f"{{{DC}}}identifier").text = address
        etree.SubElement(root, f"{{{DC}}}relation").text = address
    xhtml = etree.SubElement(root, "{http://www.w3.org/1999/xhtml}script")
    xhtml.text = "alert(5)"
    raw = raw_record(root, NAME, "2024-01-01T00:00:00Z", (EVIL,))
    return Incoming(raw, document(), NORMALISER)


def document() -> Document:
    """As if the normaliser had let all of it through."""
    text, other = Text(f"tea {EVIL}"), Text(EVIL, "ru")
    agent = Agent(f"Tea {EVIL}", EVIL, EVIL, "person", (other,), EVIL, EVIL)
    coded, address = Coded(EVIL, ADDRESSES[0], f"tea {EVIL}", EVIL), ADDRESSES[0]
    date = Date(EVIL, EVIL, 2020, "day", EVIL)
    schemes = ("doi", "url", "issn", "local", "isbn")
    return Document(
        "s", NAME, sets=(EVIL,), titles=(text, other), creators=(agent, Agent(EVIL)),
        contributors=(agent,), funders=(text,), subjects=(text, other), classifications=(coded,),
        abstracts=(text, other), publishers=(text,), date=date, dates=(date,), type=coded,
        types=(coded,), version=coded, access=coded, languages=("ru",),
        identifiers=tuple(Identifier(one, value, EVIL) for one in schemes
                          for value in (EVIL, address)),
        journal=Journal((text,), EVIL, EVIL, (EVIL,), EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL),
        licence=Licence(address, EVIL, EVIL), rights=(text,),
        links=tuple(Link(one, "fulltext", EVIL) for one in (*ADDRESSES, f"https://x/{EVIL}")),
        relations=(Identifier("url", address, EVIL), Identifier("doi", EVIL, EVIL)),
        coverage=(text,), formats=(EVIL,), flags=(Flag(EVIL, EVIL, EVIL),),
    )  # fmt: skip


@pytest.fixture(scope="module")
def hostile_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("hostile")
    with open_index(folder, create=True) as index:
        index.store.declare("s", "https://x.example/oai", "oai_dc", declared=False, now=START)
        index.store.apply("s", Batch((hostile(),), base_url="https://x.example/oai"), None, START)
        index.sync()
        yield index


@pytest.fixture(scope="module")
def stranger(hostile_index: Index) -> Visitor:
    return visiting(hostile_index)


def assert_harmless(body: bytes) -> None:
    page = html.fromstring(body)
    for script in page.cssselect("script"):
        assert script.get("src", "").startswith("/static/") or script.get("type") == (
            "application/ld+json"
        )
    for one in page.iter():
        if not isinstance(one.tag, str):
            continue
        assert not [name for name in one.attrib if name.startswith("on")], one.attrib
        assert one.get("style") is None
        for name in ("href", "src", "action"):
            value = (one.get(name) or "/").strip().lower()
            assert value.startswith(("/", "http://", "https://", "#")), value
    assert not page.cssselect("img[onerror], img[src=x]")
    assert b"49]]" not in body


def paths() -> Iterator[str]:
    evil = quote(EVIL, safe="")
    yield from ("/", f"/search?q={evil}", "/search?q=tea", f"/search?q=zzz {evil}", "/explore")
    yield f"/records/s/{quote(NAME, safe='')}"
    yield f"/search/values/subject?q={evil}"
    yield from (f"/search?{field}={evil}" for field in ("creator", "year", "type", "-language"))
    yield from (f"/search?q=tea&{name}={evil}" for name in ("sort", "size", "start", "cursor"))
    yield f"/search/values/{evil}"
    yield f"/records/{evil}/{evil}"
    yield f"/about/{evil}"
    yield f"/{evil}"
    yield f"/language/{evil}?back={evil}"


@pytest.mark.parametrize("path", list(paths()))
def test_nothing_becomes_markup(stranger: Visitor, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code < 500
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["x-content-type-options"] == "nosniff"
    if answer.content:
        assert_harmless(answer.content)


def test_the_policy_allows_nothing_inline() -> None:
    assert "unsafe" not in POLICY
    assert "frame-ancestors 'none'" in POLICY
    assert "form-action 'self'" in POLICY


def test_json_ld_cannot_end_its_element(stranger: Visitor) -> None:
    body = stranger.get(f"/records/s/{quote(NAME, safe='')}").text
    [script] = html.fromstring(body).cssselect("script[type='application/ld+json']")
    assert "alert(1)" in json.loads(script.text_content())["name"]
    assert "<" not in script.text_content()


def test_pictures_and_raw_xml_run_nothing(stranger: Visitor) -> None:
    for path in (f"/raw/s/{quote(NAME, safe='')}", "/explore/subject.svg"):
        answer = stranger.get(path)
        assert answer.status_code == 200
        assert "sandbox" in answer.headers["content-security-policy"]
        assert "script-src" not in answer.headers["content-security-policy"]
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    svg = etree.fromstring(stranger.get("/explore/subject.svg").content)
    assert not svg.xpath("//*[local-name()='script']")


def test_data_are_safe_for_spreadsheets(stranger: Visitor) -> None:
    body = stranger.get("/explore/subject.csv").text
    assert not [line for line in body.splitlines() if line.startswith(("=", "+", "@", "-"))]


def test_forms_too_large_are_refused(stranger: Visitor) -> None:
    answer = stranger.get("/search?q=" + "a" * 12_000)
    assert answer.status_code == 200
    assert len(answer.content) < 100_000
