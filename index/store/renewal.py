"""Making documents anew from what is held: read with their XML, written back where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import BindParameter, Connection, bindparam, select

from index.record import Document, Kept, Key, Renewed
from index.store.bulk import delete_all, insert_all, update_all
from index.store.changes import queue
from index.store.codec import pack_document, unpack, unpack_document
from index.store.schema import documents, raws, records
from index.store.session import Session, chunks, draw

_KEPT = [records.c[n] for n in ("identifier", "sets", "namespace", "content_hash", "normaliser")]
_WITH_XML = (
    select(*_KEPT, raws.c.body, documents.c.body)
    .select_from(records.join(raws, raws.c.content_hash == records.c.content_hash))
    .join(documents, documents.c.record_id == records.c.id)
    .order_by(records.c.identifier)
)
_NAMES: BindParameter[Any] = bindparam("names", expanding=True)
_STANDING = select(
    records.c.identifier,
    records.c.id,
    records.c.content_hash,
    records.c.sets,
    records.c.deleted_at,
).where(records.c.source == bindparam("of"), records.c.identifier.in_(_NAMES))


class Renewal(Session):
    """The part of the store that normalises again without the network."""

    def kept(self, source: str, after: str, until: str | None) -> list[Kept]:
        query = _WITH_XML.where(records.c.source == source, records.c.identifier > after)
        if until is not None:
            query = query.where(records.c.identifier <= until)
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return [Kept(*row[:5], unpack(row[5]), unpack_document(row[6])) for row in rows]

    def renew(self, source: str, renewed: Sequence[Renewed]) -> int:
        with self._writing() as connection:
            standing = _standing(connection, source, [one.identifier for one in renewed])
            pairs = [(standing.get(one.identifier), one) for one in renewed]
            # What a harvest has brought meanwhile was normalised as it came.
            taken = [
                (row, one)
                for row, one in pairs
                if row and (row.hash, row.sets) == (one.content_hash, one.sets)
            ]
            numbers = [(one.normaliser, row.id) for row, one in taken]
            update_all(connection, records, ("normaliser", "id"), numbers)
            written = [(row, one.document) for row, one in taken if one.document]
            _write(connection, written)
            _revise(connection, [row for row, _ in written if row.lives], source)
        return len(taken)


class _Standing(NamedTuple):
    """A record as it is now."""

    identifier: str
    id: int
    hash: str | None
    sets: tuple[str, ...]
    lives: bool


_Written: TypeAlias = Iterable[tuple[_Standing, Document]]


def _standing(connection: Connection, source: str, names: Sequence[str]) -> dict[str, _Standing]:
    found: dict[str, _Standing] = {}
    for piece in chunks(sorted(names)):
        rows = connection.execute(_STANDING, {"of": source, "names": piece})
        found.update(
            (name, _Standing(name, row, hash_, sets, not gone))
            for name, row, hash_, sets, gone in rows
        )
    return found


def _write(connection: Connection, written: _Written) -> None:
    bodies = [(row.id, pack_document(document)) for row, document in written]
    delete_all(connection, documents, ("record_id",), [(number,) for number, _ in bodies])
    insert_all(connection, documents, bodies)


def _revise(connection: Connection, rows: Sequence[_Standing], source: str) -> None:
    """New revisions, and a place in the queue; `last_changed` stays: the record is what it was."""
    numbered = list(enumerate(rows, draw(connection, "revision", len(rows))))
    moved = [(revision, row.id) for revision, row in numbered]
    update_all(connection, records, ("revision", "id"), moved)
    queue(connection, [(Key(source, row.identifier), revision) for revision, row in numbered])
