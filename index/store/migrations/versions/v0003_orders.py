"""The schedule by time, and what operators want of a source: paused, or now;
and how long a server wants to be left alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """An index over the schedule, the table of orders, and what a server said to a run."""
    op.create_index("ix_sources_next", "sources", ["next_at"])
    op.add_column("runs", sa.Column("not_before", sa.BigInteger()))
    op.create_table(
        "orders",
        sa.Column("source", sa.Text(), primary_key=True),
        sa.Column("paused_at", sa.BigInteger()),
        sa.Column("paused_why", sa.Text()),
        sa.Column("wanted_at", sa.BigInteger()),
        sqlite_with_rowid=False,
    )
