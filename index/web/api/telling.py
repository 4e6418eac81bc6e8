"""What OpenAPI says of an operation: its parameters, its body, and every answer there can be."""

from __future__ import annotations

from typing import Any

from index.web.api.operation import JSON, Operation
from index.web.problems import MEDIA_TYPE, ProblemDetails

_ALWAYS = (400, 405, 406, 429, 500, 503)
_OF_BODIES = (408, 413, 415)
_HEADERS = {
    "ETag": "A strong tag of this very answer; give it as If-None-Match.",
    "Link": "Addresses of what belongs to it: `next`, `canonical`, `alternate` (RFC 8288).",
    "X-Request-ID": "The id of the request, yours or ours: name it when you report something.",
    "RateLimit": "Points that are left, and seconds until all are back.",
}


def responses(one: Operation) -> dict[int | str, dict[str, Any]]:
    """Every status that it answers with, and what then comes."""
    told = {
        name: {"description": about, "schema": {"type": "string"}}
        for name, about in _HEADERS.items()
    }
    ok: dict[str, Any] = {"description": "The answer", "headers": told}
    if one.model is not None:
        ok["model"] = one.model
    ok["content"] = {kind: {"schema": _schema(kind)} for kind in one.media}
    problem = {"description": "A problem (RFC 9457)", "content": {MEDIA_TYPE: {"schema": _PROBLEM}}}
    codes = sorted({*_ALWAYS, *one.problems, *(_OF_BODIES if one.takes else ())})
    found: dict[int | str, dict[str, Any]] = {200: ok}
    if not one.streams:
        found[304] = {"description": "The client has this answer already"}
    return found | dict.fromkeys(codes, problem)


def _schema(kind: str) -> dict[str, str]:
    """JSON of others' making is anything; everything else is text."""
    return {} if kind.endswith("json") else {"type": "string"}


_PROBLEM = {"$ref": f"#/components/schemas/{ProblemDetails.__name__}"}


def said(one: Operation) -> dict[str, Any]:
    """Its parameters and its body."""
    extra: dict[str, Any] = {"parameters": [param.schema() for param in one.params]}
    if one.takes is not None:
        schema = {"$ref": f"#/components/schemas/{one.takes.__name__}"}
        extra["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    return extra
