"""Errors as problems: each has its status and says what to do; what is ours alone is not told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from index.core import Index
from index.errors import (
    EngineDamaged,
    EngineMissing,
    Error,
    Interrupted,
    NotFound,
    StoreBusy,
    StoreDamaged,
    UsageError,
)
from index.record import Batch
from index.web.api.links import link_header, record_url
from index.web.api.routes import cost_of
from index.web.problems import KINDS, Problem, problem_of
from tests.records import article
from tests.web import live


@pytest.mark.parametrize(
    ("error", "code", "status", "told"),
    [
        (UsageError("no filter 'x'", "known: y"), "usage", 400, True),
        (NotFound("no source x", "see y"), "not-found", 404, True),
        (EngineMissing("there is none in /srv/data"), "index", 503, False),
        (EngineDamaged("/srv/data is broken"), "index", 503, False),
        (StoreBusy("/srv/data is held"), "store", 503, False),
        (StoreDamaged("/srv/data is broken"), "store", 503, False),
        (Interrupted("/srv/data"), "internal", 500, False),
    ],
)
def test_what_our_errors_are_to_a_client(error: Error, code: str, status: int, told: bool) -> None:
    problem = problem_of(error)
    assert (problem.code, problem.status) == (code, status)
    assert ("Retry-After" in problem.headers) == (status == 503)
    assert problem.hint
    body = problem.body("id").decode()
    assert "/srv" not in body
    assert (error.message in json.loads(body)["detail"]) == told


def test_a_problem_has_what_rfc_9457_wants_and_every_kind_a_title() -> None:
    for code, (status, title) in KINDS.items():
        said = json.loads(Problem(code, "detail").body("id"))
        assert said["type"] == f"/api/v1/docs#problem-{code}"
        assert (said["title"], said["status"], said["detail"]) == (title, status, "detail")


AWKWARD = (
    "a/b/c", "a/../b", "a//b", "./a", "a/.", "/a", "a?b#c", "a%2Fb", "a b", "a;b=c", "Ж/é", 'a"<>b',
    "a\\b", "x.bib", "a+b&c", "http://example.org/x?y=z#w",
)  # fmt: skip


def test_the_address_of_any_record_leads_to_it(own: Index) -> None:
    one = article(1)
    records = tuple(
        replace(
            one,
            raw=replace(one.raw, identifier=name),
            document=replace(one.document, source="demo", identifier=name),
        )
        for name in AWKWARD
    )
    own.store.apply("demo", Batch(records=records), None, datetime.now(UTC))
    with live(own) as api:
        for name in AWKWARD:
            url = record_url(api.url, "demo", name)
            path = urlsplit(url).path.encode()  # as a client sends it: nothing is resolved again
            answer = api.raw(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            body = answer.partition(b"\r\n\r\n")[2]
            assert json.loads(body)["identifier"] == name
            assert api.http.get(url).json()["identifier"] == name


def test_a_link_header_is_one_line_of_ascii() -> None:
    header = link_header([('http://x/Ж?a=">\r\nX: 1', {"rel": "next"}), ("y", {"rel": "a"})])
    assert header == '<http://x/%D0%96?a=%22%3E%0D%0AX:%201>; rel="next", <y>; rel="a"'


def test_files_of_pages_cost_nothing_and_exports_much() -> None:
    assert cost_of("/static/1/x.css") == 0
    assert cost_of("/api/v1/records") == cost_of("/search") == 1
    assert cost_of("/api/v1/export.csv") == cost_of("/api/v1/export") == 20
