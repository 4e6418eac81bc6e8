"""The chain of migrations, the tables of `schema.py` and the constant HEAD are one thing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from index.store.migrate import CHAIN, HEAD, upgrade


def content(path: Path) -> tuple[dict[str, str], list[object]]:
    """Every table and index of a database, as SQL, and the rows that it begins with."""
    with closing(sqlite3.connect(path)) as connection:
        made = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        tables = {name: "".join(sql.split()) for name, sql in made}
        rows = connection.execute("SELECT * FROM counters ORDER BY name").fetchall()
        rows += connection.execute("SELECT * FROM alembic_version").fetchall()
    return tables, rows


def test_migrations_build_what_a_new_store_is_laid_out_as(
    tmp_path: Path, empty_store: Path
) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'migrated.db'}")
    with engine.begin() as connection:
        upgrade(connection)
    engine.dispose()
    migrated = content(tmp_path / "migrated.db")
    assert content(empty_store) == migrated
    assert {"records", "ix_records_listing"} <= migrated[0].keys()


def test_chain_names_every_migration_in_its_order() -> None:
    config = Config()
    config.set_main_option("script_location", "index.store:migrations")
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == CHAIN
    assert scripts.get_heads() == [HEAD]


def test_new_store_stands_at_the_head(empty_store: Path) -> None:
    with closing(sqlite3.connect(empty_store)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
