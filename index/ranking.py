"""How well a document answers: what is weighed how, and what ranking adds to a query. Pure.

A word counts by BM25F: its occurrences in all fields together, each by its field (`fields.WEIGHTS`)
and form (exact above stems above sounds), bent by `K1`, relative to lengths by `B`. It counts more
the rarer it is, and the more it is said again and again where it is said at all: that is how words
which texts are about differ from words of every text (residual IDF; benchmarks/relevance.py).
Function words count little. Words that stand near one another, as they do in the query, help.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

from index.function_words import is_function_word
from index.tree import And, Boost, Near, Node, Or, Phrase, Prefer, Ranked, Word

K1 = 1.4  # BM25's: how soon more occurrences say little more
B = 0.55  # and how much long fields count less
FLOOR = 0.25  # what a word counts that is said again no more than chance has it
USUAL = 0.5  # nats of residual IDF of a word that too little is known of
FEW = 3.0  # documents: of so many it counts half as known
SAID = "abstract"  # where words are said again
NEARNESS = 0.25  # what a pair counts beside the rarer of its words
NEAR_FIELDS = ("title", "abstract")  # where nearness is looked at
_SLOP = 4  # other words between near ones
_PAIRS = 12  # of a query, so that long ones are answered in time


def ranked(tree: Node) -> Ranked:
    """The tree with what ranking adds: the same matches in a better order.

    For full matches: of partial ones nearness says nothing (benchmarks/relevance.py: it costs
    cranfield and npl one part in a hundred, and helps nowhere).
    """
    wanted = tuple(islice(dict.fromkeys(_pairs(tree)), _PAIRS))
    return Prefer(tree, wanted) if wanted else tree


def _pairs(node: Node) -> Iterator[Near]:
    """Neighbouring words of a query; those that only build sentences are passed over."""
    match node:
        case And(nodes):
            yield from _neighbours(nodes)
            yield from (pair for part in nodes for pair in _pairs(part))
        case Or(nodes):
            yield from (pair for part in nodes for pair in _pairs(part))
        case Boost(inner):
            yield from _pairs(inner)


def _neighbours(nodes: Iterable[Node]) -> Iterator[Near]:
    for (before, field), (after, other) in pairwise(_telling(nodes)):
        if field == other and before != after:
            yield Near((before, after), _SLOP, field)


def _telling(nodes: Iterable[Node]) -> Iterator[tuple[str, str | None]]:
    """The words of a query with their fields, in its order; a phrase by its first and last."""
    for node in nodes:
        match node:
            case Word(text, field) if not is_function_word(text):
                yield text, field
            case Phrase(words, field) if words:
                yield from dict.fromkeys([(words[0], field), (words[-1], field)])
