"""Counts searches that come over HTTP: what the web passes each request through."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from harvester.meter import Meter

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What is a search, by its path; everything else is none.
MODES = {"/search": "page", "/api/v1/records": "api", "/suggest": "suggest"}


class Metered:
    """ASGI middleware: tells the meter of each search, its HTTP status and its seconds."""

    def __init__(self, app: ASGIApp, meter: Meter) -> None:
        self._app, self._meter = app, meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        mode = MODES.get(scope.get("path", ""))
        if mode is None:
            await self._app(scope, receive, send)
            return
        began, status = monotonic(), 500  # who never answers has failed

        async def watched(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            self._meter.searched(mode, status, monotonic() - began)
