"""Words near one another where that is no condition: it counts for the best of what was found.

Positions are the costly part of a search: only a few documents are looked at, and what is to be
known of them is read together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from index.engines.whoosh.w3.reading.arrays import NO_PLACES, Docs, Floats, Mask, Numbers
from index.engines.whoosh.w3.reading.blocks import Chosen
from index.engines.whoosh.w3.reading.matching import Matching
from index.engines.whoosh.w3.reading.phrase import side_by_side, spots
from index.engines.whoosh.w3.reading.positions import Places, places
from index.engines.whoosh.w3.reading.queries import Close
from index.engines.whoosh.w3.reading.reader import Term
from index.engines.whoosh.w3.reading.scoring import bent
from index.engines.whoosh.w3.reading.telling import Ladder, Told

_TIES = 2  # times as many, where the last of them tie


class _Standing(NamedTuple):
    """A term, and those of its postings that are looked at."""

    term: Term
    chosen: Chosen


class _Meeting(NamedTuple):
    """A field of documents that hold both words: where each of them stands."""

    weight: float
    first: list[_Standing]
    second: list[_Standing]


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
    small = docs.astype(np.int32)
    found = np.zeros(len(docs))
    for pair in wanted:
        first, second = here.question.told(pair.first), here.question.told(pair.second)
        key = "close", pair.first.name, pair.second.name, pair.slop, small.tobytes()
        counted = here.segment.held(key, partial(_counted, here, small, first, second, pair.slop))
        found += pair.first.shape.bonus * min(first.weight, second.weight) * bent(counted, first.k1)
    return found


def _counted(here: Matching, docs: Docs, first: Told, second: Told, slop: int) -> Floats:
    """What two words count that stand near, and more where the second comes next, by document."""
    met = list(_meetings(here, docs, first, second))
    known = _read(here, [one for meeting in met for side in meeting[1:] for one in side])
    found = np.zeros(len(docs))
    for meeting in met:
        sides = (_joined(known, meeting.first), _joined(known, meeting.second))
        for where in side_by_side(*sides, slop + 1):
            found[np.searchsorted(docs, where)] += meeting.weight
    return found


def _meetings(here: Matching, docs: Docs, first: Told, second: Told) -> Iterator[_Meeting]:
    """The fields where documents hold both words."""
    others = {ladder.field: ladder for ladder in second.ladders}
    for ladder in first.ladders:
        if ladder.field in others:
            after, where = _standing(here, others[ladder.field], docs)
            before, both = _standing(here, ladder, where)
            if len(both) < len(where):
                narrow = (_Standing(term, _of(chosen, both)) for term, chosen in after)
                after = [one for one in narrow if len(one.chosen.docs)]
            if len(both):
                yield _Meeting(ladder.weight, before, after)


def _standing(here: Matching, ladder: Ladder, docs: Docs) -> tuple[list[_Standing], Docs]:
    """The forms of a word in these documents, and those that hold any.

    The most frequent forms, stems mostly, are asked first, others where these lack.
    """
    rungs = [[term for term in terms if here.info(term)] for _, terms in ladder.rungs]
    found: list[_Standing] = []
    rest = docs
    for terms in sorted(rungs, key=lambda held: -sum(here.some(term).df for term in held)):
        chosen = (_Standing(term, here.chosen(term, rest)) for term in terms if len(rest))
        held = [one for one in chosen if len(one.chosen.docs)]
        found += held
        for one in held:
            rest = rest[~_inside(rest, one.chosen.docs)]
    return found, docs if not len(rest) else docs[~_inside(docs, rest)]


def _inside(docs: Docs, others: Docs) -> Mask:
    """Which of the documents are among others (both rising, the latter not empty)."""
    at = np.minimum(others.searchsorted(docs), len(others) - 1)
    found: Mask = others[at] == docs
    return found


def _of(chosen: Chosen, docs: Docs) -> Chosen:
    if not len(docs):
        return Chosen(docs, chosen.which[:0], chosen.weights[:0])
    inside = _inside(chosen.docs, docs)
    return Chosen(chosen.docs[inside], chosen.which[inside], chosen.weights[inside])


def _read(here: Matching, stand: Sequence[_Standing]) -> dict[int, Numbers]:
    """Where the terms stand, by the identity of what is looked at: decoded in one step."""
    values = [here.segment.values(here.some(one.term), one.chosen.which) for one in stand]
    read = places([value for several in values for value in several])
    found, start = {}, 0
    for one, several in zip(stand, values, strict=True):
        end = start + len(several)
        starts = read.starts[start : end + 1]
        own = Places(read.positions[starts[0] : starts[-1]], starts - starts[0])
        found[id(one)] = spots(one.chosen.docs, own)
        start = end
    return found


def _joined(known: dict[int, Numbers], stand: Sequence[_Standing]) -> Numbers:
    """The spots of all forms of a word, rising."""
    if len(stand) == 1:
        return known[id(stand[0])]
    return np.unique(np.concatenate([NO_PLACES, *(known[id(one)] for one in stand)]))
