"""Queries of Whoosh put together at random, from leaves that are given."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeAlias

from whoosh import query as w

Make: TypeAlias = Callable[[random.Random], w.Query]


class Trees:
    """Makes queries of every kind out of terms, phrases and other leaves."""

    def __init__(self, term: Make, phrase: Make, leaves: Sequence[Make]) -> None:
        self.leaves = leaves
        self.inner: Sequence[Make] = [
            lambda rng: w.And(self._several(rng)[:3], boost=rng.choice([1.0, 1.5])),
            lambda rng: w.Or(self._several(rng), boost=rng.choice([1.0, 1.5])),
            lambda rng: w.AndMaybe(self.tree(rng), self.tree(rng)),
            lambda rng: w.Require(self.tree(rng), self.tree(rng)),
            lambda rng: w.ConstantScoreQuery(self.tree(rng), score=2.0),
            lambda rng: w.Or([w.And([term(rng), term(rng)]), term(rng), phrase(rng)]),
            lambda rng: w.And([w.Or(self._several(rng)), w.Or(self._several(rng))]),
            lambda rng: w.And([term(rng), w.Not(term(rng))]),
        ]

    def any(self, rng: random.Random) -> w.Query:
        """A query of any kind."""
        return rng.choice([*self.inner, *self.leaves])(rng)

    def tree(self, rng: random.Random) -> w.Query:
        """A leaf, or now and then something put together."""
        return rng.choice(self.inner)(rng) if rng.random() < 0.4 else self._leaf(rng)

    def _leaf(self, rng: random.Random) -> w.Query:
        return rng.choice(self.leaves)(rng)

    def _several(self, rng: random.Random) -> list[w.Query]:
        return [self._leaf(rng) for _ in range(rng.randint(2, 6))]
