"""Our query language: text -> tree. Engines compile the tree; nobody sees an engine's own syntax.

Literal by default and never an error: what cannot be meant as syntax is a word. `parse` gives the
tree and `interpreted_as`: what was understood, in our own notation.

    query  = group { "OR" group }            AND binds closer than OR
    group  = part { ["AND"] part }
    part   = { "NOT" | "-" } ( "(" query ")" | leaf )
    leaf   = identifier | field:value | field:"value" | "phrase" | word
"""

from __future__ import annotations

from dataclasses import dataclass

from index.pieces import Piece, identified, pieces
from index.tree import (
    ALIASES,
    KEYWORD_FIELDS,
    TEXT_FIELDS,
    And,
    Everything,
    Exact,
    Node,
    Not,
    Or,
    Phrase,
    Word,
    Years,
    all_of,
    any_of,
    negated,
    write,
)

__all__ = [
    "ALIASES", "KEYWORD_FIELDS", "TEXT_FIELDS", "And", "Everything", "Exact", "Node", "Not", "Or",
    "Parsed", "Phrase", "Word", "Years", "all_of", "any_of", "negated", "parse", "write",
]  # fmt: skip

MAX_LETTERS = 10_000  # of a query; what comes behind is not read


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as understood. `interpreted_as` is the tree in words: parsing it gives it again."""

    tree: Node
    interpreted_as: str


def parse(text: str) -> Parsed:
    """Understand what a person typed. Any text has a meaning; nothing is raised.

    Of a query too long (MAX_LETTERS, index.pieces.MAX_LEAVES) the beginning counts;
    `interpreted_as` shows which.
    """
    short = text[:MAX_LETTERS]
    tree = identified(short.strip()) or _tree(short)
    # A number in pieces, such as "ISSN,1234 5679", shows only when the words stand side by side.
    tree = identified(write(tree)) or tree
    return Parsed(tree, "everything" if tree == Everything() else write(tree))


def _tree(text: str) -> Node:
    found = pieces(text)
    return _query(found, 0)[0] if found else Everything()


def _query(found: list[Piece], at: int) -> tuple[Node, int]:
    groups = []
    while True:
        group, at = _group(found, at)
        groups.append(group)
        if at == len(found) or found[at] != "OR":
            return any_of(groups), at
        at += 1


def _group(found: list[Piece], at: int) -> tuple[Node, int]:
    parts = []
    while at < len(found) and found[at] not in ("OR", ")"):
        if found[at] == "AND":
            at += 1
        part, at = _part(found, at)
        parts.append(part)
    return all_of(parts), at


def _part(found: list[Piece], at: int) -> tuple[Node, int]:
    negations = 0
    while found[at] == "NOT":
        negations, at = negations + 1, at + 1
    piece = found[at]
    node, at = (piece, at + 1) if not isinstance(piece, str) else _bracket(found, at)
    return (negated(node) if negations % 2 else node), at


def _bracket(found: list[Piece], at: int) -> tuple[Node, int]:
    node, end = _query(found, at + 1)
    return node, end + 1  # behind the closing bracket: they are balanced
