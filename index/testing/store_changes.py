"""What a store promises of the queue of changes."""

from __future__ import annotations

from index.record import Key
from index.store.base import Store
from index.testing.samples import NOW, make_batch, make_incoming
from index.testing.store_herald import KEY, ONE, TWO, HeraldContract, drain, held


class ChangeContract(HeraldContract):
    """`index.store.base.RecordStore`: the queue of changes."""

    def test_changes_come_oldest_first_and_stay_until_done(self, store: Store) -> None:
        items = [make_incoming(identifier=n, title=n) for n in ("b", "a", "c")]
        store.apply("herald", make_batch(*items), None, NOW)
        changes = store.changes(2)
        assert [change.key.identifier for change in changes] == ["b", "a"]
        assert [change.document for change in changes] == [i.document for i in items[:2]]
        assert store.changes(2) == changes
        store.done(changes)
        assert [change.key.identifier for change in store.changes(9)] == ["c"]
        assert store.pending() == 1

    def test_done_leaves_a_change_that_came_meanwhile(self, store: Store) -> None:
        store.apply("herald", make_batch(make_incoming(title="one")), None, NOW)
        taken = store.changes(9)
        store.apply("herald", make_batch(make_incoming(title="two")), None, NOW)
        store.done(taken)
        [left] = store.changes(9)
        assert left.number > taken[0].number
        assert left.document == held(store).document
        store.done([])
        store.done([left, left])
        assert store.pending() == 0

    def test_enqueue_puts_any_key_in_the_queue_once(self, store: Store) -> None:
        store.apply("herald", make_batch(make_incoming()), None, NOW)
        before = held(store)
        [first] = drain(store)
        unknown = Key("nobody", "nothing")
        store.enqueue([KEY, unknown, KEY])
        store.enqueue([])
        again = store.changes(9)
        assert [(change.key, change.document) for change in again] == [
            (KEY, before.document),
            (unknown, None),
        ]
        assert all(change.number > first.number for change in again)
        assert held(store) == before

    def test_done_until_leaves_what_came_later(self, store: Store) -> None:
        assert store.revision() == 0
        store.apply("herald", make_batch(make_incoming()), None, NOW)
        store.enqueue([Key("other", ONE)])
        walked = store.revision()
        assert [change.number for change in store.changes(9)][-1] == walked
        store.apply("herald", make_batch(make_incoming(identifier=TWO)), None, NOW)
        store.done_until(walked)
        assert [change.key for change in store.changes(9)] == [Key("herald", TWO)]
        assert store.revision() == store.changes(9)[0].number

    def test_every_number_of_the_queue_is_given_once(self, store: Store) -> None:
        store.enqueue([KEY])
        [queued] = store.changes(9)
        store.apply("herald", make_batch(make_incoming()), None, NOW)
        [applied] = store.changes(9)
        assert applied.number > queued.number
