"""Quarantine: what could not be read, kept whole until it can be."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from index.record import Quarantined, Unreadable
from index.store.codec import pack, unpack
from index.store.schema import quarantine
from index.store.session import Session, chunks

_ENTRY = select(
    quarantine.c.id,
    quarantine.c.source,
    quarantine.c.kind,
    quarantine.c.identifier,
    quarantine.c.code,
    quarantine.c.reason,
    quarantine.c.bytes,
    quarantine.c.at,
    quarantine.c.url,
    quarantine.c.run,
)

_ANY_RECORD = (
    select(quarantine.c.id)
    .where(quarantine.c.source == bindparam("of"), quarantine.c.kind == "record")
    .limit(1)
)


_MENDED = delete(quarantine).where(
    quarantine.c.source == bindparam("of"),
    quarantine.c.kind == "page",
    quarantine.c.span == bindparam("whole"),
)


class Quarantine(Session):
    """The part of the store that keeps what could not be read."""

    def quarantine_list(self, source: str | None = None) -> list[Quarantined]:
        query = _ENTRY.order_by(quarantine.c.at.desc(), quarantine.c.id.desc())
        if source is not None:
            query = query.where(quarantine.c.source == source)
        with self._reading() as connection:
            return [_entry(row) for row in connection.execute(query)]

    def quarantine_body(self, entry: int) -> bytes | None:
        query = select(quarantine.c.body).where(quarantine.c.id == entry)
        with self._reading() as connection:
            body = connection.execute(query).scalar()
        return None if body is None else unpack(body)

    def prune_quarantine(self, before: datetime) -> int:
        with self._writing() as connection:
            return connection.execute(delete(quarantine).where(quarantine.c.at < before)).rowcount

    def quarantine_drop(self, entry: int) -> None:
        with self._writing() as connection:
            connection.execute(delete(quarantine).where(quarantine.c.id == entry))


def _entry(row: Sequence[Any]) -> Quarantined:
    return Quarantined(*row)


def keep_unreadable(
    connection: Connection,
    source: str,
    items: Sequence[Unreadable],
    now: datetime,
    run: int | None,
) -> None:
    """Keep each item; the same bytes of the same source are one entry, told anew."""
    for item in items:
        body_hash = hashlib.sha256(_names(item)).hexdigest()
        told = {
            "kind": item.kind,
            "identifier": item.identifier,
            "code": item.code,
            "reason": item.reason,
            "at": now,
            "url": item.url,
            "run": run,
            "span": item.span,
        }
        same = (quarantine.c.source == source) & (quarantine.c.body_hash == body_hash)
        if connection.execute(update(quarantine).where(same).values(told)).rowcount:
            continue
        whole = {"bytes": len(item.body), "body_hash": body_hash, "body": pack(item.body)}
        connection.execute(insert(quarantine).values(source=source, **told, **whole))


def _names(item: Unreadable) -> bytes:
    """What tells entries of a source apart: the bytes, and the identifier where they lack it.

    A server that fails at several records may say the same of each.
    """
    name = (item.identifier or "").encode("utf-8", "replace")
    return item.body if name in item.body else name + b"\n" + item.body


def let_go(connection: Connection, source: str, identifiers: Sequence[str]) -> None:
    """Take out entries of records that have now been read, or are deleted."""
    # Most sources have none: asking costs less than naming every record of the page.
    if connection.execute(_ANY_RECORD, {"of": source}).first() is None:
        return
    for piece in chunks(identifiers):
        connection.execute(
            delete(quarantine).where(
                quarantine.c.source == source,
                quarantine.c.identifier.in_(piece),
                quarantine.c.kind == "record",
            )
        )


def mend_pages(connection: Connection, source: str, span: int) -> None:
    """Take out the pages of a span whose windows are all closed: what they lost has come."""
    connection.execute(_MENDED, {"of": source, "whole": span})


def hand_on_pages(connection: Connection, source: str, spans: Sequence[int], to: int) -> None:
    """Let pages of windows that were replaced wait for the one that replaces them."""
    if spans:
        connection.execute(
            update(quarantine)
            .where(quarantine.c.source == source, quarantine.c.span.in_(spans))
            .values(span=to)
        )
