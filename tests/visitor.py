"""Somebody who looks at pages over HTTP, without a socket: the real application, asked by httpx."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import MappingProxyType

import httpx
from fastapi import FastAPI
from lxml import html

HOST = "http://pages.example.org"
_NONE: Mapping[str, str] = MappingProxyType({})


class Visitor:
    """Keeps cookies, follows nothing by itself."""

    def __init__(self, app: FastAPI, language: str = "en", host: str = HOST) -> None:
        self._transport = httpx.ASGITransport(app)
        self._headers = {"Accept-Language": language, "Accept": "text/html"}
        self._host = host
        self.cookies: dict[str, str] = {}

    def get(self, path: str, headers: Mapping[str, str] = _NONE) -> httpx.Response:
        """Ask for a page."""
        return asyncio.run(self._ask("GET", path, headers))

    def head(self, path: str) -> httpx.Response:
        """Ask for what stands before a page."""
        return asyncio.run(self._ask("HEAD", path, _NONE))

    def post(
        self, path: str, form: Mapping[str, str], headers: Mapping[str, str] = _NONE
    ) -> httpx.Response:
        """Send a form."""
        return asyncio.run(self._ask("POST", path, headers, form))

    def page(self, path: str, status: int = 200) -> html.HtmlElement:
        """The page at a path, read as HTML."""
        answer = self.get(path)
        assert answer.status_code == status, answer.text[:500]
        return html.fromstring(answer.content)

    async def _ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        form: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        async with httpx.AsyncClient(
            transport=self._transport, base_url=self._host, headers=self._headers,
            cookies=self.cookies,
        ) as client:  # fmt: skip
            answer = await client.request(method, path, headers=dict(headers), data=form)
        self.cookies.update(answer.cookies)
        gone = [c for c in answer.headers.get_list("set-cookie") if "Max-Age=0" in c]
        for cookie in gone:
            self.cookies.pop(cookie.partition("=")[0], None)
        return answer


def text_of(element: html.HtmlElement) -> str:
    """What a person reads there, blanks as one."""
    return " ".join(element.text_content().split())
