"""Alembic's entry: runs on the connection that `migrate.upgrade` brings, in its transaction."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
