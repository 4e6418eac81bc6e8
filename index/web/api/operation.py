"""An operation of the API: its address, its parameters, what it answers, and what does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from index.core import Index
from index.web.api.params import Param, Values
from index.web.settings import WebSettings

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Call:
    """A question: the index, the settings, the values of the parameters, the body.

    `base` is the address of the API without a slash at its end; `accept` the header as it came.
    `query` is what stood behind the question mark, `now` the time.
    """

    index: Index
    settings: WebSettings
    values: Values
    base: str
    path: str
    query: tuple[tuple[str, str], ...]
    accept: str
    now: datetime
    body: Any = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: `body`, or `chunks` that are written as they come, or a `file`.

    `links`: (address, attributes) for RFC 8288; `took` seconds.
    """

    body: bytes = b""
    media_type: str = JSON
    chunks: Iterator[bytes] | None = None
    links: tuple[tuple[str, Mapping[str, str]], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    took: float | None = None
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """A GET (or a POST that only reads) at `path`, below the API's address.

    `model`: the type of the JSON answer; `media`: other types of answers. `takes`: the type of the
    body of a POST. `streams`: the answer is written as it comes.
    """

    path: str
    name: str
    summary: str
    about: str
    ask: Callable[[Call], Answer]
    params: tuple[Param, ...] = ()
    model: Any = None
    media: tuple[str, ...] = ()
    problems: tuple[int, ...] = ()
    takes: Any = None
    streams: bool = False
    tag: str = "records"
