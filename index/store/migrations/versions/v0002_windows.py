"""Windows that can be split, sweeps, and what a run has to say beside its counts.

SQLite cannot change a table's constraints, and would write added columns behind them: each table
is made anew and its rows are copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OLD = "of_0001"


def upgrade() -> None:
    """Make the tables anew, and those of sweeps."""
    _windows()
    _runs()
    _quarantine()
    _sweeps()


def _anew(name: str, columns: Sequence[Any], take: str, give: str) -> None:
    """Make a table anew: its columns `take` get what `give` selects from the old one."""
    op.rename_table(name, f"{name}_{OLD}")
    op.create_table(name, *columns, sqlite_autoincrement=True)
    op.execute(f"INSERT INTO {name} ({take}) SELECT {give}")
    # Numbers are never given twice, also when the row with the greatest one is gone.
    op.execute(f"DELETE FROM sqlite_sequence WHERE name = '{name}'")  # noqa: S608
    op.execute(
        f"INSERT INTO sqlite_sequence SELECT '{name}', seq"  # noqa: S608
        f" FROM sqlite_sequence WHERE name = '{name}_{OLD}'"
    )
    op.drop_table(f"{name}_{OLD}")


def _windows() -> None:
    columns = (
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("source", sa.Text(), sa.ForeignKey("sources.name"), nullable=False),
        sa.Column("set_spec", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("span", sa.BigInteger(), nullable=False),
        sa.Column("start", sa.Text()),
        sa.Column("until", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("token", sa.Text()),
        sa.Column("token_expires", sa.BigInteger()),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Text()),
    )
    same = (
        "id, source, set_spec, start, until, state, tries, reason,"
        " token, token_expires, pages, cursor"
    )
    # Without a cursor a window was asked for by hand, or had brought nothing yet.
    rows = f"{same}, 'regular', id FROM windows_{OLD} WHERE cursor IS NOT NULL"
    _anew("windows", columns, f"{same}, kind, span", rows)
    op.create_index("ix_windows_set", "windows", ["source", "set_spec"])


def _runs() -> None:
    op.drop_index("ix_runs_source", "runs")
    counts = ("new", "changed", "unchanged", "deleted", "quarantined", "unknown")
    sizes = ("requests", "retries", "bytes", "pages")
    columns = (
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("source", sa.Text(), sa.ForeignKey("sources.name"), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("window_start", sa.Text()),
        sa.Column("window_until", sa.Text()),
        sa.Column("started", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger()),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in sizes),
        sa.Column("promised", sa.BigInteger()),
        *(sa.Column(f"count_{name}", sa.BigInteger(), nullable=False) for name in counts),
        sa.Column("repairs", sa.Text(), nullable=False),
        sa.Column("error_code", sa.Text()),
        sa.Column("error_message", sa.Text()),
        sa.Column("error_hint", sa.Text()),
        sa.Column("skew", sa.BigInteger()),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("warnings", sa.Text(), nullable=False),
    )
    same = (
        "id, source, status, window_start, window_until, started, ended, requests, retries, bytes,"
        " pages, promised, count_new, count_changed, count_unchanged, count_deleted,"
        " count_quarantined, repairs, error_code, error_message, error_hint"
    )
    rows = f"{same}, 0, '[]', '[]' FROM runs_{OLD}"
    _anew("runs", columns, f"{same}, count_unknown, remarks, warnings", rows)
    op.create_index("ix_runs_source", "runs", ["source", "id"])


def _quarantine() -> None:
    op.drop_index("ix_quarantine_identifier", "quarantine")
    columns = (
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
        sa.Column("span", sa.BigInteger()),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("source", "body_hash", name="uq_quarantine_body"),
    )
    same = "id, source, kind, identifier, code, reason, bytes, at, url, run, body_hash, body"
    _anew("quarantine", columns, same, f"{same} FROM quarantine_{OLD}")
    op.create_index("ix_quarantine_identifier", "quarantine", ["source", "identifier"])


def _sweeps() -> None:
    counts = ("theirs", "ours", "missing", "extra", "fetched", "deleted")
    op.create_table(
        "sweeps",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("source", sa.Text(), sa.ForeignKey("sources.name"), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("started", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger()),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in counts),
        sa.Column("why", sa.Text()),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sweeps_source", "sweeps", ["source", "id"])
    op.create_table(
        "named",
        sa.Column("source", sa.Text(), primary_key=True),
        sa.Column("identifier", sa.Text(), primary_key=True),
        sa.Column("datestamp", sa.Text(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "strikes",
        sa.Column("source", sa.Text(), primary_key=True),
        sa.Column("identifier", sa.Text(), primary_key=True),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sqlite_with_rowid=False,
    )
