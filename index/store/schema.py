"""Every table of the store. `migrations/` builds the same; a test holds the two together."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from index.store.types import Json, Moment, RowId

metadata = MetaData()

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

# One row a kind of number. Drawn in the transaction that uses the number, so that the row's lock
# makes numbers visible in order; `revision` also numbers the queue of changes. `floor` is no
# counter, but a revision: whoever followed us less far has to begin afresh.
counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

# What an empty database begins with.
FIRST_ROWS = {"counters": [{"name": name, "value": 0} for name in ("record", "revision", "floor")]}

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
    Column(
        "record_id",
        RowId,
        ForeignKey("records.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("body", LargeBinary, nullable=False),
)

abouts = Table(
    "abouts",
    metadata,
    Column(
        "record_id",
        RowId,
        ForeignKey("records.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
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
    Column(
        "record_id",
        RowId,
        ForeignKey("records.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
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

# No foreign key: a lease is taken before anything is known of the source.
claims = Table(
    "claims",
    metadata,
    Column("source", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("until", Moment, nullable=False),
    Column("renewed", Moment, nullable=False),
)

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
