"""Words of letters and a number, however they are joined: COVID-19, covid19, CoV 2. Pure.

An index holds them as they were written; a query asks for both ways.
"""

from __future__ import annotations

import re
from dataclasses import replace

from index.tree import And, Boost, Constant, Node, Or, Phrase, Word, all_of, any_of

_JOINED = re.compile(r"([^\W\d_]{2,})(\d{1,4})|(\d{1,4})([^\W\d_]{2,})")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_NUMBER = re.compile(r"\d{1,3}")  # not 1917: a year stands beside many words


def with_compounds(tree: Node) -> Node:
    """The tree, whose `covid19` also finds covid 19 side by side, and whose `covid 19` covid19."""
    match tree:
        case Word(text, field):
            found = _JOINED.fullmatch(text)
            parts = tuple(filter(None, found.groups())) if found else ()
            return any_of((tree, Phrase(parts, field))) if parts else tree
        case And(nodes):
            return _with_joined(nodes)
        case Or(nodes):
            return any_of(map(with_compounds, nodes))
        case Boost(node) | Constant(node):
            return replace(tree, node=with_compounds(node))
        case _:
            return tree


def _with_joined(nodes: tuple[Node, ...]) -> Node:
    """Neighbours that one word can be: either both of them, or that word."""
    done: list[Node] = []
    before: Node | None = None
    for node in nodes:
        joined = _joined(before, node) if before is not None else None
        if joined is None or before is None:
            done.append(with_compounds(node))
            before = node
        else:
            done[-1] = any_of((all_of((before, node)), joined))
            before = None
    return all_of(done)


def _joined(one: Node, other: Node) -> Word | None:
    match one, other:
        case Word(letters, field), Word(number, same) if field == same:
            fits = _LETTERS.fullmatch(letters) and _NUMBER.fullmatch(number)
            return Word(letters + number, field) if fits else None
        case _:
            return None
