"""Forgetting with time: earlier contents of records; and what older code has made."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, select

from index.store.bulk import delete_all
from index.store.schema import raws, records, versions
from index.store.session import Session, chunks


class Retention(Session):
    """The part of the store that forgets."""

    def prune_versions(self, keep: int) -> int:
        crowded = select(versions.c.record_id).group_by(versions.c.record_id)
        with self._reading() as connection:
            found = connection.execute(crowded.having(func.count() > keep)).scalars().all()
        forgotten = 0
        for piece in chunks(found):
            # A transaction a piece: a harvest waits for one of them, not for all.
            with self._writing() as connection:
                forgotten += _forget(connection, piece, keep)
        return forgotten

    def outdated(self, normaliser: int) -> dict[str, int]:
        query = (
            select(records.c.source, func.count())
            .where(records.c.normaliser < normaliser, records.c.content_hash.is_not(None))
            .group_by(records.c.source)
        )
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}


def _forget(connection: Connection, row_ids: Sequence[int], keep: int) -> int:
    """Forget the older versions of these records, and XML that nobody has any more."""
    place = func.row_number().over(partition_by=versions.c.record_id, order_by=versions.c.id.desc())
    ranked = (
        select(versions.c.id, versions.c.content_hash, place.label("place"))
        .where(versions.c.record_id.in_(row_ids))
        .subquery()
    )
    old = select(ranked.c.id, ranked.c.content_hash).where(ranked.c.place > keep)
    rows = connection.execute(old).all()
    delete_all(connection, versions, ("id",), [(number,) for number, _ in rows])
    for piece in chunks(sorted({content_hash for _, content_hash in rows})):
        # No index by hash: this walks the table, once for each piece of what is forgotten.
        query = select(versions.c.content_hash).where(versions.c.content_hash.in_(piece))
        shared = set(connection.execute(query).scalars())
        gone = [each for each in piece if each not in shared]
        connection.execute(delete(raws).where(raws.c.content_hash.in_(gone)))
    return len(rows)
