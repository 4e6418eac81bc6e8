"""Names and values that people give -> what an engine is asked. Pure; raises `UsageError`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias, cast, get_args

from index.engines.base import Filter, Query, Sort
from index.errors import UsageError
from index.tree import ALIASES, FILTER_FIELDS, Ranked

Values: TypeAlias = Mapping[str, Sequence[str]]  # field -> values
NONE: Values = MappingProxyType({})


def query_of(
    tree: Ranked,
    filters: Values,
    sort: str,
    limit: int,
    offset: int,
    exclude: Values = NONE,
) -> Query:
    """What an engine is asked, checked. Raises `UsageError` with the known names."""
    if limit < 0 or offset < 0:
        raise UsageError("limit and offset count hits", "give whole numbers from 0")
    named = (
        *(Filter(filter_field(name), tuple(values)) for name, values in filters.items()),
        *(Filter(filter_field(name), tuple(values), True) for name, values in exclude.items()),
    )
    return Query(tree, named, order_of(sort), limit, offset)


def order_of(sort: str) -> Sort:
    """The order of that name. Raises `UsageError` with the known ones."""
    if sort not in get_args(Sort):
        raise UsageError(f"no order {sort!r}", f"known: {', '.join(get_args(Sort))}")
    return cast(Sort, sort)


def filter_field(name: str) -> str:
    """The field of a filter or facet, by name or alias. Raises `UsageError` with the known."""
    field = ALIASES.get(name, name)
    if field not in FILTER_FIELDS:
        raise UsageError(
            f"{name!r} is no field to filter or count by", f"known: {', '.join(FILTER_FIELDS)}"
        )
    return field
