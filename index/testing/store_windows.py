"""What a store promises of windows, checkpoints and cursors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.errors import NotFound, StoreError
from index.record import Checkpoint, Window
from index.store.base import Store
from index.testing.samples import NOW, make_batch, make_incoming, make_unreadable
from index.testing.store_paper import ALL, LATER, NEXT, PaperContract, close, harvest_to


class WindowContract(PaperContract):
    """`index.store.base.HarvestStore`: windows and cursors."""

    def test_page_begins_the_count_of_tries_anew(self, store: Store) -> None:
        window = store.open_window("paper", "", None, None)
        store.fail_window(window.id, "down")
        place = Checkpoint("paper", "", window.id, NEXT, None, 1, False, None)
        store.apply("paper", make_batch(), place, NOW)
        [left] = store.windows("paper", "")
        assert (left.tries, left.state) == (0, "open")

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
        harvest_to(store, "2026-11-22T09:00:00Z", set_spec="a")
        assert store.cursor("paper", "a") == "2026-11-22T09:00:00Z"
        assert (store.cursor("paper", "b"), store.cursor("paper", "")) == (None, None)
        assert [window.state for window in store.windows("paper", "a")] == ["closed"]
        assert [window.state for window in store.windows("paper", "b")] == ["open"]
        harvest_to(store, "2026-11-23T09:00:00Z", set_spec="a")
        assert store.cursor("paper", "a") == "2026-11-23T09:00:00Z"

    def test_closing_uses_the_cursor_of_an_earlier_checkpoint(self, store: Store) -> None:
        window = store.open_window("paper", "", None, None)
        first = Checkpoint("paper", "", window.id, "t", None, 1, cursor="2026-11-22T09:00:00Z")
        store.apply("paper", make_batch(), first, NOW)
        store.apply("paper", make_batch(), Checkpoint("paper", "", window.id, closed=True), NOW)
        assert store.cursor("paper", "") == "2026-11-22T09:00:00Z"

    def test_closing_without_a_cursor_leaves_the_old_one(self, store: Store) -> None:
        harvest_to(store, "2026-11-22T09:00:00Z")
        harvest_to(store, None)
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
        window = harvest_to(store, "2026-11-22T09:00:00Z")
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
        close(store, new, None)
        assert store.cursor("paper", "") is None
        store.fail_window(old.id, "down")
        close(store, old, "2026-11-22T12:00:00Z")
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
            close(store, hand, None)
        close(store, again, "2026-11-22T09:00:00Z")
        assert store.cursor("paper", "") is None
        close(store, regular, "2026-11-22T09:00:00Z")
        assert store.cursor("paper", "") == "2026-11-22T09:00:00Z"

    def test_what_is_new_is_followed_beside_a_window_that_stays_open(self, store: Store) -> None:
        whole = store.open_window("paper", "", None, None)
        pieces = [(None, "2025-12-31"), ("2026-01-01", None)]
        old, new = store.split_window(whole.id, pieces, "2026-11-20T00:00:00Z")
        close(store, new, None)
        tail = store.follow_window("paper", "", "2026-11-18T00:00:00Z")
        close(store, tail, "2026-11-22T00:00:00Z")
        assert store.cursor("paper", "") is None
        close(store, old, None)
        assert store.cursor("paper", "") == "2026-11-22T00:00:00Z"
        with pytest.raises(NotFound):
            store.follow_window("nobody", "", None)

    def test_pages_leave_quarantine_with_the_last_window_of_their_span(self, store: Store) -> None:
        whole = store.open_window("paper", "", None, None)
        page = replace(make_unreadable(b"<OAI", None, kind="page"), span=whole.span)
        store.apply("paper", make_batch(page, make_unreadable()), None, NOW)
        old, new = store.split_window(whole.id, [(None, "2025"), ("2026", None)], None)
        close(store, new, None)
        assert len(store.quarantine_list("paper")) == 2
        close(store, old, None)
        assert [entry.kind for entry in store.quarantine_list("paper")] == ["record"]

    def test_pages_wait_for_the_window_that_replaces_theirs(self, store: Store) -> None:
        first = store.open_window("paper", "", None, None)
        page = replace(make_unreadable(b"<OAI", None, kind="page"), span=first.span)
        store.apply("paper", make_batch(page), None, NOW)
        hand = store.open_window("paper", "", "2020", "2021", "by-hand")
        close(store, hand, None)
        second = store.open_window("paper", "", None, None)
        assert len(store.quarantine_list("paper")) == 1
        close(store, second, None)
        assert store.quarantine_list("paper") == []
