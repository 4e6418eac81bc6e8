"""What to ask where nothing was found: the same question with one thing less, or less strict. Pure.

A proposal is kept in words that `index.query.parse` reads, so that a door can link to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from index.partial import loosened, wanted
from index.query import parse
from index.questions import Values
from index.tree import (
    And,
    Boost,
    Constant,
    Everything,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Wildcard,
    Word,
    all_of,
    write,
)

Kind = Literal["filter", "quotes", "field", "spelling", "word", "any"]

SHOWN = 8
# Proposals that are looked at, of a kind and in all: it bounds the time.
_OF_A_KIND = 6
_TRIED, _FEWEST = 24, 3
_LEAVES = 200  # of the trees that are counted, together
_ALONE = 12  # words that are looked for one by one
_LETTERS = 4  # of a word, so that another spelling is still the same word


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: a tree, and the filters by their public names."""

    tree: Node
    filters: Values
    exclude: Values


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A question that finds something: `count` full hits.

    `kind` says what is less strict and `what` where: a `filter` is left out, a phrase goes without
    `quotes`, a word stands in any `field`, may have another `spelling`, a `word` is left out, or
    `any` of the words will do. `query`, `filters`, `exclude` are the arguments of `search`.
    """

    kind: Kind
    what: str
    query: str
    filters: Values
    exclude: Values
    count: int


@dataclass(frozen=True, slots=True)
class _Idea:
    kind: Kind
    what: str
    asked: Question


def relaxed(asked: Question, count: Callable[[Question], int]) -> tuple[Relaxed, ...]:
    """The first proposals that find something, those that change least first."""
    ideas = (idea for idea in _ideas(asked, count) if _said(idea.asked.tree))
    tried = max(_FEWEST, min(_TRIED, _LEAVES // max(1, len(list(_leaves(asked.tree))))))
    found = (_counted(idea, count) for idea in islice(ideas, tried))
    return tuple(islice((one for one in found if one.count), SHOWN))


def _counted(idea: _Idea, count: Callable[[Question], int]) -> Relaxed:
    asked = idea.asked
    query = write(asked.tree)
    return Relaxed(idea.kind, idea.what, query, asked.filters, asked.exclude, count(asked))


def _said(tree: Node) -> bool:
    """Whether the tree can be asked for in words: not every node has some that mean only it."""
    return parse(write(tree)).tree == tree


def _ideas(asked: Question, count: Callable[[Question], int]) -> Iterator[_Idea]:
    yield from _without_filters(asked)
    tree = asked.tree
    less: tuple[tuple[Kind, Iterable[tuple[str, Node]]], ...] = (
        ("quotes", _replaced(tree, _unquoted)),
        ("field", _replaced(tree, _anywhere)),
        ("filter", _with_one_less(tree, lambda part: not wanted(part))),
        *_other_words(tree, lambda part: not count(Question(part, {}, {}))),
        ("any", _any_word(tree)),
    )
    for kind, found in less:
        for what, changed in islice(found, _OF_A_KIND):
            yield _Idea(kind, what, replace(asked, tree=changed))


def _other_words(
    tree: Node, missing: Callable[[Node], bool]
) -> Iterator[tuple[Kind, Iterable[tuple[str, Node]]]]:
    """Without the words that nothing holds, or spelled otherwise; else without each in turn."""
    named = [part for part in _parts(tree) if wanted(part)]
    nowhere = list(filter(missing, named[:_ALONE]))
    if not nowhere:
        yield "word", _with_one_less(tree, wanted)
        return
    what = " ".join(map(write, nowhere))
    spelled = tree
    for part in nowhere:
        spelled = _exchanged(spelled, part, _misspelt(part) or part)
    if spelled != tree:
        yield "spelling", [(what, spelled)]
    if len(nowhere) < len(named):
        yield "word", [(what, all_of(part for part in _parts(tree) if part not in nowhere))]


def _parts(tree: Node) -> tuple[Node, ...]:
    return tree.nodes if isinstance(tree, And) else (tree,)


def _without_filters(asked: Question) -> Iterator[_Idea]:
    for name, values in asked.filters.items():
        yield _Idea("filter", _shown(name, values), replace(
            asked, filters=_without(asked.filters, name)))  # fmt: skip
    for name, values in asked.exclude.items():
        yield _Idea("filter", f"-{_shown(name, values)}", replace(
            asked, exclude=_without(asked.exclude, name)))  # fmt: skip
    if len(asked.filters) + len(asked.exclude) > 1:
        names = (*asked.filters, *(f"-{name}" for name in asked.exclude))
        yield _Idea("filter", ", ".join(names), Question(asked.tree, {}, {}))


def _shown(name: str, values: Sequence[str]) -> str:
    return f"{name}: {', '.join(values)}"


def _without(values: Values, name: str) -> Values:
    return {other: held for other, held in values.items() if other != name}


def _any_word(tree: Node) -> Iterator[tuple[str, Node]]:
    loose = loosened(tree)
    if loose is not None:
        yield write(tree), loose


def _with_one_less(tree: Node, chosen: Callable[[Node], bool]) -> Iterator[tuple[str, Node]]:
    """Each chosen part left out; not the last one that names something."""
    for left_out in _parts(tree):
        rest = [node for node in _parts(tree) if node is not left_out]
        if chosen(left_out) and any(map(wanted, rest)):
            yield write(left_out), all_of(rest)


def _replaced(tree: Node, change: Callable[[Node], Node | None]) -> Iterator[tuple[str, Node]]:
    """The tree with one of its leaves as `change` gives it (None: as it is), and that leaf."""
    for leaf in _leaves(tree):
        changed = change(leaf)
        if changed is not None:
            yield write(leaf), _exchanged(tree, leaf, changed)


def _leaves(node: Node) -> Iterator[Node]:
    match node:
        case And(nodes) | Or(nodes):
            for inner in nodes:
                yield from _leaves(inner)
        case Boost(inner) | Constant(inner):
            yield from _leaves(inner)
        case Not() | Everything():
            pass
        case _:
            yield node


def _exchanged(node: Node, leaf: Node, by: Node) -> Node:
    match node:
        case And(nodes):
            return all_of(_exchanged(inner, leaf, by) for inner in nodes)
        case Or(nodes):
            return Or(tuple(_exchanged(inner, leaf, by) for inner in nodes))
        case Boost(inner) | Constant(inner):
            return replace(node, node=_exchanged(inner, leaf, by))
        case _:
            return by if node is leaf else node


def _unquoted(leaf: Node) -> Node | None:
    if isinstance(leaf, Phrase | Near) and len(leaf.words) > 1:
        return all_of(Word(word, leaf.field) for word in leaf.words)
    return None


def _anywhere(leaf: Node) -> Node | None:
    if isinstance(leaf, Word | Phrase | Near | Prefix | Wildcard | Fuzzy) and leaf.field:
        return replace(leaf, field=None)
    return None


def _misspelt(leaf: Node) -> Node | None:
    if isinstance(leaf, Word) and len(leaf.text) >= _LETTERS and leaf.text.isalpha():
        return Fuzzy(leaf.text, leaf.field)
    return None
