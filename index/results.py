"""What a search gives: hits, counts, proposals; frozen types of values that anybody may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index.explaining import Explanation
from index.highlight import Fragment
from index.record import Document
from index.relaxing import Relaxed


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that answers a query; `partial`: it holds only some of what was asked for.

    `highlights`: field -> fragments of (text, matched). `explanation`: where it was asked for.
    """

    source: str
    identifier: str
    score: float
    partial: bool
    highlights: Mapping[str, tuple[Fragment, ...]]
    document: Document
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits: `total` full matches, `took` seconds, `next` asks for the following page.

    Where a query of several words has fewer than ten full matches, the best partial ones follow:
    `total_partial` of them. `facets`: field -> value -> how many full matches, those that were
    asked for; `MISSING` is the value of hits without any. `labels`: field -> value -> how it is
    shown, where that is another text (the name of a person whose key is the value). `histogram`:
    year -> how many full matches, where it was asked for. `relax`: where nothing was found, what to
    ask instead. `literal`: pieces of the text that look like syntax and were taken as words.
    """

    total: int
    total_partial: int
    interpreted_as: str
    took: float
    next: str | None
    facets: Mapping[str, Mapping[str, int]]
    labels: Mapping[str, Mapping[str, str]]
    histogram: Mapping[str, int]
    hits: tuple[Hit, ...]
    relax: tuple[Relaxed, ...] = ()
    literal: tuple[str, ...] = ()
