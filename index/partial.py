"""Partial matches: documents that hold some of what a query asks for, and not all of it. Pure.

What narrows stays as it is: exclusions, years, dates, and keywords that say a kind (a source, a
language). What names something is wanted, and any of it will do: words, phrases, identifiers.
"""

from __future__ import annotations

from index.function_words import is_function_word
from index.tree import (
    And,
    Boost,
    Constant,
    Dates,
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
)
from index.words import words

ENOUGH = 10  # full matches; where there are fewer, partial ones follow
_MOST = 32  # words any of which will do: what holds none of so many is no match for the others
# Somebody who pastes a reference wants its title also where its DOI is not held.
_NAMING = frozenset({"doi", "issn", "orcid", "id", "creator_is"})


def loosened(tree: Node) -> Node | None:
    """The tree that partial matches answer: any of what is wanted, within all that narrows.

    Words that only build sentences are not enough, where there are others.
    None where there is nothing to loosen: a single word, or no words at all. What it matches holds
    everything that the tree matches.
    """
    loose = _loose(tree)
    return loose if loose != tree else None


def partly(tree: Node) -> Node | None:
    """The tree of the partial matches alone, without the full ones; None where there are none."""
    loose = loosened(tree)
    return And((loose, Not(tree))) if loose else None


def _loose(node: Node) -> Node:
    match node:
        case And(nodes):
            return _any_of_them(nodes)
        case Or(nodes):
            return any_of(map(_loose, nodes))
        case Boost(inner, factor):
            return Boost(_loose(inner), factor)
        case Constant(inner, score):
            return Constant(_loose(inner), score)
        case Phrase(found, field) if _written_together(found):
            return any_of([node, *(Word(pair, field) for pair in found)])
        case _:
            return node


def _any_of_them(nodes: tuple[Node, ...]) -> Node:
    named = [node for node in nodes if wanted(node)]
    if len(named) < 2:
        return And(tuple(map(_loose, nodes)))
    # A document is no partial match for an "of": where every word is one, they are what is wanted.
    telling = [node for node in named if not _builds_sentences(node)] or named
    narrowing = [node for node in nodes if not wanted(node)]
    return all_of([*narrowing, any_of(map(_loose, telling[:_MOST]))])


def _builds_sentences(node: Node) -> bool:
    return isinstance(node, Word) and is_function_word(node.text)


def wanted(node: Node) -> bool:
    """Whether a part of a query names something, and does not only narrow what is looked at."""
    match node:
        case And(nodes) | Or(nodes):
            return any(map(wanted, nodes))
        case Boost(inner) | Constant(inner):
            return wanted(inner)
        case Exact(field):
            return field in _NAMING
        case Everything() | Years() | Dates() | Not():
            return False
        case _:
            return True


def _written_together(pairs: tuple[str, ...]) -> bool:
    """Whether a phrase is a run of a script without blanks: its words are not known."""
    run = "".join((*pairs[:1], *(pair[-1] for pair in pairs[1:])))
    return len(pairs) > 1 and words(run) == [pairs]
