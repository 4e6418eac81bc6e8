"""What is written: rows, and which field of a schema takes which part of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np
from whoosh import columns, fields, formats

from index.engines.whoosh.w3.writing.arrays import Array
from index.engines.whoosh.w3.writing.words import Value

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Row:
    """A document: its key, and by field its texts, its keywords (each once) and its numbers."""

    key: str
    texts: Mapping[str, Sequence[Value]]
    keywords: Mapping[str, Sequence[str]]
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """Which fields there are. `summary` is a stored field; it holds the words of `summarised`.

    A word stands in it once and in its first form, in the order of its coming. The words of the
    fields `sounded` are held by their sound too.
    """

    key: str
    texts: tuple[str, ...]
    keywords: tuple[str, ...]
    numbers: Mapping[str, str]  # field -> type, as the `struct` module names it
    summary: str
    summarised: tuple[str, ...]
    gap: int  # positions between two texts of a field
    sounded: frozenset[str] = frozenset()


class Unwritable(Exception):
    """A schema that these segments cannot hold: `reasons` says why, for each field."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)


def plan(
    schema: fields.Schema,
    key: str,
    summary: str,
    summarised: tuple[str, ...],
    gap: int,
    sounded: Iterable[str] = (),
) -> Plan:
    """How the fields of the schema are filled. Raises `Unwritable`."""
    kinds = {name: _kind(name, field, key, summary) for name, field in schema.items()}
    reasons = [f"{name}: {field!r}" for name, field in schema.items() if kinds[name] is None]
    reasons += [f"{name}: not there" for name in (key, summary) if name not in kinds]
    reasons += [f"{name}: no text" for name in summarised if kinds.get(name) != "text"]
    if reasons:
        raise Unwritable(reasons)
    of = {kind: tuple(n for n, k in kinds.items() if k == kind) for kind in set(kinds.values())}
    codes = {name: schema[name].column_type._typecode for name in of.get("number", ())}
    texts, keywords = of.get("text", ()), of.get("keyword", ())
    return Plan(key, texts, keywords, codes, summary, summarised, gap, frozenset(sounded))


def _kind(name: str, field: fields.FieldType, key: str, summary: str) -> str | None:
    """What a field is to us; None for what we cannot write."""
    if name == key:
        return "key" if _is_key(field) else None
    if name == summary:
        return "summary" if type(field) is fields.STORED else None
    if type(field) is fields.COLUMN:
        return "number" if _is_number(field.column_type) else None
    if not field.indexed or field.stored or field.column_type or field.vector:
        return None
    if isinstance(field, fields.TEXT):
        plain = _is_plain(field, formats.Positions) and not field.separate_spelling()
        return "text" if plain else None
    return "keyword" if type(field) is fields.ID and _is_plain(field, formats.Existence) else None


def _is_key(field: fields.FieldType) -> bool:
    return (
        type(field) is fields.ID
        and _is_plain(field, formats.Existence)
        and bool(field.unique and field.stored)
        and type(field.column_type) is columns.VarBytesColumn
    )


def _is_plain(field: fields.FieldType, kind: type[formats.Format]) -> bool:
    return type(field.format) is kind and field.format.field_boost == 1.0


def _is_number(column: columns.Column) -> bool:
    integers = type(column) is columns.NumericColumn and column._typecode in "bBhHiIqQ"
    return integers and column._default == 0


def texts_of(rows: Sequence[Row], field: str) -> tuple[list[Value], Array]:
    """The texts of a field, one row after another, and the number of the row of each."""
    return _column([row.texts.get(field, ()) for row in rows])


def keywords_of(rows: Sequence[Row], field: str) -> tuple[list[str], Array]:
    """The keywords of a field, one row after another, and the number of the row of each."""
    return _column([row.keywords.get(field, ()) for row in rows])


def _column(several: Sequence[Sequence[_Value]]) -> tuple[list[_Value], Array]:
    counts = np.fromiter(map(len, several), np.int64, len(several))
    return list(chain.from_iterable(several)), np.repeat(np.arange(len(several)), counts)
