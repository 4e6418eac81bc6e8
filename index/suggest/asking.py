"""What suggestions are made from: an engine, and what a search asks it for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.analysis import Analysis
from index.engines.base import Engine, Filter, Query
from index.query import parse
from index.record import Document, Key
from index.tree import And, Node, Phrase, Word


@dataclass(frozen=True, slots=True)
class Asking:
    """Where suggestions look.

    `tree_of`: a text -> what a search of it asks the engine for. `documents` gives the live ones of
    these keys. `filters` narrow what corrections are counted in.
    """

    engine: Engine
    analysis: Analysis
    tree_of: Callable[[str], Node]
    documents: Callable[[Sequence[Key]], Mapping[Key, Document]]
    filters: tuple[Filter, ...] = ()

    def hits(self, texts: Iterable[str]) -> list[int]:
        """How many full hits a search of each text has."""
        return self.totals(map(self.tree_of, texts))

    def totals(self, trees: Iterable[Node]) -> list[int]:
        """How many documents each of the trees matches."""
        return self.engine.totals([Query(tree, self.filters, limit=0) for tree in trees])

    def stand(self, texts: Iterable[str]) -> list[bool]:
        """Whether any document has all words of each text as they stand."""
        return [total > 0 for total in self.totals(exactly(parse(text).tree) for text in texts)]


def exactly(node: Node) -> Node:
    """The tree with words as they stand."""
    match node:
        case Word(text, field):
            return Phrase((text,), field)
        case And(nodes):
            return And(tuple(map(exactly, nodes)))
        case _:
            return node
