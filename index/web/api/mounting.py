"""Operations as routes of FastAPI: read the parameters, ask at the desk, answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from index.core import Index
from index.web.api.links import PREFIX
from index.web.api.operation import Answer, Call, Operation
from index.web.api.params import Values, read
from index.web.desk import Desk
from index.web.problems import ProblemDetails
from index.web.respond import respond
from index.web.settings import WebSettings

_ALWAYS = (400, 405, 406, 408, 413, 429, 500, 503)


@dataclass(frozen=True, slots=True)
class Office:
    """What answers need: index, settings, threads, and what time it is."""

    index: Index
    settings: WebSettings
    desk: Desk
    now: Callable[[], datetime]


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
            responses=_responses(one),
            openapi_extra=_extra(one),
        )
    return router


def _endpoint(office: Office, one: Operation) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        call = _call(office, one, request)
        answer: Answer = await office.desk.ask(lambda: one.ask(call))
        return respond(request, answer, call.now)

    return endpoint


def _call(office: Office, one: Operation, request: Request) -> Call:
    values = _values(one, request)
    base = office.settings.url or str(request.base_url)
    return Call(
        office.index,
        office.settings,
        values,
        base.rstrip("/"),
        request.url.path,
        tuple(request.query_params.multi_items()),
        request.headers.get("accept", "*/*"),
        office.now(),
    )


def _values(one: Operation, request: Request) -> Values:
    asked = [param for param in one.params if param.place == "query"]
    return {**read(asked, request.query_params.multi_items()), **request.path_params}


def _responses(one: Operation) -> dict[int | str, dict[str, Any]]:
    problem = {
        "description": "A problem (RFC 9457)",
        "content": {"application/problem+json": {"schema": _ref(ProblemDetails)}},
    }
    found: dict[int | str, dict[str, Any]] = {200: {"description": "The answer"}}
    if one.model is not None:
        found[200]["model"] = one.model
    found[304] = {"description": "The client has this answer already"}
    return found | dict.fromkeys(sorted({*_ALWAYS, *one.problems}), problem)


def _ref(kind: type) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def _extra(one: Operation) -> dict[str, Any]:
    return {"parameters": [param.schema() for param in one.params]}
