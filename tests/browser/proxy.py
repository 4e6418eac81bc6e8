"""A reverse proxy of a few lines: what stands below /harvest goes to us, everything else is 404."""

from __future__ import annotations

import http.client
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PREFIX = "/harvest"
_NOT_ON = ("connection", "keep-alive", "transfer-encoding", "te", "upgrade")


class Proxy(ThreadingHTTPServer):
    """Hands requests on to `target`; `strips` takes the prefix away."""

    daemon_threads = True

    def __init__(self, *, strips: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.strips, self.target = strips, ""
        self.strays: list[str] = []  # paths outside of the prefix: links of ours that forgot it

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that leaves a page lets go of what it was still asking for."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        """What readers know."""
        return f"http://127.0.0.1:{self.server_address[1]}{PREFIX}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def do_GET(self) -> None:
        path = self.path
        if path != PREFIX and not path.startswith((f"{PREFIX}/", f"{PREFIX}?")):
            self.server.strays.append(path)
            self.send_error(404)
            return
        if self.server.strips:
            path = path.removeprefix(PREFIX) or "/"
        target = urlsplit(self.server.target)
        assert target.hostname is not None
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        kept = {key: value for key, value in self.headers.items() if key.lower() not in _NOT_ON}
        connection = http.client.HTTPConnection(target.hostname, target.port, timeout=30)
        with closing(connection), closing(self._asked(connection, path, body, kept)) as answer:
            said, headers = answer.read(), answer.getheaders()
        self.send_response(answer.status)
        for key, value in headers:
            if key.lower() not in (*_NOT_ON, "content-length", "server", "date"):
                self.send_header(key, value)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def _asked(
        self, connection: http.client.HTTPConnection, path: str, body: bytes, kept: dict[str, str]
    ) -> http.client.HTTPResponse:
        connection.request(self.command, path, body, kept)
        return connection.getresponse()

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def proxy(*, strips: bool) -> Iterator[Proxy]:
    """A proxy on a free port; whoever starts the target names it."""
    with Proxy(strips=strips) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
