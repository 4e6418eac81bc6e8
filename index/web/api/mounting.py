"""Operations as routes of FastAPI: read the parameters, ask at the desk, answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from index.core import Index
from index.web.api.bodies import body_of
from index.web.api.links import PREFIX
from index.web.api.operation import Answer, Call, Operation
from index.web.api.params import Values, read
from index.web.api.telling import responses, said
from index.web.desk import Desk
from index.web.prefix import address_of, path_of
from index.web.respond import respond
from index.web.settings import WebSettings
from index.web.streaming import Streamed, Streams

_RequestHandler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Office:
    """What answers need: index, settings, threads for questions and for exports, the time."""

    index: Index
    settings: WebSettings
    desk: Desk
    streams: Streams
    now: Callable[[], datetime]
    since: datetime


def router_of(office: Office, operations: Sequence[Operation]) -> APIRouter:
    """The routes of the API, each with what OpenAPI says of it."""
    router = APIRouter(prefix=PREFIX)
    for one in operations:
        router.add_api_route(
            one.path,
            _endpoint(office, one),
            methods=["POST" if one.takes else "GET"],
            operation_id=one.name,
            summary=one.summary,
            description=one.about,
            tags=[one.tag],
            response_class=Response,
            responses=responses(one),
            openapi_extra=said(one),
        )
    return router


def _endpoint(office: Office, one: Operation) -> _RequestHandler:
    async def endpoint(request: Request) -> Response:
        call = await _call(office, one, request)
        if not one.streams:
            answer, touched = await office.desk.ask(lambda: _asked(office, one, call))
            return respond(request, answer, touched, call.now)
        office.streams.enter()
        try:
            answer = await office.desk.ask(lambda: one.ask(call))
            chunks = iter(()) if request.state.head else answer.chunks or iter(())
            begun = replace(answer, chunks=await office.streams.begun(chunks))
        except BaseException:
            office.streams.leave()
            raise
        return Streamed(begun, office.streams)

    return endpoint


def _asked(office: Office, one: Operation, call: Call) -> tuple[Answer, datetime]:
    """The answer, and when what it comes from was last written: looked at before it is read.

    Another version of this program, or other settings, may answer otherwise too.
    """
    touched = max(office.since, office.index.touched() or office.since)
    return one.ask(call), touched


async def _call(office: Office, one: Operation, request: Request) -> Call:
    settings = office.settings
    values = _values(one, request)
    body = await body_of(request, one.takes, settings) if one.takes else None
    return Call(
        office.index,
        settings,
        values,
        (settings.url or address_of(request)).rstrip("/"),
        path_of(request.scope),
        tuple(request.query_params.multi_items()),
        request.headers.get("accept", "*/*"),
        office.now(),
        body,
    )


def _values(one: Operation, request: Request) -> Values:
    asked = [param for param in one.params if param.place == "query"]
    return {**read(asked, request.query_params.multi_items()), **request.path_params}
