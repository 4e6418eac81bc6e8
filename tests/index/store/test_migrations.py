"""The chain of migrations, the tables of `schema` and the constant HEAD are one thing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from index.store import open_store
from index.store.codec import pack
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


def test_rows_of_the_first_tables_are_carried_over(tmp_path: Path) -> None:
    """Numbers go on where they were; windows by hand are not taken up again."""
    path = tmp_path / "old.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        upgrade(connection, "0001")
        for statement in OLD_ROWS:
            connection.exec_driver_sql(statement)
    engine.dispose()
    with closing(open_store(path, create=False)) as store:
        (window,) = store.windows("s", "")
        assert (window.id, window.token, window.kind, window.span) == (7, "t", "regular", 7)
        assert store.open_window("s", "", None, None).id == 10
        (run,) = store.runs("s")
        assert (run.counts.new, run.repairs, run.warnings, run.remarks) == (
            5,
            (("bom", 1),),
            (),
            (),
        )
        (entry,) = store.quarantine_list("s")
        assert (entry.id, store.quarantine_body(entry.id)) == (4, b"")


OLD_ROWS = (
    "INSERT INTO sources VALUES ('s', 'http://x.example/oai', 'oai_dc', 1, 0, NULL, NULL, NULL)",
    "INSERT INTO windows VALUES (9, 's', 'b', '2020', '', 'open', 0, NULL, NULL, NULL, 0, NULL)",
    "INSERT INTO windows VALUES (7, 's', '', NULL, NULL, 'open', 0, NULL, 't', NULL, 1, '2026')",
    "INSERT INTO runs VALUES (3, 's', 'ok', NULL, NULL, 0, 1, 1, 0, 9, 1, NULL, 5, 0, 0, 0, 0,"
    " '[[\"bom\",1]]', NULL, NULL, NULL)",
    "INSERT INTO quarantine VALUES (4, 's', 'page', NULL, 'c', 'r', 0, 0, 'u', 3, 'hash',"
    f" x'{pack(b'').hex()}')",
)


def test_chain_names_every_migration_in_its_order() -> None:
    config = Config()
    config.set_main_option("script_location", "index.store:migrations")
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == CHAIN
    assert scripts.get_heads() == [HEAD]


def test_new_store_stands_at_the_head(empty_store: Path) -> None:
    with closing(sqlite3.connect(empty_store)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
