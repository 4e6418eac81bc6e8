"""Errors as problems: ours, and what routing itself refuses."""

from __future__ import annotations

import logging

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from index.errors import EngineError, Error, StoreError
from index.web.problems import MEDIA_TYPE, Problem, problem_of

_LOG = logging.getLogger("index.web")


def refusing(app: FastAPI) -> None:
    """Let the application answer errors with problems."""
    app.add_exception_handler(Problem, _told)
    app.add_exception_handler(Error, _meant)
    app.add_exception_handler(HTTPException, _routed)
    app.add_exception_handler(ClientDisconnect, _gone)


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    name = request.state.request_id
    return Response(
        error.body(name), error.status, headers=dict(error.headers), media_type=MEDIA_TYPE
    )


async def _meant(request: Request, error: Exception) -> Response:
    assert isinstance(error, Error)
    if isinstance(error, EngineError | StoreError):
        _LOG.warning("request %s: %s", request.state.request_id, error)
    return await _told(request, problem_of(error))


async def _routed(request: Request, error: Exception) -> Response:
    """An address that is none, or another method."""
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == 405:
        hint = f"it takes {headers.get('Allow', 'GET')}"
        problem = Problem("method", f"{request.method} is not taken here", hint, headers=headers)
    elif error.status_code == 404:
        hint = "/api/v1/docs lists what there is"
        problem = Problem("not-found", "there is nothing at this address", hint)
    else:
        problem = Problem("usage", error.detail, None, headers=headers)
    return await _told(request, problem)


async def _gone(_request: Request, _error: Exception) -> Response:
    """Nobody is there to read it."""
    return Response(status_code=400)
