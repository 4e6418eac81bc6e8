"""Answers that are written as they come: a few at a time, each with its time, and no thread for
a client that does not read.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from index.web.api.operation import Answer
from index.web.problems import Problem
from index.web.respond import headers_of

_TOGETHER = 65_536  # bytes; less than that is gathered, so that small rows cost no turn each


class Streams:
    """At most `most` answers are written at the same time, each within `seconds`."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds, self._here = most, seconds, 0
        self._pool = ThreadPoolExecutor(most, thread_name_prefix="export")

    def enter(self) -> None:
        """Take a place. Raises `Problem` where all are taken."""
        if self._here >= self._most:
            hint = "try again in a minute; a dump can be had at any time"
            retry = {"Retry-After": "60"}
            raise Problem("busy", f"{self._most} exports are being written", hint, headers=retry)
        self._here += 1

    def leave(self) -> None:
        """Give the place back."""
        self._here -= 1

    def close(self) -> None:
        """Forget what waits."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def begun(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The same, begun: what fails at once is a problem and no answer that breaks off."""
        loop = asyncio.get_running_loop()
        first = await loop.run_in_executor(self._pool, _some, chunks)
        return chain((first,), chunks)

    async def chunks(self, chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
        """What an iterator that blocks gives. Raises `TimeoutError` behind its time."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._seconds
        while True:
            async with asyncio.timeout_at(until):
                chunk = await loop.run_in_executor(self._pool, _some, chunks)
            if not chunk:
                return
            yield chunk


class Streamed(StreamingResponse):
    """A response whose body is written as it comes; it has a place among `streams`, and leaves."""

    def __init__(self, answer: Answer, streams: Streams) -> None:
        self._streams = streams
        super().__init__(
            streams.chunks(answer.chunks or iter(())),
            headers=headers_of(answer),
            media_type=answer.media_type,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._streams.leave()


def _some(chunks: Iterator[bytes]) -> bytes:
    """The next chunks together; empty at the end."""
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size >= _TOGETHER:
            break
    return b"".join(parts)
