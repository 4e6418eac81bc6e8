"""What near words and patterns mean, said as plainly as can be: for the engine in memory. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TypeAlias

from index.analysis import Analysis
from index.engines.patterns import exact_forms, exact_pattern
from index.fields import reach
from index.tree import Fuzzy, Prefix, Wildcard

Places: TypeAlias = Mapping[str, list[int]]  # term -> positions


def in_order(terms: Sequence[str], slop: int, places: Places) -> bool:
    """Whether each term follows the one before, with at most so many places between them."""
    ends = set(places.get(terms[0], ()))
    for term in terms[1:]:
        steps = range(1, reach(2, slop) + 2)
        ends = {at for at in places.get(term, ()) if any(at - step in ends for step in steps)}
    return bool(ends)


def near(terms: Sequence[str], slop: int, places: Places) -> bool:
    """Whether all terms stand somewhere with at most so many other places among them."""
    wanted = set(terms)
    window = reach(len(wanted), slop) + len(wanted)
    starts = [at for term in wanted for at in places.get(term, ())]
    return any(
        all(any(start <= at < start + window for at in places.get(term, ())) for term in wanted)
        for start in starts
    )


def meaning(node: Prefix | Wildcard | Fuzzy, analysis: Analysis) -> Callable[[str], bool]:
    """Whether an exact form is one of those that the node stands for."""
    match node:
        case Prefix(text):
            starts = tuple(exact_forms((text,), analysis))
            return lambda term: term.startswith(starts)
        case Wildcard(pattern):
            letters = exact_pattern(pattern, analysis)
            wild = "".join({"*": ".*", "?": "."}.get(c, re.escape(c)) for c in letters)
            return lambda term: re.fullmatch(wild, term, re.DOTALL) is not None
        case Fuzzy(text, _, edits):
            words = exact_forms((text,), analysis)
            return lambda term: any(distance(word, term) <= edits for word in words)


@cache
def distance(one: str, other: str) -> int:
    """How many letters have to be put in, left out or exchanged (Levenshtein)."""
    if not one or not other:
        return len(one) + len(other)
    return min(
        distance(one[1:], other) + 1,
        distance(one, other[1:]) + 1,
        distance(one[1:], other[1:]) + (one[0] != other[0]),
    )


@cache
def edits_between(one: str, other: str) -> int:
    """The same, and two neighbouring letters that changed places are one edit."""
    if not one or not other:
        return len(one) + len(other)
    crossed = len(one) > 1 and len(other) > 1 and one[:2] == other[1::-1]
    return min(
        edits_between(one[1:], other) + 1,
        edits_between(one, other[1:]) + 1,
        edits_between(one[1:], other[1:]) + (one[0] != other[0]),
        *([edits_between(one[2:], other[2:]) + 1] if crossed else []),
    )
