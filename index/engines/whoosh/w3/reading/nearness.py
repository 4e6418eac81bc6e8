"""Words near one another where that is no condition: it counts for the best of what was found.

Positions are the costly part of a search, so only a few documents are looked at, whatever there is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.engines.whoosh.w3.reading.arrays import NO_DOCS, NO_PLACES, Docs, Floats, Numbers
from index.engines.whoosh.w3.reading.matching import Matching
from index.engines.whoosh.w3.reading.phrase import side_by_side
from index.engines.whoosh.w3.reading.queries import Close
from index.engines.whoosh.w3.reading.reader import Term
from index.engines.whoosh.w3.reading.scoring import bent
from index.engines.whoosh.w3.reading.telling import Ladder

_TIES = 2  # times as many, where the last of them tie


def top(scores: Floats, count: int) -> Numbers:
    """The places of the best scores, rising; of those that tie for the last place all or none.

    So that what is chosen does not depend on the order of the documents.
    """
    if len(scores) <= count:
        return np.arange(len(scores))
    last = np.partition(scores, len(scores) - count)[len(scores) - count]
    found = np.flatnonzero(scores >= last)
    return found if len(found) <= _TIES * count else np.flatnonzero(scores > last)


def nearness(here: Matching, docs: Numbers, wanted: Sequence[Close]) -> Floats:
    """What each of these documents of a segment (rising) scores for words near each other."""
    found = np.zeros(len(docs))
    for pair in wanted:
        first, second = here.question.told(pair.first), here.question.told(pair.second)
        others = {ladder.field: ladder for ladder in second.ladders}
        counted = np.zeros(len(docs))
        for ladder in first.ladders:
            if ladder.field in others:
                counted += ladder.weight * _near(
                    here, docs, ladder, others[ladder.field], pair.slop
                )
        weight = pair.first.shape.bonus * min(first.weight, second.weight)
        found += weight * bent(counted, first.k1)
    return found


def _near(here: Matching, docs: Numbers, first: Ladder, second: Ladder, slop: int) -> Floats:
    """1 where both stand near in a field, 2 where the second follows the first."""
    found = np.zeros(len(docs))
    both = _holding(here, first, _holding(here, second, docs.astype(np.int32)))
    if not len(both):
        return found
    spots = _spots(here, first, both), _spots(here, second, both)
    near, following = side_by_side(*spots, slop + 1)
    found[np.searchsorted(docs, near)] += 1
    found[np.searchsorted(docs, following)] += 1
    return found


def _terms(here: Matching, ladder: Ladder) -> list[Term]:
    """The forms that the segment holds."""
    return [term for _, terms in ladder.rungs for term in terms if here.info(term)]


def _holding(here: Matching, ladder: Ladder, docs: Docs) -> Docs:
    """Those of the documents that hold a form of the word in the field."""
    if not len(docs):
        return docs
    found = [here.chosen(term, docs).docs for term in _terms(here, ladder)]
    return np.unique(np.concatenate([NO_DOCS, *found]))


def _spots(here: Matching, ladder: Ladder, docs: Docs) -> Numbers:
    """Where the forms of a word stand in these documents, rising."""
    found = [NO_PLACES]
    for term in _terms(here, ladder):
        holding = here.chosen(term, docs).docs
        if len(holding):
            found.append(here.spots(term, holding))
    return np.unique(np.concatenate(found))
