"""Copies of other stores: what came from where, and how far each has been followed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """The tables of origins and of followed sources, and the floor below which nobody follows."""
    op.create_table(
        "origins",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("revision", sa.BigInteger()),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "followed",
        sa.Column("source", sa.Text(), primary_key=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO counters (name, value) VALUES ('floor', 0)")
