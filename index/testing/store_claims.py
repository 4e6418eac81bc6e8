"""What a store promises of claims: who may harvest a source."""

from __future__ import annotations

from index.store.base import Store
from index.testing.samples import NOW
from index.testing.store_paper import HOUR, PaperContract


class ClaimContract(PaperContract):
    """`index.store.base.HarvestStore`: claims."""

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
