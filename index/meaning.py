"""What a text asks of an engine: its tree, persons by any spelling of a name. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from index.compounds import with_compounds
from index.name_queries import with_names
from index.partial import partly
from index.query import Parsed, parse
from index.tree import And, Boost, Constant, Exact, Node, Or, all_of, any_of

_RECORDS = frozenset({"doi", "id"})
_FIRST = 1_000.0  # no words of a query score so much together


@dataclass(frozen=True)
class Meaning:
    """A text as understood (`parsed`), and the trees that answer it."""

    parsed: Parsed

    @cached_property
    def tree(self) -> Node:
        """What full matches answer; also what is counted and streamed."""
        return meant(self.parsed.tree)

    @cached_property
    def partial(self) -> Node | None:
        """What partial matches answer; None where there are none."""
        return partly(self.tree)


def understood(text: str) -> Meaning:
    """What a person typed means. Any text has a meaning; nothing is raised."""
    return Meaning(parse(text))


def meant(tree: Node) -> Node:
    """What a tree that was parsed asks for: words that can be a name also find the person.

    Letters and a number also match where they are joined otherwise. A record that is named stands
    before all that share words with what stands beside its name.
    """
    found = with_compounds(with_names(tree))
    return found if isinstance(found, Exact) else _named_first(found)


def _named_first(tree: Node) -> Node:
    match tree:
        case Exact(field) if field in _RECORDS:
            return Constant(tree, _FIRST)
        case And(nodes):
            return all_of(map(_named_first, nodes))
        case Or(nodes):
            return any_of(map(_named_first, nodes))
        case Boost(node) | Constant(node):
            return replace(tree, node=_named_first(node))
        case _:
            return tree
