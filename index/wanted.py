"""What a query looks for in the words of a field: the places in a text that answer it. Pure.

The places are those that engines match by (`index.fields.positions`): the same terms, of the same
language, in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias, cast

from rapidfuzz.distance import Levenshtein

from index.analysis import Analysis, is_exact
from index.engines.patterns import exact_forms, exact_pattern
from index.fields import SOUNDED, Value, reach, weighed
from index.listening import Listening, Token
from index.tree import (
    And,
    Boost,
    Constant,
    Exact,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Wildcard,
    Word,
)

Worded: TypeAlias = Word | Phrase | Near | Prefix | Wildcard | Fuzzy


class Place(NamedTuple):
    """A piece of a text that answers the query's leaf of that number."""

    start: int
    end: int
    leaf: int


# No protocol is hashable to mypy; every object is.
_Want: TypeAlias = Callable[[Node, str, Analysis], "Wanted"]
# Finds the pieces of a text, by its tokens, that answer a leaf.
Finder: TypeAlias = Callable[[Sequence[Token]], Iterator[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything that a query looks for in one field."""

    finders: tuple[Finder, ...]
    listening: Listening

    def places(self, value: Value) -> list[Place]:
        """The pieces of the text that answer, in order; they may overlap."""
        tokens = self.listening.tokens(*value) if self.finders else []
        return sorted(
            Place(start, end, leaf)
            for leaf, find in enumerate(self.finders)
            for start, end in find(tokens)
        )


def wanted(tree: Node, field: str, analysis: Analysis) -> Wanted:
    """What the tree looks for in a field; what it excludes is not shown."""
    return cast(_Want, _wanted)(tree, field, analysis)


@lru_cache(maxsize=256)
def _wanted(tree: Node, field: str, analysis: Analysis) -> Wanted:
    leaves = (leaf for leaf in _leaves(tree) if isinstance(leaf, Worded))
    asked = list(dict.fromkeys(leaf for leaf in leaves if leaf.field in (None, field)))
    finders = (_finder(leaf, field, analysis) for leaf in asked)
    found = tuple(find for find in finders if find)
    return Wanted(found, _listening(asked, field, analysis))


def _listening(leaves: Sequence[Worded], field: str, analysis: Analysis) -> Listening:
    terms: set[str] = set()
    for leaf in leaves:
        match leaf:
            case Word(text):
                terms.update(term for term, _ in weighed(text, field, analysis))
            case Phrase(words) | Near(words):
                terms.update(exact_forms(words, analysis))
    patterns = tuple(
        _meaning(leaf, analysis) for leaf in leaves if isinstance(leaf, Prefix | Wildcard | Fuzzy)
    )
    counts = any(isinstance(leaf, Phrase | Near) for leaf in leaves)
    return Listening(frozenset(terms), patterns, counts, field in SOUNDED, analysis)


def persons(tree: Node) -> frozenset[str]:
    """The keys of creators that the tree asks for."""
    asked = (leaf for leaf in _leaves(tree) if isinstance(leaf, Exact))
    return frozenset(leaf.value for leaf in asked if leaf.field == "creator_is")


def _leaves(node: Node) -> Iterator[Node]:
    match node:
        case And(nodes) | Or(nodes):
            for part in nodes:
                yield from _leaves(part)
        case Boost(inner) | Constant(inner):
            yield from _leaves(inner)
        case Not():
            pass
        case _:
            yield node


def _finder(leaf: Worded, field: str, analysis: Analysis) -> Finder | None:
    match leaf:
        case Word(text):
            terms = frozenset(term for term, _ in weighed(text, field, analysis))
            return _any_of(lambda token: not terms.isdisjoint(token.terms)) if terms else None
        case Phrase(words):
            return _in_a_row(tuple(exact_forms(words, analysis)))
        case Near(words, slop, _, ordered):
            forms = tuple(exact_forms(words, analysis))
            return _in_order(forms, slop) if ordered else _together(forms, slop)
        case _:
            fits = _meaning(leaf, analysis)
            return _any_of(lambda token: any(map(fits, filter(is_exact, token.terms))))


def _meaning(leaf: Prefix | Wildcard | Fuzzy, analysis: Analysis) -> Callable[[str], bool]:
    """Whether an exact form is one of those that the leaf stands for."""
    match leaf:
        case Prefix(text):
            begins = tuple(exact_forms((text,), analysis))
            return lambda term: term.startswith(begins)
        case Wildcard(pattern):
            letters = exact_pattern(pattern, analysis)
            wild = "".join({"*": ".*", "?": "."}.get(c) or re.escape(c) for c in letters)
            matches = re.compile(wild, re.DOTALL).fullmatch
            return lambda term: matches(term) is not None
        case Fuzzy(text, _, edits):
            forms = exact_forms((text,), analysis)
            return lambda term: any(_distance(form, term, edits) <= edits for form in forms)


def _distance(one: str, other: str, most: int) -> int:
    return Levenshtein.distance(one, other, score_cutoff=most)


def _any_of(answers: Callable[[Token], bool]) -> Finder:
    return lambda tokens: ((token.start, token.end) for token in tokens if answers(token))


def _in_a_row(terms: tuple[str, ...]) -> Finder | None:
    """Neighbours are one piece, with what stands between them."""
    last = len(terms) - 1

    def find(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
        for at in range(len(tokens) - last):
            if all(term in tokens[at + step].terms for step, term in enumerate(terms)):
                yield tokens[at].start, tokens[at + last].end

    return find if terms else None


def _in_order(terms: tuple[str, ...], slop: int) -> Finder | None:
    """Words of which each stands not far behind the one before."""
    steps = range(1, reach(2, slop) + 2)

    def find(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
        reached: list[set[int]] = []
        for term in terms:
            here = _standing(term, tokens)
            reached.append(here if not reached else _linked(here, reached[-1], steps))
        kept = reached.pop()
        yield from _pieces(kept, tokens)
        while reached:
            kept = _linked(reached.pop(), kept, [-step for step in steps])
            yield from _pieces(kept, tokens)

    return find if terms else None


def _linked(here: set[int], before: set[int], steps: Iterable[int]) -> set[int]:
    return {at for at in here if any(at - step in before for step in steps)}


def _together(terms: tuple[str, ...], slop: int) -> Finder | None:
    """Words that all stand within a window, in any order."""
    every = frozenset(terms)
    window = reach(len(every), slop) + len(every)

    def find(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
        standing = {term: _standing(term, tokens) for term in every}
        kept: set[int] = set()
        for start in set().union(*standing.values()):
            inside = [
                {at for at in places if start <= at < start + window}
                for places in standing.values()
            ]
            kept |= set().union(*inside) if all(inside) else set()
        yield from _pieces(kept, tokens)

    return find if terms else None


def _standing(term: str, tokens: Sequence[Token]) -> set[int]:
    return {at for at, token in enumerate(tokens) if term in token.terms}


def _pieces(kept: Iterable[int], tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    return ((tokens[at].start, tokens[at].end) for at in kept)
