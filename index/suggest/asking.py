"""What suggestions are made from: an engine, and what a search asks it for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.analysis import Analysis
from index.engines.base import Engine, Filter, Query
from index.query import parse
from index.record import Document, Key
from index.tree import Node


@dataclass(frozen=True, slots=True)
class Asking:
    """Where suggestions look.

    `meant`: the tree of a text -> what a search of it asks the engine for. `documents` gives the
    live ones of these keys. `filters` narrow what corrections are counted in.
    """

    engine: Engine
    analysis: Analysis
    meant: Callable[[Node], Node]
    documents: Callable[[Sequence[Key]], Mapping[Key, Document]]
    filters: tuple[Filter, ...] = ()

    def hits(self, texts: Iterable[str]) -> list[int]:
        """How many full hits a search of each text has."""
        return self.hits_of(parse(text).tree for text in texts)

    def hits_of(self, trees: Iterable[Node]) -> list[int]:
        """The same for texts that are read as these trees."""
        return self.totals(map(self.meant, trees))

    def totals(self, trees: Iterable[Node]) -> list[int]:
        """How many documents each of the trees matches."""
        return self.engine.totals([Query(tree, self.filters, limit=0) for tree in trees])

    def stand(self, texts: Iterable[str]) -> list[bool]:
        """Whether each text has words, all of which stand somewhere as they are."""
        words = [self.exact(text) for text in texts]
        distinct = list(dict.fromkeys(word for some in words for word in some))
        counts = dict(zip(distinct, self.engine.holding(distinct), strict=True))
        return [bool(some) and all(counts[word] for word in some) for some in words]

    def exact(self, text: str) -> list[str]:
        """The exact forms of the words of a text."""
        terms = map(self.analysis.query_terms, self.analysis.tokens(text))
        return [found[0] for found in terms if found]
