"""Connections whose reading ends at a time: also that of a head that never ends.

A time-out of sockets counts from byte to byte, so that a byte a second looks like life for ever.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from http.client import HTTPResponse
from typing import Any, cast

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

Check = Callable[[], None]


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


def _response(check: Check, *arguments: Any, **options: Any) -> HTTPResponse:
    response = HTTPResponse(*arguments, **options)
    response.fp = io.BufferedReader(_Timed(response.fp.detach(), check))
    return response


def timed_pools(check: Check) -> dict[str, type[HTTPConnectionPool]]:
    """Pools of connections, by scheme, that call `check` before each read."""
    make = partial(_response, check)  # a partial is no method: no self comes first
    http = type("TimedHttp", (HTTPConnection,), {"response_class": make})
    https = type("TimedHttps", (HTTPSConnection,), {"response_class": make})
    return {
        "http": type("TimedHttpPool", (HTTPConnectionPool,), {"ConnectionCls": http}),
        "https": type("TimedHttpsPool", (HTTPSConnectionPool,), {"ConnectionCls": https}),
    }
