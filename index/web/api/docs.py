"""The documentation as a page: made from the OpenAPI document, without a script, without a net."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from index.web.api.links import PREFIX
from index.web.prefix import address_of
from index.web.problems import KINDS

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;
color:#1b1f24;background:#fff}
h2{border-top:1px solid #d0d7de;padding-top:1rem}code,pre{font:14px/1.4 ui-monospace,monospace}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;
padding:.25rem .75rem .25rem 0;border-bottom:1px solid #eaeef2}
a{color:#0550ae}summary{cursor:pointer}
@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}a{color:#79c0ff}}
"""
_SECURITY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def docs(app: FastAPI, url: str) -> APIRouter:
    """`/api/v1` (where to begin) and `/api/v1/docs`; `url`: what readers know us by, if known."""
    router = APIRouter()

    def begin(request: Request) -> Response:
        base = (url or address_of(request)).rstrip("/")
        names = ("records", "facets", "histogram", "suggest", "lookup", "export", "feed",
                 "sources", "runs", "changes", "dump", "docs", "openapi.json")  # fmt: skip
        return JSONResponse({name: f"{base}{PREFIX}/{name}" for name in names})

    def page(_: Request) -> Response:
        html = "".join(_page(app.openapi()))
        return HTMLResponse(html, headers={"Content-Security-Policy": _SECURITY})

    router.add_route(PREFIX, begin, methods=["GET"])
    router.add_route(f"{PREFIX}/docs", page, methods=["GET"])
    return router


def _page(document: Mapping[str, Any]) -> Iterator[str]:
    title = escape(document["info"]["title"])
    yield f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}: API</title>'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<style>{_STYLE}</style><h1>{title}: API</h1>"
    yield f'<p>For programs: <a href="{PREFIX}/openapi.json">openapi.json</a>. Try: '
    yield f'<a href="{PREFIX}/records?q=physics&amp;limit=3">/records?q=physics&amp;limit=3</a></p>'
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            yield from _operation(path, method, said)
    yield from _problems()
    yield "<h2>Types</h2>"
    for name, schema in document["components"]["schemas"].items():
        yield from _type(name, schema)


def _operation(path: str, method: str, said: Mapping[str, Any]) -> Iterator[str]:
    name = escape(said["operationId"])
    yield f'<h2 id="{name}"><code>{method.upper()} {escape(path)}</code></h2>'
    yield f"<p><b>{escape(said['summary'])}.</b> {escape(said['description'])}</p>"
    parameters = said.get("parameters", ())
    plain = [one for one in parameters if not one["name"].startswith("-")]
    yield from _table((one["name"], _kind(one["schema"]), one["description"]) for one in plain)
    if len(plain) < len(parameters):
        yield "<p>A filter with <code>-</code> before its name leaves records out.</p>"
    kinds = ", ".join(said["responses"]["200"].get("content", ()))
    yield f"<p>Answers: {escape(kinds)}</p>"


def _problems() -> Iterator[str]:
    yield "<h2>Problems</h2><p>Every answer of 400 and above is <code>application/problem+json"
    yield "</code> (RFC 9457); <code>code</code> is stable, <code>hint</code> says what to do.</p>"
    yield "<table><tr><th>code<th>status<th>meaning"
    for code, (status, title) in KINDS.items():
        yield f'<tr id="problem-{code}"><td><code>{code}</code><td>{status}<td>{escape(title)}'
    yield "</table>"


def _type(name: str, schema: Mapping[str, Any]) -> Iterator[str]:
    yield f'<details id="type-{escape(name)}"><summary><code>{escape(name)}</code></summary>'
    yield f"<p>{escape(schema.get('description', ''))}</p>"
    fields = schema.get("properties", {})
    yield from _table((key, _kind(one), "") for key, one in fields.items())
    yield "</details>"


def _table(rows: Iterator[tuple[str, str, str]]) -> Iterator[str]:
    found = list(rows)
    if found:
        yield "<table>"
        for name, kind, about in found:
            yield f"<tr><td><code>{escape(name)}</code><td>{kind}<td>{escape(about)}"
        yield "</table>"


def _kind(schema: Mapping[str, Any]) -> str:
    """A type in words, with links to ours."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#type-{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return escape(", ".join(map(str, schema["enum"])))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    bounds = [str(schema[key]) for key in ("minimum", "maximum") if key in schema]
    said = str(schema.get("type", "any"))
    return escape(f"{said} {' to '.join(bounds)}" if bounds else said)
