"""The provider over HTTP: the standard library's server, GET and POST, kept connections, gzip."""

from __future__ import annotations

import gzip
import socket
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Lock, Thread
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from index.errors import Error
from index.provider.verbs import Provider

PATH = "/oai"
_MAX_POST = 64 * 1024  # bytes; a resumption token is the longest argument there is

Args = Mapping[str, Sequence[str]]


def utc_now() -> datetime:
    """The system's clock, aware."""
    return datetime.now(UTC)


class Answering(Protocol):
    """What can be served: a `Provider`, or something that answers like one."""

    def answer(self, args: Args, now: datetime, /) -> bytes: ...


class OaiServer(ThreadingHTTPServer):
    """Binds at once; `url` is where it will answer. `stop` also ends connections kept open."""

    daemon_threads = False  # server_close waits for the threads, so that none outlives the server
    request_queue_size = 128

    def __init__(self, host: str, port: int) -> None:
        self._open: set[socket.socket] = set()
        self._lock = Lock()
        super().__init__((host, port), BaseHTTPRequestHandler)
        self.url = f"http://{host}:{self.server_port}{PATH}"
        self._thread = Thread(target=self.serve_forever, args=(0.02,), daemon=True)

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # HTTPServer's own asks the name service for the host's name
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def start(self, handler: Callable[..., BaseHTTPRequestHandler]) -> None:
        """Answer with that handler, in a thread of its own."""
        self.RequestHandlerClass = handler
        self._thread.start()

    def stop(self) -> None:
        """Take no more requests, end every connection, and wait for what is being answered."""
        self.shutdown()
        self._thread.join()
        with self._lock:
            for connection in self._open:
                with suppress(OSError):  # the client has left already
                    connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
            super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay quiet about clients that went away; anything else is a fault of ours."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class OaiHandler(BaseHTTPRequestHandler):
    """Turns HTTP into arguments; a subclass has `reply`."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # with it, kept connections wait 40 ms for each answer
    wbufsize = -1  # head and body leave in one piece
    timeout = 60

    def reply(self, args: Args) -> None:
        """Answer a request."""
        raise NotImplementedError

    def do_GET(self) -> None:
        self._route(urlsplit(self.path).query)

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not (length.isdecimal() and int(length) <= _MAX_POST):
            self.close_connection = True
            self.send(413 if length.isdecimal() else 411, b"the length of the arguments is needed")
            return
        self._route(self.rfile.read(int(length)).decode("utf-8", "replace"))

    def _route(self, query: str) -> None:
        if urlsplit(self.path).path != PATH:
            self.send(404, f"OAI-PMH is answered at {PATH}".encode())
        else:
            self.reply(parse_qs(query, keep_blank_values=True))

    def send(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        """Send a whole answer; plain text unless the headers say otherwise."""
        self.send_response(status)
        for name, value in {"Content-Type": "text/plain; charset=utf-8", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: who serves decides what is logged."""


class _ProviderHandler(OaiHandler):
    def __init__(self, answering: Answering, clock: Callable[[], datetime], *rest: Any) -> None:
        self._answering = answering
        self._clock = clock
        super().__init__(*rest)

    def reply(self, args: Args) -> None:
        try:
            body = self._answering.answer(args, self._clock())
        except Error as error:
            self.send(500, str(error).encode())
            return
        headers = {"Content-Type": "text/xml; charset=utf-8", "Vary": "Accept-Encoding"}
        if accepts_gzip(self.headers.get("Accept-Encoding", "")):
            body = gzip.compress(body, mtime=0)
            headers["Content-Encoding"] = "gzip"
        self.send(200, body, headers)


def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding takes gzip (RFC 9110, 12.5.3); `*` alone is no wish."""
    for entry in header.lower().split(","):
        name, _, weight = entry.replace(" ", "").partition(";q=")
        if name == "gzip":
            return weight.strip("0.") != "" or weight == ""
    return False


def addressed(answering: Answering, url: str) -> Answering:
    """The same, but a `Provider` without a base URL gets this one."""
    if isinstance(answering, Provider) and not answering.base_url:
        return replace(answering, base_url=url)
    return answering


@contextmanager
def serve(
    answering: Answering,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    clock: Callable[[], datetime] = utc_now,
) -> Iterator[str]:
    """Serve while the `with` block runs; gives the base URL. Port 0 takes a free one.

    Raises `OSError` where the address cannot be listened on.
    """
    server = OaiServer(host, port)
    server.start(partial(_ProviderHandler, addressed(answering, server.url), clock))
    try:
        yield server.url
    finally:
        server.stop()
