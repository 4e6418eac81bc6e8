"""Our pages below a path of somebody else's host: `https://example.org/harvest/`.

ASGI says it with `root_path` (whoever mounts us, or a server's own option); else the path of
[web] url says it, for proxies that take the prefix away and for those that leave it. No header is
believed: `X-Forwarded-Prefix` is no standard, and the settings know it already.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request

from index.web.asgi import ASGIApp, Receive, Scope, Send

# Addresses of ours in a page: what records say is escaped, so that no quote of theirs ends one.
_OURS = re.compile(r'(?<=\s)(href|src|action|data-suggest)="/(?!/)')
_COOKIE_PATH = re.compile(r"(?i)(;\s*path=)/(?=;|$)")


class Prefixed:
    """Middleware, the outermost: every path stands below the prefix, however the proxy asks."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app, self._prefix = app, prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope.get("root_path"):
            scope = {**scope, "root_path": self._prefix, "path": self._below(scope["path"])}
        await self._app(scope, receive, send)

    def _below(self, path: str) -> str:
        left = path == self._prefix or path.startswith(f"{self._prefix}/")
        whole = path if left else self._prefix + path
        return f"{whole}/" if whole == self._prefix else whole


def prefix_in(url: str) -> str:
    """The path of an address without its last slash, decoded as ASGI has paths; often empty."""
    return unquote(urlsplit(url).path).rstrip("/")


def prefix_of(scope: Scope) -> str:
    """What stands before every path of ours in addresses, percent-encoded; often empty."""
    return quote(_root(scope), safe="/:@!$&'()*+,;=~")


def address_of(request: Request) -> str:
    """Our address as it was asked for, without a slash; `request.base_url` leaves mounts out."""
    return f"{request.url.scheme}://{request.url.netloc}{prefix_of(request.scope)}"


def path_of(scope: Scope) -> str:
    """The path that was asked for, as we know it: without the prefix."""
    return str(scope["path"]).removeprefix(_root(scope)) or "/"


def _root(scope: Scope) -> str:
    return str(scope.get("root_path", "")).rstrip("/")


def prefixed(html: str, prefix: str) -> str:
    """A page whose addresses of ours stand below the prefix."""
    return _OURS.sub(lambda found: f'{found[1]}="{prefix}/', html) if prefix else html


def prefix_headers(headers: MutableHeaders, prefix: str) -> None:
    """The same for where an answer leads to, and for where its cookies hold."""
    if not prefix:
        return
    location = headers.get("location", "")
    if location.startswith("/") and not location.startswith("//"):
        headers["location"] = prefix + location
    cookies = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for cookie in cookies:
        headers.append("set-cookie", _COOKIE_PATH.sub(rf"\g<1>{prefix}", cookie))
