"""The JSON body of a POST: no more bytes, levels or seconds than a client may have."""

from __future__ import annotations

import asyncio
from typing import Any

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request

from index.web.problems import Mistake, Problem
from index.web.settings import WebSettings

_HINT = "send what /api/v1/docs shows"


async def body_of(request: Request, kind: Any, settings: WebSettings) -> Any:
    """The body as that type. Raises `Problem`."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != "application/json":
        raise Problem("media-type", f"a body of type {given[:80]!r}", "send application/json")
    try:
        async with asyncio.timeout(settings.client_seconds):
            body = await _bytes(request, settings.max_body)
    except TimeoutError as error:
        raise Problem("slow-client", "the body did not come in time", "send it again") from error
    return decoded(body, kind)


async def _bytes(request: Request, most: int) -> bytes:
    parts, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most:
            raise Problem("too-large", f"a body of more than {most} bytes", "ask several times")
        parts.append(chunk)
    return b"".join(parts)


def decoded(body: bytes, kind: Any) -> Any:
    """JSON as that type; pydantic's reader refuses deep nesting itself.

    Raises `Problem` that names every place that is wrong.
    """
    try:
        return TypeAdapter(kind).validate_json(body)
    except ValidationError as error:
        mistakes = [
            Mistake(".".join(map(str, one["loc"]))[:80], one["msg"][:200])
            for one in error.errors(include_url=False, include_input=False)[:20]
        ]
        said = "; ".join(f"{one.name or 'body'}: {one.detail}" for one in mistakes[:5])
        raise Problem("body", said, _HINT, mistakes) from error
