"""What every page says beside its text: what a browser may run, and who may show it. Errors too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response

from index.errors import EngineError, Error, NotFound, StoreError, UsageError

if TYPE_CHECKING:
    from index.web.pages.site import Site

# Nothing inline, nothing from elsewhere, no frames around us, forms go to us only.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_STATUS: tuple[tuple[type[Error], int], ...] = (
    (NotFound, 404), (UsageError, 400), (StoreError, 503), (EngineError, 503),
)  # fmt: skip


def guarded(
    site: Site, view: Callable[[Site, Request], Response]
) -> Callable[[Request], Response]:
    """The view as an endpoint: with those headers, and with a page where it raises `Error`."""

    def answer(request: Request) -> Response:
        try:
            response = view(site, request)
        except Error as error:
            response = site.page(request, "error.html", _status(error), error=error)
        guard(response.headers)
        return response

    return answer


def guard(headers: MutableHeaders) -> None:
    """Add the headers that are not there yet."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)


def _status(error: Error) -> int:
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
