"""What one set's list calls deleted may live on in another set of the same source. One record in
two sets is one record: before it is buried, the server is asked for it.

Servers tell of a record that left a set by a deleted header in the list of that set. Such a header
names the sets that it speaks of, or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from harvester.errors import HarvestError, IdDoesNotExist
from harvester.ledger import Ledger
from harvester.stages import Page
from harvester.talk import Talk
from harvester.task import Target
from index.record import Key, Record, Tombstone
from index.store.base import RecordStore


class Leavers:
    """Asks for records that are said to be deleted while another set of the source has them."""

    def __init__(self, target: Target, store: RecordStore, talk: Talk, ledger: Ledger) -> None:
        self._target, self._store = target, store
        self._talk, self._ledger = talk, ledger

    def settled(self, page: Page, set_spec: str | None) -> Page:
        """The page of that set's list, with the record in place of a deletion where it lives.

        What cannot be asked for stays as it is held, and is counted as `deletions-in-doubt`.
        """
        graves = page.tombstones
        if len(self._target.sets) < 2 or not graves:
            return page
        held = self._store.get_many([Key(self._target.name, one.identifier) for one in graves])
        doubtful = in_doubt(graves, held.values(), self._target.sets, set_spec)
        sure = [one for one in graves if one.identifier not in doubtful]
        found = [self._asked(one) for one in graves if one.identifier in doubtful]
        return replace(
            page,
            records=(*page.records, *(record for one in found for record in one.records)),
            tombstones=(*sure, *(grave for one in found for grave in one.tombstones)),
        )

    def _asked(self, grave: Tombstone) -> Page:
        """A page of the record, or of its deletion; an empty one where nobody knows."""
        asked = {"identifier": grave.identifier, "metadataPrefix": self._target.prefix}
        try:
            page = self._talk.page("GetRecord", asked, retries=1)
        except IdDoesNotExist:
            return Page("GetRecord", tombstones=(grave,))
        except HarvestError as error:
            self._talk.tell(f"{grave.identifier}: deleted in one of its sets only? {error.message}")
            page = Page("GetRecord")
        own = replace(
            page,
            records=tuple(one for one in page.records if one.identifier == grave.identifier),
            tombstones=tuple(one for one in page.tombstones if one.identifier == grave.identifier),
        )
        if not (own.records or own.tombstones):
            self._ledger.remark("deletions-in-doubt")
        return own


def in_doubt(
    graves: Iterable[Tombstone], held: Iterable[Record], sets: Sequence[str], asked: str | None
) -> set[str]:
    """Identifiers whose deletion may be that of one set alone. Pure.

    `held` are the records that we have of them, `sets` those of the source; `asked` is the one
    whose list says so (None: nobody knows which).
    """
    others: Mapping[str, set[str]] = {
        one.identifier: {spec for spec in sets if spec != asked and stands_in(one.sets, spec)}
        for one in held
        if one.deleted is None and one.sets
    }
    return {
        grave.identifier
        for grave in graves
        if not all(
            grave.sets and stands_in(grave.sets, spec) for spec in others.get(grave.identifier, ())
        )
    }


def stands_in(sets: tuple[str, ...], asked: str) -> bool:
    """Whether a record is of the set that was asked for; one that names none may be."""
    return not asked or not sets or any(f"{spec}:".startswith(f"{asked}:") for spec in sets)
