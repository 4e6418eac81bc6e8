"""Records by the revision of their last change: what copies follow."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """An index over revisions."""
    op.create_index("ix_records_revision", "records", ["revision"])
