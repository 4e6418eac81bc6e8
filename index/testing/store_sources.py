"""What a store promises of sources: declared, counted, removed, purged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.errors import NotFound
from index.record import Checkpoint, Counts, Key, SourceState, Tombstone
from index.store.base import Store
from index.testing.samples import NOW, make_batch, make_incoming, make_unreadable
from index.testing.store_paper import LATER, PaperContract, harvest_to, running, state


class SourceContract(PaperContract):
    """`index.store.base.HarvestStore`: sources."""

    def test_declared_source_starts_empty(self, store: Store) -> None:
        assert state(store, "paper") == SourceState(
            name="paper",
            url="https://paper.example.org/oai",
            prefix="oai_dc",
            declared=True,
            records=0,
            deleted=0,
            quarantined=0,
            last_attempt=None,
            last_success=None,
            next_at=None,
        )

    def test_sources_come_by_name(self, store: Store) -> None:
        for name in ("z", "a"):
            store.declare(name, "https://x.example.org/oai", "oai_dc", True, NOW)
        names = [source.name for source in store.sources()]
        assert names == sorted(names)
        assert {"a", "paper", "z"} <= set(names)

    def test_declaring_again_brings_the_address_up_to_date(self, store: Store) -> None:
        store.declare("paper", "https://new.example.org/oai", "oai_datacite", True, NOW)
        again = state(store, "paper")
        assert (again.url, again.prefix) == ("https://new.example.org/oai", "oai_datacite")

    @pytest.mark.parametrize(
        ("url", "prefix", "stays"),
        [
            ("https://paper.example.org/oai", "oai_dc", True),
            ("http://paper.example.org/oai", "oai_dc", True),
            ("https://new.example.org/oai", "oai_dc", False),
            ("https://paper.example.org/oai", "marcxml", False),
        ],
    )
    def test_another_address_or_format_has_no_place_yet(
        self, store: Store, url: str, prefix: str, stays: bool
    ) -> None:
        window = store.open_window("paper", "a", None, None)
        place = Checkpoint("paper", "a", window.id, None, None, 1, True, "2026-01-01")
        store.apply("paper", make_batch(), place, NOW)
        store.open_window("paper", "b", None, None)
        store.declare("paper", url, prefix, True, NOW)
        assert (store.cursor("paper", "a") is not None) is stays
        assert bool(store.windows("paper", "b")) is stays

    def test_declared_source_stays_so_and_where_it_is(self, store: Store) -> None:
        before = state(store, "paper")
        store.declare("paper", "file:///pages", "oai_dc", False, NOW)
        assert state(store, "paper") == before

    def test_loaded_source_can_move_and_become_declared(self, store: Store) -> None:
        store.declare("loaded", "file:///a", "oai_dc", False, NOW)
        store.declare("loaded", "file:///b", "oai_dc", False, NOW)
        assert (state(store, "loaded").url, state(store, "loaded").declared) == ("file:///b", False)
        store.declare("loaded", "https://l.example.org/oai", "oai_dc", True, NOW)
        assert state(store, "loaded").declared

    def test_source_counts_what_it_holds(self, store: Store) -> None:
        items = [make_incoming("paper", name) for name in ("a", "b", "c")]
        graves = [Tombstone("c", "2026-02-01"), Tombstone("never", "2026-02-01")]
        page = make_unreadable(b"<html>", None, kind="page")
        store.apply("paper", make_batch(*items, *graves, make_unreadable(), page), None, NOW)
        held = state(store, "paper")
        assert (held.records, held.deleted, held.quarantined) == (2, 2, 2)

    def test_next_time_is_kept_and_cleared(self, store: Store) -> None:
        for time in (LATER, None):
            store.set_next("paper", time)
            assert state(store, "paper").next_at == time
        with pytest.raises(NotFound):
            store.set_next("nobody", LATER)

    def test_removed_source_keeps_its_records(self, store: Store) -> None:
        store.apply("paper", make_batch(make_incoming("paper")), None, NOW)
        harvest_to(store, "2026-11-22T00:00:00Z")
        store.set_next("paper", LATER)
        assert store.remove_source("paper", purge=False) == 0
        left = state(store, "paper")
        assert (left.declared, left.records, left.next_at) == (False, 1, None)
        assert store.cursor("paper", "") is None

    def test_purged_source_is_gone_and_the_engine_is_told(self, store: Store) -> None:
        store.declare("twin", "https://twin.example.org/oai", "oai_dc", True, NOW)
        shared, own = make_incoming("paper"), make_incoming("paper", "own", title="own")
        items = [make_incoming("paper", f"{number:04}") for number in range(1100)]
        grave = Tombstone("never", "2026-02-01")
        store.apply("twin", make_batch(make_incoming("twin")), None, NOW)
        store.apply("paper", make_batch(shared, own, *items, grave, make_unreadable()), None, NOW)
        store.finish_run(replace(running(store), status="ok"))
        harvest_to(store, "2026-11-22T00:00:00Z")
        store.done(store.changes(9999))
        assert store.remove_source("paper", purge=True) == 1102
        assert [source.name for source in store.sources() if source.name == "paper"] == []
        assert store.count("paper") == 0
        assert (store.runs("paper"), store.quarantine_list("paper")) == ([], [])
        assert store.raw(own.raw.content_hash) is None
        assert store.raw(shared.raw.content_hash) == shared.raw.xml
        changes = store.changes(9999)
        assert {change.key for change in changes} == {
            Key("paper", item.raw.identifier) for item in (shared, own, *items)
        }
        assert {change.document for change in changes} == {None}

    def test_purged_source_can_start_afresh(self, store: Store) -> None:
        store.apply("paper", make_batch(make_incoming("paper")), None, NOW)
        store.remove_source("paper", purge=True)
        store.declare("paper", "https://paper.example.org/oai", "oai_dc", True, NOW)
        counts = store.apply("paper", make_batch(make_incoming("paper")), None, NOW)
        assert counts == Counts(new=1)
        assert [change.document is None for change in store.changes(9)] == [False]

    @pytest.mark.parametrize("purge", [True, False])
    def test_unknown_source_cannot_be_removed(self, store: Store, purge: bool) -> None:
        with pytest.raises(NotFound, match="nobody"):
            store.remove_source("nobody", purge=purge)
