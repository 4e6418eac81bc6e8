"""gzip and zstd, by what the client wants; a strong ETag says which of them it is of.

Starlette's own middleware knows no zstd, and leaves ETags as they are, so that two different
bodies would have the same strong one (RFC 9110, 8.8.3).
"""

from __future__ import annotations

import re
from typing import Any

import zstandard
from isal import isal_zlib

from index.web.accept import encoding
from index.web.asgi import ASGIApp, Headers, Message, Receive, Scope, Send, header, replaced

_SMALL = 1000  # bytes; less than a packet's worth is not worth it
_CODINGS = ("zstd", "gzip")
_KINDS = re.compile(
    r"text/.*|.*[/+](json|xml)|application/(x-ndjson|x-bibtex|javascript|x-research-info-systems)"
)
_TAG = re.compile(r'"([^"]*)-(?:gzip|zstd)"')


class Compressing:
    """Middleware: bodies of text are compressed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        named = header(scope["headers"], b"if-none-match")
        if named:
            plain = replaced(scope["headers"], if_none_match=_TAG.sub(r'"\1"', named))
            scope = {**scope, "headers": plain}
        coding = encoding(header(scope["headers"], b"accept-encoding"), _CODINGS)
        await self._app(scope, receive, _Sender(send, coding, named))


class _Sender:
    """What an application sends through: holds the start back until it knows the body's size."""

    def __init__(self, send: Send, coding: str | None, named: str) -> None:
        self._send, self._coding, self._named = send, coding, named
        self._start: Message | None = None
        self._packer: Any = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif self._start is not None:
            await self._begin(self._start, message)
        else:
            await self._go_on(message)

    async def _begin(self, start: Message, first: Message) -> None:
        self._start = None
        headers: Headers = start["headers"]
        body, more = first.get("body", b""), first.get("more_body", False)
        if start["status"] == 304:
            headers = _as_named(headers, self._named)
        elif _compressible(headers, len(body), more):
            headers = _varying(headers)
            if self._coding:
                self._packer = _packer(self._coding)
                headers = _packed(headers, self._coding)
        if self._packer and not more:
            whole = self._packer.compress(body) + self._packer.flush()
            headers = replaced(headers, content_length=str(len(whole)))
            self._packer = None
            first = {**first, "body": whole}
        await self._send({**start, "headers": headers})
        await self._go_on(first)

    async def _go_on(self, message: Message) -> None:
        if self._packer is None:
            await self._send(message)
            return
        more = message.get("more_body", False)
        body = self._packer.compress(message.get("body", b""))
        if not more:
            body += self._packer.flush()
        if body or not more:
            await self._send({**message, "body": body})


def _compressible(headers: Headers, size: int, more: bool) -> bool:
    kind = header(headers, b"content-type").partition(";")[0]
    large = more or size >= _SMALL
    return large and bool(_KINDS.fullmatch(kind)) and not header(headers, b"content-encoding")


def _varying(headers: Headers) -> Headers:
    before = header(headers, b"vary")
    return replaced(headers, vary=f"{before}, Accept-Encoding" if before else "Accept-Encoding")


def _packed(headers: Headers, coding: str) -> Headers:
    etag = header(headers, b"etag")
    tagged = f'{etag[:-1]}-{coding}"' if etag.startswith('"') else etag
    return replaced(headers, content_encoding=coding, content_length=None, etag=tagged or None)


def _as_named(headers: Headers, named: str) -> Headers:
    """304 tells the tag that the client has."""
    etag = header(headers, b"etag")
    for coding in _CODINGS:
        tagged = f'{etag[:-1]}-{coding}"'
        if etag and tagged in named:
            return replaced(headers, etag=tagged)
    return headers


def _packer(coding: str) -> Any:
    if coding == "zstd":
        return zstandard.ZstdCompressor(level=3).compressobj()
    return isal_zlib.compressobj(2, isal_zlib.DEFLATED, 31)
