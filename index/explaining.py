"""Why a hit answers a query, and why so well: its score in parts, by word and field. Pure.

Asked of an engine is only how well documents answer trees, so that every engine can be explained.
What the parts of a whole do not add up to (something that counts where they meet) is a part too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from math import fsum, isclose
from typing import TypeAlias

from index.engines.base import Answer, Filter, Query
from index.record import Key
from index.tree import (
    WORD_FIELDS,
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
    Prefer,
    Prefix,
    Ranked,
    Wildcard,
    Word,
    all_of,
    write,
)

# How well each of the documents answers that does.
Scores: TypeAlias = Callable[[Ranked], Mapping[Key, float]]
_ALIKE = 1000  # other documents that may name those identifiers
_NOTHING = 1e-9  # a score that is none: what sums of floats leave


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a score: the piece of the query, the text field where it stands (or None).

    `exact`: the word stands there as it was asked for, and not only an inflection of it; None for
    what is no word.
    """

    query: str
    field: str | None
    exact: bool | None
    score: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The score of a hit, and its parts, the greatest first: their sum is the score.

    `partial`: the document holds only some of what was asked for.
    """

    score: float
    partial: bool
    parts: tuple[Part, ...]


def explained(
    tree: Ranked,
    key: Key,
    scores: Scores,
    *,
    score: float | None = None,
    partial: bool = False,
) -> Explanation | None:
    """Why the document answers the tree; None where it does not.

    `score`: that of the hit, where it is one: nearness counts for the best hits only.
    """
    node = tree.node if isinstance(tree, Prefer) else tree
    if key not in scores(node):
        return None
    whole = scores(tree)[key] if score is None else score
    parts = _together(_parts(node, key, scores))
    if isinstance(tree, Prefer) and not _none(whole - scores(node)[key], whole):
        parts += _near(tree, key, scores)
    parts = sorted(_completed(parts, node, whole), key=lambda part: -part.score)
    return Explanation(whole, partial, tuple(parts))


def scores_of(search: Callable[[Query], Answer], keys: Sequence[Key]) -> Scores:
    """How well those documents answer trees, by what an engine finds; each tree is asked once."""
    within = (
        Filter("source", tuple({key.source for key in keys})),
        Filter("id", tuple({key.identifier for key in keys})),
    )

    @cache
    def scores(tree: Ranked) -> dict[Key, float]:
        found = search(Query(tree, within, limit=len(keys) + _ALIKE)).matches
        return {match.key: match.score for match in found}

    return scores


def _parts(node: Node, key: Key, scores: Scores) -> list[Part]:
    """The parts of what the document scores for a node that it answers."""
    score = scores(node)[key]
    match node:
        case And(nodes) | Or(nodes):
            held = (inner for inner in nodes if not isinstance(inner, Not))
            found = [
                part
                for inner in held
                if key in scores(inner)
                for part in _parts(inner, key, scores)
            ]
            return _completed(found, node, score)
        case Boost(inner):
            return _scaled(_parts(inner, key, scores), node, score)
        case Word() | Phrase() | Near() | Prefix() | Wildcard() | Fuzzy() if node.field is None:
            fields = [replace(node, field=name) for name in WORD_FIELDS]
            parts = [_parts(one, key, scores) for one in fields if key in scores(one)]
            return _scaled([*chain.from_iterable(parts)], node, score)
        case Word(text, field):
            exact = key in scores(Phrase((text,), field))
            return [Part(text, field, exact, score)]
        case Phrase() | Near() | Prefix() | Wildcard() | Fuzzy():
            return [Part(write(replace(node, field=None)), node.field, None, score)]
        case Exact("creator_is", person):
            return [Part(person, "creator", None, score)]
        case Constant(Exact() as named):
            return [Part(write(named), None, None, score)]
        case _:
            return [Part(write(node), None, None, score)]


def _near(tree: Prefer, key: Key, scores: Scores) -> list[Part]:
    """What words count for standing near one another."""
    alone = scores(tree.node)[key]
    more = ((near, scores(Prefer(tree.node, (near,)))[key] - alone) for near in tree.wanted)
    return [Part(write(replace(near, field=None)), near.field, None, score)
            for near, score in more if not _none(score, alone)]  # fmt: skip


def _completed(parts: list[Part], node: Node, score: float) -> list[Part]:
    """With what counts beside the parts; what is excluded may count for not being there."""
    rest = score - fsum(part.score for part in parts)
    if _none(rest, score):
        return parts
    without = [one for one in getattr(node, "nodes", ()) if isinstance(one, Not)]
    return [*parts, Part(write(all_of(without) if without else node), None, None, rest)]


def _scaled(parts: list[Part], node: Node, score: float) -> list[Part]:
    """The parts in proportion, so that their sum is the score."""
    whole = fsum(part.score for part in parts)
    if _none(whole, score):
        return [Part(write(node), None, None, score)]
    return [replace(part, score=part.score * score / whole) for part in parts]


def _none(score: float, beside: float) -> bool:
    return isclose(score, 0, abs_tol=_NOTHING * max(1.0, abs(beside)))


def _together(parts: Iterable[Part]) -> list[Part]:
    """A word that is asked for in several ways counts once for each field."""
    sums: dict[Part, list[float]] = {}
    for part in parts:
        sums.setdefault(replace(part, score=0.0), []).append(part.score)
    return [replace(part, score=fsum(found)) for part, found in sums.items()]
