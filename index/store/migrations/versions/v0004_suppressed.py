"""Records that are not to be shown, whoever sends them again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """The table of suppressed records."""
    op.create_table(
        "suppressed",
        sa.Column("source", sa.Text(), primary_key=True),
        sa.Column("identifier", sa.Text(), primary_key=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )
