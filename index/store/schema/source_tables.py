"""Tables of sources: their state and orders, who holds them, whose copies they are."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Table, Text

from index.store.schema.numbers import metadata
from index.store.types import Moment

sources = Table(
    "sources",
    metadata,
    Column("name", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("prefix", Text, nullable=False),
    Column("declared", Boolean, nullable=False),
    Column("known_since", Moment, nullable=False),
    Column("last_attempt", Moment),
    Column("last_success", Moment),
    Column("next_at", Moment),
    # The clock asks each second who is due, also among 50,000.
    Index("ix_sources_next", "next_at"),
)

# What an operator wants of a source. No foreign key: one may be paused before its first harvest.
orders = Table(
    "orders",
    metadata,
    Column("source", Text, primary_key=True),
    Column("paused_at", Moment),
    Column("paused_why", Text),
    Column("wanted_at", Moment),
    sqlite_with_rowid=False,
)

# No foreign key: a lease is taken before anything is known of the source.
claims = Table(
    "claims",
    metadata,
    Column("source", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("until", Moment, nullable=False),
    Column("renewed", Moment, nullable=False),
)

# Stores that we know by name: ourselves (`revision` is null), and those that we are a copy of, with
# the revision up to which we have them.
origins = Table(
    "origins",
    metadata,
    Column("name", Text, primary_key=True),
    Column("revision", BigInteger),
    sqlite_with_rowid=False,
)

# Sources that are copies, and of which store.
followed = Table(
    "followed",
    metadata,
    Column("source", Text, primary_key=True),
    Column("origin", Text, nullable=False),
    sqlite_with_rowid=False,
)
