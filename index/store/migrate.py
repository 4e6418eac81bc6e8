"""Bring a database up to date. Alembic is imported only for one that an older version made.

A new one is laid out from the schema at once (20 ms, with Alembic 400): a test holds what that
gives to what the migrations build.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from sqlalchemy import Connection, Engine, insert, inspect, text

from index.errors import StoreDamaged, StoreMissing, StoreReadOnly, StoreTooNew
from index.store.schema import FIRST_ROWS, metadata
from index.store.session import WRITES

# Every migration, oldest first: the names of the revisions in migrations/versions.
CHAIN = ("0001", "0002", "0003", "0004", "0005", "0006")
HEAD = CHAIN[-1]

# Alembic keeps what it works on in globals of the process.
_alembic = threading.Lock()


def bring_up_to_date(
    engine: Engine, where: str, *, create: bool, write: bool, save: Callable[[str], None]
) -> None:
    """Run the migrations that the database lacks, in one transaction.

    `where` names the database in messages; `save` is called with the revision of one that is about
    to be changed, while nobody else can write. Raises `StoreMissing` when it has no tables and
    `create` is False, `StoreReadOnly` when it is old and `write` is False, `StoreTooNew`,
    `StoreDamaged` when its tables are not ours.
    """
    with engine.begin() as connection:
        version = _version(connection, where)
    if version == HEAD:
        return
    if version is None and not create:
        raise StoreMissing(
            f"the database {where} is empty", "Harvest or load something into it first."
        )
    if not write:
        raise StoreReadOnly(
            f"the database {where} has to be brought up to date and cannot be written",
            "Run any command once as a user who may write the file and its folder.",
        )
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        # Again, now that the lock is ours: another process may have been faster.
        version = _version(connection, where)
        if version is None:
            lay_out(connection)
        elif version != HEAD:
            save(version)
            upgrade(connection)


def lay_out(connection: Connection) -> None:
    """Make every table of the schema, as at the head of the migrations, in an empty database."""
    metadata.create_all(connection)
    for table, rows in FIRST_ROWS.items():
        connection.execute(insert(metadata.tables[table]), rows)
    connection.execute(text(_VERSION_TABLE))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


# As Alembic writes it.
_VERSION_TABLE = """CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)"""


def upgrade(connection: Connection, to: str = HEAD) -> None:
    """Run Alembic's `upgrade` on this connection, inside its transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "index.store:migrations")
    config.attributes["connection"] = connection
    with _alembic:
        command.upgrade(config, to)


def _version(connection: Connection, where: str) -> str | None:
    """The revision that a database stands at; None where there is nothing in it."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise StoreDamaged(
            f"the database {where} was not made by this program: it holds {', '.join(tables)}",
            "Point --data or [store] url at another place.",
        )
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version not in CHAIN:
        raise too_new(where, version)
    return str(version)


def too_new(where: str, version: object) -> StoreTooNew:
    """The error of a database that a later version has brought further than we know."""
    return StoreTooNew(
        f"a newer version of this program made the database {where} (revision {version})",
        "Use that version, or move the database away and harvest again.",
    )
