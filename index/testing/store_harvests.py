"""What a store promises of sources, claims, windows, cursors, runs and quarantine."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from index.errors import NotFound, StoreError
from index.record import (
    Checkpoint,
    Counts,
    Key,
    Quarantined,
    Run,
    RunError,
    RunStatus,
    SourceState,
    Tombstone,
    Window,
)
from index.store.base import Store
from index.testing.samples import NOW, make_batch, make_incoming, make_unreadable

ALL = (None, None)
HOUR = timedelta(hours=1)
LATER = NOW + timedelta(days=1)
NEXT = "resumption-token-2"


def state(store: Store, name: str) -> SourceState:
    """What the store knows of the source, which it has to know."""
    return next(source for source in store.sources() if source.name == name)


class HarvestContract:
    """`index.store.base.HarvestStore`."""

    @pytest.fixture(autouse=True)
    def _known_source(self, store: Store) -> None:
        store.declare("paper", "https://paper.example.org/oai", "oai_dc", True, NOW)

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

    def test_page_begins_the_count_of_tries_anew(self, store: Store) -> None:
        window = store.open_window("paper", "", None, None)
        store.fail_window(window.id, "down")
        place = Checkpoint("paper", "", window.id, NEXT, None, 1, False, None)
        store.apply("paper", make_batch(), place, NOW)
        [left] = store.windows("paper", "")
        assert (left.tries, left.state) == (0, "open")

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
        self._harvest_to(store, "2026-11-22T00:00:00Z")
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
        store.finish_run(replace(self._run(store), status="ok"))
        self._harvest_to(store, "2026-11-22T00:00:00Z")
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

    def test_claim_is_held_by_one(self, store: Store) -> None:
        assert store.claim("paper", "one", NOW, NOW + HOUR) is None
        assert store.claim("paper", "two", NOW, NOW + HOUR) == "one"
        assert store.claim("another", "two", NOW, NOW + HOUR) is None

    def test_owner_renews_a_claim(self, store: Store) -> None:
        store.claim("paper", "one", NOW, NOW + HOUR)
        assert store.claim("paper", "one", NOW + HOUR / 2, NOW + 2 * HOUR) is None
        assert store.claim("paper", "two", NOW + HOUR, NOW + 2 * HOUR) == "one"

    def test_claim_that_ran_out_is_free(self, store: Store) -> None:
        store.claim("paper", "one", NOW, NOW + HOUR)
        assert store.claim("paper", "two", NOW + HOUR, NOW + 2 * HOUR) is None
        assert store.claim("paper", "one", NOW + HOUR, NOW + 2 * HOUR) == "two"

    def test_only_the_owner_releases(self, store: Store) -> None:
        store.claim("paper", "one", NOW, NOW + HOUR)
        store.release("paper", "two")
        assert store.claim("paper", "two", NOW, NOW + HOUR) == "one"
        store.release("paper", "one")
        assert store.claim("paper", "two", NOW, NOW + HOUR) is None

    def test_claim_of_the_dead_is_broken(self, store: Store) -> None:
        store.claim("paper", "dead", NOW, NOW + HOUR)
        store.break_claim("paper", "other")
        assert store.claim("paper", "two", NOW, NOW + HOUR) == "dead"
        store.break_claim("paper", "dead")
        assert store.claim("paper", "two", NOW, NOW + HOUR) is None

    def test_window_opens_at_its_beginning(self, store: Store) -> None:
        window = store.open_window("paper", "a", "2026-01-01", None)
        assert window == Window(
            id=window.id,
            source="paper",
            set="a",
            start="2026-01-01",
            end=None,
            state="open",
            tries=0,
            reason=None,
            token=None,
            token_expires=None,
            pages=0,
            cursor=None,
            kind="regular",
            span=window.id,
        )
        assert store.windows("paper", "a") == [window]
        assert store.windows("paper", "") == []
        with pytest.raises(NotFound):
            store.open_window("nobody", "", None, None)

    def test_checkpoint_is_kept_with_its_page(self, store: Store) -> None:
        window = store.open_window("paper", "", None, "2026-11-22")
        place = Checkpoint("paper", "", window.id, NEXT, LATER, 1, cursor="2026-11-22T09:00:00Z")
        store.apply("paper", make_batch(make_incoming("paper")), place, NOW)
        assert store.windows("paper", "") == [
            replace(window, token=NEXT, token_expires=LATER, pages=1, cursor="2026-11-22T09:00:00Z")
        ]
        assert store.cursor("paper", "") is None

    def test_closing_moves_the_cursor_of_its_set_alone(self, store: Store) -> None:
        store.open_window("paper", "b", None, None)
        self._harvest_to(store, "2026-11-22T09:00:00Z", set_spec="a")
        assert store.cursor("paper", "a") == "2026-11-22T09:00:00Z"
        assert (store.cursor("paper", "b"), store.cursor("paper", "")) == (None, None)
        assert [window.state for window in store.windows("paper", "a")] == ["closed"]
        assert [window.state for window in store.windows("paper", "b")] == ["open"]
        self._harvest_to(store, "2026-11-23T09:00:00Z", set_spec="a")
        assert store.cursor("paper", "a") == "2026-11-23T09:00:00Z"

    def test_closing_uses_the_cursor_of_an_earlier_checkpoint(self, store: Store) -> None:
        window = store.open_window("paper", "", None, None)
        first = Checkpoint("paper", "", window.id, "t", None, 1, cursor="2026-11-22T09:00:00Z")
        store.apply("paper", make_batch(), first, NOW)
        store.apply("paper", make_batch(), Checkpoint("paper", "", window.id, closed=True), NOW)
        assert store.cursor("paper", "") == "2026-11-22T09:00:00Z"

    def test_closing_without_a_cursor_leaves_the_old_one(self, store: Store) -> None:
        self._harvest_to(store, "2026-11-22T09:00:00Z")
        self._harvest_to(store, None)
        assert store.cursor("paper", "") == "2026-11-22T09:00:00Z"

    def test_replaced_window_takes_no_checkpoint(self, store: Store) -> None:
        old = store.open_window("paper", "", None, None)
        new = store.open_window("paper", "", "2026-01-01", None)
        assert new.id != old.id
        late = Checkpoint("paper", "", old.id, closed=True, cursor="2026-11-22T09:00:00Z")
        with pytest.raises(StoreError, match="not open"):
            store.apply("paper", make_batch(make_incoming("paper")), late, NOW)
        assert (store.cursor("paper", ""), store.count()) == (None, 0)
        assert store.windows("paper", "") == [new]

    def test_closed_window_takes_no_checkpoint(self, store: Store) -> None:
        window = self._harvest_to(store, "2026-11-22T09:00:00Z")
        late = Checkpoint("paper", "", window.id, closed=True, cursor="2020-01-01T00:00:00Z")
        with pytest.raises(StoreError, match="not open"):
            store.apply("paper", make_batch(), late, NOW)
        assert store.cursor("paper", "") == "2026-11-22T09:00:00Z"

    @pytest.mark.parametrize(("source", "set_spec"), [("paper", "b"), ("twin", "a")])
    def test_checkpoint_has_to_be_of_its_window(
        self, store: Store, source: str, set_spec: str
    ) -> None:
        store.declare("twin", "https://twin.example.org/oai", "oai_dc", True, NOW)
        window = store.open_window("paper", "a", None, None)
        wrong = Checkpoint(source, set_spec, window.id, "token", closed=True, cursor="2026-01-01")
        with pytest.raises(StoreError, match="not open"):
            store.apply("paper", make_batch(), wrong, NOW)
        assert store.windows("paper", "a") == [window]

    def test_failed_window_stays_with_its_reason(self, store: Store) -> None:
        window = store.open_window("paper", "", None, None)
        for reason in ("timeout", "cut page"):
            store.fail_window(window.id, reason)
        expected = replace(window, state="failed", tries=2, reason="cut page")
        assert store.windows("paper", "") == [expected]

    def test_the_cursor_waits_for_the_last_piece(self, store: Store) -> None:
        whole = store.open_window("paper", "", None, None)
        pieces = [(None, "2025-12-31"), ("2026-01-01", None)]
        old, new = store.split_window(whole.id, pieces, "2026-11-22T09:00:00Z")
        assert [(p.start, p.end, p.state, p.span) for p in (old, new)] == [
            (None, "2025-12-31", "pending", whole.id),
            ("2026-01-01", None, "pending", whole.id),
        ]
        assert store.windows("paper", "") == [old, new]
        self._close(store, new, None)
        assert store.cursor("paper", "") is None
        store.fail_window(old.id, "down")
        self._close(store, old, "2026-11-22T12:00:00Z")
        assert store.cursor("paper", "") == "2026-11-22T09:00:00Z"
        with pytest.raises(StoreError, match="not open"):
            store.split_window(new.id, pieces, None)

    def test_pieces_keep_the_first_time_that_their_whole_was_asked(self, store: Store) -> None:
        whole = store.open_window("paper", "", None, None)
        first = Checkpoint("paper", "", whole.id, NEXT, None, 1, cursor="2026-11-22T08:00:00Z")
        store.apply("paper", make_batch(), first, NOW)
        [again] = store.split_window(whole.id, [ALL], "2026-11-22T09:00:00Z")
        assert again.cursor == "2026-11-22T08:00:00Z"
        assert (again.token, again.pages) == (None, 0)

    def test_a_window_by_hand_stands_beside_the_others(self, store: Store) -> None:
        regular = store.open_window("paper", "", None, None)
        hand = store.open_window("paper", "", "2020-01-01", "2020-12-31", "by-hand")
        again = store.open_window("paper", "", "2020-01-01", "2021-12-31", "by-hand")
        assert store.windows("paper", "") == [regular, again]
        with pytest.raises(StoreError, match="not open"):
            self._close(store, hand, None)
        self._close(store, again, "2026-11-22T09:00:00Z")
        assert store.cursor("paper", "") is None
        self._close(store, regular, "2026-11-22T09:00:00Z")
        assert store.cursor("paper", "") == "2026-11-22T09:00:00Z"

    def test_what_is_new_is_followed_beside_a_window_that_stays_open(self, store: Store) -> None:
        whole = store.open_window("paper", "", None, None)
        pieces = [(None, "2025-12-31"), ("2026-01-01", None)]
        old, new = store.split_window(whole.id, pieces, "2026-11-20T00:00:00Z")
        self._close(store, new, None)
        tail = store.follow_window("paper", "", "2026-11-18T00:00:00Z")
        self._close(store, tail, "2026-11-22T00:00:00Z")
        assert store.cursor("paper", "") is None
        self._close(store, old, None)
        assert store.cursor("paper", "") == "2026-11-22T00:00:00Z"
        with pytest.raises(NotFound):
            store.follow_window("nobody", "", None)

    def test_pages_leave_quarantine_with_the_last_window_of_their_span(self, store: Store) -> None:
        whole = store.open_window("paper", "", None, None)
        page = replace(make_unreadable(b"<OAI", None, kind="page"), span=whole.span)
        store.apply("paper", make_batch(page, make_unreadable()), None, NOW)
        old, new = store.split_window(whole.id, [(None, "2025"), ("2026", None)], None)
        self._close(store, new, None)
        assert len(store.quarantine_list("paper")) == 2
        self._close(store, old, None)
        assert [entry.kind for entry in store.quarantine_list("paper")] == ["record"]

    def test_pages_wait_for_the_window_that_replaces_theirs(self, store: Store) -> None:
        first = store.open_window("paper", "", None, None)
        page = replace(make_unreadable(b"<OAI", None, kind="page"), span=first.span)
        store.apply("paper", make_batch(page), None, NOW)
        hand = store.open_window("paper", "", "2020", "2021", "by-hand")
        self._close(store, hand, None)
        second = store.open_window("paper", "", None, None)
        assert len(store.quarantine_list("paper")) == 1
        self._close(store, second, None)
        assert store.quarantine_list("paper") == []

    def _close(self, store: Store, window: Window, cursor: str | None) -> None:
        place = Checkpoint("paper", "", window.id, pages=1, closed=True, cursor=cursor)
        store.apply("paper", make_batch(), place, NOW)

    @pytest.mark.parametrize("status", get_args(RunStatus))
    def test_every_field_of_a_run_comes_back(self, store: Store, status: RunStatus) -> None:
        number = store.start_run("paper", ("2026-01-01", "2026-02-01"), NOW)
        run = Run(
            id=number,
            source="paper",
            status=status,
            window=("2026-01-02", None),
            started=NOW + HOUR,
            ended=LATER,
            requests=3,
            retries=1,
            bytes=2**40,
            pages=2,
            promised=120,
            counts=Counts(1, 2, 3, 4, 5, 1),
            repairs=(("amp", 2), ("bom", 1)),
            error=RunError("timeout", "no answer in 60 s", "Try later."),
            skew=-7200,
            remarks=(("outside-dates", 3),),
            warnings=("the set is gone",),
        )
        store.finish_run(run)
        assert store.runs("paper") == [run]
        bare = Run(number, "paper", status, ALL, NOW)
        store.finish_run(bare)
        assert store.runs("paper") == [bare]

    def test_run_starts_running_and_is_the_last_attempt(self, store: Store) -> None:
        number = store.start_run("paper", ("2026-01-01", None), NOW)
        assert store.runs() == [Run(number, "paper", "running", ("2026-01-01", None), NOW)]
        assert state(store, "paper").last_attempt == NOW
        assert state(store, "paper").last_success is None
        with pytest.raises(NotFound):
            store.start_run("nobody", ALL, NOW)

    @pytest.mark.parametrize("status", get_args(RunStatus))
    def test_only_ok_and_unchanged_are_success(self, store: Store, status: RunStatus) -> None:
        store.finish_run(replace(self._run(store), status=status, ended=LATER, requests=1))
        success = LATER if status in ("ok", "unchanged") else None
        assert state(store, "paper").last_success == success

    def test_files_that_were_loaded_are_no_word_from_the_server(self, store: Store) -> None:
        store.finish_run(replace(self._run(store), status="ok", ended=LATER, requests=1))
        store.finish_run(replace(self._run(store), status="ok", ended=LATER + timedelta(days=9)))
        assert state(store, "paper").last_success == LATER

    def test_run_that_is_gone_cannot_finish(self, store: Store) -> None:
        run = self._run(store)
        store.remove_source("paper", purge=True)
        with pytest.raises(NotFound):
            store.finish_run(run)

    def test_running_runs_of_the_source_are_interrupted(self, store: Store) -> None:
        store.declare("twin", "https://twin.example.org/oai", "oai_dc", True, NOW)
        twin = store.start_run("twin", ALL, NOW)
        store.finish_run(replace(self._run(store), status="ok", ended=NOW))
        dead = self._run(store)
        assert store.interrupt_runs("paper", LATER) == 1
        assert store.interrupt_runs("paper", LATER) == 0
        newest, oldest = store.runs("paper", 9)
        assert newest == replace(dead, status="interrupted", ended=LATER)
        assert (oldest.status, oldest.ended) == ("ok", NOW)
        assert store.runs("twin")[0] == Run(twin, "twin", "running", ALL, NOW)

    def test_killed_run_says_what_it_stored(self, store: Store) -> None:
        run = self._run(store)
        items = make_batch(make_incoming("paper"), make_unreadable())
        for _ in range(2):
            store.apply("paper", items, None, NOW, run.id)
        store.interrupt_runs("paper", LATER)
        counts = store.runs("paper")[0].counts
        assert counts == Counts(new=1, unchanged=1, quarantined=2)

    def test_runs_are_limited_for_each_source_newest_first(self, store: Store) -> None:
        store.declare("twin", "https://twin.example.org/oai", "oai_dc", True, NOW)
        made = [store.start_run(name, ALL, NOW) for name in ("paper", "twin", "paper", "paper")]
        assert [run.id for run in store.runs()] == [made[3], made[1]]
        assert [run.id for run in store.runs(limit=2)] == [made[3], made[2], made[1]]
        assert [run.id for run in store.runs("paper", 2)] == [made[3], made[2]]

    def test_quarantine_keeps_every_field_and_the_bytes(self, store: Store) -> None:
        run = self._run(store)
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

    def _run(self, store: Store) -> Run:
        """A run that is running."""
        number = store.start_run("paper", ALL, NOW)
        return Run(number, "paper", "running", ALL, NOW)

    def _harvest_to(self, store: Store, cursor: str | None, set_spec: str = "") -> Window:
        """Open and close a window."""
        window = store.open_window("paper", set_spec, None, None)
        place = Checkpoint("paper", set_spec, window.id, pages=1, closed=True, cursor=cursor)
        store.apply("paper", make_batch(), place, NOW)
        return window
