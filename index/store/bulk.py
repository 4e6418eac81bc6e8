"""Many rows in one statement, without SQLAlchemy's work for each of them.

Its own executemany copies each row into new parameters, and renders a name for each value of an
`IN`: together half the time of storing a page. Statements are still compiled by SQLAlchemy, for
whichever database it is; the engine's parameters must be positional.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import (
    Column,
    Connection,
    Delete,
    Dialect,
    Insert,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    insert,
    update,
)

Rows: TypeAlias = Iterable[Sequence[Any]]


class _Ready(NamedTuple):
    """A compiled statement, and by position what turns a Python value into a stored one."""

    text: str
    processors: tuple[tuple[int, Callable[[Any], Any]], ...]


def insert_all(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert rows with a value for every column in the order of the table (but a serial id)."""
    _run(connection, _inserting(table, connection.dialect), rows)


def delete_all(connection: Connection, table: Table, names: tuple[str, ...], rows: Rows) -> None:
    """Delete each row whose columns `names` hold the values given."""
    _run(connection, _deleting(table, names, connection.dialect), rows)


def update_all(connection: Connection, table: Table, names: tuple[str, ...], rows: Rows) -> None:
    """Set the columns `names` but the last, in the row whose last one holds the last value."""
    _run(connection, _updating(table, names, connection.dialect), rows)


def _run(connection: Connection, ready: _Ready, rows: Rows) -> None:
    stored = [_stored(row, ready) for row in rows]
    if stored:
        connection.exec_driver_sql(ready.text, stored)


def _stored(row: Sequence[Any], ready: _Ready) -> tuple[Any, ...]:
    values = list(row)
    for at, process in ready.processors:
        values[at] = process(values[at])
    return tuple(values)


@lru_cache(maxsize=64)
def _inserting(table: Table, dialect: Dialect) -> _Ready:
    columns = [column for column in table.c if column is not table.autoincrement_column]
    return _ready(insert(table), columns, [column.name for column in columns], dialect)


@lru_cache(maxsize=64)
def _deleting(table: Table, names: tuple[str, ...], dialect: Dialect) -> _Ready:
    columns = [table.c[name] for name in names]
    found = and_(*(column == bindparam(f"at_{column.name}") for column in columns))
    return _ready(delete(table).where(found), columns, [], dialect)


@lru_cache(maxsize=64)
def _updating(table: Table, names: tuple[str, ...], dialect: Dialect) -> _Ready:
    columns = [table.c[name] for name in names]
    found = columns[-1] == bindparam(f"at_{names[-1]}")
    # Values in the order given; SQLAlchemy would take the order of the table.
    values: list[Any] = [(column, bindparam(f"to_{column.name}")) for column in columns[:-1]]
    return _ready(update(table).ordered_values(*values).where(found), columns, [], dialect)


def _ready(
    statement: Insert | Delete | Update,
    columns: Sequence[Column[Any]],
    keys: list[str],
    dialect: Dialect,
) -> _Ready:
    text = str(statement.compile(dialect=dialect, column_keys=keys or None))
    found = [column.type.bind_processor(dialect) for column in columns]
    return _Ready(text, tuple((at, process) for at, process in enumerate(found) if process))
