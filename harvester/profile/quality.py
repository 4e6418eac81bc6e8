"""How complete the documents of a source are, and what they lack most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harvester.normalise.completeness import missing
from index.record import Document


@dataclass(frozen=True, slots=True)
class Quality:
    """The mean completeness (0 to 100), and of each field how many documents lack it."""

    completeness: float
    missing: Mapping[str, int]


def quality(documents: Iterable[Document]) -> Quality | None:
    """The quality of documents, the field that is missing most first; None where there are none."""
    count = points = 0
    lacking: Counter[str] = Counter()
    for document in documents:
        count, points = count + 1, points + document.completeness
        lacking.update(missing(document))
    return Quality(round(points / count, 1), dict(lacking.most_common())) if count else None
