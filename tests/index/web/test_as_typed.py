"""Addresses as they are typed: over a real socket, and the law of what is touched."""

from __future__ import annotations

import json
from itertools import pairwise
from urllib.parse import unquote_to_bytes

from hypothesis import given, settings
from hypothesis import strategies as st

from index.web.as_typed import encoded
from tests.web import Client

ASKED = "GET /api/v1/records?q=физики&limit=0 HTTP/1.1\r\nHost: x\r\n"
CLOSE = "Connection: close\r\n\r\n"


def total(answer: bytes) -> int:
    """The number of hits that an answer tells."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    found: int = json.loads(body)["total"]
    return found


def test_letters_as_they_are_typed_are_answered(api: Client) -> None:
    assert total(api.raw((ASKED + CLOSE).encode())) == 3


def test_they_may_come_in_pieces_and_after_another_request(api: Client) -> None:
    sent = (ASKED + CLOSE).encode()
    with api.connected() as connection:
        connection.sendall((ASKED + "\r\n").encode())
        answer = b""
        while not answer.endswith(b'"did_you_mean":[]}'):
            answer += connection.recv(65_536)
        for at, until in pairwise([0, 2, 25, 26, 33, 40, len(sent)]):
            connection.sendall(sent[at:until])
        again = b""
        while part := connection.recv(65_536):
            again += part
    assert total(answer) == total(again) == 3


def test_a_path_may_have_them_too(api: Client) -> None:
    answer = api.raw(f"GET /api/v1/records/demo/нет HTTP/1.1\r\nHost: x\r\n{CLOSE}".encode())
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert "demo has no record нет".encode() in answer


def test_bytes_that_are_no_utf8_are_an_address_all_the_same(api: Client) -> None:
    answer = api.raw(
        f"GET /api/v1/records?q=физика HTTP/1.1\r\nHost: x\r\n{CLOSE}".encode("cp1251")
    )
    assert answer.startswith(b"HTTP/1.1 200 ")


def test_no_other_place_takes_them(api: Client) -> None:
    for line in ("GÉT / HTTP/1.1", "GET / HTTP/1.1é", "GET / é HTTP/1.1", "GET /é"):
        assert api.raw(f"{line}\r\nHost: x\r\n{CLOSE}".encode()).startswith(b"HTTP/1.1 400 ")


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([b" ", b"\r\n", b"\n", b"%", b"/?", b"\xd1\x84", b"\x85", b"a"])),
    st.lists(st.integers(0, 40), max_size=4),
)
def test_only_bytes_of_the_target_become_others(parts: list[bytes], cuts: list[int]) -> None:
    sent = b"".join(parts)
    ends = sorted({0, *(cut for cut in cuts if cut < len(sent)), len(sent)})
    taken = b""
    for at, until in pairwise(ends):
        taken += encoded(taken, sent[at:until])
    line, rest = sent.partition(b"\n")[0], sent.partition(b"\n")[1:]
    method, *others = line.split(b" ")
    now = taken.partition(b"\n")[0].split(b" ")
    assert taken.partition(b"\n")[1:] == rest
    assert [now[0], *now[2:]] == [method, *others[1:]]
    if others:
        assert now[1].isascii()
        assert unquote_to_bytes(now[1]) == unquote_to_bytes(others[0])
