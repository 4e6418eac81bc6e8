"""What becomes of a record as another store holds it: pure, decided from it and what is here."""

from __future__ import annotations

from index.record import Copied, Counts, RawRecord
from index.store.arrivals import Held, Slot
from index.store.codec import unpack_document


def copied_slot(slot: Slot | None, body: bytes | None, one: Copied) -> tuple[Slot | None, Counts]:
    """What a record makes of what is held: the slot to write (None: nothing), and how it counts.

    `slot` and `body` (its packed document) are None where nothing is held.
    """
    before, told = (slot.held if slot else None), one.record
    wanted = _held(one, before)
    about = slot.about if slot else ()
    document = None if body is None else unpack_document(body)
    same_text = document == told.document and about == told.about
    if wanted == before and same_text:
        return None, Counts(unchanged=1)
    versions = _versions(one, before)
    made = Slot(
        before,
        wanted,
        about,
        told.about,
        told.document,
        versions,
        not (before and same_text and _shown(before) == _shown(wanted)),
    )
    return made, _counted(before, wanted, made)


def _held(one: Copied, before: Held | None) -> Held:
    told = one.record
    return Held(
        id=before.id if before else 0,
        source=told.source,
        identifier=told.identifier,
        prefix=told.format.prefix,
        namespace=told.format.namespace,
        content_hash=told.content_hash,
        datestamp=told.datestamp,
        sets=told.sets,
        response_date=told.response_date,
        base_url=told.base_url,
        first_seen=told.first_seen,
        last_changed=told.last_changed,
        last_seen=told.last_seen,
        revision=before.revision if before else 0,
        deleted_at=told.deleted.at if told.deleted else None,
        deleted_how=told.deleted.how if told.deleted else None,
        normaliser=told.normaliser,
    )


def _versions(one: Copied, before: Held | None) -> tuple[RawRecord, ...]:
    """The content, where it is another one than ours and came along."""
    told = one.record
    if one.xml is None or told.content_hash is None:
        return ()
    if before is not None and before.content_hash == told.content_hash:
        return ()
    space = told.format.namespace
    raw = RawRecord(
        told.identifier, told.datestamp, told.sets, space, one.xml, told.content_hash, told.about
    )
    return (raw,)


def _shown(held: Held) -> Held:
    """What followers and the engine have to hear of: all but when it was last looked at."""
    return held._replace(last_seen=held.first_seen)


def _counted(before: Held | None, wanted: Held, made: Slot) -> Counts:
    if not made.revised:
        return Counts(unchanged=1)
    if wanted.deleted_at is not None:
        return Counts(deleted=1, unknown=0 if before else 1)
    return Counts(new=1) if before is None else Counts(changed=1)
