"""What every answer has, whoever gives it: a request id, HEAD and OPTIONS, rates, safe headers."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from index.web.asgi import ASGIApp, Message, Receive, Scope, Send, header, replaced
from index.web.prefix import path_of
from index.web.problems import MEDIA_TYPE, Problem
from index.web.rates import Allowances

_LOG = logging.getLogger("index.web")
# Anything else in a header of ours could end its line, or fill the log.
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True, slots=True)
class Rates:
    """What clients may cost: `refuses` False only reports it. `cost` tells that of a path."""

    allowances: Allowances
    refuses: bool
    cost: Callable[[str], int]


class Manners:
    """Middleware, the outermost: nothing leaves without it, errors that nobody expected neither."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        new_id: Callable[[], str],
        clock: Callable[[], float],
        rates: Rates | None,
    ) -> None:
        self._app, self._new_id, self._clock, self._rates = app, new_id, clock, rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = header(scope["headers"], b"x-request-id")
        name = given if _REQUEST_ID.fullmatch(given) else self._new_id()
        head, options = scope["method"] == "HEAD", scope["method"] == "OPTIONS"
        inner = {
            **scope,
            "method": "GET" if head else scope["method"],
            "state": {**scope.get("state", {}), "request_id": name, "head": head},
        }
        sender = _Sender(send, {**_SAFE, "X-Request-ID": name}, head=head, options=options)
        problem = _ambiguous(scope) or self._charged(inner, sender)
        if problem:
            await _tell(problem, name, sender)
            return
        await self._answered(inner, receive, sender, name)

    def _charged(self, scope: Scope, sender: _Sender) -> Problem | None:
        """Take what the request costs; a problem where the client has no more."""
        if self._rates is None:
            return None
        allowances, cost = self._rates.allowances, self._rates.cost(path_of(scope))
        address = scope["client"][0] if scope.get("client") else ""
        verdict = allowances.spend(address, cost, self._clock())
        sender.add(allowances.headers(verdict))
        if verdict.allowed or not self._rates.refuses:
            return None
        hint = "wait; whoever wants everything takes /api/v1/export, or /api/v1/dump"
        wait = {"Retry-After": str(verdict.wait)}
        return Problem("rate", f"no points left for {verdict.wait} s", hint, headers=wait)

    async def _answered(self, scope: Scope, receive: Receive, send: _Sender, name: str) -> None:
        try:
            await self._app(scope, receive, send)
        except Exception:
            # Told in the log with the id that the client got; a body that has begun breaks off,
            # so that nobody takes a part for the whole.
            _LOG.exception("request %s failed", name)
            if send.begun:
                raise
            await _tell(Problem("internal", "something broke here", None), name, send)


class _Sender:
    """Adds headers, drops the body of HEAD, and makes of 405 what OPTIONS is answered with."""

    def __init__(
        self, send: Send, headers: Mapping[str, str], *, head: bool, options: bool
    ) -> None:
        self._send, self._headers = send, dict(headers)
        self._head, self._options = head, options
        self.begun = False

    def add(self, headers: Mapping[str, str]) -> None:
        """These headers too."""
        self._headers.update(headers)

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            message = self._started(message)
        elif self._head or self._options:
            message = {**message, "body": b""}
        await self._send(message)

    def _started(self, message: Message) -> Message:
        status, headers = message["status"], message["headers"]
        if status == 405:
            headers = replaced(headers, allow=_allowed(header(headers, b"allow")))
            if self._options:
                status = 204
                headers = replaced(headers, content_length=None, content_type=None)
        else:
            self._options = False  # answered by others: a preflight, or a page that is not there
        added = [(name.lower().encode(), value.encode()) for name, value in self._headers.items()]
        return {**message, "status": status, "headers": [*headers, *added]}


def _ambiguous(scope: Scope) -> Problem | None:
    """A problem where a request says in two ways how long it is: proxies may believe the other."""
    names = {name for name, _ in scope["headers"]}
    if not {b"content-length", b"transfer-encoding"} <= names:
        return None
    detail = "Content-Length and Transfer-Encoding at once (RFC 9112, 6.1)"
    return Problem("request", detail, "send one of them", headers={"Connection": "close"})


def _allowed(methods: str) -> str:
    named = {name.strip() for name in methods.split(",") if name.strip()}
    also = {"HEAD"} if "GET" in named else set()
    return ", ".join(sorted(named | also | {"OPTIONS"}))


async def _tell(problem: Problem, name: str, send: Send) -> None:
    """Send a problem from outside of the application."""
    body = problem.body(name)
    headers = {"content-type": MEDIA_TYPE, "content-length": str(len(body)), **problem.headers}
    pairs = [(key.lower().encode(), value.encode()) for key, value in headers.items()]
    await send({"type": "http.response.start", "status": problem.status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})
