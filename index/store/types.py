"""Column types: what Python means, in forms that every database keeps and sorts alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

# SQLite makes a primary key the row itself only where its type is spelled INTEGER (64 bits there).
RowId = BigInteger().with_variant(Integer(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """Aware UTC with whole seconds, kept as seconds since 1970: small, and sorts as time."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without its zone: {value}")
        # Floor division, not int(): seconds before 1970 are cut downwards too.
        return int(value.timestamp() // 1)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value, UTC)


class Json(TypeDecorator[Any]):
    """A small value of a known shape as JSON text, e.g. `Json(tuple[str, ...])`."""

    impl = Text
    cache_ok = True

    def __init__(self, shape: Any) -> None:
        super().__init__()
        self.shape = shape

    def bind_processor(self, _dialect: Dialect) -> Callable[[Any], str]:
        encode = msgspec.json.Encoder().encode
        return lambda value: encode(value).decode()

    def result_processor(self, _dialect: Dialect, _coltype: object) -> Callable[[Any], Any]:
        return msgspec.json.Decoder(self.shape).decode
