"""Connections whose reading ends: at a time, and at so many lines of a head.

A time-out of sockets counts from byte to byte, so that a byte a second looks like life for ever.
Python's http.client takes a hundred header lines, which no argument changes before Python 3.15: its
number is raised to the most that ours can be, and ours counts for the connections made here.
"""

from __future__ import annotations

import http.client
import io
from collections.abc import Callable
from functools import partial
from http.client import HTTPResponse
from typing import Any, cast

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

Check = Callable[[], None]

MOST_LINES = 2000  # the most header lines that may be asked for


class TooManyLines(http.client.HTTPException):
    """A head of more lines than may be."""


class _Timed(io.RawIOBase):
    """A socket's bytes; `check` is called before each read, and may raise."""

    def __init__(self, raw: io.RawIOBase, check: Check) -> None:
        self._raw, self._check = raw, check

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._check()
        return cast(int | None, self._raw.readinto(buffer))

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Lines(io.BufferedReader):
    """Reads lines, of a head no more than `left`; None: it is not a head that is read."""

    left: int | None = None

    def readline(self, size: int | None = -1) -> bytes:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise TooManyLines
        return super().readline(size)


class _Response(HTTPResponse):
    """A response read in time, whose head has no more than `lines` header lines."""

    def __init__(self, check: Check, lines: int, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._reader = _Lines(_Timed(cast(Any, self.fp).detach(), check))
        self._most = lines + 2  # the line of the status, and the empty one
        self.fp = self._reader

    def begin(self, **options: Any) -> None:
        self._reader.left = self._most
        super().begin(**options)
        self._reader.left = None


def timed_pools(check: Check, lines: int) -> dict[str, type[HTTPConnectionPool]]:
    """Pools of connections, by scheme, that call `check` before each read and read no head of more
    than `lines` header lines (raises `TooManyLines`).
    """
    known: Any = http.client
    known._MAXHEADERS = max(known._MAXHEADERS, MOST_LINES + 1)
    make = partial(_Response, check, lines)  # a partial is no method: no self comes first
    http_ = type("TimedHttp", (HTTPConnection,), {"response_class": make})
    https = type("TimedHttps", (HTTPSConnection,), {"response_class": make})
    return {
        "http": type("TimedHttpPool", (HTTPConnectionPool,), {"ConnectionCls": http_}),
        "https": type("TimedHttpsPool", (HTTPSConnectionPool,), {"ConnectionCls": https}),
    }
