"""Tables of sweeps: the lists of a server, and what they did not name."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Table, Text

from index.store.schema.numbers import metadata
from index.store.types import Moment, RowId

sweeps = Table(
    "sweeps",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("source", Text, ForeignKey("sources.name"), nullable=False),
    Column("status", Text, nullable=False),
    Column("started", Moment, nullable=False),
    Column("ended", Moment),
    Column("theirs", BigInteger, nullable=False),
    Column("ours", BigInteger, nullable=False),
    Column("missing", BigInteger, nullable=False),
    Column("extra", BigInteger, nullable=False),
    Column("fetched", BigInteger, nullable=False),
    Column("deleted", BigInteger, nullable=False),
    Column("why", Text),
    Index("ix_sweeps_source", "source", "id"),
    sqlite_autoincrement=True,
)

# The server's list while a sweep collects it: in the database, so that memory stays flat.
named = Table(
    "named",
    metadata,
    Column("source", Text, primary_key=True),
    Column("identifier", Text, primary_key=True),
    Column("datestamp", Text, nullable=False),
    Column("deleted", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

# What the last whole list did not name: once more, and it is deleted. `stopped`: that sweep waits
# for a person, so that the next one has to ask again.
strikes = Table(
    "strikes",
    metadata,
    Column("source", Text, primary_key=True),
    Column("identifier", Text, primary_key=True),
    Column("stopped", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
