"""A query with other letters in the words that no document holds, or hardly any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from math import log10
from typing import TypeAlias

from index.query import parse
from index.suggest.asking import Asking
from index.suggest.typed import folded
from index.tree import And, Boost, Constant, Near, Node, Or, Phrase, Word, all_of, write
from index.words import single

_HARDLY = 2  # documents: a word that no more hold may be somebody's slip
_SURELY = 20  # times as many have to hold the other word
_SHORTEST, _LONGEST = 3, 32  # letters of a word that is doubted
_LONG = 6  # letters: so many leave enough of a word to tell it by
_DOUBTED = 3  # words: who gets more of them wrong asks for something that is not there
_EACH = 3  # other words for one

# A word of a query, its field, and whether its inflections are meant too.
Asked: TypeAlias = tuple[str, str | None, bool]
Others: TypeAlias = Mapping[tuple[str, str | None], tuple[str, ...]]


def respelt(asking: Asking, text: str) -> Iterator[list[str]]:
    """Queries that differ from this one in doubtful words, the likeliest first.

    Of a single word all that may be meant come together.
    """
    tree = parse(text).tree
    asked = list(dict.fromkeys(filter(_worded, _asked(tree))))
    doubted = _doubtful(asking, asked)
    if not 0 < len(doubted) <= _DOUBTED:
        return
    found = {a[:2]: others for a, n in doubted.items() if (others := _others(asking, a, n))}
    best = {word: others[0] for word, others in found.items()}
    each = [best] if best else []
    for word, others in found.items():
        each += [best | {word: other} for other in others[1:]]
    queries = [write(_with(tree, chosen)) for chosen in each]
    yield from [queries] if len(asked) == 1 else [[query] for query in queries]


def _asked(node: Node) -> Iterator[Asked]:
    """The words that are looked for; of what is excluded none."""
    match node:
        case Word(text, field):
            yield text, field, True
        case Phrase(words, field) | Near(words, _, field):
            yield from ((word, field, False) for word in words)
        case And(nodes) | Or(nodes):
            for part in nodes:
                yield from _asked(part)
        case Boost(inner) | Constant(inner):
            yield from _asked(inner)
        case _:
            pass


def _worded(asked: Asked) -> bool:
    """Whether it is a word of letters, not one of the pairs of a script without blanks."""
    return bool(single(asked[0])) and not any(map(str.isdigit, asked[0]))


def _doubtful(asking: Asking, words: Sequence[Asked]) -> dict[Asked, int]:
    """Those that hardly any document has as they stand, and how many have."""
    found: dict[Asked, int] = {}
    for field, some in groupby(sorted(words, key=_field), key=_field):
        asked = list(some)
        exact = [folded(text, asking.analysis) for text, _, _ in asked]
        counts = asking.engine.holding(exact, field or None)
        found |= {each: n for each, n in zip(asked, counts, strict=True) if n <= _HARDLY}
    return {each: found[each] for each in words if each in found}


def _field(asked: Asked) -> str:
    return asked[1] or ""


def _others(asking: Asking, asked: Asked, stands: int) -> Sequence[tuple[str, ...]]:
    """Words that may be meant in place of one that so many documents have as it stands."""
    text, field, inflected = asked
    word = folded(text, asking.analysis)
    if not _SHORTEST <= len(word) <= _LONGEST:
        return []
    held = asking.totals([Word(text, field)])[0] if inflected else stands
    least = max(1, _SURELY * stands, held)
    if held and len(word) < _LONG:
        return []
    near = [(other,) for other in _near(asking, word, field, least)]
    return near or _parts(asking, word, field, least)


def _near(asking: Asking, word: str, field: str | None, least: int) -> list[str]:
    """The likeliest words that are spelt nearly so and that so many documents hold."""
    found = _likely(asking.engine.neighbours(word, field), word, least)
    if not found and len(word) >= _LONG and least == 1:
        found = _likely(asking.engine.neighbours(word, field, 2, same_start=True), word, least)
    best = sorted(found, key=lambda other: (-found[other], other))
    return list(islice(_different(asking, best), _EACH))


def _different(asking: Asking, words: Iterable[str]) -> Iterator[str]:
    """Without words that find what an earlier one does: its inflections."""
    seen: set[str] = set()
    for word in words:
        terms = asking.analysis.query_terms(word)
        if seen.isdisjoint(terms):
            yield word
        seen.update(terms)


def _likely(near: Iterable[tuple[str, int]], word: str, least: int) -> dict[str, float]:
    """Frequent words are likely; slips in the first letter are rare, letters exchanged are not."""
    return {
        other: log10(count) + 0.7 * (other[0] == word[0]) + 0.5 * (sorted(other) == sorted(word))
        for other, count in near
        if other != word and count >= least and not any(map(str.isdigit, other))
    }


def _parts(asking: Asking, word: str, field: str | None, least: int) -> Sequence[tuple[str, ...]]:
    """Two words that were typed as one, where they stand side by side in so many documents."""
    if len(word) < 2 * _SHORTEST:
        return []
    pairs = [(word[:at], word[at:]) for at in range(_SHORTEST, len(word) - _SHORTEST + 1)]
    counts = dict(zip(pairs, asking.totals(Phrase(p, field) for p in pairs), strict=True))
    likely = [pair for pair in pairs if counts[pair] >= least]
    return sorted(likely, key=lambda pair: (-counts[pair], pair))[:_EACH]


def _with(node: Node, others: Others) -> Node:
    """The tree with these words in place of those."""
    match node:
        case Word(text, field):
            return all_of([Word(word, field) for word in others.get((text, field), (text,))])
        case Phrase(words, field):
            return Phrase(_exchanged(words, field, others), field)
        case Near(words, slop, field, ordered):
            return Near(_exchanged(words, field, others), slop, field, ordered)
        case And(nodes):
            return all_of([_with(part, others) for part in nodes])
        case Or(nodes):
            return Or(tuple(_with(part, others) for part in nodes))
        case Boost(inner, factor):
            return Boost(_with(inner, others), factor)
        case Constant(inner, score):
            return Constant(_with(inner, others), score)
        case _:
            return node


def _exchanged(words: tuple[str, ...], field: str | None, others: Others) -> tuple[str, ...]:
    return tuple(new for word in words for new in others.get((word, field), (word,)))
