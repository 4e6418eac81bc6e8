"""Transactions on a database, and the few statements that every part of the store shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, Engine, bindparam, select, update

from index.errors import NotFound
from index.store.schema import counters, sources

# The execution option that tells a database's own file that a transaction is going to write.
WRITES = "index_writes"
# Far below the 999 variables that the oldest SQLite takes in one statement.
CHUNK = 500

T = TypeVar("T")

# Statements of every page stand ready, here and in the other files: building one costs SQLAlchemy
# three times what running it does (a single row: 70 µs against 20).
_SOURCE = select(sources.c.name).where(sources.c.name == bindparam("of"))
_DRAW = (
    update(counters)
    .where(counters.c.name == bindparam("counter"))
    .values(value=counters.c.value + bindparam("count"))
    .returning(counters.c.value)
)


@dataclass(frozen=True, slots=True)
class Backend:
    """A database: its engine, and the context in which its errors become ours.

    `turn`: what the writers among this process's threads wait in, where a database needs that.
    """

    engine: Engine
    translated: Callable[[], AbstractContextManager[None]]
    turn: Callable[[], AbstractContextManager[None]] = nullcontext


class Session:
    """What every part of the store stands on: a transaction to read, a transaction to write."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._writer = backend.engine.execution_options(**{WRITES: True})

    @property
    def engine(self) -> Engine:
        """The SQLAlchemy engine, for those who look after the database (backup, statistics)."""
        return self._backend.engine

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._backend.translated(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        backend = self._backend
        with backend.turn(), backend.translated(), self._writer.begin() as connection:
            yield connection


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items in pieces that one statement can name."""
    return (items[at : at + CHUNK] for at in range(0, len(items), CHUNK))


def draw(connection: Connection, counter: str, count: int) -> int:
    """Take `count` numbers that nobody had before; gives the first."""
    if not count:
        return 0
    last: int = connection.execute(_DRAW, {"counter": counter, "count": count}).scalar_one()
    return last - count + 1


def require_source(connection: Connection, source: str) -> None:
    """Raise `NotFound` unless the source has been declared."""
    if connection.execute(_SOURCE, {"of": source}).first() is None:
        raise unknown_source(source)


def unknown_source(source: str) -> NotFound:
    """The error of a source that the store does not know."""
    return NotFound(
        f"the store knows no source named {source}",
        "Look at the names that `sources list` shows, or harvest the source first.",
    )
