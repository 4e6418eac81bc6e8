"""The OpenAPI document: FastAPI's, with the types that only bodies and problems have."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic import TypeAdapter

from index.web.api.shapes import Wanted
from index.web.problems import ProblemDetails

_REF = "#/components/schemas/{model}"


def described(app: FastAPI) -> dict[str, Any]:
    """The document, made once."""
    if app.openapi_schema is None:
        document = FastAPI.openapi(app)
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        for kind in (ProblemDetails, Wanted):
            schema = TypeAdapter(kind).json_schema(ref_template=_REF)
            schemas.update(schema.pop("$defs", {}))
            schemas[kind.__name__] = schema
        app.openapi_schema = document
    return app.openapi_schema
