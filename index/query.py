"""Our query language: text -> tree. Engines compile the tree; nobody sees an engine's own syntax.

Literal by default and never an error: what cannot be meant as syntax is a word. docs/query.md shows
every construct with what it finds.

    query  = group { "OR" group }            AND binds closer than OR
    group  = part { ["AND"] part }
    part   = { "NOT" | "-" } ( [field:] "(" query ")" | leaf )
    leaf   = identifier | [field:] value
    value  = word | word* | wor?d | word~ | "phrase" | "near words"~5 | 2019..2024 | >=2020
    field  = a name of docs/query.md | exact, before or behind one
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.pieces import pieces
from index.query_identifiers import identified, names_one
from index.query_limits import MAX_LEAVES, MAX_LETTERS
from index.query_signs import Piece
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
    first_leaves,
    negated,
    write,
)

__all__ = [
    "ALIASES", "KEYWORD_FIELDS", "TEXT_FIELDS", "And", "Everything", "Exact", "Node", "Not", "Or",
    "Parsed", "Phrase", "Word", "Years", "all_of", "any_of", "negated", "parse", "write",
]  # fmt: skip

# Marks of direction and joiners stand between letters and signs without being either.
_UNSEEN = re.compile("[\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# Blanks of any kind and number, controls and halves of letters: one blank. (Patterns of identifiers
# allow several; a thousand would take them long.)
_BLANKS = re.compile("[\\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
# Of a tree that is read as it is written: the first time nearly always, see `_settled`.
_READINGS = 8


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as understood.

    `interpreted_as` is the tree in words: parsing it gives it again. `literal`: pieces of the text
    that look like syntax and were taken as words, or as nothing.
    """

    tree: Node
    interpreted_as: str
    literal: tuple[str, ...] = ()


def parse(text: str) -> Parsed:
    """Understand what a person typed. Any text has a meaning; nothing is raised.

    Of a query too long (`index.query_limits`) the beginning counts; `interpreted_as` shows which.
    """
    seen = _BLANKS.sub(" ", _UNSEEN.sub("", text[:MAX_LETTERS]))
    tree, literal = _read(seen)
    tree = _settled(tree)
    return Parsed(tree, write(tree), literal)


def _settled(tree: Node) -> Node:
    """The tree as it is read again from what is written: the same one, once nothing is left to do.

    Words that stand apart may be an identifier side by side ("ISSN,1234 5679"); each such step
    leaves fewer of them.
    """
    for _ in range(_READINGS):
        again, _ = _read(write(tree))
        if again == tree:
            break
        tree = again
    return tree


def _read(text: str) -> tuple[Node, tuple[str, ...]]:
    known = identified(text.strip())
    if known:
        return known, ()
    found = pieces(text)
    tree = _query(found.items, 0)[0] if found.items else Everything()
    return _fitting(tree), found.literal


def _fitting(tree: Node) -> Node:
    """The tree without what is too much: its writing has to be read as a whole."""
    leaves = MAX_LEAVES
    tree = first_leaves(tree, leaves)
    while leaves > 1 and len(write(tree)) > MAX_LETTERS:
        leaves //= 2
        tree = first_leaves(tree, leaves)
    return tree


def _query(found: tuple[Piece, ...], at: int) -> tuple[Node, int]:
    groups = []
    while True:
        group, at = _group(found, at)
        groups.append(group)
        if at == len(found) or found[at] != "OR":
            return any_of(groups), at
        at += 1


def _group(found: tuple[Piece, ...], at: int) -> tuple[Node, int]:
    parts = []
    while at < len(found) and found[at] not in ("OR", ")"):
        if found[at] == "AND":
            at += 1
        part, at = _part(found, at)
        parts.append(part)
    # A pasted list of DOIs asks for each of them.
    return (any_of if all(map(names_one, parts)) else all_of)(parts), at


def _part(found: tuple[Piece, ...], at: int) -> tuple[Node, int]:
    negations = 0
    while found[at] in ("NOT", "-"):
        negations, at = negations + 1, at + 1
    piece = found[at]
    node, at = (piece, at + 1) if not isinstance(piece, str) else _bracket(found, at)
    return (negated(node) if negations % 2 else node), at


def _bracket(found: tuple[Piece, ...], at: int) -> tuple[Node, int]:
    node, end = _query(found, at + 1)
    return node, end + 1  # behind the closing bracket: they are balanced
