"""Did you mean: what somebody may have wanted to type, in words that the documents have.

Two things go wrong: the keyboard was set to another alphabet, or the letters of a word did. Only
words that no document holds, or hardly any, are doubted; only what finds more is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from index.query_limits import MAX_LETTERS
from index.suggest.asking import Asking
from index.suggest.layouts import in_other_layouts
from index.suggest.spelling import respelt

FEW = 5  # hits: where there are fewer, something else may have been meant
MOST = 3
_TRIED = 3  # readings that are counted; one of several words costs up to three milliseconds


@dataclass(frozen=True, slots=True)
class Correction:
    """A query that may have been meant, and how many full hits it has."""

    query: str
    count: int


def corrections(asking: Asking, text: str, total: int) -> tuple[Correction, ...]:
    """At most three other readings of a text whose search has `total` hits, the likeliest first."""
    if total >= FEW:
        return ()
    readings = islice(filter(None, _readings(asking, text[:MAX_LETTERS])), _TRIED)
    found = (_finding(asking, queries, total) for queries in readings)
    return next(filter(None, found), ())


def _readings(asking: Asking, text: str) -> Iterator[Sequence[str]]:
    """Queries of which any may be meant, the likeliest first."""
    # Words that only inflections match are looked for last: each costs as much as a search.
    retyped = in_other_layouts(asking, text)
    yield retyped
    yield from respelt(asking, retyped[0] if retyped else text)
    yield in_other_layouts(asking, text, inflected=True)


def _finding(asking: Asking, queries: Sequence[str], total: int) -> tuple[Correction, ...]:
    """Those that find more than so many."""
    counted = map(Correction, queries, asking.hits(queries))
    return tuple([each for each in counted if each.count > total][:MOST])
