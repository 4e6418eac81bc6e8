"""A web server for tests, on a port of its own, in a thread of this process."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Queue
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import httpx
from fastapi import APIRouter

from harvester.web_server import web
from index.core import Index
from index.web.app import create_app
from index.web.settings import WebSettings

PATIENCE = 30.0  # seconds: only a test that fails waits for so long
API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Client:
    """A client of the server; `url` is its address without a slash at the end."""

    url: str
    http: httpx.Client

    def get(self, path: str, **options: Any) -> httpx.Response:
        """Ask the API."""
        return self.http.get(f"{API}{path}", **options)

    def json(self, path: str, **options: Any) -> Any:
        """What the API answers, which has to be 200."""
        answer = self.get(path, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def problem(self, path: str, status: int, **options: Any) -> Any:
        """The problem that the API answers with this status."""
        answer = self.get(path, **options)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        return answer.json()

    def raw(self, request: bytes) -> bytes:
        """What comes for these bytes until the server closes the connection."""
        with self.connected() as connection:
            connection.sendall(request)
            parts = []
            while part := connection.recv(65_536):
                parts.append(part)
        return b"".join(parts)

    def connected(self) -> socket.socket:
        """A connection to the server."""
        where = urlsplit(self.url)
        assert where.hostname is not None
        return socket.create_connection((where.hostname, where.port or 0), timeout=PATIENCE)


@contextmanager
def live(
    index: Index, clock: Callable[[], float] = time.monotonic, **settings: Any
) -> Iterator[Client]:
    """Serve this index with these settings."""
    with serving(index, clock=clock, **settings) as client:
        yield client


@contextmanager
def serving(
    index: Index,
    *,
    routers: Sequence[APIRouter] = (),
    clock: Callable[[], float] = time.monotonic,
    **settings: Any,
) -> Iterator[Client]:
    """The same with other routes beside the API, and another clock for rates."""
    ours = WebSettings(port=0, **{"rate_mode": "off", **settings})
    ready: Queue[str] = Queue()
    with web(create_app(index, ours, routers=routers, clock=clock), ours, ready.put) as server:
        thread = Thread(target=server.run)
        thread.start()
        try:
            url = ready.get(timeout=PATIENCE)
            with httpx.Client(base_url=url, timeout=PATIENCE, trust_env=False) as http:
                yield Client(url, http)
        finally:
            server.stop()
            thread.join(PATIENCE)
