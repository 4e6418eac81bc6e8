"""The web application: the API, what others bring along, and the manners of both."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from fastapi import APIRouter, FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from index import __version__
from index.core import Index
from index.errors import Error
from index.web.api import records
from index.web.api.mounting import Office, router_of
from index.web.desk import Desk
from index.web.problems import MEDIA_TYPE, Problem, problem_of
from index.web.settings import WebSettings


def utc_now() -> datetime:
    """The system's clock, aware."""
    return datetime.now(UTC)


def create_app(
    index: Index,
    settings: WebSettings,
    *,
    routers: Sequence[APIRouter] = (),
    now: Callable[[], datetime] = utc_now,
) -> FastAPI:
    """An ASGI application that answers from this index, which stays the caller's to close.

    `routers` are mounted beside the API, at the addresses that they name.
    """
    desk = Desk(settings.threads, settings.waiting, settings.max_seconds)

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        yield
        desk.close()

    app = FastAPI(
        title="Harvester", version=__version__, lifespan=living,
        docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json",
    )  # fmt: skip
    office = Office(index, settings, desk, now)
    app.include_router(router_of(office, records.operations(settings)))
    for router in routers:
        app.include_router(router)
    app.add_exception_handler(Problem, _told)
    app.add_exception_handler(Error, _told)
    app.add_exception_handler(HTTPException, _refused)
    return app


async def _told(request: Request, error: Exception) -> Response:
    problem = error if isinstance(error, Problem) else None
    if isinstance(error, Error):
        problem = problem_of(error)
    assert problem is not None
    return _response(problem)


async def _refused(request: Request, error: Exception) -> Response:
    """What routing itself refuses: an address that is none, or another method."""
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        hint = f"it takes {(error.headers or {}).get('Allow', 'GET')}"
        return _response(
            Problem("method", f"{request.method} is not taken here", hint, (), error.headers or {})
        )
    return _response(
        Problem("not-found", "there is nothing at this address", "/api/v1/docs lists what there is")
    )


def _response(problem: Problem) -> Response:
    return Response(
        problem.body(), problem.status, headers=dict(problem.headers), media_type=MEDIA_TYPE
    )
