"""The provider over HTTP, through a socket."""

from __future__ import annotations

import gzip
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from lxml import etree

from index.provider import serve
from index.provider.http import accepts_gzip
from index.store.base import Store
from tests.index.provider.asking import NOW, URL, code, fill, identifiers, provider, texts
from tests.records import article

LIST = urlencode({"verb": "ListRecords", "metadataPrefix": "oai_dc"})


@pytest.fixture
def url(store: Store) -> Iterator[str]:
    fill(store, article(1), article(2, title="Ёж"))
    with serve(provider(store, base_url=""), clock=lambda: NOW) as url:
        yield url


@contextmanager
def connected(url: str) -> Iterator[HTTPConnection]:
    with closing(HTTPConnection(urlsplit(url).netloc, timeout=20)) as connection:
        yield connection


@pytest.fixture
def connection(url: str) -> Iterator[HTTPConnection]:
    with connected(url) as connection:
        yield connection


def get(
    connection: HTTPConnection, target: str, headers: dict[str, str] | None = None
) -> tuple[HTTPResponse, bytes]:
    connection.request("GET", target, headers=headers or {})
    response = connection.getresponse()
    return response, response.read()


def test_get_and_post_give_the_same_answer(connection: HTTPConnection) -> None:
    response, by_get = get(connection, f"/oai?{LIST}")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/oai", LIST, form)
    by_post = connection.getresponse().read()
    assert by_get == by_post
    assert identifiers(etree.fromstring(by_get)) == [1, 2]
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"


def test_a_provider_without_a_base_url_says_the_address_it_is_served_at(
    url: str, connection: HTTPConnection
) -> None:
    _, body = get(connection, "/oai?verb=Identify")
    assert texts(etree.fromstring(body), "o:baseURL") == [url]


def test_a_base_url_that_was_given_stays(store: Store) -> None:
    with serve(provider(store)) as url, connected(url) as connection:
        _, body = get(connection, "/oai?verb=Identify")
    assert texts(etree.fromstring(body), "o:baseURL") == [URL]


def test_gzip_is_sent_to_those_who_take_it(connection: HTTPConnection) -> None:
    plain, body = get(connection, f"/oai?{LIST}")
    packed, bytes_sent = get(connection, f"/oai?{LIST}", {"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert plain.headers["Content-Encoding"] is None
    assert gzip.decompress(bytes_sent) == body


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("gzip", True),
        ("br;q=1, GZIP;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("", False),
        ("*", False),
        ("x-gzip2", False),
    ],
)
def test_gzip_is_a_wish_that_can_be_denied(header: str, taken: bool) -> None:
    assert accepts_gzip(header) is taken


def test_a_connection_is_kept_from_request_to_request(connection: HTTPConnection) -> None:
    get(connection, "/oai?verb=Identify")
    first = connection.sock
    get(connection, "/oai?verb=ListSets")
    assert connection.sock is first
    assert first is not None


def test_repeated_and_empty_arguments_arrive_as_they_were_sent(
    connection: HTTPConnection,
) -> None:
    _, repeated = get(connection, f"/oai?{LIST}&metadataPrefix=oai_dc")
    _, empty = get(connection, f"/oai?{LIST}&until=")
    _, none = get(connection, "/oai")
    found = [code(etree.fromstring(body)) for body in (repeated, empty, none)]
    assert found == ["badArgument", "badArgument", "badVerb"]


def test_other_paths_are_not_found(connection: HTTPConnection) -> None:
    response, body = get(connection, "/?verb=Identify")
    assert response.status == 404
    assert b"/oai" in body


@pytest.mark.parametrize(("length", "status"), [("1000000", 413), ("-1", 411), ("x", 411)])
def test_a_post_without_a_sensible_length_is_refused(url: str, length: str, status: int) -> None:
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port), timeout=20) as raw:
        raw.sendall(f"POST /oai HTTP/1.1\r\nHost: h\r\nContent-Length: {length}\r\n\r\n".encode())
        with raw.makefile("rb") as answer:
            assert answer.read().startswith(f"HTTP/1.1 {status} ".encode())


def test_a_store_that_fails_is_a_500_in_words(store: Store, tmp_path: Path) -> None:
    fill(store, article(1))
    with closing(sqlite3.connect(tmp_path / "store.db")) as database, database:
        database.execute("DELETE FROM raws")
    with serve(provider(store)) as url, connected(url) as connection:
        response, body = get(connection, f"/oai?{LIST}")
    assert response.status == 500
    assert b"has lost its XML" in body


def test_a_fault_of_our_own_is_told_to_the_operator(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Broken:
        def answer(self, args: object, now: object) -> bytes:
            raise ZeroDivisionError

    with serve(Broken()) as url, connected(url) as connection, pytest.raises(ConnectionError):
        get(connection, "/oai?verb=Identify")
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_nothing_is_said_of_clients_that_leave(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    address = urlsplit(url)
    for _ in range(3):
        raw = socket.create_connection((address.hostname, address.port), timeout=20)
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        raw.sendall(f"GET /oai?{LIST} HTTP/1.1\r\nHost: h\r\n\r\n".encode() * 3)
        raw.close()  # with a reset
    assert capsys.readouterr().err == ""


def test_stopping_ends_connections_that_clients_keep_open(store: Store) -> None:
    with serve(provider(store)) as url:
        connection = HTTPConnection(urlsplit(url).netloc, timeout=20)
        get(connection, "/oai?verb=Identify")
        assert connection.sock is not None
    with closing(connection):
        assert connection.sock.recv(1) == b""


def test_after_the_with_block_nobody_answers(store: Store) -> None:
    with serve(provider(store)) as url:
        address = urlsplit(url)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((address.hostname, address.port), timeout=20)
