"""What every answer has: tags, dates, codings, ids, methods, rates, origins."""

from __future__ import annotations

import gzip
import logging
import os
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import pytest
import zstandard
from fastapi import APIRouter
from starlette.requests import Request

from index.core import Index, open_index
from index.record import Batch
from index.web.api.operation import Answer
from index.web.respond import respond
from tests.records import article
from tests.web import API, Client, live, serving

SEARCH = "/records?q=физики"


def standing() -> float:
    """A clock that nobody gets points back by."""
    return 0.0


def _unzstd(body: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompressobj().decompress(body)


def plain(api: Client, path: str, **headers: str) -> httpx.Response:
    return api.get(path, headers={"Accept-Encoding": "identity", **headers})


def test_the_same_answer_has_the_same_strong_tag_and_is_not_sent_twice(api: Client) -> None:
    first, second = plain(api, SEARCH), plain(api, SEARCH)
    tag = first.headers["etag"]
    assert tag == second.headers["etag"]
    assert tag.startswith('"')
    for named in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = plain(api, SEARCH, **{"If-None-Match": named})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert plain(api, SEARCH, **{"If-None-Match": '"other"'}).status_code == 200


def test_another_answer_has_another_tag(own: Index) -> None:
    with live(own) as api:
        before = plain(api, "/records")
        own.store.apply(
            "demo", Batch(records=(article(1, source="demo"),)), None, datetime.now(UTC)
        )
        own.sync()
        after = plain(api, "/records", **{"If-None-Match": before.headers["etag"]})
        assert (after.status_code, after.json()["total"]) == (200, 60)


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_codings_give_the_same_body_under_tags_of_their_own(api: Client, coding: str) -> None:
    as_it_is = plain(api, SEARCH)
    with api.http.stream("GET", f"{API}{SEARCH}", headers={"Accept-Encoding": coding}) as packed:
        body = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == coding
    assert "Accept-Encoding" in packed.headers["vary"]
    assert int(packed.headers["content-length"]) == len(body) < len(as_it_is.content)
    unpacked = gzip.decompress(body) if coding == "gzip" else _unzstd(body)
    assert unpacked == as_it_is.content
    tag = packed.headers["etag"]
    assert tag == f'{as_it_is.headers["etag"][:-1]}-{coding}"'
    headers = {"Accept-Encoding": coding, "If-None-Match": tag}
    again = api.get(SEARCH, headers=headers)
    assert (again.status_code, again.headers["etag"]) == (304, tag)


def test_streams_are_packed_too(api: Client) -> None:
    as_it_is = plain(api, "/export")
    for coding in ("gzip", "zstd"):
        with api.http.stream("GET", f"{API}/export", headers={"Accept-Encoding": coding}) as packed:
            body = b"".join(packed.iter_raw())
        unpacked = gzip.decompress(body) if coding == "gzip" else _unzstd(body)
        assert unpacked == as_it_is.content


def test_the_date_is_that_of_what_was_written_last(own: Index, demo_data: Path) -> None:
    before = own.touched()
    assert before is not None
    for name in ("harvest.db", "index"):
        later = own.touched().timestamp() + 100
        os.utime(demo_data / name, (later, later))
        assert own.touched().timestamp() == pytest.approx(later)


def test_dates_answer_who_has_no_tag(own: Index) -> None:
    touched, now = datetime(2026, 1, 1, 0, 0, 0, 500, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)

    def status(**headers: str) -> int:
        pairs = [(name.replace("_", "-").encode(), one.encode()) for name, one in headers.items()]
        request = Request({"type": "http", "method": "GET", "headers": pairs})
        return respond(request, Answer(b"x"), touched, now).status_code

    date = "Thu, 01 Jan 2026 00:00:00 GMT"
    assert parsedate_to_datetime(date) <= touched
    assert status() == 200
    assert status(if_modified_since=date) == 304
    assert status(if_modified_since="Wed, 31 Dec 2025 23:59:59 GMT") == 200
    assert status(if_modified_since="nonsense") == 200
    assert status(if_modified_since=date, if_none_match='"x"') == 200
    soon = respond(
        Request({"type": "http", "method": "GET", "headers": []}), Answer(b"x"), now, now
    )
    assert "last-modified" not in soon.headers


def test_head_is_get_without_a_body(api: Client) -> None:
    for path in (SEARCH, "/export?year=2021", "/records/demo/none", "/docs"):
        got, headed = (
            plain(api, path),
            api.http.head(f"{API}{path}", headers={"Accept-Encoding": "identity"}),
        )
        assert (headed.status_code, headed.content) == (got.status_code, b"")
        for name in ("content-type", "etag", "link", "x-total-count"):
            assert headed.headers.get(name) == got.headers.get(name)
        assert headed.headers.get("content-length") == got.headers.get("content-length")


def test_options_and_other_methods_say_what_is_taken(api: Client) -> None:
    options = api.http.options(f"{API}/records")
    assert (options.status_code, options.content) == (204, b"")
    assert options.headers["allow"] == "GET, HEAD, OPTIONS"
    refused = api.http.delete(f"{API}/records")
    assert (refused.status_code, refused.json()["code"]) == (405, "method")
    assert refused.headers["allow"] == "GET, HEAD, OPTIONS"
    assert api.http.options("/nothing").status_code == 404


def test_an_address_for_bodies_takes_post_alone(api: Client) -> None:
    assert api.http.options(f"{API}/lookup/many").headers["allow"] == "OPTIONS, POST"


def test_a_request_keeps_its_id_or_gets_one(api: Client) -> None:
    assert (
        plain(api, "/sources", **{"X-Request-ID": "abc-1.2_3"}).headers["x-request-id"]
        == "abc-1.2_3"
    )
    made = plain(api, "/sources").headers["x-request-id"]
    assert made.isalnum()
    assert len(made) == 32
    problem = api.get("/records?qq=1", headers={"X-Request-ID": "mine"})
    assert problem.json()["request_id"] == "mine"
    for bad in ("x" * 65, "a b", "a,b"):
        assert plain(api, "/sources", **{"X-Request-ID": bad}).headers["x-request-id"] != bad


def test_who_spends_too_much_is_told_when_to_come_back(held: Index) -> None:
    with live(held, rate_mode="on", rate=1, burst=3, clock=standing) as api:
        answers = [api.get("/suggest?q=a") for _ in range(4)]
        assert [one.status_code for one in answers] == [200, 200, 200, 429]
        assert [one.headers["x-ratelimit-remaining"] for one in answers] == ["2", "1", "0", "0"]
        assert answers[0].headers["ratelimit-policy"] == '"client";q=3;w=3'
        assert answers[0].headers["ratelimit"] == '"client";r=2;t=1'
        assert answers[3].headers["retry-after"] == "1"
        assert (answers[3].json()["code"], "wait" in answers[3].json()["hint"]) == ("rate", True)


def test_reporting_refuses_nobody(held: Index) -> None:
    with live(held, rate_mode="report", rate=1, burst=1, clock=standing) as api:
        answers = [api.get("/suggest?q=a") for _ in range(3)]
        assert [one.status_code for one in answers] == [200, 200, 200]
        assert answers[2].headers["x-ratelimit-remaining"] == "0"


def test_clients_behind_a_proxy_are_told_apart(held: Index) -> None:
    with live(held, rate_mode="on", rate=1, burst=1, clock=standing) as api:

        def status(client: str) -> int:
            return plain(api, "/suggest?q=a", **{"X-Forwarded-For": client}).status_code

        assert [status("192.0.2.1"), status("192.0.2.1"), status("192.0.2.2")] == [200, 429, 200]
    with live(held, rate_mode="on", rate=1, burst=1, proxies=[], clock=standing) as api:
        assert [status("192.0.2.1"), status("192.0.2.2")] == [200, 429]


def test_pages_of_other_origins_read_only_what_the_settings_say(held: Index, api: Client) -> None:
    origin = {"Origin": "https://example.org"}
    assert "access-control-allow-origin" not in plain(api, "/sources", **origin).headers
    with live(held, cors=["https://example.org"]) as open_:
        said = plain(open_, "/sources", **origin).headers
        assert said["access-control-allow-origin"] == "https://example.org"
        assert "Link" in said["access-control-expose-headers"]
        ask = {**origin, "Access-Control-Request-Method": "GET"}
        assert open_.http.options(f"{API}/records", headers=ask).status_code == 200
        other = plain(open_, "/sources", Origin="https://example.com").headers
        assert "access-control-allow-origin" not in other


def test_what_nobody_expected_is_a_problem_and_a_line_of_the_log(
    held: Index, caplog: pytest.LogCaptureFixture
) -> None:
    router = APIRouter()

    @router.get("/broken")
    def broken() -> None:
        raise ZeroDivisionError("secret")

    with serving(held, routers=[router]) as api, caplog.at_level(logging.ERROR):
        answer = api.http.get("/broken", headers={"X-Request-ID": "mine"})
        assert (answer.status_code, answer.json()["code"]) == (500, "internal")
        assert "secret" not in answer.text
        assert "request mine failed" in caplog.text


def test_what_the_index_cannot_do_is_a_503_that_tells_no_secrets(tmp_path: Path) -> None:
    with open_index(tmp_path / "new", create=True) as empty, live(empty) as api:
        problem = api.problem("/records?q=x", 503)
        assert (problem["code"], problem["detail"]) == ("index", "there is no search index yet")
        assert str(tmp_path) not in str(problem)
        assert api.get("/records?q=x").headers["retry-after"] == "60"
