"""Words in any of their forms: their terms in an index, and how telling they are there.

A word is weighed by BM25F as it was meant (S. Robertson, H. Zaragoza, M. Taylor, Simple BM25
extension to multiple weighted fields, 2004): occurrences are counted over all fields, by what each
field and form counts, and only their sum is bent. A word that stands in title, abstract and subject
is no three words, and its exact form and its stem are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple, TypeAlias

import numpy as np

from index.engines.whoosh.w3.reading.arrays import Floats
from index.engines.whoosh.w3.reading.queries import Forms, Place
from index.engines.whoosh.w3.reading.reader import Reader, Term
from index.engines.whoosh.w3.reading.scoring import rarity, repeated, shares

# Terms of which an occurrence counts alike; the rungs of a ladder, from the best one down.
Rung: TypeAlias = tuple[float, tuple[Term, ...]]

_TERM = 200  # bytes that a term of a word takes, about


class Ladder(NamedTuple):
    """A word in a field: what the field counts, what its length does, the forms held there."""

    field: str
    weight: float
    shares: Floats
    rungs: tuple[Rung, ...]


class Told(NamedTuple):
    """A word in an index: where it stands, and how telling it is."""

    ladders: tuple[Ladder, ...]
    terms: tuple[Term, ...]
    weight: float
    k1: float


def told(reader: Reader, query: Forms) -> Told:
    """Look a word up. The reader remembers the words of earlier queries."""
    found: Told | None = reader.words.get(query.name)
    if found is None:
        found = _told(reader, query)
        reader.words.put(query.name, found, _TERM * len(found.terms))
    return found


def _told(reader: Reader, query: Forms) -> Told:
    ladders = tuple(_ladders(reader, query))
    holding = max((_holding(ladder.rungs) for ladder in ladders), default=0)
    weight = rarity(reader.count, holding) * _telling(reader, query)
    terms = tuple(term for ladder in ladders for _, terms in ladder.rungs for term in terms)
    return Told(ladders, terms, weight, query.shape.k1)


def _ladders(reader: Reader, query: Forms) -> Iterator[Ladder]:
    for place in query.places:
        rungs = _rungs(reader, place)
        if rungs:
            yield Ladder(
                place.fieldname,
                place.weight,
                _shares(reader, place.fieldname, query.shape.b),
                rungs,
            )


def _rungs(reader: Reader, place: Place) -> tuple[Rung, ...]:
    looked_up = ((weight, reader.term(place.fieldname, text)) for text, weight in place.forms)
    held = [(weight, term) for weight, term in looked_up if term]
    return tuple(
        (weight, tuple(term for _, term in group))
        for weight, group in groupby(held, key=lambda pair: pair[0])
    )


def _holding(rungs: tuple[Rung, ...]) -> int:
    """How many documents hold the word, about: an exact form is mostly one of a stem's."""
    return max((sum(map(_documents, terms)) for _, terms in rungs), default=0)


def _documents(term: Term) -> int:
    return sum(info.df for info in term.infos if info)


def _times(term: Term) -> float:
    return sum(info.weight for info in term.infos if info)


def _telling(reader: Reader, query: Forms) -> float:
    shape = query.shape
    if query.common:
        return shape.floor
    rungs = _rungs(reader, query.said)
    most = max(rungs, key=lambda rung: _holding((rung,)), default=None)
    texts = _texts(reader, query.said.fieldname)
    holding = min(texts, _holding((most,))) if most else 0
    times = sum(map(_times, most[1])) if most else 0.0
    return shape.floor + repeated(texts, holding, times, shape.usual, shape.few)


def _texts(reader: Reader, field: str) -> int:
    """How many documents have the field."""

    def count() -> int:
        return sum(int(np.count_nonzero(p.segment.lengths(field))) for p in reader.parts)

    return reader.once(("texts", field), count)


def _shares(reader: Reader, field: str, b: float) -> Floats:
    """What the length of a field does, beside the average of those documents that have it."""

    def make() -> Floats:
        total = sum(part.segment.total_length(field) for part in reader.parts)
        return shares(total / (_texts(reader, field) or 1) or 1, b)

    return reader.once(("shares", field, str(b)), make)
