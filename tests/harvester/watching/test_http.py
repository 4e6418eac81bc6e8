"""The small web server."""

from __future__ import annotations

import http.client
import socket
import time
from pathlib import Path

import pytest

from harvester.errors import CannotListen
from harvester.watching.board import STOPPED, Board, Pulse, not_ready
from harvester.watching.http import Reply, serving, text
from index.store import open_store

PAGES = {"/a": lambda: text(200, "hallo"), "/b": lambda: Reply(503, "text/x", b"no")}


def ask(url: str, path: str, method: str = "GET") -> tuple[int, str, bytes]:
    """Status, media type and body."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("listen", ["127.0.0.1:0", "localhost:0", "[::1]:0"])
def test_pages_are_served_where_it_is_told_to(listen: str) -> None:
    with serving(listen, PAGES) as url:
        assert url.startswith(f"http://{listen.rpartition(':')[0]}:")
        assert ask(url, "/a") == (200, "text/plain; charset=utf-8", b"hallo\n")
        assert ask(url, "/a?x=1")[0] == 200
        assert ask(url, "/b", "HEAD") == (503, "text/x", b"")
        assert ask(url, "/c") == (404, "text/plain; charset=utf-8", b"here are: /a, /b\n")
        assert ask(url, "/a", "POST")[0] == 501


def test_a_port_that_is_taken_is_a_clear_error() -> None:
    with serving("127.0.0.1:0", PAGES) as url:
        taken = url.removeprefix("http://")
        with pytest.raises(CannotListen) as raised, serving(taken, PAGES):
            pass
    assert raised.value.message == (
        f"[watch] listen: {taken} cannot be listened on: Address already in use"
    )
    with serving(taken, PAGES) as url:  # and is free again at once
        assert ask(url, "/a")[0] == 200


def test_an_address_of_elsewhere_is_a_clear_error() -> None:
    with pytest.raises(CannotListen, match=r"192\.0\.2\.1:80"), serving("192.0.2.1:80", PAGES):
        pass


def test_who_says_nothing_holds_up_neither_others_nor_the_end() -> None:
    with serving("127.0.0.1:0", PAGES) as url:
        host, _, port = url.removeprefix("http://").rpartition(":")
        silent = socket.create_connection((host, int(port)))
        silent.sendall(b"GET /a HT")
        assert ask(url, "/a")[0] == 200
        began = time.monotonic()
    assert time.monotonic() - began < 2
    silent.close()


def test_a_clock_that_has_not_begun_or_has_stopped_is_not_ready() -> None:
    passed = [0.0]
    pulse = Pulse(lambda: passed[0])
    assert not_ready(pulse.silent(), None) == ["the service is beginning"]
    pulse.beat()
    passed[0] = STOPPED
    assert not_ready(pulse.silent(), None) == []
    passed[0] += 1
    assert not_ready(pulse.silent(), "gone") == [
        "the clock has stopped: nothing was begun for 61 s",
        "the store cannot be read: gone",
    ]


def test_a_store_that_cannot_be_read_is_not_ready(tmp_path: Path) -> None:
    pulse = Pulse()
    pulse.beat()
    store = open_store(tmp_path / "x.db", create=True)
    try:
        board = Board(pulse, store, (), lambda: {"at": "now"})
        assert board.pages["/readyz"]() == text(200, "ready")
        assert board.pages["/status.json"]().body == b'{"ready":true,"reasons":[],"at":"now"}'
        store.engine.dispose()  # type: ignore[attr-defined]
        for path in tmp_path.glob("x.db*"):
            path.unlink()
        (tmp_path / "x.db").write_bytes(b"no database" * 1000)
        answer = board.pages["/readyz"]()
        assert answer.status == 503
        assert b"the store cannot be read: " in answer.body
        assert b'"ready":false' in board.pages["/status.json"]().body
    finally:
        store.close()


def test_before_the_first_look_there_is_no_status(tmp_path: Path) -> None:
    store = open_store(tmp_path / "x.db", create=True)
    try:
        board = Board(Pulse(), store, (), lambda: None)
        assert board.pages["/status.json"]().status == 503
        assert board.pages["/livez"]().status == 200
    finally:
        store.close()
