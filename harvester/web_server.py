"""The server of the web: uvicorn, with our application."""

from __future__ import annotations

import resource
import socket
from collections.abc import Callable, Sequence
from threading import Thread

import uvicorn
from fastapi import APIRouter

from harvester.errors import CannotListen
from index.core import Index
from index.web.app import create_app
from index.web.patience import patient
from index.web.settings import WebSettings


class _Server(uvicorn.Server):
    """Says where it listens, as soon as it does."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


def serve(
    index: Index,
    settings: WebSettings,
    *,
    routers: Sequence[APIRouter] = (),
    ready: Callable[[str], None] = lambda url: None,
) -> None:
    """Answer until a signal comes; `ready` gets the address. Raises `CannotListen`."""
    listening = _listening(settings.host, settings.port)
    with listening:
        _server(index, settings, routers, listening, ready).run([listening])


class Beside:
    """The same in a thread of its own: for a process that does other things, and has the signals.

    Answers from when it is made until `close`. Raises `CannotListen`.
    """

    def __init__(
        self,
        index: Index,
        settings: WebSettings,
        *,
        routers: Sequence[APIRouter] = (),
        ready: Callable[[str], None] = lambda url: None,
    ) -> None:
        self._listening = _listening(settings.host, settings.port)
        self._server = _server(index, settings, routers, self._listening, ready)
        self._thread = Thread(
            target=self._server.run, args=([self._listening],), name="web", daemon=True
        )
        self._thread.start()

    def close(self, seconds: float) -> None:
        """Take no more requests; those in hand have so many seconds."""
        self._server.should_exit = True
        self._thread.join(seconds)
        self._listening.close()


def _server(
    index: Index,
    settings: WebSettings,
    routers: Sequence[APIRouter],
    listening: socket.socket,
    ready: Callable[[str], None],
) -> _Server:
    _as_many_files_as_we_may()
    app = create_app(index, settings, routers=routers)
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, date_header=True,
        proxy_headers=bool(settings.proxies), forwarded_allow_ips=settings.proxies,
        ws="none", timeout_graceful_shutdown=5, http=patient(settings.client_seconds),
        backlog=2048,
    )  # fmt: skip
    return _Server(config, lambda: ready(f"http://{shown}:{port}/"))


def _as_many_files_as_we_may() -> None:
    """A thousand clients that do nothing are a thousand open files: the usual limit is 1,024."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 65_536), most))


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise CannotListen(
            f"cannot listen at {host}:{port}: {error.strerror}",
            "choose another with --host and --port, or [web] host and port",
        ) from error
    return listening
