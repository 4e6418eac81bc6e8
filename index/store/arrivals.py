"""What becomes of each item of a page: pure, decided from what is held and what came.

Held (a row) + Incoming or Tombstone -> Slot (what the row becomes, what is written) + Outcome
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, NamedTuple, TypeAlias

from index.record import Batch, Counts, DeletedHow, Document, Incoming, RawRecord, Tombstone
from index.store.datestamps import is_older, was_future

Outcome: TypeAlias = Literal["new", "changed", "unchanged", "deleted"]


class Said(NamedTuple):
    """By whom, where and when a page was said; `overrides` as in `Batch`."""

    source: str
    prefix: str
    response_date: str | None
    base_url: str | None
    now: datetime
    overrides: datetime | None = None


class Held(NamedTuple):
    """A row of `records`, column by column. `id` 0: it has no row yet."""

    id: int
    source: str
    identifier: str
    prefix: str
    namespace: str
    content_hash: str | None
    datestamp: str
    sets: tuple[str, ...]
    response_date: str | None
    base_url: str | None
    first_seen: datetime
    last_changed: datetime
    last_seen: datetime
    revision: int
    deleted_at: datetime | None
    deleted_how: DeletedHow | None
    normaliser: int


class Slot(NamedTuple):
    """One record during a page: how it was, how it is to be, and what is to be written for it.

    `versions` are contents that we did not hold before; `revised` asks for a revision and a place
    in the queue of changes.
    """

    before: Held | None
    held: Held
    about_before: tuple[bytes, ...] = ()
    about: tuple[bytes, ...] = ()
    document: Document | None = None
    versions: tuple[RawRecord, ...] = ()
    revised: bool = False


def settle(slots: Mapping[str, Slot], batch: Batch, said: Said) -> tuple[dict[str, Slot], Counts]:
    """Apply every item in order to the slots (by identifier) of what is held."""
    settled, seen, unknown = dict(slots), Counter[Outcome](), 0
    for item in batch.records:
        slot = settled.get(item.raw.identifier) or _vacant(item.raw.identifier, said)
        settled[item.raw.identifier], outcome = receive(slot, item, said)
        seen[outcome] += 1
    for grave in batch.tombstones:
        slot = settled.get(grave.identifier) or _vacant(grave.identifier, said)
        settled[grave.identifier], outcome = bury(slot, grave, said)
        seen[outcome] += 1
        unknown += outcome == "deleted" and slot.held.content_hash is None
    unread = sum(item.kind == "record" for item in batch.quarantined)
    four = (seen["new"], seen["changed"], seen["unchanged"], seen["deleted"])
    return settled, Counts(*four, unread, unknown)


def receive(slot: Slot, item: Incoming, said: Said) -> tuple[Slot, Outcome]:
    """A record came: what it makes of the slot."""
    held, raw = slot.held, item.raw
    if _late(raw.datestamp, held, said):
        return slot._replace(held=held._replace(last_seen=said.now)), "unchanged"
    outcome = _outcome(held, raw)
    revised = outcome != "unchanged" or item.normaliser > held.normaliser
    versions = () if raw.content_hash == held.content_hash else (raw,)
    return slot._replace(
        held=_rewritten(_headed(held, raw, said), item, outcome, revised, said.now),
        about=raw.about,
        document=item.document if revised else slot.document,
        versions=slot.versions + versions,
        revised=slot.revised or revised,
    ), outcome


def bury(slot: Slot, grave: Tombstone, said: Said) -> tuple[Slot, Outcome]:
    """A tombstone came: what it makes of the slot."""
    held = slot.held
    swept = grave.how == "sweep"
    if not swept and _late(grave.datestamp, held, said):
        return slot._replace(held=held._replace(last_seen=said.now)), "unchanged"
    known = held.content_hash is not None
    if held.deleted_at is not None:
        after = held if swept else _buried(held, grave, said)
        return slot._replace(held=after._replace(last_seen=said.now)), "unchanged"
    # A sweep has seen no header. Keeping the record's own datestamp lets the record come back
    # with that very datestamp when the sweep was wrong.
    headed = held._replace(last_seen=said.now) if swept and known else _buried(held, grave, said)
    after = headed._replace(deleted_at=said.now, deleted_how=grave.how, last_changed=said.now)
    return slot._replace(held=after, revised=known), "deleted"


def _late(datestamp: str, held: Held, said: Said) -> bool:
    """Whether what came is older than what is held, so that it must not overwrite it.

    A datestamp that lay in the future when it was given (later than the responseDate of its page)
    says nothing of age, and would freeze the record until that day: then the later response wins.
    """
    if not is_older(datestamp, held.datestamp):
        return False
    if said.overrides is not None and held.last_seen < said.overrides:
        return False
    if was_future(held.datestamp, held.response_date, held.last_seen):
        return bool(said.response_date and is_older(said.response_date, held.response_date or ""))
    return True


def numbered(slots: Iterable[Slot], row: int, revision: int) -> list[Slot]:
    """Give each new row an id from `row` on, and each revised one a revision from `revision` on."""
    done: list[Slot] = []
    for slot in slots:
        held = slot.held
        if slot.before is None:
            held, row = held._replace(id=row), row + 1
        if slot.revised:
            held, revision = held._replace(revision=revision), revision + 1
        done.append(slot._replace(held=held))
    return done


def _vacant(identifier: str, said: Said) -> Slot:
    """The slot of what was never heard of: an empty datestamp, so that nothing is older."""
    blank = Held(
        id=0,
        source=said.source,
        identifier=identifier,
        prefix=said.prefix,
        namespace="",
        content_hash=None,
        datestamp="",
        sets=(),
        response_date=said.response_date,
        base_url=said.base_url,
        first_seen=said.now,
        last_changed=said.now,
        last_seen=said.now,
        revision=0,
        deleted_at=None,
        deleted_how=None,
        normaliser=0,
    )
    return Slot(before=None, held=blank)


def _outcome(held: Held, raw: RawRecord) -> Outcome:
    if held.content_hash is None:
        return "new"
    same = raw.content_hash == held.content_hash and set(raw.sets) == set(held.sets)
    return "unchanged" if same and held.deleted_at is None else "changed"


def _rewritten(held: Held, item: Incoming, outcome: Outcome, revised: bool, now: datetime) -> Held:
    if revised:
        held = held._replace(normaliser=item.normaliser)
    if outcome == "unchanged":
        return held
    return held._replace(
        content_hash=item.raw.content_hash,
        last_changed=now,
        deleted_at=None,
        deleted_how=None,
    )


def _headed(held: Held, raw: RawRecord, said: Said) -> Held:
    moved = held._replace(
        prefix=said.prefix,
        namespace=raw.namespace,
        content_hash=raw.content_hash,
        datestamp=raw.datestamp,
        # Servers shuffle setSpecs; the order says nothing.
        sets=held.sets if set(held.sets) == set(raw.sets) else raw.sets,
    )
    return _told(held, moved, said)


def _buried(held: Held, grave: Tombstone, said: Said) -> Held:
    moved = held._replace(
        datestamp=grave.datestamp,
        # A deleted header may leave its sets out; who follows a set must still hear of it.
        sets=grave.sets or held.sets,
        deleted_how=grave.how,
    )
    return _told(held, moved, said)


def _told(held: Held, moved: Held, said: Said) -> Held:
    """Provenance is that of the response which brought what is held, not of the last look."""
    if moved != held:
        moved = moved._replace(response_date=said.response_date, base_url=said.base_url)
    return moved._replace(last_seen=said.now)
