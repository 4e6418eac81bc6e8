"""A small web server for four pages, beside the service: GET and HEAD, a thread a request."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, TypeAlias

from harvester.errors import CannotListen

# Seconds for a whole request: who opens a connection and says nothing is let go.
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer."""

    status: int
    media_type: str
    body: bytes


Pages: TypeAlias = Mapping[str, Callable[[], Reply]]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # who reads slowly must not hold up the end of the service
    pages: Pages

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked has gone: nothing that anybody has to know."""


class _Server6(_Server):
    address_family = socket.AF_INET6


class _Handler(BaseHTTPRequestHandler):
    timeout = PATIENCE
    server: _Server

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        page = self.server.pages.get(self.path.partition("?")[0])
        reply = page() if page else _no_page(self.server.pages)
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.media_type)
        self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if body:
            self.wfile.write(reply.body)

    def version_string(self) -> str:
        return "harvester"

    def log_message(self, format: str, *args: object) -> None:
        """A line for each scrape would drown everything else."""


def _no_page(pages: Pages) -> Reply:
    return text(404, f"here are: {', '.join(sorted(pages))}")


def text(status: int, words: str) -> Reply:
    """An answer of plain words."""
    return Reply(status, "text/plain; charset=utf-8", f"{words}\n".encode())


@contextmanager
def serving(listen: str, pages: Pages) -> Iterator[str]:
    """Serve the pages at an address (`127.0.0.1:9737`; port 0: a free one); gives the URL.

    Raises `CannotListen`.
    """
    server = _bound(listen)
    server.pages = pages
    thread = Thread(target=server.serve_forever, args=(0.05,), name="watch-http", daemon=True)
    thread.start()
    try:
        host = listen.rpartition(":")[0]
        yield f"http://{host}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _bound(listen: str) -> _Server:
    host, _, port = listen.rpartition(":")
    kind = _Server6 if host.startswith("[") else _Server
    try:
        return kind((host.strip("[]"), int(port)), _Handler)
    except OSError as error:
        raise CannotListen(
            f"[watch] listen: {listen} cannot be listened on: {error.strerror or error}",
            "another program, or another service, has that port: give this one another",
        ) from error
