"""What a store promises of documents that are made again from the XML it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from index.record import Document, Kept, Key, Renewed, Text, Tombstone
from index.store.base import Store
from index.testing.samples import NOW, make_batch, make_incoming

NAMES = [f"oai:journal.example.org:article/{n}" for n in range(1, 6)]
KEY = Key("herald", NAMES[0])


def again(kept: Kept, title: str | None, normaliser: int = 9) -> Renewed:
    """The record normalised again: with this title, or (None) as it was."""
    document = replace(kept.document, titles=(Text(title),)) if title else None
    return Renewed(kept.identifier, kept.content_hash, kept.sets, normaliser, document)


def title(document: Document | None) -> str:
    """What the document is called."""
    assert document is not None
    return document.titles[0].value


class RenewalContract:
    """`index.store.base.RecordStore`: `kept` and `renew`."""

    @pytest.fixture
    def filled(self, store: Store) -> Store:
        store.declare("herald", "https://herald.example.org/oai", "oai_dc", True, NOW)
        batch = make_batch(*(make_incoming(identifier=name, normaliser=1) for name in NAMES))
        store.apply("herald", batch, None, NOW)
        store.done(store.changes(100))
        return store

    def test_what_is_held_comes_with_its_xml(self, filled: Store) -> None:
        item = make_incoming(identifier=NAMES[0], normaliser=1)
        raw = item.raw
        wanted = Kept(
            NAMES[0], raw.sets, raw.namespace, raw.content_hash, 1, raw.xml, item.document
        )
        assert filled.kept("herald", "", NAMES[0]) == [wanted]

    def test_it_is_walked_in_pieces(self, filled: Store) -> None:
        first, rest = filled.kept("herald", "", NAMES[1]), filled.kept("herald", NAMES[1], None)
        assert [one.identifier for one in (*first, *rest)] == NAMES
        assert filled.kept("other", "", None) == []

    def test_a_document_that_differs_is_a_change(self, filled: Store) -> None:
        before = filled.get(KEY)
        assert before is not None
        kept = filled.kept("herald", "", None)
        assert filled.renew("herald", [again(kept[0], "anew"), again(kept[1], None)]) == 2
        after = filled.get(KEY)
        assert after is not None
        assert (title(after.document), after.normaliser) == ("anew", 9)
        assert after.revision > before.revision
        assert after.last_changed == before.last_changed
        assert [title(change.document) for change in filled.changes(9)] == ["anew"]
        unmoved = filled.get(Key("herald", NAMES[1]))
        assert unmoved is not None
        assert unmoved.normaliser == 9

    def test_what_a_harvest_changed_meanwhile_stays(self, filled: Store) -> None:
        kept = filled.kept("herald", "", NAMES[0])
        newer = make_incoming(
            identifier=NAMES[0], title="newer", datestamp="2026-03-03T00:00:00Z", normaliser=8
        )
        filled.apply("herald", make_batch(newer), None, NOW + timedelta(days=1))
        assert filled.renew("herald", [again(kept[0], "too late")]) == 0
        record = filled.get(KEY)
        assert record is not None
        assert (record.document, record.normaliser) == (newer.document, 8)

    def test_sets_that_a_harvest_changed_meanwhile_stay(self, filled: Store) -> None:
        """The metadata is the same, and the document names the sets."""
        kept = filled.kept("herald", "", NAMES[0])
        moved = make_incoming(identifier=NAMES[0], sets=("other",), normaliser=8)
        filled.apply("herald", make_batch(moved), None, NOW + timedelta(days=1))
        assert filled.renew("herald", [again(kept[0], "too late")]) == 0
        record = filled.get(KEY)
        assert record is not None
        assert record.document == moved.document

    def test_a_tombstone_keeps_its_document_in_step_and_tells_nobody(self, filled: Store) -> None:
        filled.apply("herald", make_batch(Tombstone(NAMES[0], "2026-03-03T00:00:00Z")), None, NOW)
        filled.done(filled.changes(100))
        kept = filled.kept("herald", "", NAMES[0])
        assert filled.renew("herald", [again(kept[0], "late honour")]) == 1
        record = filled.get(KEY)
        assert record is not None
        assert title(record.document) == "late honour"
        assert filled.changes(9) == []

    def test_nothing_to_renew_is_nothing(self, filled: Store) -> None:
        gone = Renewed("oai:nobody", "hash", (), 9, None)
        assert filled.renew("herald", [gone]) == filled.renew("herald", []) == 0
