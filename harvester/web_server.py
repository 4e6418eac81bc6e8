"""The server of the web: uvicorn, with our application."""

from __future__ import annotations

import resource
import socket
from collections.abc import Callable, Sequence

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
    _as_many_files_as_we_may()
    app = create_app(index, settings, routers=routers)
    listening = _listening(settings.host, settings.port)
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, date_header=True,
        proxy_headers=bool(settings.proxies), forwarded_allow_ips=settings.proxies,
        ws="none", timeout_graceful_shutdown=5, http=patient(settings.client_seconds),
        backlog=2048,
    )  # fmt: skip
    with listening:
        _Server(config, lambda: ready(f"http://{shown}:{port}/")).run([listening])


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
