"""A value of any type of the data model, with nothing left empty: all that JSON can hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from index.errors import Error

_PLAIN: dict[Any, Any] = {
    str: "x", int: 1, float: 1.0, bool: True, bytes: b"x", Any: None,
    datetime: datetime(2026, 1, 1, tzinfo=UTC), timedelta: timedelta(hours=1),
}  # fmt: skip


def sample(kind: Any) -> Any:
    """A value of a type: of an optional one the full form, of a list one item, of a map none.

    Raises `TypeError` for a kind of type that the data model does not use yet.
    """
    if kind in _PLAIN:
        return _PLAIN[kind]
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{field.name: sample(hints[field.name]) for field in fields(kind)})
    if isinstance(kind, type) and issubclass(kind, Error):
        return sample_error(kind)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return sample(next(each for each in inner if each is not NoneType))
    if origin is Literal:
        return inner[0]
    return _collection(kind, origin, inner)


def sample_error(kind: type[Error]) -> Error:
    """An error of that class, with every argument that it takes."""
    hints = get_type_hints(kind.__init__)
    return kind(**{name: sample(hint) for name, hint in hints.items() if name != "return"})


def _collection(kind: Any, origin: Any, inner: tuple[Any, ...]) -> Any:
    if isinstance(kind, type) and issubclass(kind, tuple):  # a NamedTuple
        return kind(*map(sample, get_type_hints(kind).values()))
    if origin is tuple:
        return tuple(sample(each) for each in inner if each is not Ellipsis)
    if origin in (Sequence, list):
        return [sample(inner[0])]
    if origin in (Mapping, dict):
        return {}
    raise TypeError(f"tools/sample.py makes no {kind}")
