"""What a store promises of what could not be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from index.record import Counts, Quarantined
from index.store.base import Store
from index.testing.samples import NOW, make_batch, make_incoming, make_unreadable
from index.testing.store_paper import LATER, PaperContract, running


class QuarantineContract(PaperContract):
    """`index.store.base.HarvestStore`: quarantine."""

    def test_quarantine_keeps_every_field_and_the_bytes(self, store: Store) -> None:
        run = running(store)
        item = make_unreadable(b"<record>\xff\x00" * 99)
        store.apply("paper", make_batch(item), None, NOW, run.id)
        [entry] = store.quarantine_list("paper")
        assert entry == Quarantined(
            id=entry.id,
            source="paper",
            kind="record",
            identifier=item.identifier,
            code=item.code,
            reason=item.reason,
            bytes=len(item.body),
            at=NOW,
            url=item.url,
            run=run.id,
        )
        assert store.quarantine_body(entry.id) == item.body
        assert store.quarantine_body(entry.id + 1) is None

    def test_quarantine_comes_newest_first_by_source(self, store: Store) -> None:
        store.declare("twin", "https://twin.example.org/oai", "oai_dc", True, NOW)
        for day, (source, body) in enumerate([("paper", b"1"), ("twin", b"2"), ("paper", b"3")]):
            items = make_batch(make_unreadable(body, reason=body.decode()))
            store.apply(source, items, None, NOW + timedelta(days=day))
        assert [entry.reason for entry in store.quarantine_list()] == ["3", "2", "1"]
        assert [entry.reason for entry in store.quarantine_list("paper")] == ["3", "1"]

    def test_same_bytes_of_a_source_are_one_entry_told_anew(self, store: Store) -> None:
        store.declare("twin", "https://twin.example.org/oai", "oai_dc", True, NOW)
        for source in ("paper", "twin"):
            store.apply(source, make_batch(make_unreadable()), None, NOW)
        [first] = store.quarantine_list("paper")
        counts = store.apply("paper", make_batch(make_unreadable(reason="again")), None, LATER)
        assert counts == Counts(quarantined=1)
        assert store.quarantine_list("paper") == [replace(first, reason="again", at=LATER)]
        assert len(store.quarantine_list("twin")) == 1

    def test_entry_goes_when_its_record_is_read(self, store: Store) -> None:
        record = make_unreadable(b"1", "a")
        page = make_unreadable(b"2", "a", kind="page")
        other = make_unreadable(b"3", "b")
        store.apply("paper", make_batch(record, page, other), None, NOW)
        store.apply("paper", make_batch(make_incoming("paper", "a")), None, NOW)
        left = [store.quarantine_body(entry.id) for entry in store.quarantine_list("paper")]
        assert sorted(body for body in left if body) == [b"2", b"3"]

    def test_entry_is_dropped_by_its_number_which_is_not_used_again(self, store: Store) -> None:
        store.apply("paper", make_batch(make_unreadable()), None, NOW)
        [entry] = store.quarantine_list()
        store.quarantine_drop(entry.id)
        assert store.quarantine_list() == []
        store.quarantine_drop(entry.id)
        store.apply("paper", make_batch(make_unreadable()), None, NOW)
        assert store.quarantine_list()[0].id != entry.id
