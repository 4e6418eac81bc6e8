"""What somebody may try, and what comes of it: the table of docs/api.md, row by row."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.core import Index
from index.dump.writing import dump
from index.record import Batch, Text
from tests.records import article
from tests.web import API, Client, live


@pytest.mark.parametrize(
    "path",
    [
        "/records?q=a%0d%0aSet-Cookie:%20x=1&limit=1",
        "/records?limit=1&sort=title&q=%0d%0aX-Evil:1",
        "/records/demo/a%0d%0aX-Evil:%201",
        "/export?q=%0d%0aX-Evil:1",
        "/feed?q=%0d%0aX-Evil:1",
        "/dump/%0d%0aX-Evil:1",
    ],
)
def test_header_injection(api: Client, path: str) -> None:
    head, _, _ = api.raw(
        f"GET {API}{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    ).partition(b"\r\n\r\n")
    names = [line.partition(b":")[0].lower() for line in head.split(b"\r\n")[1:]]
    assert b"x-evil" not in names
    assert b"set-cookie" not in names


def test_header_injection_by_host_and_id(api: Client) -> None:
    answer = api.get("/records?limit=1", headers={"Host": 'x">; rel="evil", <y'})
    assert "evil" not in answer.links.get("next", {}).get("rel", "")
    assert all('rel="evil"' not in value for value in answer.headers.values())
    answer = api.raw(
        b"GET /api/v1/sources HTTP/1.1\r\nHost: x\r\nX-Request-ID: a\x0bX-Evil: 1\r\n"
        b"Connection: close\r\n\r\n"
    )
    assert b"X-Evil: 1" not in answer.partition(b"\r\n\r\n")[0]


OUTSIDE = (
    "../secret", "..%2fsecret", "%2e%2e/secret", "%2e%2e%2fsecret", "..%5csecret", "%00", ".hidden",
    "/etc/passwd", "%2fetc%2fpasswd", "link", "sub%2fx", "x" * 300,
)  # fmt: skip


def test_path_traversal(held: Index, tmp_path: Path) -> None:
    folder = tmp_path / "dump"
    dump(held.store, folder, datetime.now(UTC))
    for path in (tmp_path / "secret", folder / ".hidden"):
        path.write_text("secret")
    (folder / "link").symlink_to(tmp_path / "secret")
    with live(held, dump=str(folder)) as api:
        for name in OUTSIDE:
            line = f"GET {API}/dump/{name} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            answer = api.raw(line.encode())
            assert answer.startswith(b"HTTP/1.1 404"), name
            assert b"root:" not in answer


CELLS = ("=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", " =1")


def test_formula_injection(own: Index) -> None:
    records = [article(n, source="demo") for n in range(len(CELLS))]
    named = tuple(
        replace(one, document=replace(one.document, titles=(Text(cell),)))
        for one, cell in zip(records, CELLS, strict=True)
    )
    own.store.apply("demo", Batch(records=named), None, datetime.now(UTC))
    own.sync()
    with live(own) as api:
        rows = list(csv.DictReader(io.StringIO(api.get("/export.csv").text)))
    names = {one.raw.identifier for one in named}
    titles = [row["title"] for row in rows if row["id"] in names]
    assert len(titles) == len(CELLS)
    assert all(title[0] not in "=+-@\t\r＝＋－＠ " for title in titles)


def test_markup_in_titles_does_not_run(own: Index) -> None:
    incoming = article(1, source="demo")
    titles = (Text('<script>alert(1)</script><img src=x onerror="alert(2)">'),)
    named = replace(incoming, document=replace(incoming.document, titles=titles))
    own.store.apply("demo", Batch(records=(named,)), None, datetime.now(UTC))
    with live(own) as api:
        for form in ("html", "oai_dc", "marcxml", "json"):
            answer = api.get(f"/records/demo/{incoming.raw.identifier}?format={form}")
            assert answer.status_code == 200
            assert answer.headers["x-content-type-options"] == "nosniff"
            policy = answer.headers["content-security-policy"]
            assert policy == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
            assert form == "json" or not re.search("<(script|img)", answer.text)


@pytest.mark.parametrize(
    ("query", "statuses"),
    [
        ("q=" + "x" * 2001, {400}),
        ("q=" + "x" * 2000, {200}),
        ("limit=" + "9" * 3000, {400}),
        ("limit=99999999999999999999", {400}),
        ("&".join(f"journal=x{n}" for n in range(101)), {400}),
        ("&".join(f"a{n}=1" for n in range(3000)), {400}),
        ("x" * 3000 + "=1", {400}),
        ("cursor=" + "A" * 2000, {400}),
        ("fields=" + "," * 2000, {200}),
        ("fields=" + "title," * 5000, {400}),
        ("facet=journal&" * 3000 + "limit=1", {200}),
        ("year=%D9%A2%D9%A0%D9%A2%D9%A0", {400}),
        ("year=2020%0a", {400}),
        ("year=0..9999", {200}),
        ("q=%00", {200}),
        ("q=%ff%fe", {200}),
        ("q=" + "%F0%9F%98%80" * 500, {200}),
    ],
)
def test_huge_and_odd_parameters(api: Client, query: str, statuses: set[int]) -> None:
    answer = api.get(f"/records?limit=1&{query}" if "limit" not in query else f"/records?{query}")
    assert answer.status_code in statuses
    assert len(answer.content) < 50_000


def test_a_request_line_without_an_end(api: Client) -> None:
    line = (
        b"GET /api/v1/records?q="
        + b"x" * 100_000
        + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    )
    with suppress(ConnectionResetError):  # it may close before all has been sent
        assert api.raw(line).startswith(b"HTTP/1.1 400 ")
    assert api.get("/sources").status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"[" * 60_000, 400, "body"),
        (b'{"names":' + b"[" * 60_000, 400, "body"),
        (b'{"x":' * 12_000 + b"1" + b"}" * 12_000, 413, "too-large"),
        (b'{"x":' * 5_000 + b"1" + b"}" * 5_000, 400, "body"),
        (b'{"names":["' + b"x" * 70_000 + b'"]}', 413, "too-large"),
        (b'{"names":[1]}', 400, "body"),
        (b'{"names":["a"],"more":1}', 400, "body"),
        (b'{"keys":[{"source":"a"}]}', 400, "body"),
        (b"\xff\xfe", 400, "body"),
        (b"", 400, "body"),
        (json.dumps({"names": ["a"] * 201}).encode(), 413, "too-large"),
    ],
)
def test_deep_and_large_json(api: Client, body: bytes, status: int, code: str) -> None:
    headers = {"Content-Type": "application/json"}
    answer = api.http.post(f"{API}/lookup/many", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert len(answer.content) < 20_000


def test_bodies_of_other_types(api: Client) -> None:
    answer = api.http.post(
        f"{API}/lookup/many", content=b"<x/>", headers={"Content-Type": "text/xml"}
    )
    assert (answer.status_code, answer.json()["code"]) == (415, "media-type")


@pytest.mark.parametrize(
    "query",
    [
        "(" * 1000, '"' * 1001, "a*" * 500, "*a*b*c*d*e*f*", "title:" * 300, "a~2 " * 300,
        " OR ".join(["ab*"] * 250), "-" * 1000, "[1 TO " * 200, "a NEAR/99 " * 150, "\\" * 1000,
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa! " * 50, "10." + "1" * 1900, "0000-" * 400,
    ],
)  # fmt: skip
def test_queries_made_to_be_slow(api: Client, query: str) -> None:
    began = time.monotonic()
    for path in ("/records", "/suggest"):
        assert api.get(path, params={"q": query}).status_code == 200
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("header", ["Accept", "Accept-Encoding", "If-None-Match", "Cookie"])
def test_headers_made_to_be_slow(api: Client, header: str) -> None:
    began = time.monotonic()
    for value in ("," * 30_000, "a/b;q=" * 5_000, '"' * 30_000, "*/*," * 8_000):
        assert api.get("/sources", headers={header: value}).status_code in (200, 304, 406)
    assert time.monotonic() - began < 10


def test_a_crawler_on_facet_links_is_slowed_and_others_are_not(held: Index) -> None:
    with live(held, rate_mode="on", rate=5, burst=20) as api:
        crawled = [
            api.get(
                f"/facets?field=journal&year={year}", headers={"X-Forwarded-For": "192.0.2.9"}
            ).status_code
            for year in range(1900, 1960)
        ]
        assert 20 <= crawled.count(200) < 60
        assert crawled.count(200) + crawled.count(429) == 60
        other = api.get("/facets?field=journal", headers={"X-Forwarded-For": "192.0.2.10"})
        assert other.status_code == 200


@pytest.mark.parametrize(
    "date",
    [
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Fri, 31 Dec 99999999999999999999 23:59:59 GMT",
        "Mon, 00 Foo -1 99:99:99 GMT",
        "Fri, 31 Dec 2027 23:59:59 -0000",
        "\x01",
        "1" * 5000,
    ],
)
def test_dates_that_are_none(api: Client, date: str) -> None:
    line = f"GET {API}/sources HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    answer = api.raw(f"{line}If-Modified-Since: {date}\r\n\r\n".encode())
    assert answer[9:12] in (b"200", b"304", b"400")


def test_a_body_of_two_lengths_is_refused_and_the_connection_closed(api: Client) -> None:
    """A proxy in front of us may believe the other one, and take what follows for a request."""
    answer = api.raw(
        b"POST /api/v1/lookup/many HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"0\r\n\r\nGET /api/v1/sources HTTP/1.1\r\nHost: x\r\n\r\n"
    )
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1") == 1


def test_who_asks_for_another_protocol_is_answered_in_this_one(
    api: Client, caplog: pytest.LogCaptureFixture
) -> None:
    asked = (
        f"GET {API}/sources HTTP/1.1\r\nHost: x\r\nConnection: close, Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==\r\n\r\n"
    )
    assert api.raw(asked.encode()).startswith(b"HTTP/1.1 200 ")
    assert not caplog.records


def test_headers_stay_small_enough_for_proxies(api: Client) -> None:
    words = "я" * 1990
    answer = api.get("/records", params={"q": f"физики OR {words}", "limit": "1"})
    assert answer.json()["next_url"]
    assert sum(len(name) + len(value) + 4 for name, value in answer.headers.items()) < 4096
    assert "next" in api.get("/records", params={"q": "физики", "limit": "1"}).links
    # Who gets no JSON has no other way to the next page.
    asked = {"q": f"физики OR {words}", "limit": "1", "format": "csv"}
    assert "next" in api.get("/records", params=asked).links


def test_cursors_that_nobody_gave_out(api: Client) -> None:
    for cursor in ("AAAA", "WyJ4IiwxLDJd", "eyJhIjoxfQ==", "gASVLg==", "\0", "W10", "-1", "null"):
        found = api.problem("/records", 400, params={"q": "физики", "cursor": cursor})
        assert found["code"] == "usage"


@pytest.mark.parametrize("path", ["/export.csv", "/export?year=2023&format=jsonl", "/feed.atom"])
def test_head_of_what_is_long_has_no_body(api: Client, path: str) -> None:
    line = f"HEAD {API}{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    head, _, body = api.raw(line.encode()).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert body == b""


def test_old_http_gets_whole_exports(api: Client) -> None:
    """HTTP/1.0 knows no chunks: the end of the connection is the end of the body."""
    line = f"GET {API}/export?year=2023&format=jsonl HTTP/1.0\r\n\r\n"
    head, _, body = api.raw(line.encode()).partition(b"\r\n\r\n")
    assert b"chunked" not in head
    assert len(body.splitlines()) == 27
