"""The one Alembic chain. A new migration: a file in versions/, and its name in `migrate.CHAIN`."""
