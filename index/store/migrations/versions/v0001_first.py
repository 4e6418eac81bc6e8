"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Spelled out here and not taken from `types`: a migration stays as it was when it ran.
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table."""
    _sources()
    _records()
    _parts_of_records()
    _sets()
    _queue()
    _harvests()
    _runs()
    _quarantine()


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("declared", sa.Boolean(), nullable=False),
        sa.Column("known_since", sa.BigInteger(), nullable=False),
        sa.Column("last_attempt", sa.BigInteger()),
        sa.Column("last_success", sa.BigInteger()),
        sa.Column("next_at", sa.BigInteger()),
    )
    counters = op.create_table(
        "counters",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("value", sa.BigInteger(), nullable=False),
    )
    op.bulk_insert(counters, [{"name": "record", "value": 0}, {"name": "revision", "value": 0}])


def _records() -> None:
    op.create_table(
        "records",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=False),
        sa.Column("source", sa.Text(), sa.ForeignKey("sources.name"), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("namespace", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text()),
        sa.Column("datestamp", sa.Text(), nullable=False),
        sa.Column("sets", sa.Text(), nullable=False),
        sa.Column("response_date", sa.Text()),
        sa.Column("base_url", sa.Text()),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("last_changed", sa.BigInteger(), nullable=False),
        sa.Column("last_seen", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger()),
        sa.Column("deleted_how", sa.Text()),
        sa.Column("normaliser", sa.Integer(), nullable=False),
        sa.UniqueConstraint("source", "identifier", name="uq_records_key"),
    )
    op.create_index("ix_records_listing", "records", ["source", "last_changed", "id"])
    op.create_index("ix_records_live", "records", ["source", "deleted_at"])


def _parts_of_records() -> None:
    for table in ("documents", "abouts"):
        op.create_table(
            table,
            _record_id(key=True),
            sa.Column("body", sa.LargeBinary(), nullable=False),
        )
    op.create_table(
        "raws",
        sa.Column("content_hash", sa.Text(), primary_key=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "versions",
        sa.Column("id", ROW_ID, primary_key=True),
        _record_id(key=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("datestamp", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_versions_record", "versions", ["record_id"])


def _sets() -> None:
    op.create_table(
        "sets",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("source", sa.Text(), sa.ForeignKey("sources.name"), nullable=False),
        sa.Column("spec", sa.Text(), nullable=False),
        sa.UniqueConstraint("source", "spec", name="uq_sets_spec"),
    )
    op.create_table(
        "record_sets",
        _record_id(key=True),
        sa.Column(
            "set_id", ROW_ID, sa.ForeignKey("sets.id"), primary_key=True, autoincrement=False
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_record_sets_set", "record_sets", ["set_id"])


def _queue() -> None:
    op.create_table(
        "changes",
        sa.Column("source", sa.Text(), primary_key=True),
        sa.Column("identifier", sa.Text(), primary_key=True),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_changes_number", "changes", ["number"], unique=True)


def _harvests() -> None:
    op.create_table(
        "claims",
        sa.Column("source", sa.Text(), primary_key=True),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("renewed", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "windows",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("source", sa.Text(), sa.ForeignKey("sources.name"), nullable=False),
        sa.Column("set_spec", sa.Text(), nullable=False),
        sa.Column("start", sa.Text()),
        sa.Column("until", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("token", sa.Text()),
        sa.Column("token_expires", sa.BigInteger()),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Text()),
        sa.UniqueConstraint("source", "set_spec", name="uq_windows_set"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "cursors",
        sa.Column("source", sa.Text(), sa.ForeignKey("sources.name"), primary_key=True),
        sa.Column("set_spec", sa.Text(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("source", sa.Text(), sa.ForeignKey("sources.name"), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("window_start", sa.Text()),
        sa.Column("window_until", sa.Text()),
        sa.Column("started", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger()),
        sa.Column("requests", sa.BigInteger(), nullable=False),
        sa.Column("retries", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("pages", sa.BigInteger(), nullable=False),
        sa.Column("promised", sa.BigInteger()),
        sa.Column("count_new", sa.BigInteger(), nullable=False),
        sa.Column("count_changed", sa.BigInteger(), nullable=False),
        sa.Column("count_unchanged", sa.BigInteger(), nullable=False),
        sa.Column("count_deleted", sa.BigInteger(), nullable=False),
        sa.Column("count_quarantined", sa.BigInteger(), nullable=False),
        sa.Column("repairs", sa.Text(), nullable=False),
        sa.Column("error_code", sa.Text()),
        sa.Column("error_message", sa.Text()),
        sa.Column("error_hint", sa.Text()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_runs_source", "runs", ["source", "id"])


def _quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("source", sa.Text(), sa.ForeignKey("sources.name"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("identifier", sa.Text()),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("run", sa.BigInteger()),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("source", "body_hash", name="uq_quarantine_body"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_quarantine_identifier", "quarantine", ["source", "identifier"])


def _record_id(*, key: bool) -> sa.Column[int]:
    owner = sa.ForeignKey("records.id", ondelete="CASCADE")
    if key:
        return sa.Column("record_id", ROW_ID, owner, primary_key=True, autoincrement=False)
    return sa.Column("record_id", ROW_ID, owner, nullable=False)
