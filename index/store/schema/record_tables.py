"""Tables of records: header, document, XML and its versions, sets; what the engine has to take."""

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


def _record() -> Column[int]:
    """The record that a row belongs to, and goes with."""
    owner = ForeignKey("records.id", ondelete="CASCADE")
    return Column("record_id", RowId, owner, primary_key=True, autoincrement=False)


# Slim on purpose: counting and comparing pages never touch documents.
records = Table(
    "records",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=False),
    Column("source", Text, ForeignKey("sources.name"), nullable=False),
    Column("identifier", Text, nullable=False),
    Column("prefix", Text, nullable=False),
    Column("namespace", Text, nullable=False),
    Column("content_hash", Text),
    Column("datestamp", Text, nullable=False),
    Column("sets", Json(tuple[str, ...]), nullable=False),
    Column("response_date", Text),
    Column("base_url", Text),
    Column("first_seen", Moment, nullable=False),
    Column("last_changed", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("deleted_at", Moment),
    Column("deleted_how", Text),
    Column("normaliser", Integer, nullable=False),
    UniqueConstraint("source", "identifier", name="uq_records_key"),
    Index("ix_records_listing", "source", "last_changed", "id"),
    Index("ix_records_live", "source", "deleted_at"),
    Index("ix_records_revision", "revision"),
)

documents = Table(
    "documents",
    metadata,
    _record(),
    Column("body", LargeBinary, nullable=False),
)

abouts = Table(
    "abouts",
    metadata,
    _record(),
    Column("body", LargeBinary, nullable=False),
)

raws = Table(
    "raws",
    metadata,
    Column("content_hash", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("record_id", RowId, ForeignKey("records.id", ondelete="CASCADE"), nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("datestamp", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Index("ix_versions_record", "record_id"),
)

sets = Table(
    "sets",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("source", Text, ForeignKey("sources.name"), nullable=False),
    Column("spec", Text, nullable=False),
    UniqueConstraint("source", "spec", name="uq_sets_spec"),
)

record_sets = Table(
    "record_sets",
    metadata,
    _record(),
    Column("set_id", RowId, ForeignKey("sets.id"), primary_key=True, autoincrement=False),
    Index("ix_record_sets_set", "set_id"),
    sqlite_with_rowid=False,
)

# Keyed by text, not by record: a purged record has no row, and the engine must still be told.
changes = Table(
    "changes",
    metadata,
    Column("source", Text, primary_key=True),
    Column("identifier", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Index("ix_changes_number", "number", unique=True),
    sqlite_with_rowid=False,
)

# By key, and without a foreign key: what is not to be shown stays so when its source is removed and
# harvested again.
suppressed = Table(
    "suppressed",
    metadata,
    Column("source", Text, primary_key=True),
    Column("identifier", Text, primary_key=True),
    Column("why", Text, nullable=False),
    Column("since", Moment, nullable=False),
    sqlite_with_rowid=False,
)
