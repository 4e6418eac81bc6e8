"""Tables of harvests: windows, cursors, runs, quarantine."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from index.store.schema.numbers import metadata
from index.store.types import Json, Moment, RowId

# Numbers of windows, runs and quarantine entries are never given twice: a harvester that lost its
# window must not write into the one that replaced it, nor `quarantine show 7` show another entry.
windows = Table(
    "windows",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("source", Text, ForeignKey("sources.name"), nullable=False),
    Column("set_spec", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("span", BigInteger, nullable=False),
    Column("start", Text),
    Column("until", Text),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("reason", Text),
    Column("token", Text),
    Column("token_expires", Moment),
    Column("pages", Integer, nullable=False),
    Column("cursor", Text),
    Index("ix_windows_set", "source", "set_spec"),
    sqlite_autoincrement=True,
)

cursors = Table(
    "cursors",
    metadata,
    Column("source", Text, ForeignKey("sources.name"), primary_key=True),
    Column("set_spec", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("source", Text, ForeignKey("sources.name"), nullable=False),
    Column("status", Text, nullable=False),
    Column("window_start", Text),
    Column("window_until", Text),
    Column("started", Moment, nullable=False),
    Column("ended", Moment),
    Column("requests", BigInteger, nullable=False),
    Column("retries", BigInteger, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("pages", BigInteger, nullable=False),
    Column("promised", BigInteger),
    Column("count_new", BigInteger, nullable=False),
    Column("count_changed", BigInteger, nullable=False),
    Column("count_unchanged", BigInteger, nullable=False),
    Column("count_deleted", BigInteger, nullable=False),
    Column("count_quarantined", BigInteger, nullable=False),
    Column("count_unknown", BigInteger, nullable=False),
    Column("repairs", Json(tuple[tuple[str, int], ...]), nullable=False),
    Column("error_code", Text),
    Column("error_message", Text),
    Column("error_hint", Text),
    Column("skew", BigInteger),
    Column("remarks", Json(tuple[tuple[str, int], ...]), nullable=False),
    Column("warnings", Json(tuple[str, ...]), nullable=False),
    Column("not_before", Moment),
    Index("ix_runs_source", "source", "id"),
    sqlite_autoincrement=True,
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("source", Text, ForeignKey("sources.name"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("identifier", Text),
    Column("code", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    Column("url", Text, nullable=False),
    # No foreign key: an entry outlives the run that found it.
    Column("run", BigInteger),
    Column("span", BigInteger),
    Column("body_hash", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("source", "body_hash", name="uq_quarantine_body"),
    Index("ix_quarantine_identifier", "source", "identifier"),
    sqlite_autoincrement=True,
)
