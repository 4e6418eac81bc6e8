"""What a text asks of an engine: its tree, persons by any spelling of a name. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from index.compounds import with_compounds
from index.name_queries import with_names
from index.partial import partly
from index.query import Parsed, parse
from index.tree import Node


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

    Letters and a number also match where they are joined otherwise.
    """
    return with_compounds(with_names(tree))
