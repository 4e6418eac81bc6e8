"""The server of the web: uvicorn, with our application and an end to its patience."""

from __future__ import annotations

import resource
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Thread

import uvicorn
from fastapi import FastAPI

from harvester.errors import CannotListen
from index.web.patience import patient
from index.web.settings import WebSettings

_ENDING = 5  # seconds that answers in hand have left when the server is to end
_WAITING = 2048  # connections that the kernel holds for us meanwhile


class _Server(uvicorn.Server):
    """Says that it listens, as soon as it does."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        self._ready()


@dataclass(frozen=True, slots=True)
class Web:
    """A server with its socket; `run` ends with a signal, or with `stop` from another thread."""

    server: uvicorn.Server
    listening: socket.socket

    def run(self) -> None:
        """Answer until it is stopped."""
        self.server.run([self.listening])

    def stop(self) -> None:
        """Take no more requests, and end."""
        self.server.should_exit = True


@contextmanager
def web(app: FastAPI, settings: WebSettings, ready: Callable[[str], None]) -> Iterator[Web]:
    """A server of the application; `ready` gets its address. Raises `CannotListen`."""
    _as_many_files_as_we_may()
    with _listening(settings.host, settings.port) as listening:
        host, port = listening.getsockname()[:2]
        url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        config = uvicorn.Config(
            app, http=patient(settings.client_seconds), ws="none", backlog=_WAITING,
            log_level="warning", access_log=False, server_header=False,
            proxy_headers=bool(settings.proxies), forwarded_allow_ips=settings.proxies,
            timeout_graceful_shutdown=_ENDING,
        )  # fmt: skip
        yield Web(_Server(config, lambda: ready(url)), listening)


class Beside:
    """A server in a thread of its own: for a process that does other things, and has the signals.

    Answers from when it is made until `close`. Raises `CannotListen`.
    """

    def __init__(self, app: FastAPI, settings: WebSettings, ready: Callable[[str], None]) -> None:
        self._open = ExitStack()
        self._web = self._open.enter_context(web(app, settings, ready))
        self._thread = Thread(target=self._web.run, name="web", daemon=True)
        self._thread.start()

    def close(self, seconds: float) -> None:
        """Take no more requests; those in hand have so many seconds."""
        self._web.stop()
        self._thread.join(seconds)
        self._open.close()


def _as_many_files_as_we_may() -> None:
    """A thousand clients that do nothing are a thousand open files: the usual limit is 1,024."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if most == resource.RLIM_INFINITY else min(most, 65_536)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(now, wanted), most))


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named: else asyncio does not see that it is TCP, leaves Nagle's algorithm on,
    # and every answer waits 40 ms for the client's delayed ACK between its head and its body.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
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
