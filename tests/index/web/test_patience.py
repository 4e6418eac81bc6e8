"""Clients that neither read nor write, a thousand that do nothing, and who asks meanwhile."""

from __future__ import annotations

import json
import socket
import time
from contextlib import ExitStack
from itertools import repeat

from fastapi import APIRouter
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import Response

from harvester.web_server import web
from index.core import Index
from index.web.api.operation import Answer
from index.web.app import create_app
from index.web.patience import Look, given_up
from index.web.settings import WebSettings
from index.web.streaming import Streamed, Streams
from tests.serving import until
from tests.web import PATIENCE, Client, live, serving

IDLE = Look(False, 0, 0, 0.0)


def test_who_sends_half_a_request_is_given_up_and_others_are_not(held: Index) -> None:
    with live(held, client_seconds=1) as api:
        began = time.monotonic()
        assert api.raw(b"GET /api/v1/sources HTTP/1.1\r\nHost: x\r\nX-Half: ") == b""
        assert api.raw(b"") == b""
        assert time.monotonic() - began < PATIENCE
        assert api.get("/sources").status_code == 200


def test_who_drips_a_request_is_given_up_all_the_same(held: Index) -> None:
    with live(held, client_seconds=1) as api, api.connected() as connection:
        connection.settimeout(0.2)
        ended = False
        end = time.monotonic() + PATIENCE
        while not ended and time.monotonic() < end:
            try:
                connection.sendall(b"G")
                ended = connection.recv(1) == b""
            except TimeoutError:
                continue
            except OSError:
                ended = True
        assert ended


def test_a_body_that_does_not_come_is_answered_with_408(held: Index) -> None:
    head = b"POST /api/v1/lookup/many HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    head += b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
    with live(held, client_seconds=1) as api:
        assert api.raw(head).startswith(b"HTTP/1.1 408 ")


def test_who_reads_nothing_loses_the_connection_and_holds_no_place(held: Index) -> None:
    streams, router = Streams(1, 600), APIRouter()

    @router.get("/big")
    async def big(request: Request) -> Response:
        streams.enter()
        chunks = repeat(b"x" * 65_536, 1600)
        answer = Answer(
            media_type="application/octet-stream",
            chunks=iter(()) if request.state.head else chunks,
        )
        return Streamed(answer, streams)

    with serving(held, routers=[router], client_seconds=1) as api, api.connected() as connection:
        connection.sendall(b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n")
        until(lambda: api.http.head("/big").status_code == 503)
        until(lambda: api.http.head("/big").status_code == 200)
    streams.close()


def test_what_is_no_http_is_a_problem_too(api: Client) -> None:
    for sent in (b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n"):
        head, _, body = api.raw(sent).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 400 ")
        assert b"content-type: application/problem+json" in head
        assert json.loads(body)["code"] == "request"


def test_a_thousand_clients_that_do_nothing_stop_nobody(api: Client) -> None:
    with ExitStack() as stack:
        for _ in range(1000):
            connection = stack.enter_context(api.connected())
            connection.sendall(b"GET ")
        began = time.monotonic()
        assert api.json("/records?q=физики")["total"] == 3
        assert time.monotonic() - began < 5


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(0, 2), st.sampled_from([0, 5]), st.integers(1, 20)),
        max_size=30,
    )
)
def test_only_what_stands_still_for_so_long_is_given_up(
    steps: list[tuple[bool, int, int, int]],
) -> None:
    now, before, since = 0.0, IDLE, 0.0
    for answering, request, unsent, gap in steps:
        now += gap
        seen = Look(answering, request, unsent, now)
        over, after = given_up(before, seen, 30.0)
        same = (answering, request, unsent) == (before.answering, before.request, before.unsent)
        ours = answering and not unsent
        since = since if same and not ours else now
        assert over == (same and not ours and now - since >= 30.0)
        before = after


def test_answers_do_not_wait_for_the_clients_acknowledgements(held: Index) -> None:
    ours = WebSettings(port=0)
    with web(create_app(held, ours), ours, print) as server:
        # What asyncio looks at before it turns Nagle's algorithm off for each connection.
        assert server.listening.proto == socket.IPPROTO_TCP
