"""What every page says beside its text: what a browser may run, and who may show it. Errors too."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.convertors import PathConvertor, register_url_convertor
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response

from index.errors import EngineError, Error, NotFound, StoreError
from index.web.desk import Desk
from index.web.prefix import path_of, prefix_headers, prefix_of
from index.web.problems import Problem, problem_of

if TYPE_CHECKING:
    from index.web.pages.site import Site

# Nothing inline, nothing from elsewhere, no frames around us, forms go to us only.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Beside what `index.web.manners` says of every answer.
HEADERS = {"Content-Security-Policy": POLICY, "Cross-Origin-Opener-Policy": "same-origin"}
_LOG = logging.getLogger("index.web")
_MOST = 65_536  # bytes of a form

View = Callable[["Site", Request], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


def guarded(site: Site, desk: Desk, view: View) -> Endpoint:
    """The view as an endpoint: at a desk, with those headers, and with a page for its errors."""

    async def answer(request: Request) -> Response:
        try:
            request.state.form = await _form(request)
            response = await desk.ask(lambda: view(site, request))
        except Error as error:
            if isinstance(error, EngineError | StoreError):
                _LOG.warning("request %s: %s", request.state.request_id, error)
            response = _told(site, request, problem_of(error))
        except Problem as problem:
            response = _told(site, request, problem)
        guard(response.headers)
        prefix_headers(response.headers, prefix_of(request.scope))
        return response

    return answer


def guard(headers: MutableHeaders) -> None:
    """Add the headers that are not there yet."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)


def nothing(site: Site, request: Request) -> Response:
    """A page for an address at which there is nothing."""
    raise NotFound(f"there is nothing at {path_of(request.scope)}")


class PageConvertor(PathConvertor):
    """Every path but those of programs, who read no pages: `{name:page}`."""

    regex = "(?!api/).*"


register_url_convertor("page", PageConvertor())


def _told(site: Site, request: Request, problem: Problem) -> Response:
    page = site.page(request, "error.html", problem.status, problem=problem)
    page.headers.update(problem.headers)
    return page


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form that was sent. Raises `Problem` for one too large."""
    body = b""
    if request.method == "POST":
        async for chunk in request.stream():
            body += chunk
            if len(body) > _MOST:
                raise Problem("too-large", f"a form of more than {_MOST} bytes")
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
