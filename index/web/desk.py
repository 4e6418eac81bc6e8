"""Who answers: a few threads, a bounded queue in front of them, and a time for each question.

Everything that asks the index or the store blocks, so none of it runs in the event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from index.web.problems import Problem

T = TypeVar("T")


class Desk:
    """`threads` questions at a time, `waiting` in the queue, `seconds` for each with its wait."""

    def __init__(self, threads: int, waiting: int, seconds: float, name: str = "web") -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._most, self._seconds = threads + waiting, seconds
        self._here = 0

    async def ask(self, question: Callable[[], T]) -> T:
        """The answer. Raises `Problem` where too many wait, or it takes too long.

        A question that takes too long keeps its thread until it ends: threads cannot be stopped,
        but there are never more than so many of them.
        """
        if self._here >= self._most:
            raise _busy("busy", "too many questions wait already")
        self._here += 1
        future = self._pool.submit(question)
        future.add_done_callback(self._left(asyncio.get_running_loop()))
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.wrap_future(future)
        except TimeoutError as error:
            raise _busy("too-slow", f"no answer within {self._seconds:g} seconds") from error

    def close(self) -> None:
        """Let what runs end, and forget what waits."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _left(self, loop: asyncio.AbstractEventLoop) -> Callable[[object], None]:
        def leave() -> None:
            self._here -= 1

        def called(_: object) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(leave)

        return called


def _busy(code: str, detail: str) -> Problem:
    hint = "ask again later, or for less: fewer facets, a shorter query, a smaller page"
    return Problem(code, detail, hint, headers={"Retry-After": "5"})
