"""Did you mean: what somebody may have wanted to type, in words that the documents have.

Two things go wrong: the keyboard was set to another alphabet, or the letters of a word did. Only
words that no document holds, or hardly any, are doubted; only what finds more is proposed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from index.query_limits import MAX_LETTERS
from index.suggest.asking import Asking
from index.suggest.layouts import in_other_layouts
from index.suggest.spelling import respelt

FEW = 5  # hits: where there are fewer, something else may have been meant
MOST = 3
_TRIED = 4  # proposals that are counted


@dataclass(frozen=True, slots=True)
class Correction:
    """A query that may have been meant, and how many full hits it has."""

    query: str
    count: int


def corrections(asking: Asking, text: str, total: int) -> tuple[Correction, ...]:
    """At most three other readings of a text whose search has `total` hits, the likeliest first."""
    if total >= FEW:
        return ()
    text = text[:MAX_LETTERS]
    typed = list(in_other_layouts(asking, text))
    found = _found(asking, typed, total)
    readings = (other for reading in (*typed, text) for other in respelt(asking, reading))
    return found or _found(asking, readings, total)


def _found(asking: Asking, queries: Iterable[str], total: int) -> tuple[Correction, ...]:
    """The first of these queries that find more."""
    tried = list(islice(dict.fromkeys(queries), _TRIED))
    counts = asking.hits(tried)
    found = (Correction(q, n) for q, n in zip(tried, counts, strict=True) if n > total)
    return tuple(islice(found, MOST))
