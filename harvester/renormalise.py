"""Documents made again from the XML that is held: no network, several processes, nothing lost.

    store.kept (XML, document) -> normalise -> differences -> store.renew

A source is cut into shares by identifiers; who does a share reads it, and only what came out
otherwise is handed back to be written. Killed at any moment, it has done whole shares, and the next
one does all again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from itertools import islice
from typing import TypeAlias

import msgspec

from harvester.normalise import NORMALISER, normalise
from harvester.normalise.habits import Habits
from harvester.workers import Workers
from index.record import Document, Kept, Renewed
from index.store.base import Store

SHARE = 500  # records; a transaction each
SAMPLES = 3  # of each field that came out otherwise

# From one process to another: pickle takes twice as long for documents.
_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(list[Renewed]).decode

Watch: TypeAlias = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Share:
    """Records of a source from behind `after` up to `until` (None: the last).

    `older_only`: of these, those whose documents an older normaliser has made.
    """

    source: str
    habits: Habits
    after: str
    until: str | None
    older_only: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """A field of a record, as it was and as it is now."""

    identifier: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of records: how many, how many changed, in which fields, with samples of each."""

    records: int = 0
    changed: int = 0
    by_field: Mapping[str, int] = field(default_factory=dict)
    samples: Mapping[str, tuple[Sample, ...]] = field(default_factory=dict)

    def __add__(self, other: Outcome) -> Outcome:
        names = dict.fromkeys((*self.by_field, *other.by_field))
        return Outcome(
            self.records + other.records,
            self.changed + other.changed,
            {name: self.by_field.get(name, 0) + other.by_field.get(name, 0) for name in names},
            {name: (*self._of(name), *other._of(name))[:SAMPLES] for name in names},
        )

    def _of(self, name: str) -> tuple[Sample, ...]:
        return self.samples.get(name, ())


def differences(before: Document, after: Document) -> list[str]:
    """The names of the fields in which two documents differ."""
    if before == after:
        return []
    names = (one.name for one in fields(Document))
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def redone(store: Store, share: Share) -> tuple[bytes, Outcome]:
    """Normalise a share again; gives what is to be written (packed), and what is to be told."""
    renewed: list[Renewed] = []
    samples: dict[str, tuple[Sample, ...]] = {}
    counts: Counter[str] = Counter()
    kept = store.kept(share.source, share.after, share.until)
    if share.older_only:
        kept = [one for one in kept if one.normaliser < NORMALISER]
    for one in kept:
        document = normalise(one, share.source, share.habits)
        names = differences(one.document, document)
        for name in names:
            counts[name] += 1
            samples[name] = (*samples.get(name, ()), _sample(one, document, name))[:SAMPLES]
        if names or one.normaliser != NORMALISER:
            new = document if names else None
            renewed.append(Renewed(one.identifier, one.content_hash, one.sets, NORMALISER, new))
    changed = sum(one.document is not None for one in renewed)
    return _pack(renewed), Outcome(len(kept), changed, counts, samples)


def _sample(kept: Kept, document: Document, name: str) -> Sample:
    return Sample(kept.identifier, getattr(kept.document, name), getattr(document, name))


def shares(
    store: Store, source: str, habits: Habits, size: int = SHARE, *, older_only: bool = False
) -> Iterator[Share]:
    """The source in shares of so many records; together they are all of it."""
    names = (key.identifier for key in store.keys(source))
    after = ""
    while until := next(islice(names, size - 1, None), None):
        yield Share(source, habits, after, until, older_only)
        after = until
    yield Share(source, habits, after, None, older_only)


def renormalise(
    store: Store,
    sources: Mapping[str, Habits],
    workers: Workers,
    watch: Watch,
    *,
    older_only: bool = False,
) -> dict[str, Outcome]:
    """Normalise every record of these sources again; gives what came of each source.

    `older_only`: only what an older normaliser has made; one that broke off goes on where it was.
    Raises `StoreError`, `WorkersLost`; what was written until then stays, and is right.
    """
    total, done = sum(map(store.count, sources)), 0
    outcomes: dict[str, Outcome] = {}
    for source, habits in sources.items():
        outcomes[source] = Outcome()
        cut = shares(store, source, habits, older_only=older_only)
        for renewed, outcome in workers.each(redone, cut):
            store.renew(source, _unpack(renewed))
            outcomes[source] += outcome
            done += outcome.records
            watch(done, max(total, done))
    return outcomes
