"""The web application: the API, what others bring along, and the manners of both."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, FastAPI
from starlette.middleware.cors import CORSMiddleware

from index import __version__
from index.core import Index
from index.web.api.docs import docs
from index.web.api.links import PREFIX
from index.web.api.mounting import Office, router_of
from index.web.api.openapi import described
from index.web.api.routes import cost_of, operations
from index.web.compress import Compressing
from index.web.desk import Desk
from index.web.manners import Manners, Rates
from index.web.prefix import Prefixed, prefix_in
from index.web.rates import Allowances
from index.web.refusing import refusing
from index.web.settings import WebSettings
from index.web.streaming import Streams

_EXPOSED = ("Link", "ETag", "X-Request-ID", "X-Total-Count", "RateLimit", "RateLimit-Policy")


def utc_now() -> datetime:
    """The system's clock, aware."""
    return datetime.now(UTC)


def new_id() -> str:
    """An id for a request that brings none."""
    return uuid4().hex


def create_app(
    index: Index,
    settings: WebSettings,
    *,
    routers: Sequence[APIRouter] = (),
    now: Callable[[], datetime] = utc_now,
    clock: Callable[[], float] = time.monotonic,
) -> FastAPI:
    """An ASGI application that answers from this index, which stays the caller's to close.

    `routers` are mounted beside the API, at the addresses that they name. `now` tells the time,
    `clock` seconds that only rise.
    """
    desk = Desk(settings.threads, settings.waiting, settings.answer_seconds)
    streams = Streams(settings.exports, settings.export_seconds)

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        yield
        desk.close()
        streams.close()

    app = FastAPI(
        title=settings.name, version=__version__, lifespan=living, redirect_slashes=False,
        docs_url=None, redoc_url=None, openapi_url=f"{PREFIX}/openapi.json",
        servers=[{"url": settings.url}] if settings.url else None,
        root_path_in_servers=not settings.url,
    )  # fmt: skip
    office = Office(index, settings, desk, streams, now, now())
    app.include_router(router_of(office, operations(settings)))
    app.include_router(docs(app, settings.url))
    for router in routers:
        app.include_router(router)
    app.openapi = lambda: described(app)  # type: ignore[method-assign]
    refusing(app)
    _mannered(app, settings, clock)
    return app


def _mannered(app: FastAPI, settings: WebSettings, clock: Callable[[], float]) -> None:
    """What every request passes through; the last one added is the outermost."""
    app.add_middleware(Compressing)
    if settings.cors:
        said: dict[str, Any] = {"allow_origins": settings.cors, "expose_headers": _EXPOSED}
        app.add_middleware(CORSMiddleware, allow_methods=["GET", "HEAD", "POST"], **said)
    app.add_middleware(Manners, new_id=new_id, clock=clock, rates=_rates(settings))
    if prefix := prefix_in(settings.url):
        app.add_middleware(Prefixed, prefix=prefix)


def _rates(settings: WebSettings) -> Rates | None:
    if settings.rate_mode == "off":
        return None
    allowances = Allowances(settings.rate, settings.burst)
    return Rates(allowances, settings.rate_mode == "on", cost_of)
